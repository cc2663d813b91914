"""Cases that come from elsewhere: how a row of a list is read, and what would become of it; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils import translation
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.folding import fold, words
from quartierwerk.foundation.money import read
from quartierwerk.rooms.funding.rules.applications import LONGEST_FILE_NUMBER, ApplicationState, Content
from quartierwerk.rooms.funding.rules.cases import (
    LONGEST_CONDITIONS,
    LONGEST_REASON_OF_DECISION,
    decision_problems,
)
from quartierwerk.rooms.funding.rules.plans import Expense, Income, IncomeKind, Plan
from quartierwerk.rooms.funding.rules.projects import Outline, ProjectKind, outline_problems
from quartierwerk.rooms.funding.rules.terms import Terms

MOST_CASES = 300
DATE_FORMS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y")
YES, NO = frozenset({"ja", "j", "yes", "y", "x", "1"}), frozenset({"", "nein", "n", "no", "0"})
HEADINGS = {
    "programme": gettext_lazy("Programm"),
    "file_number": gettext_lazy("Aktenzeichen"),
    "title": gettext_lazy("Projekt"),
    "summary": gettext_lazy("Worum es geht"),
    "district": "",
    "carrier": gettext_lazy("Träger"),
    "is_person": gettext_lazy("Privatperson"),
    "starts_on": gettext_lazy("erster Tag"),
    "ends_on": gettext_lazy("letzter Tag"),
    "received_on": gettext_lazy("eingegangen am"),
    "asked": gettext_lazy("beantragt"),
    "spent": gettext_lazy("Ausgaben"),
    "stand": gettext_lazy("Stand"),
    "granted": pgettext_lazy("sum", "bewilligt"),
    "pot": gettext_lazy("Topf"),
    "reason": gettext_lazy("Begründung"),
    "conditions": gettext_lazy("Bedingungen"),
}
"""The columns of a list by the names of their cells; what a district is called, each city says for itself."""
KEYS = tuple(HEADINGS)


class CaseStand(TextChoices):
    """How far a case had got before the house took it over."""

    SUBMITTED = "submitted", pgettext_lazy("application", "eingereicht")
    ADMISSIBLE = "admissible", pgettext_lazy("application", "zulässig")
    GRANTED = "granted", pgettext_lazy("outcome", "bewilligt")
    REJECTED = "rejected", pgettext_lazy("outcome", "abgelehnt")


STAND_WORDS = {
    "eingereicht": CaseStand.SUBMITTED,
    "eingegangen": CaseStand.SUBMITTED,
    "submitted": CaseStand.SUBMITTED,
    "zulaessig": CaseStand.ADMISSIBLE,
    "admissible": CaseStand.ADMISSIBLE,
    "bewilligt": CaseStand.GRANTED,
    "granted": CaseStand.GRANTED,
    "abgelehnt": CaseStand.REJECTED,
    "rejected": CaseStand.REJECTED,
    "refused": CaseStand.REJECTED,
}
"""What people write for it, folded."""
PAID_WORDS = frozenset({"ausgezahlt", "bezahlt", "abgerechnet", "paid"})
"""What people write for a case that the house does not take over: its money has left."""


class Refusal(NamedTuple):
    """Why a row cannot be taken in: every reason, so that one look at the file is enough."""

    sentences: tuple[str | Lazy, ...]

    @property
    def sentence(self) -> str:
        """All reasons, one after the other."""
        return " ".join(map(str, self.sentences))


class KnownTerms(NamedTuple):
    """Terms of a programme, by their key, and since when they hold."""

    valid_from: date
    pk: int
    terms: Terms


class KnownProgramme(NamedTuple):
    """A programme with all terms that stand, the latest first."""

    pk: int
    terms: Sequence[KnownTerms]

    def on(self, day: date) -> KnownTerms | None:
        """The terms of a day."""
        return next((one for one in self.terms if one.valid_from <= day), None)


class KnownPot(NamedTuple):
    """A pot out of which something can still be granted; pillar and district by their keys, sums in cents."""

    pk: int
    pillar: int | None
    district: int | None
    available: int


class Known(NamedTuple):
    """What names in a list can mean."""

    programmes: Mapping[str, KnownProgramme]
    """By their folded names, and by their names in addresses."""
    districts: Mapping[str, int]
    pots: Mapping[str, Sequence[KnownPot]]
    """By ``pot_key``; several of one name cannot be told apart."""


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """A running case as a list says it; sums in cents, programme, terms, district and pot by their keys."""

    programme: int
    rule_set: int
    file_number: str
    """The number that it had before; empty where it had none."""
    outline: Outline
    district: int
    received_on: date
    asked: int
    spent: int
    stand: CaseStand
    granted: int = 0
    pot: int | None = None
    """Only where something was granted."""
    reason: str = ""
    conditions: str = ""

    @property
    def state(self) -> ApplicationState:
        """The state in which the application begins here."""
        return _STATES[self.stand]

    @property
    def content(self) -> Content:
        """What the application says from now on: what the list said, in a plan that balances.

        Nobody declared anything to the house, so nothing counts as declared. The text is German, in whatever language
        the list was read, since it stands for good and the same row must come to the same.
        """
        with translation.override("de"):
            own = Income(kind=IncomeKind.OWN, title=_("eigene Mittel"), cents=self.spent - self.asked)
        plan = Plan(
            expenses=(Expense(title=self.outline.title, cents=self.spent),),
            incomes=(own,) if own.cents else (),
            asked_cents=self.asked,
        )
        return Content(need=self.outline.summary, plan=plan)


_STATES = {
    CaseStand.SUBMITTED: ApplicationState.SUBMITTED,
    CaseStand.ADMISSIBLE: ApplicationState.ADMISSIBLE,
    CaseStand.GRANTED: ApplicationState.DECIDED,
    CaseStand.REJECTED: ApplicationState.DECIDED,
}


def pot_key(name: str) -> str:
    """A pot's year and name as a list may write them: blanks, dots and strokes between the words do not count."""
    return " ".join(words(name))


