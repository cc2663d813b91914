"""Accounts that are erased while others hand over to them, decide on their claims, or go at the same moment."""

from __future__ import annotations

import pytest

from quartierwerk.rooms.accounts import queries
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.accounts.tests import factories
from quartierwerk.rooms.directory.models import Claim
from quartierwerk.rooms.directory.tests import factories as directory
from tests.racing.test_accounts import go, heard, jammed, race, ready, until_waiting

pytestmark = pytest.mark.django_db(transaction=True)
ERASE = """
try:
    actions.erase(me, actor=me)
    print("erased")
except actions.LastOne:
    print("last")
"""
HAND_OVER = """
from quartierwerk.foundation.handing import Handover
to = Person.objects.get(pk=int(thing))
try:
    actions.hand_over(Handover(me, to), actor=me, kinds=["directory.profiles"])
    print("handed")
except actions.NoSuccessor:
    print("gone")
"""
APPROVE = """
from quartierwerk.rooms.directory import actions as directory
from quartierwerk.rooms.directory.models import Claim
claim = Claim.objects.get(pk=int(thing))
try:
    directory.approve(claim, actor=me, seen=[])
    print("approved")
except (directory.Decided, actions.AccountErased):
    print("settled")
"""


def test_of_two_keepers_who_erase_their_accounts_at_once_one_stays():
    keepers = [factories.person(), factories.person()]
    for keeper in keepers:
        factories.role(keeper)

    assert race(ERASE, *[(keeper, "") for keeper in keepers]) == ["erased", "last"]
    assert queries.holders(RoleName.PROFILE_ADMIN, scope=factories.PROFILE).count() == 1


@pytest.mark.parametrize("first", ["erases", "hands over"])
def test_what_is_handed_to_somebody_who_goes_is_not_lost(first):
    going, keeper = factories.person(), factories.person()
    factories.role(keeper)
    erasing, handing = ready(ERASE, going), ready(HAND_OVER, keeper, str(going.pk))

    with jammed(going):
        for process in (erasing, handing) if first == "erases" else (handing, erasing):
            go(process)
            until_waiting(1)
        until_waiting(2)

    assert heard([erasing, handing]) in (["erased", "gone"], ["handed", "last"])
    [holder] = queries.holders(RoleName.PROFILE_ADMIN, scope=factories.PROFILE)
    assert Person.objects.get(pk=holder.pk).erased_at is None


def test_a_claim_is_decided_while_the_account_is_erased_and_neither_waits_for_ever():
    profile, other = directory.profile(), directory.profile(name="Zwei")
    claimant, officer = directory.person("Ada Beispiel"), directory.make_officer(directory.person("Olga Amt"))
    claim = directory.claim(profile, by=claimant)
    directory.make_admin(officer, of=other)
    erasing, approving = ready(ERASE, claimant), ready(APPROVE, officer, str(claim.pk))

    with jammed(claimant):
        for process in (approving, erasing):
            go(process)
        until_waiting(2)

    assert heard([erasing, approving]) in (["erased", "settled"], ["approved", "last"])
    is_gone = Person.objects.get(pk=claimant.pk).erased_at is not None
    assert queries.holders(RoleName.PROFILE_ADMIN, scope=profile.reference).exists() is not is_gone
    assert not Claim.objects.waiting().exists()
