"""Processes that answer one question, or change its profile, at once: one answer, and nobody waits for ever."""

from __future__ import annotations

import pytest

from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, queries
from quartierwerk.rooms.directory.models import Asking
from quartierwerk.rooms.directory.tests import factories
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
STEP = """
from dataclasses import replace
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.rooms.directory import actions, queries
from quartierwerk.rooms.directory.models import Profile
verb, pk, key = thing.split("|")
profile = Profile.objects.get(pk=int(pk))
try:
    if verb == "confirm":
        actions.confirm(profile, actor=None, key=key)
    elif verb == "withdraw":
        actions.withdraw(profile, actor=me)
    else:
        actions.edit(profile, actor=me, content=replace(queries.content_of(profile), about_de="Von Hand"))
    print(verb)
except (actions.AlreadyAnswered, NotAllowed) as refusal:
    print(type(refusal).__name__)
"""


@pytest.fixture
def standing(transactional_db):
    """A question, its key, somebody who keeps the profile, and somebody in the office."""
    profile = factories.profile()
    owner = factories.make_admin(factories.person("Ova Eigen"), of=profile)
    officer = factories.make_officer(factories.person("Stabs Stella"))
    actions.ask([profile], actor=system("worker"))
    asking = Asking.objects.get()
    return asking, queries.key_to_askings([asking]), owner, officer


def test_two_clicks_on_one_link_answer_once(standing):
    asking, key, owner, officer = standing
    thing = f"confirm|{asking.profile_id}|{key}"

    told = race(STEP, (owner, thing), (officer, thing))

    asking.refresh_from_db()
    assert told == ["AlreadyAnswered", "confirm"]
    assert asking.answer == "confirmed"


def test_an_edit_and_a_withdrawal_at_once_both_count(standing):
    asking, key, owner, officer = standing

    told = race(STEP, (owner, f"edit|{asking.profile_id}|"), (officer, f"withdraw|{asking.profile_id}|"))

    asking.refresh_from_db()
    profile = asking.profile
    assert told == ["edit", "withdraw"]
    assert (profile.state, profile.about_de) == ("withdrawn", "Von Hand")
    assert asking.answer in ("changed", "withdrawn")


def test_a_click_and_a_withdrawal_at_once_leave_one_answer(standing):
    asking, key, owner, officer = standing

    told = race(STEP, (owner, f"confirm|{asking.profile_id}|{key}"), (officer, f"withdraw|{asking.profile_id}|"))

    asking.refresh_from_db()
    assert "withdraw" in told
    assert asking.answer == ("confirmed" if "confirm" in told else "withdrawn")
