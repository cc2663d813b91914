"""The meetings of the demo city: a steering board and the jury have met once, and will again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from quartierwerk.foundation import clock
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.demo import Stage
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import actions, queries
from quartierwerk.rooms.boards.demo.scoring import scores
from quartierwerk.rooms.boards.models import Body, Item, Meeting, Motion, Resolution, Seat
from quartierwerk.rooms.boards.rules import BodyKind, Ground, ItemKind, Method, TieKind
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.budget.models import FiscalYear, Pot
from quartierwerk.rooms.budget.rules import Source
from quartierwerk.rooms.places.models import District, Place

AGO, AHEAD = timedelta(days=35), timedelta(days=28)
SAID = (
    "Der Vorsitz begrüßt die Anwesenden und stellt fest, dass ordnungsgemäß eingeladen wurde.",
    "Der Verein stellt das Fest vor: drei Bühnen, freier Eintritt, Abfallkonzept.\n\nNachfragen gelten der Lautstärke "
    "nach 22 Uhr und der Barrierefreiheit der Wege. Beides ist geklärt.",
    "Es wird vorgeschlagen, früher zu beginnen. Die Meinungen gehen auseinander.",
)
"""What was said to each item."""
POT = 80_000_00
"""What a district has for its own projects in a year, in cents."""


def hold(stage: Stage) -> None:
    """A steering board with money of its own, and the jury."""
    district = District.objects.order_by("slug").first()
    steering = Body.objects.filter(kind=BodyKind.STEERING_BOARD, district=district).first() if district else None
    jury = Body.objects.filter(kind=BodyKind.JURY).order_by("pk").first()
    if steering is not None and district is not None:
        pot = _pot(stage, district)
        _held(stage, steering, pot=pot)
        _to_come(stage, steering, pot=pot)
    if jury is not None:
        _held(stage, jury)
        scores(stage, jury, _to_come(stage, jury))


def _pot(stage: Stage, district: Place) -> Pot:
    """What the district decides on: a pot that the treasury has filled already, else one of its own."""
    number = clock.local(stage.today).year
    filled = Pot.objects.filter(year__year=number, district=district, pillar__isnull=False, closed_at__isnull=True)
    if (known := filled.filter(funds__gt=0).order_by("pillar", "pk").first()) is not None:
        return known
    year = FiscalYear.objects.filter(year=number).first()
    if year is None:
        year = budget.open_year(budget.YearPlan(number), actor=stage.maker, at=stage.today - AGO)
    wanted = budget.Opening(year=year, source=Source.CITY, district=district, purpose="Projekte der Stadtbezirke")
    pot = budget.open_pot(wanted, actor=stage.maker, at=stage.today - AGO)
    given = budget.Allocation(pot=pot, cents=POT, basis="Ratsbeschluss zum Haushalt")
    budget.allocate(given, actor=stage.maker, at=stage.today - AGO)
    return pot


@dataclass
class _Room:
    """A meeting under way, and the time it is there."""

    stage: Stage
    meeting: Meeting
    at: datetime

    def later(self, minutes: int) -> datetime:
        """So many minutes on."""
        self.at += timedelta(minutes=minutes)
        return self.at

    def comes(self, seat: Seat) -> None:
        """Somebody arrives."""
        arrival = actions.Arrival(meeting=self.meeting, seat=seat, came_at=self.at)
        actions.come(arrival, actor=self.stage.maker, at=self.at)

    def decide(self, motion: Motion, *, yes: int, no: int, abstained: int = 0) -> None:
        """Hands are raised and counted."""
        maker = self.stage.maker
        opening = actions.Opening(motion=motion, method=Method.OPEN)
        ballot = actions.open_ballot(opening, actor=maker, at=self.later(2))
        counting = actions.Counting(ballot=ballot, yes=yes, no=no, abstained=abstained)
        actions.count(counting, actor=maker, at=self.later(1))
        actions.close_ballot(ballot, actor=maker, at=self.later(1))


def _held(stage: Stage, body: Body, *, pot: Pot | None = None) -> None:
    """One that is over: somebody came late, somebody was recused, one motion was turned down."""
    maker = stage.maker
    day = stage.today - AGO
    meeting = _planned(stage, body, day, written=day - timedelta(days=20))
    seats = [seat for seat in queries.seats_on(body, meeting.day) if seat.is_voting]
    if len(seats) < 3:
        return
    welcome, money, benches = _agenda(
        stage,
        meeting,
        (
            ("Begrüßung und Feststellung der Beschlussfähigkeit", ItemKind.INFORMATION, 5),
            ("Sommerfest am Wasser", ItemKind.DECISION, 20),
            ("Verschiedenes", ItemKind.DISCUSSION, 15),
        ),
    )
    bound = seats[1]
    if bound.person is not None:
        party = reference(body)
        actions.edit_item(money, actor=maker, tabled=_tabled(money, parties=[party]))
        tie = actions.Tie(bound.person, party, TieKind.ORGAN)
        actions.bind(tie, actor=maker, at=day - timedelta(days=60))
    asking = {"pot": pot, "cents": _part(pot, 30)} if pot is not None else {}
    grant = _moved(maker, money, "Das Sommerfest am Wasser wird unterstützt.", **asking)
    start = _moved(maker, welcome, "Die Tagesordnung wird beschlossen.")
    seating = _moved(maker, benches, "Die Sitzungen beginnen künftig um 16 Uhr.")
    actions.invite(meeting, actor=maker, at=day - timedelta(days=19))
    opened = actions.open_meeting(meeting, actor=maker, at=meeting.starts_at)
    room = _Room(stage, opened, meeting.starts_at)
    for seat in seats[:-1]:
        room.comes(seat)
    room.decide(start, yes=len(seats) - 1, no=0)
    room.later(12)
    room.comes(seats[-1])
    declared = actions.Declaration(item=money, seat=bound, ground=Ground.MUNICIPAL, reason="Bindung angegeben")
    actions.declare(declared, actor=maker, at=room.later(1))
    room.decide(grant, yes=len(seats) - 2, no=0, abstained=1)
    half, odd = divmod(len(seats), 2)
    room.decide(seating, yes=half, no=half, abstained=odd)  # as many for as against
    actions.close_meeting(opened, actor=maker, at=room.later(10))
    _record(stage, meeting, (welcome, money, benches), seats, is_approved=pot is None)


def _record(stage: Stage, meeting: Meeting, items: Sequence[Item], seats: Sequence[Seat], *, is_approved: bool) -> None:
    """Its minutes: approved because nobody objected, else sent lately, with an objection and something to be done."""
    maker = stage.maker
    record = actions.begin_minutes(actions.Beginning(meeting), actor=maker)
    for item, text in zip(items, SAID, strict=True):
        actions.write(record, actor=maker, item=item, text=text, based_on=0)
    if is_approved:
        actions.send_minutes(record, actor=maker, at=meeting.starts_at + timedelta(days=5))
        actions.approve_minutes(record, actor=maker, at=meeting.starts_at + timedelta(days=21))
        return
    actions.send_minutes(record, actor=maker, at=stage.today - timedelta(days=4))
    if (objecting := next((seat.person for seat in reversed(seats) if seat.person), None)) is not None:
        doubt = actions.Doubt(record, "Zu Punkt 3: Vorgeschlagen war 16:30 Uhr, nicht 16 Uhr.")
        actions.object_to(doubt, actor=objecting, at=stage.today - timedelta(days=1))
    if (resolution := Resolution.objects.filter(item=items[1]).first()) is not None:
        due_on = clock.local(stage.today + AHEAD).date()
        task = actions.Following(resolution=resolution, task="Vereinbarung mit dem Verein", who="Büro", due_on=due_on)
        actions.follow_up(task, actor=maker)


def _to_come(stage: Stage, body: Body, *, pot: Pot | None = None) -> Meeting:
    """One to which all are invited, with more asked of the pot than it has."""
    day = stage.today + AHEAD
    meeting = _planned(stage, body, day, written=stage.today - timedelta(days=3))
    _welcome, fest, studios, _rest = _agenda(
        stage,
        meeting,
        (
            ("Begrüßung", ItemKind.INFORMATION, 5),
            ("Lichterfest im Winter", ItemKind.DECISION, 25),
            ("Offene Ateliers", ItemKind.DECISION, 25),
            ("Verschiedenes", ItemKind.DISCUSSION, 15),
        ),
    )
    if pot is not None:
        pot.refresh_from_db()
        _moved(stage.maker, fest, "Das Lichterfest wird unterstützt.", pot=pot, cents=_part(pot, 60))
        _moved(stage.maker, studios, "Die Offenen Ateliers werden unterstützt.", pot=pot, cents=_part(pot, 55))
    actions.invite(meeting, actor=stage.maker, at=stage.today - timedelta(days=2))
    return meeting


def _part(pot: Pot, hundredths: int) -> int:
    """So much of what is free in a pot, in whole fifties of euros."""
    return max(pot.available * hundredths // 100 // 50_00, 1) * 50_00


def _planned(stage: Stage, body: Body, day: datetime, *, written: datetime) -> Meeting:
    starts_at = clock.local(day).replace(hour=18, minute=0, second=0, microsecond=0)
    planning = actions.Planning(
        body=body, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), place="Bürgerhaus, großer Saal"
    )
    return actions.plan(planning, actor=stage.maker, at=written)


def _agenda(stage: Stage, meeting: Meeting, wanted: Sequence[tuple[str, ItemKind, int]]) -> list[Item]:
    return [
        actions.table(actions.Tabled(meeting=meeting, title=title, kind=kind, minutes=minutes), actor=stage.maker)
        for title, kind, minutes in wanted
    ]


def _tabled(item: Item, *, parties: Sequence[str]) -> actions.Tabled:
    return actions.Tabled(
        meeting=item.meeting, title=item.title, kind=ItemKind(item.kind), minutes=item.minutes, parties=parties
    )


def _moved(by: Person, item: Item, wording: str, *, pot: Pot | None = None, cents: int | None = None) -> Motion:
    return actions.move(actions.Moved(item=item, wording=wording, pot=pot, cents=cents), actor=by)
