"""Reads of applications, for whoever applied and for the office."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import Application, CoApplicant, Programme, Project
from quartierwerk.rooms.funding.queries.projects import projects_of
from quartierwerk.rooms.funding.rules import ApplicationState, ProjectState

MOST_WORDS = 8


def applications(person: Any) -> QuerySet[Application]:
    """What somebody sees, the latest submitted first, with what a list shows fetched along."""
    return (
        Application.objects.visible_to(person)
        .select_related("programme", "project__district", "round", "clerk")
        .order_by("-submitted_at", "-pk")
    )


def submitted(person: Any) -> QuerySet[Application]:
    """The same, what was submitted only."""
    return applications(person).filter(submitted_at__isnull=False)


def found(rows: QuerySet[Application], words: str) -> QuerySet[Application]:
    """Those whose number here or before, project or carrier holds all of these words."""
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(file_number__icontains=word)
            | Q(project__title__icontains=word)
            | Q(project__carrier__icontains=word)
        )
    return rows


def applications_of(person: Any) -> QuerySet[Application]:
    """What somebody has begun or submitted."""
    return Application.objects.filter(applicant=person).select_related("programme", "project").order_by("-pk")


def on_paper(person: Any) -> QuerySet[Application]:
    """What came on paper and somebody is still typing in."""
    begun = Application.objects.visible_to(person).filter(received_on__isnull=False, state=ApplicationState.DRAFT)
    return begun.select_related("programme", "project", "entered_by").order_by("received_on", "pk")


def applications_around(person: Any) -> QuerySet[Application]:
    """What somebody has begun or submitted, and what others let them write along."""
    along = CoApplicant.objects.of(person).values("application")
    known = Application.objects.filter(Q(applicant=person) | Q(pk__in=along))
    return known.select_related("programme", "project").order_by("-pk")


def earlier_applications(programme: Programme, person: Any) -> QuerySet[Application]:
    """What somebody submitted to a programme before; each may be the pattern of a new one."""
    return applications_of(person).filter(programme=programme, submitted_at__isnull=False)


def applications_for(project: Project, person: Any) -> QuerySet[Application]:
    """The applications for a project that somebody sees."""
    return Application.objects.visible_to(person).filter(project=project).select_related("programme").order_by("-pk")


def names_of_applications(person: Any) -> list[str]:
    """What these are called."""
    return [f"{one.programme.name}: {one.project}" for one in applications_of(person)]


def enclosed(application: Application) -> dict[str, list[dict[str, Any]]]:
    """The files of an application as answers: key of the question → what an answer says of each."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in application.enclosures.select_related("paper"):
        found.setdefault(one.question, []).append(one.as_answer.as_json)
    return found


def findings(application: Application, *, on: date) -> list[rules.Finding]:
    """What the house finds in an application by itself, as it stands."""
    said = application.said
    if said is None or application.rule_set is None:
        return []
    return rules.findings(
        said,
        application.rule_set.terms,
        application.asks,
        starts_on=application.project.starts_on,
        on=on,
        may_start_from=application.early_from,
    )


def projects_to_take_down(programme: Programme, person: Any) -> QuerySet[Project]:
    """The projects that somebody tends and for which nobody has asked this programme yet, the latest first."""
    known = Application.objects.filter(programme=programme).exclude(state=ApplicationState.WITHDRAWN)
    asked = known.filter(Q(submitted_at__isnull=False) | Q(received_on__isnull=False))
    tended = Project.objects.tended_by(person).exclude(state=ProjectState.CALLED_OFF).exclude(keeper=person)
    return tended.exclude(pk__in=asked.values("project")).order_by("-entered_at", "-pk")


def projects_to_apply_for(programme: Programme, person: Any, *, on: date) -> QuerySet[Project]:
    """The projects that somebody looks after, that are not over, and for which nobody has asked this programme yet."""
    asked = Application.objects.filter(programme=programme).exclude(state=ApplicationState.WITHDRAWN)
    own = projects_of(person).exclude(state=ProjectState.CALLED_OFF)
    return own.filter(ends_on__gte=on).exclude(pk__in=asked.values("project"))
