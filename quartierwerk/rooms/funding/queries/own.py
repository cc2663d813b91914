"""Reads of own projects: what is asked for, granted, handed in and paid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models import Sum as SumOf

from quartierwerk.foundation import clock
from quartierwerk.foundation.privacy import Row, rows
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards.models import Body, Meeting, Motion, Resolution
from quartierwerk.rooms.boards.rules import TO_COME, BodyKind, MeetingState
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.budget.permissions import may_keep_books
from quartierwerk.rooms.funding.models import Closing, Demand, Invoice, Project, Ruling
from quartierwerk.rooms.funding.models.projects import ProjectQuerySet
from quartierwerk.rooms.funding.rules import (
    DemandState,
    Expense,
    ProjectKind,
    RulingOutcome,
    SpentLine,
    spent_by_line,
)


def boards_of(project: Project) -> QuerySet[Body]:
    """The steering boards of the district in the lead; mostly it is one."""
    boards = Body.objects.existing(on=clock.today())
    return boards.filter(kind=BodyKind.STEERING_BOARD, district=project.district_id).order_by("pk")


def board_meetings(project: Project) -> QuerySet[Meeting]:
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


def own_pots(project: Project) -> QuerySet[Pot]:
    """The open pots that the district in the lead has for its own use, this year's first."""
    own = Pot.objects.filter(
        district=project.district_id, pillar__per_district_cents__isnull=False, closed_at__isnull=True
    )
    return own.named().order_by("year__year", "pk")


def pots_left(project: Project) -> list[PotLeft]:
    """These pots, with what motions ask of them on which nobody has voted yet."""
    pots = list(own_pots(project))
    open_ones = Motion.objects.filter(pot__in=pots, item__meeting__state__in=[*TO_COME, MeetingState.OPEN])
    sums = dict(open_ones.exclude(ballots__void_reason="").order_by().values_list("pot").annotate(sum=SumOf("cents")))
    return [PotLeft(pot, sums.get(pot.pk, 0)) for pot in pots]


def demands_of(project: Project) -> QuerySet[Demand]:
    """What was asked for, the latest first, with what became of it."""
    rulings = Prefetch("rulings", Ruling.objects.select_related("meeting__body", "resolution__body"))
    return project.demands.select_related("by", "item__meeting__body").prefetch_related(rulings)


def demands_to_table(person: Any) -> QuerySet[Demand]:
    """What waits for a meeting of a board that somebody runs."""
    return Demand.objects.to_table_by(person).select_related("project__district")


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
    return Invoice.objects.visible_to(person).filter(project=project).explained()


def invoices_to_check(person: Any) -> QuerySet[Invoice]:
    """What somebody may check: of the projects that they tend and do not keep."""
    if not isinstance(person, Person):
        return Invoice.objects.none()
    tended = Project.objects.tended_by(person).exclude(keeper=person)
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
