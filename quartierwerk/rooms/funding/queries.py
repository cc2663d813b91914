"""Reads of funding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Prefetch, Q, QuerySet
from django.db.models import Sum as SumOf
from django.urls import reverse
from django.utils.translation import ngettext

from quartierwerk.foundation import clock, folding
from quartierwerk.foundation.privacy import Row, rows
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards.models import Body, Meeting, Motion, Resolution, Seat
from quartierwerk.rooms.boards.permissions import RUNNING
from quartierwerk.rooms.boards.rules import TO_COME, BodyKind, MeetingState
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.budget.permissions import may_keep_books
from quartierwerk.rooms.funding.models import (
    Application,
    Closing,
    Demand,
    Invoice,
    Programme,
    Project,
    Round,
    RuleSet,
    Ruling,
)
from quartierwerk.rooms.funding.models.projects import ProjectQuerySet
from quartierwerk.rooms.funding.rules import (
    ApplicationState,
    DemandState,
    Expense,
    Intake,
    ProjectKind,
    ProjectState,
    RoundState,
    RulingOutcome,
    SpentLine,
    spent_by_line,
)
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
    rule_sets = Prefetch("rule_sets", RuleSet.objects.standing().select_related("body", "pillar"))
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
    return RuleSet.objects.standing().filter(programme=programme).select_related("body", "pillar")


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


def applications_for(project: Project, person: Any) -> QuerySet[Application]:
    """The applications for a project that somebody sees."""
    return Application.objects.visible_to(person).filter(project=project).select_related("programme").order_by("-pk")


def names_of_applications(person: Any) -> list[str]:
    """What these are called."""
    return [f"{one.programme.name}: {one.project}" for one in applications_of(person)]


def projects_to_apply_for(programme: Programme, person: Any, *, on: date) -> QuerySet[Project]:
    """The projects that somebody looks after, that are not over, and for which nobody has asked this programme yet."""
    asked = Application.objects.filter(programme=programme).exclude(state=ApplicationState.WITHDRAWN)
    own = projects_of(person).exclude(state=ProjectState.CALLED_OFF)
    return own.filter(ends_on__gte=on).exclude(pk__in=asked.values("project"))


# --- Own projects ------------------------------------------------------------------------------------------------


def meetings_for(project: Project) -> QuerySet[Meeting]:
    """The meetings to come of these boards, on whose agendas something can be put; the next first."""
    boards = Body.objects.filter(kind=BodyKind.STEERING_BOARD, district=project.district_id)
    coming = Meeting.objects.filter(body__in=boards.values("pk"), state__in=TO_COME, ends_at__gte=clock.now())
    return coming.select_related("body").order_by("starts_at", "pk")


@dataclass(frozen=True)
class PotLeft:
    """A pot out of which an own project can be paid, and what agendas ask of it already; in cents."""

    pot: Pot
    asked: int

    @property
    def left(self) -> int:
        """What it would still hold if all of that were granted; below zero where it does not suffice."""
        return self.pot.available - self.asked


def pots_for(project: Project) -> QuerySet[Pot]:
    """The open pots that the district in the lead has for its own use, this year's first."""
    own = Pot.objects.filter(
        district=project.district_id, pillar__per_district_cents__isnull=False, closed_at__isnull=True
    )
    return own.named().order_by("year__year", "pk")


def pots_left(project: Project) -> list[PotLeft]:
    """These pots, with what motions ask of them on which nobody has voted yet."""
    pots = list(pots_for(project))
    open_ones = Motion.objects.filter(pot__in=pots, item__meeting__state__in=[*TO_COME, MeetingState.OPEN])
    sums = dict(open_ones.exclude(ballots__void_reason="").order_by().values_list("pot").annotate(sum=SumOf("cents")))
    return [PotLeft(pot, sums.get(pot.pk, 0)) for pot in pots]


def demands_of(project: Project) -> QuerySet[Demand]:
    """What was asked for, the latest first, with what became of it."""
    rulings = Prefetch("rulings", Ruling.objects.select_related("meeting__body", "resolution__body"))
    return project.demands.select_related("by", "item__meeting__body").prefetch_related(rulings)


