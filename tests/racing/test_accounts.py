"""Processes that accept one invitation, or take one address, at once: exactly one of them gets it.

Where two verbs need the same rows, the meeting is arranged (``jammed``): both have begun before either can end.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Deputyship, Person, Role
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.accounts.tests import factories
from tests.racing import children

pytestmark = pytest.mark.django_db(transaction=True)
START = """
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.foundation.errors import RuleBroken
def attempt(verb):
    try:
        verb()
        print("yes")
    except RuleBroken as refusal:
        print(type(refusal).__name__)
me, thing = Person.objects.get(pk=int(sys.argv[1])), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
"""
ACCEPT = """
try:
    actions.accept(queries.invitation_behind(thing), actor=me)
    print("accepted")
except (actions.InvitationOver, actions.AlreadyHeld):
    print("over")
"""
MOVE = """
try:
    actions.change_address(me, actor=me, email=thing, keep="")
    print("moved")
except actions.AddressTaken:
    print("taken")
"""
LEND = """
from quartierwerk.foundation import clock
day = clock.today()
try:
    other = Person.objects.get(pk=int(thing))
    actions.arrange_deputy(actions.Arrangement(absent=me, deputy=other, starts_on=day, ends_on=day), actor=me)
    print("lent")
except actions.AlreadyDeputy:
    print("already")
"""
LEAVE = """
try:
    actions.leave(me, actor=me)
    print("left")
except actions.LastOne:
    print("last")
"""
LET_GO = """
from quartierwerk.foundation.handing import Handover
going, to = (Person.objects.get(pk=int(key)) for key in thing.split())
actions.hand_over(Handover(going, to), actor=me, kinds=["directory.profiles", "accounts.roles"])
print("handed")
"""
GIVE_UP = """
try:
    actions.revoke(me.roles.get(name=thing), actor=me)
    print("left")
except actions.LastOne:
    print("last")
"""
HAND_OVER = """
from quartierwerk.foundation.handing import Handover
to = Person.objects.get(pk=int(thing))
try:
    actions.hand_over(Handover(me, to), actor=me, kinds=["directory.profiles", "accounts.invitations"])
    print("handed")
except actions.LastOne:
    print("last")
"""


def race(code: str, *runners: tuple[Person, str]) -> list[str]:
    """Start one process for each, let them go at once, and hear what each says last."""
    started = [ready(code, person, thing) for person, thing in runners]
    for process in started:
        go(process)
    return heard(started)


def ready(code: str, person: Person, thing: str = "") -> children.Child:
    """A process that has read what it needs and waits for the word."""
    process = children.start(START + code, str(person.pk), thing)
    assert process.hear() == "ready"
    return process


def go(process: children.Child) -> None:
    process.tell("go")


def heard(started: list[children.Child]) -> list[str]:
    """What each said last, in order of the alphabet."""
    return sorted(said.split()[-1] for said in children.ended(started))


@contextmanager
def jammed(person: Person) -> Iterator[None]:
    """Nobody gets past this person's row for a while. SQLite lets one transaction write at a time anyway."""
    if connection.vendor == "sqlite":
        yield
        return
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        yield


def until_waiting(number: int) -> None:
    """Come back once so many others stand before a lock, on PostgreSQL."""
    question = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    for _try in range(200 if connection.vendor == "postgresql" else 0):
        with connection.cursor() as cursor:
            cursor.execute(question)
            if cursor.fetchone()[0] >= number:
                return
        time.sleep(0.05)


def invited(person: Person, *, by: Person) -> str:
    """The secret of an invitation to keep a profile with them."""
    offer = actions.Offer(email=person.email, name=RoleName.PROFILE_ADMIN, scope="directory.profile:7")
    actions.invite(offer, actor=by)
    return re.search(r"/konto/einladung/([^/]+)/", OutgoingMail.objects.get(to=person.email).text)[1]


def test_one_invitation_is_accepted_once():
    person = factories.person(email="neu@beispiel.example")
    secret = invited(person, by=queries.system("test"))

    told = race(ACCEPT, (person, secret), (person, secret), (person, secret))

    assert told == ["accepted", "over", "over"]
    assert Role.objects.filter(person=person).count() == 1


