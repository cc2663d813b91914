"""What follows by itself from rules and days; without a database."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from quartierwerk.foundation import clock
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.rules import Ground, Method, MinutesState, Notice, RecusalLaw, ScoringState, Voting

DAY = date(2026, 6, 3)
NOON = datetime(2026, 6, 3, 12, tzinfo=clock.BERLIN)


@pytest.mark.parametrize(
    ("invited", "is_short", "today", "standing"),
    [
        (False, False, DAY, Notice.RUNNING),
        (False, False, DAY + timedelta(days=1), Notice.PASSED),
        (True, False, DAY + timedelta(days=9), Notice.KEPT),
        (True, True, DAY, Notice.SHORT),
    ],
)
def test_notice_runs_until_its_last_day_and_is_kept_or_not(invited, is_short, today, standing):
    assert rules.notice_standing(invited=invited, is_short=is_short, last_day=DAY, today=today) == standing


def test_every_law_has_its_ground_and_every_voting_its_method():
    assert rules.ground_by(RecusalLaw.CIVIL) == Ground.ASSOCIATION
    assert {rules.ground_by(law) for law in RecusalLaw} == set(Ground)
    assert [rules.usual_method(way) for way in Voting] == [Method.OPEN, Method.NAMED]


def test_points_are_taken_while_the_scoring_is_open_and_not_over():
    assert rules.are_scores_taken(ScoringState.OPEN, closes_at=NOON, at=NOON - timedelta(seconds=1))
    assert not rules.are_scores_taken(ScoringState.OPEN, closes_at=NOON, at=NOON)
    assert not rules.are_scores_taken(ScoringState.CLOSED, closes_at=NOON, at=NOON - timedelta(days=1))


def test_objecting_is_possible_to_the_last_day_of_what_was_sent():
    assert rules.is_objecting_possible(MinutesState.SENT, until=DAY, on=DAY)
    assert not rules.is_objecting_possible(MinutesState.SENT, until=DAY, on=DAY + timedelta(days=1))
    assert not rules.is_objecting_possible(MinutesState.DRAFTING, until=DAY, on=DAY)
    assert not rules.is_objecting_possible(MinutesState.SENT, until=None, on=DAY)
