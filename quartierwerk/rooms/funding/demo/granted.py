"""Grants of the demo city for projects that are over: applied for, decided by the office and told of in their time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import actions, queries
from quartierwerk.rooms.funding.demo import applications, cases, letters
from quartierwerk.rooms.funding.models import Application, Programme, Project
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import ApplicationState, ProjectKind, ProjectState

MOST = 12
APPLIED_BEFORE, DECIDED_BEFORE, TOLD_BEFORE = timedelta(days=50), timedelta(days=40), timedelta(days=38)
"""So long before a project begins."""
OVER_SINCE, OVER_FOR = timedelta(days=20), timedelta(days=220)


def load(*, maker: Person, officer: Person, keepers: Sequence[Person], today: datetime) -> list[Application]:
    """Grant money to some of this year's projects that are over; returns those whose letter arrived."""
    day = clock.local(today).date()
    known = Project.objects.filter(state=ProjectState.PUBLIC, kind=ProjectKind.CARRIED, is_person=False)
    over = known.filter(
        starts_on__year=day.year, ends_on__gte=day - OVER_FOR, ends_on__lte=day - OVER_SINCE, applications=None
    )
    granted = []
    for number, project in enumerate(over.order_by("starts_on", "pk")[:MOST], start=1):
        keeper = keepers[number % len(keepers)]
        programme = _programme(project.starts_on - APPLIED_BEFORE, number)
        if programme is not None and keeper.pk != officer.pk:
            actions.entrust(project, actor=maker, to=keeper)
            granted.append(_grant(project, programme, keeper, maker=maker, officer=officer, number=number))
    return [one for one in granted if one is not None]


def _programme(day: date, number: int) -> Programme | None:
    """One that was open on a day and on which the office decides."""
    known = queries.standings(queries.programmes(None), on=day)
    found = [one.programme for one in known if one.is_open and one.rule_set and one.rule_set.terms.does_office_decide]
    return found[number % len(found)] if found else None


def _grant(
    project: Project, programme: Programme, keeper: Person, *, maker: Person, officer: Person, number: int
) -> Application | None:
    first = clock.first_of(project.starts_on)
    at = first - APPLIED_BEFORE
    application = applications.apply(programme, project, keeper, number=number, at=at)
    if application is None:
        return None
    at = first - DECIDED_BEFORE
    _decide(application, officer=officer, at=at)
    decision = reading.latest_decision(application)
    if decision is None or not decision.is_granting:
        return None
    at = first - TOLD_BEFORE
    letters.take(decision, "post", maker=maker, officer=officer, at=at)
    return Application.objects.filter(pk=application.pk, state=ApplicationState.SERVED).first()


def _decide(application: Application, *, officer: Person, at: datetime) -> None:
    actions.take(application, actor=officer, clerk=officer, at=at)
    cases.clear(application, clerk=officer, note="Vollständig.", at=at)
    application.refresh_from_db()
    cents, pot = application.asked_cents, cases.roomiest(application, on=clock.local(at).date())
    if pot is not None and pot.available >= cents:
        actions.decide(application, actor=officer, deciding=actions.Deciding(cents=cents, pot=pot), at=at)
