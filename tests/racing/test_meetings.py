"""Processes that decide on one meeting at once: what one has decided, the other has before it."""

from __future__ import annotations

import pytest

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards import actions
from quartierwerk.rooms.boards.models import Binding, Body, Meeting, Scoring
from quartierwerk.rooms.boards.rules import ScoringState
from quartierwerk.rooms.boards.tests import factories
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
PLAN_OR_DISSOLVE = """
from datetime import timedelta
from quartierwerk.foundation import clock
from quartierwerk.rooms.boards import actions as boards
from quartierwerk.rooms.boards.models import Body
verb, pk = thing.split(":")
body, now = Body.objects.get(pk=int(pk)), clock.now()
try:
    if verb == "plan":
        at = now + timedelta(days=10)
        wanted = boards.Planning(body=body, starts_at=at, ends_at=at + timedelta(hours=2), place="Saal")
        boards.plan(wanted, actor=me)
    else:
        boards.dissolve(body, actor=me, until_on=clock.today())
    print(verb)
except (boards.BodyGone, boards.MeetsLater) as refusal:
    print(type(refusal).__name__)
"""
REOPEN_OR_VOTE = """
from datetime import timedelta
from quartierwerk.foundation import clock
from quartierwerk.rooms.boards import actions as boards
from quartierwerk.rooms.boards.models import Motion, Scoring
from quartierwerk.rooms.boards.rules import Method
verb, pk = thing.split(":")
try:
    if verb == "reopen":
        boards.reopen_scoring(Scoring.objects.get(pk=int(pk)), actor=me, closes_at=clock.now() + timedelta(days=1))
    else:
        boards.open_ballot(boards.Opening(motion=Motion.objects.get(pk=int(pk)), method=Method.OPEN), actor=me)
    print(verb)
except (boards.VotesBegun, boards.ScoringRuns) as refusal:
    print(type(refusal).__name__)
"""
BIND = """
from quartierwerk.rooms.boards import actions as boards
from quartierwerk.rooms.boards.rules import TieKind
print(boards.bind(boards.Tie(me, thing, TieKind.SELF), actor=me).pk)
"""


def test_no_meeting_is_planned_for_a_body_that_is_dissolved_meanwhile(transactional_db):
    body, office = factories.body(), [accounts.officer(name) for name in ("Ada Amt", "Kora Kollegin")]

    told = race(PLAN_OR_DISSOLVE, (office[0], f"plan:{body.pk}"), (office[1], f"dissolve:{body.pk}"))

    assert told in (["MeetsLater", "plan"], ["BodyGone", "dissolve"])
    assert Meeting.objects.exists() is (Body.objects.get().until_on is None)


def test_scores_are_not_taken_once_more_while_a_vote_is_opened(transactional_db):
    jury = factories.assembled(voting=3)
    by = jury.secretary.person
    scoring = factories.scoring(jury)
    candidate = factories.candidate(scoring, by=by)
    actions.close_scoring(scoring, actor=by)
    meeting = factories.opened(scoring.item.meeting, by=by)
    for seat in jury.seats:
        actions.come(actions.Arrival(meeting=meeting, seat=seat, came_at=clock.now()), actor=by)
    motion = candidate.item.motions.get()

    told = race(REOPEN_OR_VOTE, (by, f"reopen:{scoring.pk}"), (by, f"vote:{motion.pk}"))

    assert told in (["ScoringRuns", "reopen"], ["VotesBegun", "vote"])
    assert (Scoring.objects.get().state == ScoringState.OPEN) is not motion.ballots.exists()


def test_a_tie_that_is_declared_twice_at_once_is_one(transactional_db):
    ada = accounts.person()

    told = race(BIND, (ada, "a.b:1"), (ada, "a.b:1"))

    assert len(set(told)) == 1
    assert Binding.objects.count() == 1
