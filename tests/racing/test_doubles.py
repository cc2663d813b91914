"""Processes that merge, change and propose at once: a pair is merged once, no words go under, no proposal is lost."""

from __future__ import annotations

import pytest

from quartierwerk.rooms.directory import queries
from quartierwerk.rooms.directory.models import ChangeRequest, DoublePair, Merger, Profile
from quartierwerk.rooms.directory.queries.doubles import waiting
from quartierwerk.rooms.directory.rules import State
from quartierwerk.rooms.directory.tests import factories
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
STEP = """
from dataclasses import replace
from quartierwerk.foundation.errors import MovedOn, NotAllowed
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, queries, rules
from quartierwerk.rooms.directory.models import ChangeRequest, DoublePair, Profile
from quartierwerk.rooms.directory.queries.doubles import look_for, waiting
verb, pk, stays = thing.split(":")
try:
    if verb in ("merge", "apart", "part"):
        pair = DoublePair.objects.select_related("one", "other").get(pk=int(pk))
        if verb == "merge":
            versions = [1, 1]
            actions.merge(pair, actor=me, stays=int(stays), picks={}, based_on=versions)
        elif verb == "apart":
            actions.keep_apart(pair, actor=me)
        else:
            actions.part(pair, actor=me)
    elif verb == "edit":
        profile = Profile.objects.get(pk=int(pk))
        content = replace(queries.content_of(profile), about_de="Von Hand")
        actions.edit(profile, actor=me, content=content, based_on=1)
    elif verb == "take":
        request = ChangeRequest.objects.get(pk=int(pk))
        actions.accept(request, actor=me, units=request.units, based_on=1)
    elif verb == "propose":
        profile = Profile.objects.get(pk=int(pk))
        content = replace(queries.content_of(profile), contacts=(), tagline_de="Vorgeschlagen")
        actions.propose(actions.Proposal(content=content, profile=profile, based_on=1), actor=None)
    else:
        actions.propose_doubles(look_for(waiting(limit=10)), actor=system("test"))
    print(verb)
except (actions.Decided, MovedOn, NotAllowed) as refusal:
    print(type(refusal).__name__)
"""


@pytest.fixture
def standing(transactional_db):
    """Two that may be one, who keeps the second, and two in the office."""
    one, other = factories.profile(), factories.profile(name="Lichtwerk-Nord")
    owner = factories.make_admin(factories.person("Ova Eigen"), of=other)
    officers = [factories.make_officer(factories.person(name)) for name in ("Stabs Stella", "Stabs Silas")]
    return factories.pair(one, other), owner, officers


def merge(pair: DoublePair, stays: int) -> str:
    return f"merge:{pair.pk}:{stays}"


@pytest.mark.parametrize("is_crosswise", [False, True])
def test_a_pair_is_merged_once(standing, is_crosswise):
    pair, _owner, (first, second) = standing

    told = race(
        STEP, (first, merge(pair, pair.one_id)), (second, merge(pair, [pair.one_id, pair.other_id][is_crosswise]))
    )

    assert told == ["Decided", "merge"]
    merger = Merger.objects.get()
    assert {merger.away_id, merger.into_id} == {pair.one_id, pair.other_id}
    assert Profile.objects.filter(state=State.MERGED).get() == merger.away
    assert queries.remaining_of(merger.away_id) == merger.into


def test_a_pair_is_merged_or_kept_apart(standing):
    pair, _owner, (first, second) = standing

    told = race(STEP, (first, merge(pair, pair.one_id)), (second, f"apart:{pair.pk}:0"))

    pair.refresh_from_db()
    assert told in (["Decided", "merge"], ["Decided", "apart"])
    assert (pair.state == "merged") == Merger.objects.exists() == ("merge" in told)


def test_three_in_a_ring_leave_one_and_no_alias_of_an_alias(standing):
    pair, _owner, (first, second) = standing
    third = factories.profile(name="Lichtwerk Nord II")
    ring = factories.pair(pair.other, third)

    told = race(STEP, (first, merge(pair, pair.one_id)), (second, merge(ring, third.pk)))

    # The middle one goes into one of its neighbours; the other officer reads that it has gone.
    assert told == ["Decided", "merge"]
    assert queries.remaining_of(pair.other_id) in (pair.one, third)


def test_a_chain_at_once_leads_to_its_end(standing):
    pair, _owner, (first, second) = standing
    third = factories.profile(name="Lichtwerk Nord II")
    on = factories.pair(pair.other, third)

    told = race(STEP, (first, merge(pair, pair.other_id)), (second, merge(on, third.pk)))

    # One of the two looked at the middle one before the other wrote to it.
    assert told in (["LookAgain", "merge"], ["Decided", "merge"], ["merge", "merge"])
    for merger in Merger.objects.all():
        assert merger.leads_to.state == State.PUBLIC


def test_a_merger_and_an_edit_lose_neither(standing):
    pair, owner, (officer, _second) = standing

    told = race(STEP, (officer, merge(pair, pair.one_id)), (owner, f"edit:{pair.other_id}:0"))

    other = Profile.objects.get(pk=pair.other_id)
    is_merged = other.state == State.MERGED
    assert told in (["NotAllowed", "merge"], ["LookAgain", "edit"])
    assert is_merged == ("merge" in told)
    assert (queries.content_of(other).about_de == "Von Hand") == (not is_merged)


def test_a_merger_and_a_decision_on_a_proposal_lose_neither(standing):
    pair, owner, (officer, second) = standing
    request = factories.proposal(pair.other, tagline_de="Vorgeschlagen")

    told = race(STEP, (officer, merge(pair, pair.one_id)), (second, f"take:{request.pk}:0"))

    request.refresh_from_db()
    assert told in (["LookAgain", "merge"], ["LookAgain", "take"])
    assert request.is_open == ("merge" in told)
    assert request.profile.state == State.PUBLIC


def test_a_proposal_that_comes_at_the_moment_of_a_merger_waits_at_a_profile_that_stands(standing):
    pair, owner, (officer, _second) = standing

    told = race(STEP, (officer, merge(pair, pair.one_id)), (owner, f"propose:{pair.other_id}:0"))

    assert told in (["NotAllowed", "merge"], ["merge", "propose"])
    assert all(request.profile.is_public for request in ChangeRequest.objects.all())
    assert ChangeRequest.objects.count() == ("propose" in told)


def test_two_workers_propose_each_pair_once(standing):
    _pair, owner, (officer, _second) = standing
    DoublePair.objects.all().delete()

    told = race(STEP, (officer, "sweep:0:0"), (owner, "sweep:0:0"))

    assert told == ["sweep", "sweep"]
    assert DoublePair.objects.count() == 1
    assert not waiting(limit=10)
