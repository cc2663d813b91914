"""Composing a letter in German: blanks filled, sum in words, days reckoned, and how it is laid out; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from quartierwerk.foundation.money import written
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.funding.rules import deadlines, sums
from quartierwerk.rooms.funding.rules.cases import Outcome
from quartierwerk.rooms.funding.rules.interest import Interest
from quartierwerk.rooms.funding.rules.letter_texts import ClauseText, filled
from quartierwerk.rooms.funding.rules.letters import (
    GRANTS,
    RECOVERS,
    TITLES,
    Days,
    Instrument,
    LetterContent,
    LetterKind,
    tidy_address,
)
from quartierwerk.rooms.funding.rules.terms import Payout, ProofLevel, Terms, percent

LANGUAGE = "de"
"""Letters are in German, which alone is binding."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a letter is about, as the house knows it on the day on which it is drafted; sums in cents."""

    application: str
    """Its number."""
    submitted_on: date
    programme: str
    project: str
    starts_on: date
    ends_on: date
    terms: Terms
    asked_cents: int
    outcome: Outcome | None = None
    """None where nothing is decided yet, as with an early start."""
    cents: int = 0
    conditions: str = ""
    reason: str = ""
    decided_on: date | None = None
    early_from: date | None = None
    claimed_cents: int = 0
    """What is claimed back, or may be after the hearing."""
    claimed_by: str = ""
    """On what the claim rests; its facts are the reason."""
    weighing: str = ""
    heard_until: date | None = None
    interest: Interest | None = None
    """What the claimed sum bears; None in letters that claim none."""
    is_undertaking: bool | None = None
    """Whether an undertaking gets the money; None where nobody has said so yet."""

    @property
    def is_aid(self) -> bool:
        """Whether what is granted is de-minimis aid."""
        return self.terms.is_aid and bool(self.is_undertaking)


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The texts of one day for a letter, with their blanks."""

    opening: str
    closing: str
    remedy: str
    aid: str = ""
    clauses: tuple[ClauseText, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What whoever drafts a letter says of it."""

    number: str
    addressee: str
    approved_from: date | None = None
    approved_until: date | None = None
    supersedes: str = ""
    reason: str = ""
    """Why it was decided so, where the decision itself says nothing, as that of a body does."""
    extra: ClauseText | None = None
    """One more clause for this case alone."""


def usual_period(case: Case) -> tuple[date, date]:
    """Between which days money can be spent, unless the office says otherwise: as long as the project lasts."""
    first = min(case.starts_on, case.early_from) if case.early_from else case.starts_on
    return first, case.ends_on


def proof_due(case: Case) -> date:
    """When the proof of use is due: so many months after the project's end as the terms say, on a day to work on."""
    return deadlines.months_after(case.ends_on, case.terms.proof_months)


def compose(
    kind: LetterKind, instrument: Instrument, case: Case, texts: Texts, wish: Wish, *, sender: Mapping[str, Any]
) -> LetterContent:
    """The letter as it would be, whole; whether it may go out the linter says."""
    with translation.override(LANGUAGE):
        is_money, is_claim = kind in GRANTS, kind in RECOVERS
        days = _days(case, wish, is_money=is_money)
        values = _values(case, wish, days)
        clauses = (*texts.clauses, *([wish.extra] if wish.extra else [])) if is_money else ()
        content = LetterContent(
            kind=kind,
            instrument=instrument,
            number=wish.number,
            title=str(TITLES[kind, instrument]),
            addressee=tidy_address(wish.addressee),
            programme=case.programme,
            project=case.project,
            cents=case.cents if is_money else 0,
            sum_in_words=sums.in_words(case.cents) if is_money else "",
            asked_cents=case.asked_cents,
            days=days,
            basis=case.claimed_by if is_claim else case.terms.basis,
            opening=filled(texts.opening, values),
            closing=filled(texts.closing, values),
            remedy=filled(texts.remedy, values) if instrument == Instrument.NOTICE else "",
            clauses=tuple(ClauseText(one.key, one.kind, filled(one.text, values)) for one in clauses),
            conditions=case.conditions.strip() if is_money else "",
            reason="" if kind == LetterKind.EARLY_START else (wish.reason or case.reason).strip(),
            supersedes=wish.supersedes,
            claimed_cents=case.claimed_cents if is_claim else 0,
            weighing=case.weighing.strip() if is_claim else "",
            interest_cents=case.interest.cents if case.interest else 0,
            reckoning=case.interest.in_words if case.interest else "",
            aid=filled(texts.aid, values) if is_money and case.is_aid else "",
        )
        return content.with_page(laid_out(content), sender)


def _days(case: Case, wish: Wish, *, is_money: bool) -> Days:
    usual = usual_period(case)
    return Days(
        starts_on=case.starts_on,
        ends_on=case.ends_on,
        approved_from=(wish.approved_from or usual[0]) if is_money else None,
        approved_until=(wish.approved_until or usual[1]) if is_money else None,
        proof_due=proof_due(case) if is_money else None,
        early_from=case.early_from,
        decided_on=case.decided_on,
        heard_until=case.heard_until,
        interest_from=case.interest.periods[0].first if case.interest else None,
        interest_until=case.interest.periods[-1].last if case.interest else None,
    )