# --- Reading a row -----------------------------------------------------------------------------------------------


class _Reader:
    """The cells of one row, and all that is found wrong with them."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.said = {key: " ".join(cells.get(key, "").split()) for key in KEYS}
        self.wrong: list[str | Lazy] = []

    def refuse(self, sentence: str | Lazy, *, when: object = True) -> None:
        if when:
            self.wrong.append(sentence)

    def day(self, key: str) -> date | None:
        """A day as people and spreadsheets write it; also with a time behind it, as Excel's cells have."""
        for form in DATE_FORMS:
            try:
                day = datetime.strptime(self.said[key].partition(" ")[0].partition("T")[0], form).date()
            except ValueError:
                continue
            if clock.DAYS[0] <= day <= clock.DAYS[1]:
                return day
        sentence = _("%(column)s: Bitte schreiben Sie einen Tag wie 31.12.2026.")
        self.refuse(sentence % {"column": HEADINGS[key]})
        return None

    def cents(self, key: str) -> int | None:
        """The cents of a cell, 0 for none."""
        try:
            return read(self.said[key]) if self.said[key] else 0
        except RuleBroken as refusal:
            self.refuse(f"{HEADINGS[key]}: {refusal}")
            return None


class _Sums(NamedTuple):
    asked: int
    spent: int
    granted: int


def read_row(cells: Mapping[str, str], *, known: Known, on: date) -> CaseRow | Refusal:
    """A row of a list on a day, or all reasons why it cannot be read."""
    row = _Reader(cells)
    said = row.said
    row.refuse(
        _("Ein Text enthält ein Zeichen, das sich nicht speichern lässt."),
        when=any("\0" in text for text in said.values()),
    )
    programme, district = known.programmes.get(fold(said["programme"])), known.districts.get(fold(said["district"]))
    row.refuse(_("Dieses Programm gibt es nicht."), when=programme is None)
    row.refuse(_("Diesen Ort gibt es in der Stadt nicht."), when=district is None)
    row.refuse(_("Das Aktenzeichen ist zu lang."), when=len(said["file_number"]) > LONGEST_FILE_NUMBER)
    outline, received_on = _outline(row, on=on), row.day("received_on")
    row.refuse(_("Dieser Antrag ist noch nicht eingegangen."), when=received_on and received_on > on)
    terms = programme.on(received_on) if programme and received_on else None
    row.refuse(
        _("Am Tag des Eingangs galten für dieses Programm keine Bedingungen."),
        when=programme and received_on and terms is None,
    )
    sums, stand = _sums(row), _stand(row)
    pot = _decision(row, sums, stand, terms=terms, district=district, known=known)
    if row.wrong or programme is None or terms is None or district is None:
        return Refusal(tuple(row.wrong))
    assert sums is not None and stand is not None and received_on is not None  # noqa: S101 – else something is wrong
    return CaseRow(
        programme=programme.pk,
        rule_set=terms.pk,
        file_number=said["file_number"],
        outline=outline,
        district=district,
        received_on=received_on,
        stand=stand,
        pot=pot,
        reason=said["reason"],
        conditions=said["conditions"],
        **sums._asdict(),
    )


