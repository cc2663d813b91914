"""Bodies with rules and seats, made through the room's own verbs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import count
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards import actions
from quartierwerk.rooms.boards.models import (
    Ballot,
    Body,
    Candidate,
    Item,
    Meeting,
    Minutes,
    Motion,
    Score,
    Scoring,
    Seat,
)
from quartierwerk.rooms.boards.rules import PROPOSALS, BodyKind, Criterion, Majority, Method, Quorum, SeatRole, Wording
from quartierwerk.rooms.places.models import City, District, Place
from quartierwerk.rooms.places.tests.factories import drawn_city

SINCE = date(2020, 1, 1)
_numbers = count(1)


def districts() -> list[Place]:
    """The two districts of the city, which is made where there is none."""
    if not City.objects.exists():
        drawn_city()
    return list(District.objects.order_by("slug"))


def body(
    name: str = "Beirat Muster",
    *,
    kind: BodyKind = BodyKind.ADVISORY_BOARD,
    district: Place | None = None,
    since_on: date = SINCE,
    **said: Any,
) -> Body:
    """A body of the whole city, public unless something else is said."""
    founding = actions.Founding(kind=kind, wording=Wording(name_de=name, **said), district=district, since_on=since_on)
    return actions.found(founding, actor=system("test"))


def seat(
    on: Body,
    person: Person | None = None,
    *,
    role: SeatRole = SeatRole.MEMBER,
    is_voting: bool | None = None,
    valid_from: date = SINCE,
    **more: Any,
) -> Seat:
    """A seat since 2020, of somebody new unless a person is named; who may vote does."""
    votes = role not in (SeatRole.ADVISER, SeatRole.SECRETARY) if is_voting is None else is_voting
    appointment = actions.Appointment(
        body=on, person=person or accounts.person(), role=role, is_voting=votes, valid_from=valid_from, **more
    )
    return actions.appoint(appointment, actor=system("test"))


def rules(of: Body, *, valid_from: date = SINCE, **more: Any) -> Body:
    """What is proposed for the kind, from a day on."""
    rule_set = replace(PROPOSALS[BodyKind(of.kind)], **{"basis": "§ 9 der Satzung"} | more)
    return actions.regulate(of, actor=system("test"), rule_set=rule_set, valid_from=valid_from)


def district_officer(of: Place) -> Person:
    """Somebody who works for one district."""
    somebody = accounts.person("Bezi Amt")
    accounts.role(somebody, RoleName.DISTRICT_OFFICER, scope=reference(of))
    return accounts.again(somebody)


# --- Meetings ----------------------------------------------------------------------------------------------------


@dataclass
class Assembled:
    """A body with rules, its voting seats (the chair first) and who keeps its minutes."""

    body: Body
    seats: list[Seat]
    secretary: Seat


def assembled(*, voting: int, **rule_set: Any) -> Assembled:
    """A body with so many voting seats that needs more than half of them, unless ``quorum`` says otherwise."""
    assembly = body(f"Gremium {next(_numbers)}", kind=BodyKind.ADVISORY_BOARD)
    more = {"quorum": Quorum(share=Fraction(1, 2)), "majority": Majority(), "notice_days": 14}
    rules(assembly, **more | rule_set)
    people = [accounts.person(f"Person {number}") for number in range(voting)]
    roles = [SeatRole.CHAIR] + [SeatRole.MEMBER] * (voting - 1)
    seats = [seat(assembly, one, role=role) for one, role in zip(people, roles, strict=True)]
    return Assembled(assembly, seats, seat(assembly, role=SeatRole.SECRETARY))


def meeting(of: Body, *, by: Person, days: int = 0, **said: Any) -> Meeting:
    """A planned meeting in so many days."""
    starts_at = clock.now() + timedelta(days=days)
    planned = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2), "place": "Rathaus, Saal 1"}
    return actions.plan(actions.Planning(body=of, **planned | said), actor=by)


def item(on: Meeting, *, by: Person, title: str = "Mittel für ein Fest", **said: Any) -> Item:
    """An item at the end of an agenda."""
    return actions.table(actions.Tabled(meeting=on, title=title, **said), actor=by)


def opened(planned: Meeting, *, by: Person) -> Meeting:
    """A meeting that is opened today, on whatever day it was planned."""
    return actions.open_meeting(planned, actor=by, is_other_day=True)


def running(board: Assembled, *, here: int, by: Person) -> Meeting:
    """An open meeting with so many voting seats there."""
    begun = opened(meeting(board.body, by=by), by=by)
    for one in board.seats[:here]:
        actions.come(actions.Arrival(meeting=begun, seat=one, came_at=clock.now()), actor=by)
    return Meeting.objects.get(pk=begun.pk)


def motion(on: Item, *, by: Person, wording: str = "Das Fest wird gefördert.", **said: Any) -> Motion:
    """What is to be decided there."""
    return actions.move(actions.Moved(item=on, wording=wording, **said), actor=by)


def ballot(on: Motion, *, by: Person, method: Method = Method.OPEN, **said: Any) -> Ballot:
    """An open vote on it."""
    return actions.open_ballot(actions.Opening(motion=on, method=method, **said), actor=by)


def decided(on: Motion, *, by: Person, yes: int = 0, no: int = 0) -> Ballot:
    """It is voted on by hands, and the vote is closed."""
    opened = ballot(on, by=by)
    actions.count(actions.Counting(ballot=opened, yes=yes, no=no), actor=by)
    return actions.close_ballot(opened, actor=by)


# --- Scoring -----------------------------------------------------------------------------------------------------

CRITERIA = (
    Criterion(key="value", name_de="Wertschöpfung", name_en="Value", weight=2),
    Criterion(key="people", name_de="Engagement", name_en="Engagement"),
)


def scoring(board: Assembled, **said: Any) -> Scoring:
    """A scoring that is open for a week, for a meeting in ten days."""
    by = board.secretary.person
    on = item(meeting(board.body, by=by, days=10), by=by, title="Anträge der Säule 2")
    rubric = {"item": on, "criteria": CRITERIA, "closes_at": clock.now() + timedelta(days=7)} | said
    return actions.open_scoring(actions.Rubric(**rubric), actor=by)


def candidate(of: Scoring, *, by: Person, title: str = "Lichterfest", cents: int = 600_00, **said: Any) -> Candidate:
    """Something to score."""
    entry = {"scoring": of, "title": title, "text": "Ein Fest im Hafen.", "cents": cents} | said
    return actions.enter(actions.Entry(**entry), actor=by)


def scored(of: Candidate, on: Seat, *, value: int = 3, people: int = 3, **said: Any) -> Score:
    """What a seat gives it."""
    given = {"candidate": of, "seat": on, "points": {"value": value, "people": people}} | said
    return actions.score(actions.Given(**given), actor=on.person)


def recorded(of: Meeting, *, by: Person, texts: Mapping[Item, str] | None = None) -> Minutes:
    """The minutes of a meeting that is closed now, as a draft with some texts."""
    record = actions.begin_minutes(actions.Beginning(of), actor=by)
    for one, text in (texts or {}).items():
        actions.write(record, actor=by, item=one, text=text, based_on=0)
    actions.close_meeting(of, actor=by)
    return Minutes.objects.get(pk=record.pk)
