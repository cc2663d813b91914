"""Processes that seat people on one body at once: one chair comes of it, and nobody sits there twice."""

from __future__ import annotations

from datetime import date

import pytest

from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards import queries
from quartierwerk.rooms.boards.rules import SeatRole
from quartierwerk.rooms.boards.tests import factories
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 6, 1)
APPOINT = """
from datetime import date
from quartierwerk.rooms.accounts.actions import AccountErased
from quartierwerk.rooms.boards import actions as boards
from quartierwerk.rooms.boards.models import Body
from quartierwerk.rooms.boards.rules import SeatRole
body, who, role = thing.split()
wanted = boards.Appointment(
    body=Body.objects.get(pk=int(body)),
    person=Person.objects.get(pk=int(who)),
    role=SeatRole(role),
    is_voting=True,
    valid_from=date(2026, 6, 1),
)
try:
    boards.appoint(wanted, actor=me)
    print("seated")
except (boards.AlreadySeated, boards.AlreadyChaired):
    print("taken")
except AccountErased:
    print("erased")
"""
APPOINT_OR_ERASE = f"""
if thing == "erase":
    actions.erase(me, actor=me)
    print("gone")
else:
    me = queries.system("test")
    {APPOINT.strip().replace(chr(10), chr(10) + "    ")}
"""


@pytest.fixture
def office(transactional_db):
    """Three people in the office."""
    return [accounts.officer(name) for name in ("Ada Amt", "Kora Kollegin", "Kai Kollege")]


def test_of_three_who_appoint_a_chair_at_once_one_does(office):
    body = factories.body()
    people = [accounts.person() for _one in office]

    told = race(APPOINT, *((me, f"{body.pk} {who.pk} chair") for me, who in zip(office, people, strict=True)))

    assert told == ["seated", "taken", "taken"]
    assert queries.chair_on(body, DAY).person in people
    assert body.seats.count() == 1


def test_of_three_who_seat_one_person_at_once_one_does(office):
    body, who = factories.body(), accounts.person()
    roles = (SeatRole.MEMBER, SeatRole.DEPUTY, SeatRole.CHAIR)

    told = race(APPOINT, *((me, f"{body.pk} {who.pk} {role}") for me, role in zip(office, roles, strict=True)))

    assert told == ["seated", "taken", "taken"]
    assert body.seats.get().person == who


def test_who_erases_their_account_at_that_moment_keeps_no_seat(office):
    body, who = factories.body(), accounts.person("Erna Einst")

    told = race(APPOINT_OR_ERASE, (who, "erase"), (who, f"{body.pk} {who.pk} member"))

    assert told in (["erased", "gone"], ["gone", "seated"])
    held = queries.seats_on(body, date(2099, 1, 1))
    assert not held.exists()
    assert all(seat.holder == "Erna Einst" for seat in body.seats.select_related("person"))


def test_two_who_take_over_one_list_at_once_seat_everybody_once(office):
    body = factories.body()
    code = """
from datetime import date
from quartierwerk.rooms.boards import actions as boards, rules
from quartierwerk.rooms.boards.models import Body
cells = [{"name": f"Person {n}", "email": f"person-{n}@gremien.example"} for n in range(20)]
rows = [rules.read_row(one, since=date(2026, 6, 1)) for one in cells]
try:
    boards.seat(Body.objects.get(pk=int(thing)), actor=me, rows=rows, seen=",".join(["person"] * 20))
    print("taken")
except boards.PlanChanged:
    print("changed")
"""

    told = race(code, *((me, str(body.pk)) for me in office))

    assert told == ["changed", "changed", "taken"]
    assert body.seats.count() == 20
