"""Reads of funding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from quartierwerk.foundation import clock, folding
from quartierwerk.rooms.boards.models import Body
from quartierwerk.rooms.funding.models import (
    Application,
    CoApplicant,
    Programme,
    Project,
    Questionnaire,
    Round,
    RuleSet,
)
from quartierwerk.rooms.funding.models.projects import ProjectQuerySet
from quartierwerk.rooms.funding.rules import ApplicationState, Intake, ProjectState, RoundState
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.queries.counting import Count
from quartierwerk.rooms.places.rules import PlaceKind


@dataclass(frozen=True)
class Standing:
    """A programme on a day: the terms in force, and whether and how long it takes applications."""

    programme: Programme
    rule_set: RuleSet | None
    """None where no terms hold yet; then nobody can apply."""
    round: Round | None
    """The round that is open, else the next one; None where it takes applications at any time or has none."""
    is_open: bool
    has_ended: bool = False

    @property
    def is_rolling(self) -> bool:
        """Whether it takes applications at any time."""
        return self.rule_set is not None and self.rule_set.intake == Intake.ROLLING


def programmes(person: Any) -> QuerySet[Programme]:
    """What somebody sees, with terms and rounds fetched along."""
    return _whole(Programme.objects.visible_to(person))


def _whole(rows: QuerySet[Programme]) -> QuerySet[Programme]:
    rule_sets = Prefetch("rule_sets", RuleSet.objects.standing().select_related("body"))
    return rows.prefetch_related(rule_sets, "rounds")


def standing_of(programme: Programme, *, on: date) -> Standing:
    """How a programme stands on a day, whatever was fetched of it before."""
    return standing(_whole(Programme.objects.all()).get(pk=programme.pk), on=on)


def standings(rows: Iterable[Programme], *, on: date) -> list[Standing]:
    """How programmes that ``programmes`` fetched stand on a day: open ones first, what has ended last."""
    known = [standing(programme, on=on) for programme in rows]
    return sorted(known, key=lambda one: (one.has_ended, not one.is_open, folding.fold(one.programme.name)))


def standing(programme: Programme, *, on: date) -> Standing:
    """How a programme that ``programmes`` fetched stands on a day."""
    rule_set = next((one for one in programme.rule_sets.all() if one.valid_from <= on), None)
    is_over = programme.has_ended(on=on)
    known = [] if is_over else sorted(programme.rounds.all(), key=lambda one: one.opens_on)
    current = next((one for one in known if one.span.state(on) != RoundState.CLOSED), None)
    if rule_set is None or is_over:
        return Standing(programme, rule_set, current, is_open=False, has_ended=is_over)
    if rule_set.intake == Intake.ROLLING:
        return Standing(programme, rule_set, None, is_open=True)
    return Standing(
        programme, rule_set, current, is_open=current is not None and current.span.state(on) == RoundState.OPEN
    )


def rule_sets_of(programme: Programme) -> QuerySet[RuleSet]:
    """All terms that stand, the latest first."""
    return RuleSet.objects.standing().filter(programme=programme).select_related("body")


def questionnaire_of(programme: Programme) -> Questionnaire | None:
    """What a programme asks of those who begin now, beside the plan; None where it never asked anything."""
    return programme.questionnaires.first()


def deciding_bodies(*, on: date) -> QuerySet[Body]:
    """The bodies of the whole city on a day: each of them may be the one that decides."""
    return Body.objects.existing(on=on).filter(district__isnull=True).order_by("name_de")


# --- Projects ----------------------------------------------------------------------------------------------------


def projects(person: Any) -> ProjectQuerySet:
    """What somebody sees, with districts and themes fetched along."""
    return Project.objects.visible_to(person).select_related("district", "theme").prefetch_related("others")


def numbers(rows: ProjectQuerySet, *, by: str) -> dict[Any, int]:
    """How many of these projects there are for each value of a column."""
    return dict(rows.order_by().values_list(by).annotate(number=CountOf("pk")))


def projects_of(person: Any) -> QuerySet[Project]:
    """The projects that somebody looks after, the latest first."""
    return Project.objects.filter(keeper=person).select_related("district").order_by("-starts_on", "-pk")


def names_of_projects(person: Any) -> list[str]:
    """What these are called."""
    return list(projects_of(person).values_list("title", flat=True))


def projects_to_look_at(person: Any) -> QuerySet[Project]:
    """What was entered and nobody has decided yet whether everybody may see it; as far as somebody tends it."""
    return Project.objects.tended_by(person).filter(state=ProjectState.ENTERED).select_related("district")


def private_carriers(before: datetime) -> QuerySet[Project]:
    """Projects of private persons that were over before a moment and still name them."""
    return Project.objects.filter(is_person=True, ends_on__lt=clock.local(before).date()).exclude(carrier="")


def projects_at(places: Sequence[Place]) -> dict[int, Count]:
    """How many public projects each district leads or takes part in, and the city as a whole, each counted once."""
    public = Project.objects.public().order_by()
    leads = numbers(public, by="district")
    joins = numbers(public.filter(others__isnull=False), by="others")
    found = {}
    for place in places:
        is_city = place.kind == PlaceKind.CITY
        if number := sum(leads.values()) if is_city else leads.get(place.pk, 0) + joins.get(place.pk, 0):
            wanted = "" if is_city else f"?district={place.slug}"
            label = ngettext("Projekt", "Projekte", number)
            found[place.pk] = Count(label, number, f"{reverse('funding:projects')}{wanted}")
    return found


# --- Applications ------------------------------------------------------------------------------------------------


def applications(person: Any) -> QuerySet[Application]:
    """What somebody sees, the latest submitted first, with what a list shows fetched along."""
    return (
        Application.objects.visible_to(person)
        .select_related("programme", "project__district", "round")
        .order_by("-submitted_at", "-pk")
    )


def submitted(person: Any) -> QuerySet[Application]:
    """The same, what was submitted only."""
    return applications(person).filter(submitted_at__isnull=False)


def applications_of(person: Any) -> QuerySet[Application]:
    """What somebody has begun or submitted."""
    return Application.objects.filter(applicant=person).select_related("programme", "project").order_by("-pk")


def applications_around(person: Any) -> QuerySet[Application]:
    """The same, and what others let them write along."""
    along = CoApplicant.objects.of(person).values("application")
    known = Application.objects.filter(Q(applicant=person) | Q(pk__in=along))
    return known.select_related("programme", "project").order_by("-pk")


def earlier_applications(programme: Programme, person: Any) -> QuerySet[Application]:
    """What somebody submitted to a programme before; each may be the pattern of a new one."""
    return applications_of(person).filter(programme=programme, submitted_at__isnull=False)


def applications_for(project: Project, person: Any) -> QuerySet[Application]:
    """The applications for a project that somebody sees."""
    return Application.objects.visible_to(person).filter(project=project).select_related("programme").order_by("-pk")


def enclosed(application: Application) -> dict[str, list[dict[str, Any]]]:
    """The files of an application as answers: key of the question → what an answer says of each."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in application.enclosures.select_related("paper"):
        found.setdefault(one.question, []).append(one.as_answer.as_json)
    return found


def names_of_applications(person: Any) -> list[str]:
    """What these are called."""
    return [f"{one.programme.name}: {one.project}" for one in applications_of(person)]


def projects_to_apply_for(programme: Programme, person: Any, *, on: date) -> QuerySet[Project]:
    """The projects that somebody looks after, that are not over, and for which nobody has asked this programme yet."""
    asked = Application.objects.filter(programme=programme).exclude(state=ApplicationState.WITHDRAWN)
    own = projects_of(person).exclude(state=ProjectState.CALLED_OFF)
    return own.filter(ends_on__gte=on).exclude(pk__in=asked.values("project"))
