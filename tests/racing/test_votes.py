"""Processes that close votes at once: one vote comes to one resolution, and a pot's last money goes to one of two."""

from __future__ import annotations

import pytest

from quartierwerk.rooms.boards import actions
from quartierwerk.rooms.boards.models import Resolution
from quartierwerk.rooms.boards.tests import factories
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.budget.tests import factories as budget
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
CLOSE = """
from quartierwerk.foundation.errors import NotNow
from quartierwerk.rooms.boards import actions as boards
from quartierwerk.rooms.boards.models import Ballot
from quartierwerk.rooms.budget.actions import TooLittleLeft
try:
    boards.close_ballot(Ballot.objects.get(pk=int(thing)), actor=me)
    print("closed")
except NotNow:
    print("over")
except TooLittleLeft:
    print("refused")
"""


def counted(pot):
    """An open vote on the pot's money, counted: three for, none against; and who may close it."""
    board = factories.assembled(voting=3)
    by = board.secretary.person
    meeting = factories.running(board, here=3, by=by)
    motion = factories.motion(factories.item(meeting, by=by), by=by, pot=pot, cents=300_00)
    ballot = factories.ballot(motion, by=by)
    actions.count(actions.Counting(ballot=ballot, yes=3, no=0), actor=by)
    return by, ballot


def test_of_two_who_close_a_vote_at_once_one_does(transactional_db):
    by, ballot = counted(budget.pot(cents=1_000_00))

    told = race(CLOSE, (by, str(ballot.pk)), (by, str(ballot.pk)))

    assert sorted(told) == ["closed", "over"]
    assert Resolution.objects.count() == 1
    assert Pot.objects.get().reserved == 300_00


def test_a_pots_last_money_goes_to_one_of_two_bodies(transactional_db):
    pot = budget.pot(cents=500_00)
    votes = [counted(pot) for _number in range(2)]

    told = race(CLOSE, *((by, str(ballot.pk)) for by, ballot in votes))

    assert sorted(told) == ["closed", "refused"]
    assert Resolution.objects.count() == 1
    assert Pot.objects.get().reserved == 300_00
    assert [ballot.motion.ballots.get().is_open for _by, ballot in votes].count(True) == 1