def test_one_day_is_lent_once():
    absent, deputy = factories.person(), factories.person()
    factories.role(absent)

    told = race(LEND, *[(absent, str(deputy.pk))] * 3)

    assert told == ["already", "already", "lent"]
    assert deputy.deputyships.count() == 1


@pytest.mark.parametrize("code", [LEAVE, GIVE_UP])
def test_of_two_keepers_who_go_at_once_one_stays(code):
    keepers = [factories.person(), factories.person()]
    for keeper in keepers:
        factories.role(keeper)

    told = race(code, *[(keeper, RoleName.PROFILE_ADMIN.value) for keeper in keepers])

    assert told == ["last", "left"]
    assert queries.holders(RoleName.PROFILE_ADMIN, scope="directory.profile:7").count() == 1


def test_two_who_hand_over_to_each_other_at_once_leave_a_keeper():
    first, second = factories.person(), factories.person()
    for keeper in (first, second):
        factories.role(keeper)

    told = race(HAND_OVER, (first, str(second.pk)), (second, str(first.pk)))

    assert told == ["handed", "handed"]
    assert queries.holders(RoleName.PROFILE_ADMIN, scope="directory.profile:7").count() == 1


def test_one_address_goes_to_one_person():
    first, second = factories.person(), factories.person()

    told = race(MOVE, (first, "neu@beispiel.example"), (second, "neu@beispiel.example"))

    assert told == ["moved", "taken"]
    assert Person.objects.filter(email="neu@beispiel.example").count() == 1


@pytest.mark.parametrize(
    ("going", "guest_is_older"),
    [
        ("leaves", True),
        ("hands over", False),
        ("hands over to the guest", True),
        ("hands over to the guest", False),
    ],
)
def test_accepting_while_the_inviter_goes_ends_one_way_or_the_other(going, guest_is_older):
    older, younger, other = factories.person(), factories.person(), factories.person()
    guest, inviter = (older, younger) if guest_is_older else (younger, older)
    for keeper in (inviter, other):
        factories.role(keeper)
    secret = invited(guest, by=inviter)
    code, to = {"leaves": (LEAVE, ""), "hands over": (HAND_OVER, str(other.pk))}.get(going, (HAND_OVER, str(guest.pk)))

    accepting, leaving = ready(ACCEPT, guest, secret), ready(code, inviter, to)
    with jammed(guest):
        go(accepting)
        until_waiting(1)
        go(leaving)
        until_waiting(2 if going == "hands over to the guest" else 1)
        time.sleep(0.3 if connection.vendor == "postgresql" else 0)
    told = heard([accepting, leaving])

    assert told[0] in {"accepted", "handed", "left", "over"} and told[1] in {"handed", "left", "over"}
    running = queries.roles_of(guest)
    assert running.count() == (1 if "accepted" in told or going == "hands over to the guest" else 0)
    assert not queries.roles_of(inviter).exists()


def test_handing_over_for_a_colleague_while_leaving_oneself_ends():
    first, going, successor = (factories.officer(name) for name in ("Olga Amt", "Gero Gehn", "Nora Nachfolge"))
    factories.role(going)
    factories.role(successor, scope="directory.profile:8")

    handing, leaving = ready(LET_GO, first, f"{going.pk} {successor.pk}"), ready(LEAVE, first)
    with jammed(successor):
        go(handing)
        until_waiting(1)
        go(leaving)
        time.sleep(0.3 if connection.vendor == "postgresql" else 0)
    told = [process.communicate(timeout=120)[0] for process in (handing, leaving)]

    # Whoever has left first hands over nothing any more; a circle of locks would be another error.
    assert "deadlock" not in "".join(told)
    assert told[1].split()[-1] == "left"


def test_two_who_stand_in_for_each_other_leave_at_once():
    first, second, third = (factories.person(name) for name in ("Erste Hand", "Zweite Hand", "Dritte Hand"))
    for keeper in (first, second, third):
        factories.role(keeper)
    for absent, deputy in ((first, second), (second, first), (first, third), (third, second)):
        factories.deputyship(absent, deputy)

    assert race(LEAVE, (first, ""), (second, "")) == ["left", "left"]
    for person in (first, second):
        assert not Deputyship.objects.involving(person).filter(ended_at=None).exists()
    told = OutgoingMail.objects.filter(subject__startswith="Vertretung beendet").values_list("to", "subject")
    assert len(told) == len(set(told))
