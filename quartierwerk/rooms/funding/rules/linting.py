"""What keeps a letter from going out: contradictions and gaps, each as a sentence for whoever drafted it; pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from quartierwerk.foundation.money import written
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.funding.rules import sums
from quartierwerk.rooms.funding.rules.cases import GRANTING
from quartierwerk.rooms.funding.rules.composing import LANGUAGE, Case
from quartierwerk.rooms.funding.rules.letter_texts import doubled, open_places
from quartierwerk.rooms.funding.rules.letters import GRANTS, RECOVERS, Instrument, LetterContent, LetterKind
from quartierwerk.rooms.funding.rules.recovering import LEAST_HEARING


def lint(content: LetterContent, case: Case, *, on: date) -> list[str]:
    """Why a letter about a case may not be approved on a day; empty where nothing speaks against it."""
    if content.kind in RECOVERS:
        about = _of_interest(content, case) if content.kind == LetterKind.INTEREST else _of_claims(content, case, on=on)
        return [*_of_every_letter(content, case), *about, *_of_texts(content)]
    found = [*_of_every_letter(content, case), *_of_sums(content, case), *_of_days(content, on=on)]
    return [*found, *_of_aid(content, case), *_of_texts(content)]


def _of_every_letter(content: LetterContent, case: Case) -> Iterator[str]:
    if not content.addressee.strip():
        yield _("Es fehlt, an wen das Schreiben geht.")
    if not content.basis.strip():
        yield _("Die Grundlage der Förderung fehlt.")
    if content.instrument == Instrument.NOTICE and not content.remedy.strip():
        yield _("Dem Bescheid fehlt die Rechtsbehelfsbelehrung; ohne sie könnte er ein Jahr lang angefochten werden.")
    if content.kind == LetterKind.REJECTION and not content.reason.strip():
        yield _("Eine Ablehnung braucht eine Begründung (§ 39 VwVfG NRW).")
    if content.kind == LetterKind.REJECTION and content.supersedes:
        yield _("Was bewilligt ist, wird nicht durch eine Ablehnung aufgehoben, sondern widerrufen.")
    if content.kind == LetterKind.EARLY_START and content.days.early_from is None:
        yield _("Es fehlt, ab wann das Projekt beginnen darf.")
    if case.conditions.strip() and content.kind in GRANTS and not _says(content, case.conditions):
        yield _("Die Entscheidung nennt Bedingungen, die nicht im Schreiben stehen.")


def _says(content: LetterContent, words: str) -> bool:
    """Whether words stand in a letter, however their lines are broken, and also in how it is laid out."""
    plain = " ".join(words.split())
    shown = " ".join(" ".join(one["text"] for one in content.page["sections"]).split())
    return plain in " ".join(content.conditions.split()) and plain in shown


def _of_sums(content: LetterContent, case: Case) -> Iterator[str]:
    is_granting = case.outcome in GRANTING
    if content.kind not in GRANTS:
        if content.cents or is_granting and content.kind == LetterKind.REJECTION:
            yield _("Die Entscheidung bewilligt Geld, das Schreiben lehnt ab.")
        return
    if not is_granting:
        yield _("Die Entscheidung bewilligt nichts.")
    if content.cents != case.cents:
        said = {"letter": written(content.cents), "decision": written(case.cents)}
        yield _("Das Schreiben nennt %(letter)s, entschieden sind %(decision)s.") % said
    if content.cents > content.asked_cents:
        said = {"sum": written(content.cents), "asked": written(content.asked_cents)}
        yield _("Bewilligt würden %(sum)s, beantragt sind nur %(asked)s.") % said
    if content.sum_in_words != sums.in_words(content.cents):
        yield _("Die Summe in Worten ist eine andere als die in Ziffern.")
    with translation.override(LANGUAGE):
        digits = written(content.cents)
    if digits not in content.opening or content.sum_in_words not in content.opening:
        yield _("Die Einleitung nennt die Summe nicht in Ziffern und in Worten.")


def _of_claims(content: LetterContent, case: Case, *, on: date) -> Iterator[str]:
    """Of letters about money that is claimed back."""
    if content.claimed_cents != case.claimed_cents or not content.claimed_cents:
        said = {"letter": written(content.claimed_cents), "claim": written(case.claimed_cents)}
        yield _("Das Schreiben nennt %(letter)s, zurückgefordert werden %(claim)s.") % said
    with translation.override(LANGUAGE):
        digits = written(content.claimed_cents)
    if digits not in content.opening:
        yield _("Die Einleitung nennt nicht, wie viel zurückgefordert wird.")
    if not content.reason.strip():
        yield _("Es fehlt, was geschehen ist (§ 39 VwVfG NRW).")
    if content.kind == LetterKind.CLAIM:
        if not content.weighing.strip():
            yield _("Es fehlt, wie das gewichtet ist, was Sie gehört haben (§ 28 VwVfG NRW).")
    elif content.days.heard_until is None or (content.days.heard_until - on).days < LEAST_HEARING:
        sentence = _("Bis zum letzten Tag der Anhörung müssen es noch mindestens %(days)d Tage sein.")
        yield sentence % {"days": LEAST_HEARING}


def _of_interest(content: LetterContent, case: Case) -> Iterator[str]:
    """Of letters about what a claimed sum bears."""
    claimed = case.interest.cents if case.interest else 0
    if content.interest_cents != claimed or not claimed:
        said = {"letter": written(content.interest_cents), "claim": written(claimed)}
        yield _("Das Schreiben nennt %(letter)s Zinsen, erhoben werden %(claim)s.") % said
    with translation.override(LANGUAGE):
        digits = written(content.interest_cents)
    if digits not in content.opening:
        yield _("Die Einleitung nennt nicht, wie hoch die Zinsen sind.")
    if not content.reckoning.strip():
        yield _("Es fehlt, wie die Zinsen gerechnet sind.")
    if not content.reason.strip():
        yield _("Es fehlt, warum Zinsen erhoben werden (§ 39 VwVfG NRW).")


def _of_aid(content: LetterContent, case: Case) -> Iterator[str]:
    """Of letters that grant money of a programme whose grants to undertakings are de-minimis aid."""
    if content.kind not in GRANTS:
        return
    if case.terms.is_aid and case.is_undertaking is None:
        yield _("Es ist noch nicht gesagt, ob die Förderung an ein Unternehmen geht und damit eine Beihilfe ist.")
    if case.is_aid and not content.aid.strip():
        yield _("Dem Schreiben fehlt der Text zur De-minimis-Beihilfe. Legen Sie ihn fest, dann entwerfen Sie es neu.")
    if content.aid and not case.is_aid:
        yield _("Das Schreiben spricht von einer De-minimis-Beihilfe, die Förderung ist keine.")


def _of_days(content: LetterContent, *, on: date) -> Iterator[str]:
    days = content.days
    if content.kind not in GRANTS:
        return
    if days.proof_due is None or days.approved_from is None or days.approved_until is None:
        yield _("Es fehlt, bis wann Geld ausgegeben und der Verwendungsnachweis vorgelegt wird.")
        return
    if days.proof_due <= days.ends_on:
        yield _("Der Verwendungsnachweis wäre fällig, bevor das Projekt zu Ende ist.")
    if days.proof_due < days.approved_until:
        yield _("Der Verwendungsnachweis wäre fällig, während noch Geld ausgegeben werden darf.")
    if days.proof_due < on:
        yield _("Die Frist für den Verwendungsnachweis (%(day)s) ist schon vorbei.") % {"day": _day(days.proof_due)}
    if days.approved_until < on:
        yield _("Der Bewilligungszeitraum ist schon vorbei (%(day)s).") % {"day": _day(days.approved_until)}
    if days.approved_until < days.ends_on or days.approved_from > days.starts_on:
        yield _("Der Bewilligungszeitraum ist kürzer als das Projekt.")


def _of_texts(content: LetterContent) -> Iterator[str]:
    if not content.opening.strip():
        yield _("Dem Schreiben fehlt die Einleitung; dafür ist kein Text festgelegt.")
    if content.kind in GRANTS and not content.clauses:
        yield _("Dem Schreiben fehlen die Nebenbestimmungen.")
    for number in doubled(content.clauses):
        sentence = _("Zwei Nebenbestimmungen zu „%(key)s“ widersprechen sich.")
        yield sentence % {"key": content.clauses[number].key}
    for text in content.texts.values():
        for place in open_places(text):
            yield _("Hier ist noch etwas auszufüllen: %(place)s") % {"place": place}


def _day(day: date) -> str:
    return when(day, "short")
