"""Processes that accept one invitation, or take one address, at once: exactly one of them gets it."""

from __future__ import annotations

import re

import pytest

from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Invitation, Person, Role
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.accounts.tests import factories
from tests.racing import children

pytestmark = pytest.mark.django_db(transaction=True)
START = """
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Person
me, thing = Person.objects.get(pk=int(sys.argv[1])), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
"""
ACCEPT = """
try:
    actions.accept(queries.invitation_behind(thing), actor=me)
    print("accepted")
except actions.InvitationOver:
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
from quartierwerk.rooms.accounts.models import Deputyship
day = clock.today()
try:
    actions.arrange_deputy(Deputyship(absent=me, deputy_id=int(thing), starts_on=day, ends_on=day), actor=me)
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
    actions.hand_over(Handover(me, to), actor=me, kinds=["directory.profiles"])
    print("handed")
except actions.LastOne:
    print("last")
"""


def race(code: str, *runners: tuple[Person, str]) -> list[str]:
    """Start one process for each, let them go at once, and hear what each says last."""
    started = [children.start(START + code, str(person.pk), thing) for person, thing in runners]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate(timeout=120)[0] for process in started]
    assert [process.returncode for process in started] == [0] * len(started), told
    return sorted(said.split()[-1] for said in told)


def test_one_invitation_is_accepted_once():
    person = factories.person(email="neu@beispiel.example")
    offer = Invitation(email=person.email, name=RoleName.PROFILE_ADMIN, scope="directory.profile:7")
    actions.invite(offer, actor=queries.system("test"))
    secret = re.search(r"/konto/einladung/([^/]+)/", OutgoingMail.objects.get().text)[1]

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