def demands_to_table(person: Any) -> QuerySet[Demand]:
    """What waits for a meeting of a board that somebody runs."""
    if not isinstance(person, Person) or not person.is_active:
        return Demand.objects.none()
    kept = Q(pk__in=Body.objects.kept_by(person).values("pk"))
    seats = Seat.objects.of(person).valid(on=clock.today()).filter(role__in=RUNNING)
    boards = Body.objects.filter(kept | Q(pk__in=seats.values("body")), kind=BodyKind.STEERING_BOARD)
    open_ones = Demand.objects.filter(state=DemandState.OPEN).select_related("project__district")
    return open_ones.filter(project__district__in=boards.values("district"))


def rulings_of(project: Project, person: Any) -> list[tuple[Ruling, Resolution | None]]:
    """What was granted, each with the resolution where somebody may read it."""
    granted = list(project.rulings.filter(outcome=RulingOutcome.GRANTED).select_related("resolution__body"))
    seen = Resolution.objects.visible_to(person).filter(pk__in=[one.resolution_id for one in granted])
    readable = set(seen.values_list("pk", flat=True))
    return [(one, one.resolution if one.resolution_id in readable else None) for one in granted]


def planned_lines(project: Project) -> list[Expense]:
    """What the money that was granted is for; lines of one name are one."""
    granted = project.demands.filter(state=DemandState.GRANTED).order_by("pk")
    sums = spent_by_line((line for demand in granted for line in demand.expenses), {})
    return [Expense(title=one.title, cents=one.planned) for one in sums]


def spent_lines(project: Project) -> list[SpentLine]:
    """What was planned and what was paid, line by line."""
    paid = Invoice.objects.filter(project=project).paid().order_by().values_list("line")
    return spent_by_line(planned_lines(project), dict(paid.annotate(sum=SumOf("cents"))))


def invoices_of(project: Project, person: Any) -> QuerySet[Invoice]:
    """The invoices of a project that somebody sees, the latest first."""
    return Invoice.objects.seen_by(person).filter(project=project).explained()


def invoices_to_check(person: Any) -> QuerySet[Invoice]:
    """What somebody may check: of the projects that they tend and do not keep."""
    tended = Project.objects.tended_by(person).exclude(keeper=person if isinstance(person, Person) else None)
    return Invoice.objects.to_check().filter(project__in=tended.values("pk")).explained()


def invoices_to_order(person: Any) -> QuerySet[Invoice]:
    """What is right and waits for somebody who keeps the books."""
    known = Invoice.objects.to_order().explained()
    return known if may_keep_books(person) else known.none()


def invoices_kept_too_long(before: datetime) -> QuerySet[Invoice]:
    """Invoices of years that were over before a moment and still say who was paid."""
    year = clock.local(before).year
    return Invoice.objects.filter(entered_at__lt=clock.first_of(date(year, 1, 1))).exclude(payee="", iban="", number="")


@dataclass(frozen=True)
class OwnTotals:
    """What own projects come to together: how many there are, and what was resolved and paid for them; in cents."""

    projects: int
    resolved: int
    paid: int
    closed: int


def own_totals(rows: ProjectQuerySet) -> OwnTotals:
    """The own projects among some, each counted once, with all that was resolved and paid for them."""
    own = rows.filter(kind=ProjectKind.OWN).order_by()
    keys = own.values("pk")
    resolved = Ruling.objects.filter(project__in=keys).aggregate(sum=SumOf("cents"))["sum"] or 0
    returned = Closing.objects.filter(project__in=keys).aggregate(sum=SumOf("released_cents"))["sum"] or 0
    paid = Invoice.objects.filter(project__in=keys).paid().aggregate(sum=SumOf("cents"))["sum"] or 0
    return OwnTotals(own.count(), resolved - returned, paid, own.filter(closed_at__isnull=False).count())


def rows_of_own(person: Person) -> Iterator[Row]:
    """What of own projects bears the name of somebody: what they asked for, handed in, checked, accounted for."""
    yield from rows(Demand.objects.filter(by=person).select_related("project"), "project", "cents", "state", "at")
    known = Invoice.objects.filter(Q(entered_by=person) | Q(checked_by=person)).select_related("project")
    yield from rows(known, "project", "number", "cents", "state", "entered_at")
    yield from rows(Closing.objects.filter(by=person).select_related("project"), "project", "paid_cents", "at")
