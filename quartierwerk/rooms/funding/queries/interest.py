"""Reads of interest on money that is claimed back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, Min, OuterRef, Q, QuerySet, Subquery

from quartierwerk.foundation import clock
from quartierwerk.foundation.privacy import Row, rows
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.budget.models import Entry
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import (
    InterestClaim,
    InterestRate,
    Letter,
    Passage,
    Recovery,
)
from quartierwerk.rooms.funding.queries.recovering import recoveries_about, repayments
from quartierwerk.rooms.funding.rules import Grantor, Interest, LetterKind, LetterState, Part, Rate, RecoveryState


def laid_down() -> QuerySet[InterestRate]:
    """What the office laid down, as it did so."""
    return InterestRate.objects.select_related("set_by").order_by("pk")


def rates() -> tuple[Rate, ...]:
    """The rates that hold, the earliest first."""
    return rules.rates_with(one.rate for one in laid_down())


def claim_of(recovery: Recovery) -> InterestClaim | None:
    """What was said about interest last; None where nothing was."""
    return recovery.interest_claims.order_by("-number").first()


def claims_about(person: Any) -> QuerySet[InterestClaim]:
    """Those of somebody's applications of which a letter told them, and those that they decided."""
    told = Q(recovery__application__applicant=person, letters__state__in=rules.STANDING)
    return InterestClaim.objects.filter(told | Q(by=person)).distinct()


def rows_of_recoveries(person: Any) -> Iterator[Row]:
    """What of claims and their interest bears the name of somebody, or is about them."""
    said = ("facts", "statement", "weighing", "why_dropped")
    yield from rows(recoveries_about(person), "application", "begun_at", *said)
    yield from rows(claims_about(person), "recovery", "cents", "reason", "at")


def claimed_from(recovery: Recovery) -> date | None:
    """From which day on what is claimed counts as made known; None before that."""
    letter = recovery.letters.standing().filter(kind=LetterKind.CLAIM).prefetch_related("services").first()
    return letter.effective_on if letter is not None else None


def may_bear(recovery: Recovery, *, on: date) -> bool:
    """Whether interest can be claimed or waived: it is claimed, whoever pays knows it, and no letter is about interest.

    Of an association only where the law office has given a text for it.
    """
    since = claimed_from(recovery)
    if recovery.state not in rules.CLAIMED or since is None or since > on or _letters_of(recovery).exists():
        return False
    return recovery.application.terms.grantor == Grantor.CITY or _has_text(on)


def _letters_of(recovery: Recovery) -> QuerySet[Letter]:
    return Letter.objects.exclude(state=LetterState.DISCARDED).filter(interest__recovery=recovery)


def _has_text(on: date) -> bool:
    plain = rules.instrument_of(LetterKind.INTEREST, rules.Terms(grantor=Grantor.ASSOCIATION))
    rows = Passage.objects.begun(on=on)
    return rows.filter(part=Part.OPENING, kind=LetterKind.INTEREST, instrument=plain).exists()


def paid_from(recovery: Recovery) -> date:
    """When money was first paid for an application, by the books; where they say nothing, when it was claimed."""
    case = reference(recovery.application)
    first = Entry.objects.filter(earmark__case=case, paid__gt=0).aggregate(at=Min("at"))["at"]
    return clock.local(first or recovery.decided_at or recovery.begun_at).date()


def usual_days(recovery: Recovery, *, on: date) -> tuple[date, date]:
    """For which days interest is claimed unless the office says otherwise: from when the claim was known, until today.

    Where the money came back, until it did.
    """
    first = (claimed_from(recovery) or on) + timedelta(days=1)
    at = repayments(recovery).aggregate(at=Max("at"))["at"] if recovery.state == RecoveryState.REPAID else None
    return first, clock.local(at).date() if at else on


def proposal(recovery: Recovery, *, on: date) -> Interest | None:
    """What a claim bears for the usual days."""
    return reckoned(recovery, *usual_days(recovery, on=on))


def reckoned(recovery: Recovery, first: date, last: date) -> Interest | None:
    """What a claim bears for some days; None where these are none, or nobody said what the base rate is."""
    known = rates()
    if last < first or rules.unknown_from(first, last, known) is not None:
        return None
    return rules.interest_on(recovery.claimed_cents, first=first, last=last, rates=known)


def interest_to_tell(person: Any) -> QuerySet[InterestClaim]:
    """Interest that was claimed and of which no letter tells yet."""
    later = InterestClaim.objects.filter(recovery=OuterRef("recovery")).order_by("-number").values("number")[:1]
    there = Letter.objects.exclude(state=LetterState.DISCARDED).filter(interest__isnull=False)
    rows = InterestClaim.objects.visible_to(person).filter(is_waived=False, recovery__state__in=rules.CLAIMED)
    rows = rows.alias(last=Subquery(later)).filter(number=F("last")).exclude(pk__in=there.values("interest"))
    return rows.select_related("recovery__application__project", "recovery__application__programme").order_by("at")


def is_last(claim: InterestClaim) -> bool:
    """Whether nothing else was said about interest since."""
    return not InterestClaim.objects.filter(recovery=claim.recovery_id, number__gt=claim.number).exists()
