"""Processes that claim one profile, or decide on its claims, at once: only one comes first, and the other is told."""

from __future__ import annotations

import pytest

from quartierwerk.rooms.accounts.queries import holders
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory.models import Claim
from quartierwerk.rooms.directory.tests import factories
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
STEP = """
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.rooms.directory import actions
from quartierwerk.rooms.directory.models import Claim, Profile
verb, pk, secret = thing.split(":")
try:
    if verb == "ask":
        actions.claim(actions.Wish(profile=Profile.objects.get(pk=int(pk)), note="Ich."), actor=me)
    elif verb == "use":
        actions.use_link(Claim.objects.get(pk=int(pk)), actor=me, secret=secret)
    elif verb == "approve":
        actions.approve(Claim.objects.get(pk=int(pk)), actor=me, seen=[])
    else:
        actions.turn_down(Claim.objects.get(pk=int(pk)), actor=me, reason="Nein.")
    print(verb)
except RuleBroken as refusal:
    print(type(refusal).__name__)
"""


@pytest.fixture
def unkept(transactional_db):
    return factories.profile(contacts=(factories.email(),))


def keepers(profile):
    return list(holders(RoleName.PROFILE_ADMIN, scope=profile.reference))


def test_two_people_use_two_links_and_one_keeps_it(unkept):
    (first, secret), (second, other) = factories.sent_link(unkept), factories.sent_link(unkept)
    eve, ida = factories.person("Eve Erste"), factories.person("Ida Zweite")

    told = race(STEP, (eve, f"use:{first.pk}:{secret}"), (ida, f"use:{second.pk}:{other}"))

    assert told == ["LinkOver", "use"]
    assert len(keepers(unkept)) == 1
    assert sorted(Claim.objects.values_list("state", flat=True)) == ["approved", "lapsed"]


def test_two_people_use_one_link_and_one_keeps_it(unkept):
    claim, secret = factories.sent_link(unkept)
    eve, ida = factories.person("Eve Erste"), factories.person("Ida Zweite")

    told = race(STEP, (eve, f"use:{claim.pk}:{secret}"), (ida, f"use:{claim.pk}:{secret}"))

    assert told == ["LinkOver", "use"]
    assert len(keepers(unkept)) == 1


def test_two_officers_let_two_people_in_and_the_second_is_asked_again(unkept):
    eve, ida = (factories.claim(unkept, by=factories.person(name)) for name in ("Eve Erste", "Ida Zweite"))
    one, two = (factories.make_officer(factories.person(name)) for name in ("Stabs Stella", "Stabs Stefan"))

    told = race(STEP, (one, f"approve:{eve.pk}:"), (two, f"approve:{ida.pk}:"))

    assert told == ["KeptMeanwhile", "approve"]
    assert len(keepers(unkept)) == 1


def test_two_officers_decide_one_claim_once(unkept):
    claim = factories.claim(unkept, by=factories.person("Eve Erste"))
    one, two = (factories.make_officer(factories.person(name)) for name in ("Stabs Stella", "Stabs Stefan"))

    told = race(STEP, (one, f"approve:{claim.pk}:"), (two, f"refuse:{claim.pk}:"))

    claim.refresh_from_db()
    assert told == sorted(["approve" if claim.state == "approved" else "refuse", "Decided"])
    assert len(keepers(unkept)) == (claim.state == "approved")


def test_a_link_and_the_office_at_once_leave_one_keeper(unkept):
    asked = factories.claim(unkept, by=factories.person("Eve Erste"))
    claim, secret = factories.sent_link(unkept)
    officer = factories.make_officer(factories.person("Stabs Stella"))

    told = race(STEP, (officer, f"approve:{asked.pk}:"), (factories.person("Ida Zweite"), f"use:{claim.pk}:{secret}"))

    assert told in (["KeptMeanwhile", "use"], ["LinkOver", "approve"])
    assert len(keepers(unkept)) == 1


def test_one_person_asks_twice_at_once_and_waits_once(unkept):
    eve = factories.person("Eve Erste")

    told = race(STEP, (eve, f"ask:{unkept.pk}:"), (eve, f"ask:{unkept.pk}:"))

    assert told == ["AlreadyClaimed", "ask"]
    assert Claim.objects.count() == 1
