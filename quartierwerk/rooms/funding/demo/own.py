"""The own projects of a district of the demo city: what its board resolved, invoices at every desk, one closed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.demo import Stage
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.boards import actions as boards
from quartierwerk.rooms.boards.models import Body, Meeting
from quartierwerk.rooms.boards.queries import seats_on
from quartierwerk.rooms.boards.rules import BodyKind, Method
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.funding import actions, queries
from quartierwerk.rooms.funding.models import Demand, Invoice, Project
from quartierwerk.rooms.funding.rules import Bill, Expense, Outline, ProjectKind
from quartierwerk.rooms.places.models import Place

DATA = Path(__file__).parent / "data" / "own.toml"
AGO, AHEAD = timedelta(days=36), timedelta(days=21)
"""When the board has met, and when it meets next."""
IBANS = ("DE02120300000000202051", "DE02500105170137075030", "DE02100500000054540402", "DE02300209000106531065")
"""Examples that banks publish; no account has them."""
Wanted = Mapping[str, Any]


def load(stage: Stage, *, district: Place) -> list[Project]:
    """All of them, each as far as it has got by today; nothing where there is no board or too little money."""
    board = Body.objects.filter(kind=BodyKind.STEERING_BOARD, district=district).first()
    wanted: Sequence[Wanted] = tomllib.loads(DATA.read_text(encoding="utf-8"))["projects"]
    keepers = [Person.objects.get(pk=stage.people[key].pk) for key in ("owner", "stranger")]
    entered = [_enter(stage, one, district=district, keeper=keepers[number % 2]) for number, one in enumerate(wanted)]
    pots = queries.pots_left(entered[0])
    most = sum(_cents(one) for one in wanted)
    if board is None or not pots or pots[0].left < most or len(_voting(board, stage.today - AGO)) < 3:
        return entered
    demands = [
        _ask(project, one, at=stage.today - AGO - timedelta(days=12 - number))
        for number, (project, one) in enumerate(zip(entered, wanted, strict=True))
    ]
    _hold(stage, board, [pair for pair in zip(demands, wanted, strict=True) if "vote" in pair[1]])
    coming = _plan(stage, board, stage.today + AHEAD, written=stage.today - timedelta(days=2))
    for demand, one in zip(demands, wanted, strict=True):
        if one.get("tabled"):
            _table(stage, demand, coming)
        for number, said in enumerate(one.get("invoices", ())):
            _invoice(stage, demand.project, said, iban=IBANS[number % len(IBANS)])
        if "closed" in one:
            _close(stage, demand.project, one)
    return entered


def _enter(stage: Stage, wanted: Wanted, *, district: Place, keeper: Person) -> Project:
    met = stage.today - AGO
    begins = clock.local(met + timedelta(days=wanted["begins"])).date()
    outline = Outline(
        kind=ProjectKind.OWN,
        title=wanted["title"],
        summary="Eine Gruppe aus dem Stadtbezirk macht das selbst. Wer mitmachen will, ist willkommen.",
        carrier=f"Projektgruppe {district.name}",
        starts_on=begins,
        ends_on=begins + timedelta(days=wanted["days"] - 1),
    )
    entering = actions.Entering(outline=outline, district=district)
    project = actions.enter(entering, actor=keeper, at=met - timedelta(days=20))
    return actions.publish(project, actor=stage.maker, at=met - timedelta(days=18))


def _cents(wanted: Wanted) -> int:
    return sum(euros for _title, euros in wanted["lines"]) * 100


def _ask(project: Project, wanted: Wanted, *, at: datetime) -> Demand:
    lines = tuple(Expense(title=title, cents=euros * 100) for title, euros in wanted["lines"])
    wording = f"Die genannten Ausgaben des Projekts „{project.title}“ werden gegen Rechnung bezahlt."
    need = actions.Need(project=project, expenses=lines, wording=wording)
    return actions.ask(need, actor=project.keeper or system("demo"), at=at)


def _voting(board: Body, day: datetime) -> list[Any]:
    return [seat for seat in seats_on(board, clock.local(day).date()) if seat.is_voting]


def _plan(stage: Stage, board: Body, day: datetime, *, written: datetime) -> Meeting:
    starts_at = clock.local(day).replace(hour=18, minute=30, second=0, microsecond=0)
    planning = boards.Planning(
        body=board, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), place="Bürgerhaus, kleiner Saal"
    )
    return boards.plan(planning, actor=stage.maker, at=written)


def _table(stage: Stage, demand: Demand, meeting: Meeting) -> Demand:
    tabling = actions.Tabling(
        demand=demand,
        meeting=meeting,
        pot=queries.own_pots(demand.project)[0],
        cents=demand.cents,
        title=demand.project.title,
        wording=demand.wording,
    )
    return actions.table_demand(tabling, actor=stage.maker)


def _hold(stage: Stage, board: Body, asked: Sequence[tuple[Demand, Wanted]]) -> None:
    """The meeting that is over: each is voted on by hands, and what was resolved is entered at once."""
    day, maker = stage.today - AGO, stage.maker
    # Planned as one to come, so that something can be put on its agenda; it was held when it says.
    meeting = _plan(stage, board, stage.today + AHEAD, written=day - timedelta(days=20))
    tabled = [(_table(stage, demand, meeting), wanted) for demand, wanted in asked]
    held = clock.local(day).replace(hour=18, minute=30, second=0, microsecond=0)
    planning = boards.Planning(
        body=board, starts_at=held, ends_at=held + timedelta(hours=2), place="Bürgerhaus, kleiner Saal"
    )
    boards.replan(meeting, actor=maker, planning=planning, at=day - timedelta(days=19))
    boards.invite(meeting, actor=maker, at=day - timedelta(days=19))
    opened = boards.open_meeting(meeting, actor=maker, at=held)
    seats = _voting(board, day)
    for seat in seats:
        boards.come(boards.Arrival(meeting=opened, seat=seat, came_at=held), actor=maker, at=held)
    for number, (demand, wanted) in enumerate(tabled, start=1):
        at = held + timedelta(minutes=12 * number)
        motion = demand.item.motions.get()  # type: ignore[union-attr]
        ballot = boards.open_ballot(boards.Opening(motion=motion, method=Method.OPEN), actor=maker, at=at)
        yes = len(seats) if wanted["vote"] == "yes" else 0
        boards.count(boards.Counting(ballot=ballot, yes=yes, no=len(seats) - yes), actor=maker, at=at)
        closed = boards.close_ballot(ballot, actor=maker, at=at)
        actions.rule(demand.project, actor=system("funding"), resolution=closed.resolution, at=at)
    boards.close_meeting(opened, actor=maker, at=held + timedelta(hours=2))


def _invoice(stage: Stage, project: Project, said: Wanted, *, iban: str) -> Invoice:
    """It goes from desk to desk, a day at each, as far as it is said to have got."""
    officer, treasurer = (Person.objects.get(pk=stage.people[key].pk) for key in ("officer", "treasurer"))
    at = stage.today - AGO + timedelta(days=said["day"])
    bill = Bill(
        number=said["number"],
        dated_on=clock.local(at - timedelta(days=2)).date(),
        payee=said["payee"],
        iban=iban,
        cents=said["cents"],
        line=said["line"],
    )
    keeper, ends = project.keeper or stage.maker, said["ends"]
    invoice = actions.enter_invoice(actions.Handed(project=project, bill=bill), actor=keeper, at=at)
    if ends == "refused":
        return actions.refuse_invoice(invoice, actor=officer, reason=said["why"], at=at + timedelta(days=1))
    if ends == "entered":
        return invoice
    invoice = actions.check_invoice(invoice, actor=officer, at=at + timedelta(days=1))
    if ends == "checked":
        return invoice
    invoice = actions.order_invoice(invoice, actor=treasurer, at=at + timedelta(days=2))
    if ends == "paid" and invoice.order is not None:
        budget.release_order(invoice.order, actor=officer, at=at + timedelta(days=3))
    return invoice


def _close(stage: Stage, project: Project, wanted: Wanted) -> None:
    account = actions.Account(
        project=project, text=wanted["text"], participants=wanted["participants"], volunteer_hours=wanted["hours"]
    )
    at = stage.today - AGO + timedelta(days=wanted["closed"])
    actions.close_project(account, actor=project.keeper or stage.maker, at=at)
