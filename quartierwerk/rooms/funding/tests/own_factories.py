"""Own projects with what their board resolved and with invoices, made through the verbs of the rooms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.foundation.facts.delivery import deliver_waiting
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.actions import Arrival, come
from quartierwerk.rooms.boards.models import Body, Meeting, Motion, Seat
from quartierwerk.rooms.boards.rules import BodyKind, SeatRole
from quartierwerk.rooms.boards.tests import factories as boards
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.budget.tests import factories as money
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Closing, Demand, Invoice, Project
from quartierwerk.rooms.funding.rules import Bill, Expense, ProjectKind
from quartierwerk.rooms.funding.tests import factories

IBAN = "DE02120300000000202051"
"""A number that banks publish as an example."""


@dataclass
class Board:
    """The steering board of the first district, its chair and members, a meeting to come, and the district's pot."""

    body: Body
    seats: list[Seat]
    meeting: Meeting
    pot: Pot
    chair: Person = field(init=False)

    def __post_init__(self) -> None:
        self.chair = self.seats[0].person


def board(*, cents: int = 12_000_00, voting: int = 3) -> Board:
    """A board with rules that meets in a week, and pillar 1 of this year."""
    district = boards.districts()[0]
    body = boards.body("Lenkungsgremium Nord", kind=BodyKind.STEERING_BOARD, district=district)
    boards.rules(body)
    roles = [SeatRole.CHAIR] + [SeatRole.MEMBER] * (voting - 1)
    seats = [boards.seat(body, accounts.person(f"Mitglied {n}"), role=role) for n, role in enumerate(roles)]
    by = money.treasurer("Kassia Kunz")
    terms = budget.PillarTerms(name_de="Säule 1", first_year=2016, per_district_cents=cents, basis="Ratsbeschluss")
    pillar = budget.add_pillar(terms, actor=by)
    pot = money.pot(cents=cents, by=by, pillar=pillar, district=district, purpose="")
    return Board(body, seats, boards.meeting(body, by=seats[0].person, days=7), pot)


def own_project(title: str = "Bank am Brunnen", *, by: Person | None = None, **said: Any) -> Project:
    """A group's project that was over yesterday, unless days are named."""
    over = clock.today() - timedelta(days=1)
    days = {"starts_on": over, "ends_on": over, "kind": ProjectKind.OWN, "carrier": "Projektgruppe Nord"}
    return factories.project(title, by=by, **days | said)


def expenses(*cents: int) -> list[Expense]:
    """Lines of a plan; 500 euros of material and 250 of fees unless told otherwise."""
    titles = ("Material", "Honorare", "Werbung", "Miete")
    return [Expense(title=title, cents=one) for title, one in zip(titles, cents or (500_00, 250_00), strict=False)]


def demand(of: Project, *cents: int, by: Person | None = None) -> Demand:
    """What a project asks for."""
    need = actions.Need(project=of, expenses=expenses(*cents), wording="Das Projekt erhält die Mittel.")
    return actions.ask(need, actor=by or system("test"))


def tabled(of: Demand, at: Board, *, cents: int | None = None) -> Motion:
    """The same on the agenda of the board's next meeting, which is planned where the last one is over."""
    if not Meeting.objects.get(pk=at.meeting.pk).is_to_come:
        at.meeting = boards.meeting(at.body, by=at.chair, days=7)
    tabling = actions.Tabling(
        demand=of,
        meeting=at.meeting,
        pot=at.pot,
        cents=cents or of.cents,
        title=of.project.title,
        wording=of.wording,
    )
    put = actions.table_demand(tabling, actor=at.chair)
    return put.item.motions.get()


def vote(on: Motion, at: Board, *, yes: int = 3, no: int = 0) -> None:
    """The meeting is opened where it was not, all come, and the vote is closed; then the house hears of it."""
    meeting = Meeting.objects.get(pk=at.meeting.pk)
    if not meeting.is_open:
        boards.opened(meeting, by=at.chair)
        for seat in at.seats:
            come(Arrival(meeting=meeting, seat=seat, came_at=clock.now()), actor=at.chair)
    boards.decided(Motion.objects.get(pk=on.pk), by=at.chair, yes=yes, no=no)
    deliver_waiting()


def granted(of: Project, at: Board, *cents: int) -> Project:
    """A project with money: asked for, tabled, resolved on."""
    vote(tabled(demand(of, *cents), at), at)
    return again(of)


def again(of: Project) -> Project:
    """The project as the database has it."""
    return Project.objects.with_money().get(pk=of.pk)


def bill(**said: Any) -> Bill:
    """An invoice over 100 euros for material, of yesterday."""
    usual = {
        "number": "R-17",
        "dated_on": clock.today() - timedelta(days=1),
        "payee": "Holz Hain",
        "iban": IBAN,
        "cents": 100_00,
        "line": "Material",
    }
    return Bill(**usual | said)


def invoice(of: Project, *, by: Person | None = None, **said: Any) -> Invoice:
    """The same, handed in."""
    return actions.enter_invoice(actions.Handed(project=of, bill=bill(**said)), actor=by or system("test"))


def paid(of: Project, *, by: Person, then: Person, **said: Any) -> Invoice:
    """An invoice that was checked, ordered by one person and released by another."""
    checked = actions.check_invoice(invoice(of, **said), actor=system("test"))
    ordered = actions.order_invoice(checked, actor=by)
    budget.release_order(ordered.order, actor=then)
    return Invoice.objects.get(pk=ordered.pk)


def closed(of: Project, *, by: Person | None = None, **said: Any) -> Closing:
    """A project that was accounted for."""
    account = {"text": "Die Bank steht.", "participants": 40, "volunteer_hours": 12}
    return actions.close_project(actions.Account(project=of, **account | said), actor=by or system("test"))
