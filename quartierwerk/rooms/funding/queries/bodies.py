"""Reads of what bodies decide on, and of what they are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from quartierwerk.foundation import folding
from quartierwerk.foundation.references import numbers_in, reference
from quartierwerk.rooms.boards.models import Body, Meeting, Motion, Resolution
from quartierwerk.rooms.boards.rules import MeetingState
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import Application, Decision
from quartierwerk.rooms.funding.queries.applications import applications
from quartierwerk.rooms.funding.rules import ApplicationState

STILL_TO_DECIDE = (MeetingState.PLANNED, MeetingState.INVITED, MeetingState.OPEN)


def body_for(application: Application, *, on: date) -> Body | None:
    """The body that decides on an application: the one its terms name, or its district's of the kind they name."""
    terms = application.rule_set.terms if application.rule_set else None
    if terms is None or terms.does_office_decide:
        return None
    if terms.body is not None:
        return Body.objects.filter(pk=terms.body).first()
    there = Body.objects.existing(on=on).filter(kind=terms.decided_by, district=application.project.district_id)
    return there.first()


def meetings_for(bodies: Iterable[Body | None]) -> QuerySet[Meeting]:
    """The meetings to come of these bodies, the next one first."""
    return meetings_to_come().filter(body__in=[body for body in bodies if body is not None])


def is_pending(application: Application) -> bool:
    """Whether a body still has to resolve on it somewhere, or has and it is not told yet."""
    asked = Motion.objects.filter(case=reference(application), item__meeting__state__in=STILL_TO_DECIDE)
    return asked.exclude(item__in=Resolution.objects.values("item")).exists()


def to_bring(person: Any, keys: Iterable[str]) -> QuerySet[Application]:
    """Those of these applications that wait for a body and that somebody sees."""
    waiting = applications(person).filter(pk__in=numbers_in(keys), state=ApplicationState.ASSESSED)
    waiting = waiting.exclude(rule_set__body=None, rule_set__decided_by="")
    return waiting.select_related("programme", "project__district", "round", "rule_set__body").order_by("number")


def meetings_to_come() -> QuerySet[Meeting]:
    """All meetings whose agenda can still be changed."""
    to_come = Meeting.objects.filter(state__in=[MeetingState.PLANNED, MeetingState.INVITED])
    return to_come.select_related("body__district").order_by("starts_at", "pk")


@dataclass(frozen=True)
class ReportDue:
    """A body that is to be told what the office decided in its place."""

    body: Body
    number: int
    meetings: Sequence[Meeting]
    """Those in which it can be told, the next one first."""


def _untold() -> QuerySet[Decision]:
    """What the office decided and nobody was told of; not what was decided before the house took it over."""
    decided = Decision.objects.final().filter(resolution__isnull=True, told__isnull=True)
    before = Q(number=1, application__taken_over_at__isnull=False)
    return decided.filter(~before, application__state__in=(*rules.ANSWERED, *rules.IN_ACCOUNT))


def reports_due(*, on: date) -> list[ReportDue]:
    """The bodies that have not been told yet, each with its meetings to come."""
    rule_set = "application__rule_set__"
    places = _untold().values_list(f"{rule_set}body", f"{rule_set}decided_by", "application__project__district")
    named = Body.objects.in_bulk({body for body, _kind, _district in places if body})
    there = {(body.kind, body.district_id): body for body in Body.objects.existing(on=on)}
    found = (named.get(body) or there.get((kind, district)) for body, kind, district in places)
    numbers = Counter(body for body in found if body is not None)
    meetings: dict[int, list[Meeting]] = {}
    for meeting in meetings_for(numbers):
        meetings.setdefault(meeting.body_id, []).append(meeting)
    due = [ReportDue(body, number, meetings.get(body.pk, [])) for body, number in numbers.items()]
    return sorted(due, key=lambda one: folding.fold(one.body.name))


def to_tell(body: Body) -> QuerySet[Decision]:
    """What the office decided in a body's place and it has not been told of."""
    named = Q(application__rule_set__body=body)
    if body.district_id:
        named |= Q(application__rule_set__decided_by=body.kind, application__project__district=body.district_id)
    return _untold().filter(named).select_related("application__project", "application__programme").order_by("at", "pk")
