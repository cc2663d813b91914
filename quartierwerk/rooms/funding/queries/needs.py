"""Reads of needs that were registered, and of whether an application may go on without one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from quartierwerk.foundation import clock
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import Application, NeedsRegistration, Project
from quartierwerk.rooms.funding.queries.programmes import Standing, rule_sets_of
from quartierwerk.rooms.funding.queries.projects import projects_of
from quartierwerk.rooms.funding.rules import ProjectState, Terms


def needs(person: Any) -> QuerySet[NeedsRegistration]:
    """What stands of what somebody sees, the latest first, with what a list shows fetched along."""
    return (
        NeedsRegistration.objects.visible_to(person)
        .standing()
        .select_related("programme", "round", "project__district", "answered_by", "by")
    )


def needs_of(person: Any) -> QuerySet[NeedsRegistration]:
    """What stands registered for the projects that somebody looks after."""
    return needs(person).filter(project__keeper=person)


def needs_to_answer(person: Any) -> QuerySet[NeedsRegistration]:
    """What the office has not answered yet, of what somebody tends."""
    tended = Project.objects.tended_by(person).values("pk")
    goes_on = Q(round=None) | Q(round__closes_on__gte=clock.today())
    waiting = needs(person).filter(goes_on, answered_at__isnull=True, project__in=tended)
    return waiting.exclude(project__keeper=person).order_by("at", "pk")


def cents_of(rows: QuerySet[NeedsRegistration]) -> int:
    """How much all of these need, in cents."""
    return rows.order_by().aggregate(sum=Sum("cents"))["sum"] or 0


def terms_of_need(standing: Standing) -> Terms | None:
    """The terms that say whether a need is to be registered: for a round those of its first day, whatever follows."""
    if standing.round is None:
        return standing.rule_set.terms if standing.rule_set else None
    then = rule_sets_of(standing.programme).filter(valid_from__lte=standing.round.opens_on).first()
    return then.terms if then else None


def takes_needs(standing: Standing, *, on: date) -> bool:
    """Whether a programme takes registrations on a day: its terms ask for them, and it takes applications or will."""
    terms = terms_of_need(standing)
    if standing.has_ended or terms is None or not terms.needs_first:
        return False
    return standing.is_rolling if standing.round is None else on <= standing.round.takes_needs_until


def registered(standing: Standing) -> QuerySet[NeedsRegistration]:
    """What was registered for the round that counts, or for a programme without rounds."""
    return NeedsRegistration.objects.standing().filter(programme=standing.programme, round=standing.round)


def projects_to_register(standing: Standing, person: Any, *, on: date) -> QuerySet[Project]:
    """The projects of somebody for which nothing is registered there yet, and that are not over."""
    own = projects_of(person).exclude(state=ProjectState.CALLED_OFF).filter(ends_on__gte=on)
    return own.exclude(pk__in=registered(standing).values("project"))


def unregistered(standing: Standing, projects: QuerySet[Project]) -> set[int]:
    """The keys of those projects whose need is to be registered before one can apply."""
    terms = terms_of_need(standing)
    if terms is None or not rules.asks_for_need(terms, is_late=standing.is_late, is_on_paper=False):
        return set()
    return set(projects.exclude(pk__in=registered(standing).values("project")).values_list("pk", flat=True))


def lacks_need(standing: Standing, application: Application) -> bool:
    """Whether an application cannot go on because nobody registered the need."""
    terms, is_on_paper = terms_of_need(standing), application.is_on_paper
    if terms is None or not rules.asks_for_need(terms, is_late=standing.is_late, is_on_paper=is_on_paper):
        return False
    return not registered(standing).filter(project=application.project).exists()


def need_for(application: Application) -> NeedsRegistration | None:
    """What was registered for an application in its round, the latest, also where it was taken back; or None."""
    known = NeedsRegistration.objects.filter(
        programme=application.programme_id, project=application.project_id, round=application.round_id
    )
    return known.first()
