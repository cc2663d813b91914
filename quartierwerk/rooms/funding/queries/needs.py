"""Reads of needs that were registered, and of whether an application may go on without one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import NeedsRegistration, Programme, Project
from quartierwerk.rooms.funding.queries.programmes import Standing
from quartierwerk.rooms.funding.queries.projects import projects_of
from quartierwerk.rooms.funding.rules import NeedDays, ProjectState


def needs(person: Any) -> QuerySet[NeedsRegistration]:
    """What stands of what somebody sees, the latest first, with what a list shows fetched along."""
    return (
        NeedsRegistration.objects.visible_to(person)
        .standing()
        .select_related("programme", "round", "project__district", "answered_by", "by")
    )


def needs_of(person: Any) -> QuerySet[NeedsRegistration]:
    """What somebody has registered and not taken back."""
    return needs(person).filter(by=person)


def names_of_needs(person: Any) -> list[str]:
    """What these are called."""
    return [str(one) for one in needs_of(person)]


def needs_to_answer(person: Any) -> QuerySet[NeedsRegistration]:
    """What the office has not answered yet, of what somebody tends."""
    tended = Project.objects.tended_by(person)
    return needs(person).filter(answered_at__isnull=True, project__in=tended.values("pk")).order_by("at", "pk")


def cents_of(rows: QuerySet[NeedsRegistration]) -> int:
    """How much all of these need, in cents."""
    return rows.order_by().aggregate(sum=Sum("cents"))["sum"] or 0


def need_days_of(standing: Standing) -> NeedDays:
    """Until when a need can be registered, as a programme stands."""
    called = standing.round
    return rules.need_days(
        needs_until=called.needs_until if called else None, closes_on=called.closes_on if called else None
    )


def takes_needs(standing: Standing, *, on: date) -> bool:
    """Whether a programme takes registrations on a day: its terms ask for them, and it takes applications or will."""
    if standing.rule_set is None or standing.has_ended or not standing.rule_set.needs_first:
        return False
    return (standing.is_rolling or standing.round is not None) and need_days_of(standing).is_open(on=on)


def registered(standing: Standing) -> QuerySet[NeedsRegistration]:
    """What was registered for the round that counts, or for a programme without rounds."""
    return NeedsRegistration.objects.standing().filter(programme=standing.programme, round=standing.round)


def projects_to_register(standing: Standing, person: Any, *, on: date) -> QuerySet[Project]:
    """The projects of somebody for which nothing is registered there yet, and that are not over."""
    own = projects_of(person).exclude(state=ProjectState.CALLED_OFF).filter(ends_on__gte=on)
    return own.exclude(pk__in=registered(standing).values("project"))


def unregistered(standing: Standing, projects: QuerySet[Project]) -> set[int]:
    """The keys of those projects whose need is to be registered before one can apply."""
    if standing.rule_set is None or not standing.rule_set.needs_first:
        return set()
    return set(projects.exclude(pk__in=registered(standing).values("project")).values_list("pk", flat=True))


def need_for(programme: Programme, project: Project) -> NeedsRegistration | None:
    """What stands registered for a project, the latest; None where nothing does."""
    return NeedsRegistration.objects.standing().filter(programme=programme, project=project).first()
