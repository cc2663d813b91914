"""When items are due, until when one invites, what a time of day means, what is said before a vote; pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from quartierwerk.foundation.clock import BERLIN
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.rules.deciding import QuorumFinding

SIX = datetime(2026, 6, 3, 18, tzinfo=BERLIN)


def test_items_are_due_one_after_the_other():
    due = rules.due_at([5, None, 20, 10], starts_at=SIX)
    assert [f"{moment:%H:%M}" for moment in due] == ["18:00", "18:05", "18:05", "18:25"]


@pytest.mark.parametrize("days", [0, 7, 14])
def test_the_last_day_for_inviting_keeps_the_notice_and_the_day_after_does_not(days):
    meets_on = date(2026, 6, 3)
    last = rules.invite_by(meets_on=meets_on, days=days)
    assert rules.notice_is_kept(invited_on=last, meets_on=meets_on, days=days)
    assert not rules.notice_is_kept(invited_on=last + timedelta(days=1), meets_on=meets_on, days=days)


@pytest.mark.parametrize(
    ("said", "meant"), [(time(18), SIX), (time(17, 55), datetime(2026, 6, 3, 17, 55, tzinfo=BERLIN))]
)
def test_a_time_is_one_of_today(said, meant):
    assert rules.last_time(said, now=SIX) == meant


def test_after_midnight_a_late_time_is_one_of_yesterday():
    past_midnight = datetime(2026, 6, 4, 0, 20, tzinfo=BERLIN)
    assert rules.last_time(time(23, 50), now=past_midnight) == datetime(2026, 6, 3, 23, 50, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (QuorumFinding(True, 3, 3, 5), "Beschlussfähig: 3 von 5 stimmberechtigten Sitzen, nötig 3."),
        (QuorumFinding(False, 2, 3, 5), "Nicht beschlussfähig: 2 von 5 stimmberechtigten Sitzen, nötig 3."),
        (QuorumFinding(True, 1, 1, 5, is_waived=True), "Zweite Sitzung: beschlussfähig mit allen, die da sind (1)."),
        (
            QuorumFinding(True, 1, 3, 5, is_presumed=True),
            "Gilt als beschlussfähig, bis es jemand bezweifelt: 1 von 5, nötig wären 3.",
        ),
    ],
)
def test_the_quorum_is_said_with_its_numbers(finding, said):
    assert rules.quorum_in_words(finding) == said
    assert rules.quorum_in_words(finding, recused=2) == f"{said} 2 Sitze sind befangen."
