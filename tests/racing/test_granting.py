"""Processes that vouch for one entry, or agree to one text, at once: it is done once, and the other one hears so."""

from __future__ import annotations

import pytest

from quartierwerk.rooms.accounts.models import Consent
from quartierwerk.rooms.accounts.privacy import WORDINGS
from quartierwerk.rooms.directory import actions
from quartierwerk.rooms.directory.models import Seal
from quartierwerk.rooms.directory.tests import factories
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
SEAL = """
from quartierwerk.rooms.directory import actions as directory
from quartierwerk.rooms.directory.models import Profile
verb, pk = thing.split(":")
more = {"reason": "Umgezogen"} if verb == "revoke_seal" else {}
try:
    getattr(directory, verb)(Profile.objects.get(pk=int(pk)), actor=me, **more)
    print(verb)
except (directory.AlreadySealed, directory.NotSealed) as refusal:
    print(type(refusal).__name__)
"""
AGREE = """
purpose, version = thing.split(":")
try:
    actions.give_consent(me, actor=me, purpose=purpose, version=int(version), language="de")
    print("given")
except actions.ConsentGiven:
    print("already")
"""


@pytest.fixture
def office(transactional_db):
    """Two people in the office."""
    return [factories.make_officer(factories.person(name)) for name in ("Ada Amt", "Kora Kollegin")]


def test_two_grant_one_seal_and_one_does(office):
    profile = factories.profile()

    told = race(SEAL, *((person, f"grant_seal:{profile.pk}") for person in office))

    assert told == ["AlreadySealed", "grant_seal"]
    assert Seal.objects.get().granted_by in office


def test_a_seal_that_is_revoked_while_it_is_renewed_ends_revoked_or_stays_refused(office):
    profile = factories.profile()
    actions.grant_seal(profile, actor=office[0])

    told = race(SEAL, (office[0], f"renew_seal:{profile.pk}"), (office[1], f"revoke_seal:{profile.pk}"))

    # Renewed first, the new one is revoked; revoked first, there is nothing left to renew.
    assert told in (["renew_seal", "revoke_seal"], ["NotSealed", "revoke_seal"])
    assert not Seal.objects.running().exists()


def test_two_presses_of_one_button_agree_once(transactional_db):
    [news] = WORDINGS
    person = factories.person("Ada Beispiel")

    told = race(AGREE, *[(person, f"{news.purpose}:{news.version}")] * 2)

    assert told == ["already", "given"]
    assert Consent.objects.count() == 1