def _values(case: Case, wish: Wish, days: Days) -> dict[str, str]:
    """What fills each blank; empty where this letter has nothing for it."""
    known = {name: when(day, "short") if day else "" for name, day in days._asdict().items()}
    return known | {
        "number": wish.number,
        "application": case.application,
        "submitted_on": when(case.submitted_on, "short"),
        "programme": case.programme,
        "project": case.project,
        "sum": written(case.cents) if case.cents else "",
        "sum_in_words": sums.in_words(case.cents) if case.cents else "",
        "asked": written(case.asked_cents),
        "payout": _payout(case.terms),
        "proof": _proof(case.terms),
        "basis": case.terms.basis,
        "supersedes": wish.supersedes,
        "claimed": written(case.claimed_cents) if case.claimed_cents else "",
        "claimed_in_words": sums.in_words(case.claimed_cents) if case.claimed_cents else "",
        "interest": written(case.interest.cents) if case.interest else "",
        "interest_in_words": sums.in_words(case.interest.cents) if case.interest else "",
    }


def _payout(terms: Terms) -> str:
    return {
        Payout.ADVANCE: _("Ausgezahlt wird auf Ihren Abruf, bevor Rechnungen zu bezahlen sind."),
        Payout.REIMBURSEMENT: _("Ausgezahlt wird nach den Ausgaben, gegen Vorlage der Belege."),
        Payout.FINAL_SHARE: _("Ausgezahlt wird auf Ihren Abruf; die letzten %(share)s erst nach der Prüfung."),
    }[terms.payout] % {"share": percent(terms.retention_bp)}


def _proof(terms: Terms) -> str:
    return {
        ProofLevel.SIMPLE: _("Er besteht aus einem Bericht und den Summen der Einnahmen und Ausgaben."),
        ProofLevel.VOUCHERS: _("Er besteht aus einem Bericht, den Summen und einer Liste aller Belege."),
    }[terms.proof]


def laid_out(content: LetterContent) -> dict[str, Any]:
    """What the document shows, part by part; all of it is text."""
    facts = [[_("Nummer"), content.number], [_("Programm"), content.programme], [_("Projekt"), content.project]]
    if content.cents:
        facts.append([_("Summe"), written(content.cents)])
    if content.claimed_cents:
        facts.append([_("Rückforderung"), written(content.claimed_cents)])
    if content.interest_cents:
        facts.append([_("Zinsen"), written(content.interest_cents)])
    if content.days.heard_until and content.kind == LetterKind.HEARING:
        facts.append([_("Äußerung bis"), when(content.days.heard_until, "short")])
    if content.days.approved_from and content.days.approved_until:
        period = f"{when(content.days.approved_from, 'short')} – {when(content.days.approved_until, 'short')}"
        facts.append([_("Bewilligungszeitraum"), period])
    if content.days.proof_due:
        facts.append([_("Verwendungsnachweis bis"), when(content.days.proof_due, "short")])
    return {
        "to": content.addressee.splitlines(),
        "facts": facts,
        "greeting": _("Guten Tag,"),
        "opening": content.opening,
        "sections": _sections(content),
        "clauses": {
            "heading": _("Nebenbestimmungen"),
            "rows": [[str(one.kind.label), one.text] for one in content.clauses],
        },
        "remedy": {"heading": _("Rechtsbehelfsbelehrung"), "text": content.remedy},
        "closing": content.closing,
        "farewell": _("Mit freundlichen Grüßen"),
        "signature": _signature(content.instrument),
        "signing": [_("für die Förderung"), _("für das Projekt")] if content.instrument == Instrument.CONTRACT else [],
    }


def _signature(instrument: Instrument) -> str:
    """What stands below the name; a contract is signed by hand."""
    if instrument == Instrument.CONTRACT:
        return ""
    return _("Dieses Schreiben ist elektronisch erstellt und ohne Unterschrift gültig.")


def _sections(content: LetterContent) -> list[dict[str, str]]:
    """What stands between the opening and the clauses, each under its heading; what is empty is left out."""
    is_claim = content.kind in RECOVERS
    is_told = is_claim and content.kind != LetterKind.INTEREST
    said = (
        (_("Besondere Bedingungen"), content.conditions),
        (_("Was geschehen ist") if is_told else _("Begründung"), content.reason),
        (_("Ihre Äußerung, und wie wir sie gewichten"), content.weighing),
        (_("So sind die Zinsen gerechnet"), content.reckoning),
        (_("De-minimis-Beihilfe"), content.aid),
        (_("Grundlage"), content.basis if is_claim or content.kind in GRANTS else ""),
    )
    return [{"heading": heading, "text": text} for heading, text in said if text]