def _outline(row: _Reader, *, on: date) -> Outline:
    """What is said of the project; where its days cannot be read, only the words are looked at."""
    starts_on, ends_on, is_person = row.day("starts_on"), row.day("ends_on"), fold(row.said["is_person"])
    row.refuse(_("Bei „Privatperson“ steht weder ja noch nein."), when=is_person not in YES | NO)
    outline = Outline(
        kind=ProjectKind.CARRIED,
        title=row.said["title"],
        summary=row.said["summary"],
        carrier=row.said["carrier"],
        is_person=is_person in YES,
        starts_on=starts_on if starts_on and ends_on else on,
        ends_on=ends_on if starts_on and ends_on else on,
    )
    for problem in outline_problems(outline):
        heading = HEADINGS.get(problem.field, "")
        row.refuse(f"{heading}: {problem.sentence}" if heading else problem.sentence)
    return outline


def _sums(row: _Reader) -> _Sums | None:
    asked, spent, granted = row.cents("asked"), row.cents("spent"), row.cents("granted")
    if asked is None or spent is None or granted is None:
        return None
    row.refuse(_("Bitte sagen Sie, wie viel beantragt ist."), when=asked <= 0)
    row.refuse(_("Die Ausgaben sind mindestens so hoch wie das, was beantragt ist."), when=spent < asked)
    return _Sums(asked, spent, granted)


def _stand(row: _Reader) -> CaseStand | None:
    said = fold(row.said["stand"])
    stand = STAND_WORDS.get(said)
    if said in PAID_WORDS:
        row.refuse(_("Was schon ausgezahlt ist, wird nicht übernommen: Es steht in den Büchern der Kasse."))
    elif stand is None:
        row.refuse(_("Diesen Stand gibt es nicht. Möglich sind: eingereicht, zulässig, bewilligt, abgelehnt."))
    return stand


def _decision(
    row: _Reader,
    sums: _Sums | None,
    stand: CaseStand | None,
    *,
    terms: KnownTerms | None,
    district: int | None,
    known: Known,
) -> int | None:
    """What is wrong with what was decided; the pot by its key, where something was granted and it can be found."""
    said = row.said
    if stand in (CaseStand.SUBMITTED, CaseStand.ADMISSIBLE):
        given = any(said[key] for key in ("pot", "reason", "conditions")) or (sums is not None and sums.granted)
        sentence = _("Summe, Topf, Begründung und Bedingungen gehören zu einem Antrag, über den entschieden ist.")
        row.refuse(sentence, when=given)
        return None
    if stand is None:
        return None
    longest = {"reason": LONGEST_REASON_OF_DECISION, "conditions": LONGEST_CONDITIONS}
    for key, most in longest.items():
        row.refuse(f"{HEADINGS[key]}: {_('Dieser Text ist zu lang.')}", when=len(said[key]) > most)
    if terms is not None and sums is not None:
        _outcome(row, sums, stand, terms=terms)
    return _pot(row, terms, district, known=known) if stand == CaseStand.GRANTED else None


def _outcome(row: _Reader, sums: _Sums, stand: CaseStand, *, terms: KnownTerms) -> None:
    """What is wrong with the sum that was granted, or with how it was refused."""
    is_granted, said = stand == CaseStand.GRANTED, row.said
    row.refuse(_("Bitte sagen Sie, wie viel bewilligt ist."), when=is_granted and not sums.granted)
    row.refuse(_("Eine Ablehnung nennt weder Summe noch Topf."), when=not is_granted and (sums.granted or said["pot"]))
    for problem in decision_problems(
        asked=sums.asked,
        granted=sums.granted if is_granted else 0,
        reason=said["reason"],
        conditions=said["conditions"],
        terms=terms.terms,
    ):
        row.refuse(problem.sentence)


def _pot(row: _Reader, terms: KnownTerms | None, district: int | None, *, known: Known) -> int | None:
    """The pot out of which a grant is paid: an open one of the pillar of the terms, for the district or for all."""
    found = known.pots.get(pot_key(row.said["pot"]), ())
    if not row.said["pot"]:
        row.refuse(_("Der Topf fehlt."))
    elif not found:
        row.refuse(_("Diesen Topf gibt es nicht, oder er ist abgeschlossen. Bitte schreiben Sie: Jahr · Name."))
    elif len(found) > 1:
        row.refuse(_("So heißen mehrere Töpfe."))
    elif terms is not None and (found[0].pillar != terms.terms.pillar or found[0].district not in (None, district)):
        row.refuse(_("Aus diesem Topf wird das Programm an diesem Ort nicht bezahlt."))
    else:
        return found[0].pk
    return None
