"""Reads of money that is claimed back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from quartierwerk.foundation.references import reference
from quartierwerk.rooms.budget.models import Entry
from quartierwerk.rooms.budget.rules import EntryKind
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import Application, Recovery
from quartierwerk.rooms.funding.queries.proofs import paid
from quartierwerk.rooms.funding.rules import LetterKind

__all__ = ["came_back", "final_of", "is_asked", "is_heard", "is_repaid", "may_be_claimed", "paid", "recoveries_of"]


def recoveries_of(application: Application, person: Any) -> QuerySet[Recovery]:
    """The claims about an application that somebody sees; whoever applied those of which a letter has told them."""
    rows = Recovery.objects.visible_to(person).filter(application=application)
    if application.applicant_id != getattr(person, "pk", None):
        return rows
    return rows.filter(letters__in=application.letters.visible_to(person)).distinct()


def recoveries_about(person: Any) -> QuerySet[Recovery]:
    """Those of somebody's applications of which a letter told them, and those in which they took a step."""
    told = Q(application__applicant=person, letters__state__in=rules.STANDING)
    steps = Q(begun_by=person) | Q(stated_by=person) | Q(decided_by=person) | Q(dropped_by=person)
    return Recovery.objects.filter(told | steps).distinct()


def final_of(application: Application) -> int | None:
    """What a grant came to in cents; None where it is not settled."""
    settlement = getattr(application, "settlement", None)
    return settlement.final_cents if settlement is not None else None


def may_be_claimed(application: Application) -> bool:
    """Whether money was paid that can be claimed back, and nobody does so already."""
    return paid(application) > 0 and not application.recoveries.open().exists()


def is_asked(recovery: Recovery) -> bool:
    """Whether the letter that asks somebody counts as made known."""
    letter = recovery.letters.standing().filter(kind=LetterKind.HEARING).prefetch_related("services").first()
    return letter is not None and letter.effective_on is not None


def is_heard(recovery: Recovery, *, on: date) -> bool:
    """Whether a hearing is over on a day: the letter is known, and the answer there or its time."""
    return is_asked(recovery) and rules.may_decide(
        until=recovery.until_on, has_answered=recovery.stated_at is not None, on=on
    )


def repayments(recovery: Recovery) -> QuerySet[Entry]:
    """What the books say came back since it was claimed, counter-entries of the same included."""
    rows = Entry.objects.filter(earmark__case=reference(recovery.application), kind=EntryKind.REPAYMENT)
    rows = rows.annotate(first_at=Coalesce("reverses__at", "at"))
    return rows.filter(first_at__gte=recovery.decided_at) if recovery.decided_at else rows.none()


def came_back(recovery: Recovery) -> int:
    """How much of a claim has come back, by the books; cents."""
    return repayments(recovery).aggregate(sum=Sum("cents"))["sum"] or 0


def is_repaid(recovery: Recovery) -> bool:
    """Whether what is claimed has come back."""
    return came_back(recovery) >= recovery.claimed_cents
