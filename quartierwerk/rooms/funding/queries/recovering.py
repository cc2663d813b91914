"""Reads of money that is claimed back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from quartierwerk.foundation.privacy import Row, rows
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import Application, Recovery
from quartierwerk.rooms.funding.queries.interest import claims_about
from quartierwerk.rooms.funding.queries.proofs import paid
from quartierwerk.rooms.funding.rules import LetterKind

__all__ = ["final_of", "is_asked", "is_repaid", "may_be_claimed", "paid", "recoveries_of"]


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


def rows_of_recoveries(person: Any) -> Iterator[Row]:
    """What of claims and their interest bears the name of somebody, or is about them."""
    said = ("facts", "statement", "weighing", "why_dropped")
    yield from rows(recoveries_about(person), "application", "begun_at", *said)
    yield from rows(claims_about(person), "recovery", "cents", "reason", "at")


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


def is_repaid(recovery: Recovery) -> bool:
    """Whether what is claimed has come back since, by the books."""
    return recovery.paid_cents - paid(recovery.application) >= recovery.claimed_cents
