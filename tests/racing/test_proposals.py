"""Processes that decide on one proposal, or change its profile, at once: nothing is lost and nobody decides twice."""

from __future__ import annotations

import pytest

from quartierwerk.rooms.directory import queries
from quartierwerk.rooms.directory.models import ChangeRequest, Profile
from quartierwerk.rooms.directory.tests import factories
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
STEP = """
from dataclasses import replace
from quartierwerk.foundation.errors import MovedOn
from quartierwerk.rooms.directory import actions, queries
from quartierwerk.rooms.directory.models import ChangeRequest
verb, pk, version = thing.split(":")
request = ChangeRequest.objects.get(pk=int(pk))
try:
    if verb == "take":
        actions.accept(request, actor=me, units=request.units, based_on=int(version))
    elif verb == "refuse":
        actions.refuse(request, actor=me, reason="Nein.")
    else:
        content = replace(queries.content_of(request.profile), about_de="Von Hand")
        actions.edit(request.profile, actor=me, content=content, based_on=int(version))
    print(verb)
except (actions.Decided, MovedOn) as refusal:
    print(type(refusal).__name__)
"""


@pytest.fixture
def standing(transactional_db):
    """A profile, somebody who keeps it, and somebody in the office."""
    profile = factories.profile()
    owner = factories.make_admin(factories.person("Ova Eigen"), of=profile)
    return profile, owner, factories.make_officer(factories.person("Stabs Stella"))


@pytest.mark.parametrize("other", ["take", "refuse"])
def test_two_reviewers_decide_once(standing, other):
    profile, owner, officer = standing
    request = factories.proposal(profile, tagline_de="Vorgeschlagen")

    told = race(
        STEP, (officer, f"take:{request.pk}:{profile.version}"), (owner, f"{other}:{request.pk}:{profile.version}")
    )

    request.refresh_from_db()
    was_taken = request.state == "accepted"
    assert told == sorted(["take" if was_taken else "refuse", "Decided"])
    after = Profile.objects.get()
    assert (queries.content_of(after).tagline_de == "Vorgeschlagen") == was_taken
    assert after.version == profile.version + was_taken
    assert after.versions.count() == was_taken


def test_two_proposals_to_one_field_are_not_both_taken_in_sight_of_the_same_state(standing):
    profile, owner, officer = standing
    first, second = (factories.proposal(profile, tagline_de=words) for words in ("Eins", "Zwei"))

    told = race(STEP, (officer, f"take:{first.pk}:{profile.version}"), (owner, f"take:{second.pk}:{profile.version}"))

    assert told == ["LookAgain", "take"]
    assert ChangeRequest.objects.open().count() == 1
    [taken] = ChangeRequest.objects.filter(state="accepted")
    assert queries.content_of(profile).tagline_de == taken.wanted["tagline_de"]


def test_an_edit_and_a_decision_at_once_lose_neither(standing):
    profile, owner, officer = standing
    request = factories.proposal(profile, tagline_de="Vorgeschlagen")

    told = race(
        STEP, (officer, f"take:{request.pk}:{profile.version}"), (owner, f"edit:{request.pk}:{profile.version}")
    )

    content = queries.content_of(profile)
    assert told in (["MovedOn", "take"], ["LookAgain", "edit"])
    # What was refused is told so and can be done again in sight of the other; nothing went under unseen.
    assert (content.tagline_de == "Vorgeschlagen") == ("take" in told)
    assert (content.about_de == "Von Hand") == ("edit" in told)
    assert profile.versions.count() == 1
