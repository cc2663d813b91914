"""Processes that lay down terms and call rounds of one programme at once: never two for the same day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.funding import queries
from quartierwerk.rooms.funding.models import Programme
from quartierwerk.rooms.funding.tests import factories
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
CALL = """
from datetime import date
from quartierwerk.rooms.funding import actions as funding
from quartierwerk.rooms.funding.models import Programme
from quartierwerk.rooms.funding.rules import Span
key, first, last = thing.split()
span = Span(date.fromisoformat(first), date.fromisoformat(last))
wanted = funding.Calling(programme=Programme.objects.get(pk=int(key)), name=f"ab {first}", span=span)
try:
    funding.call(wanted, actor=me)
    print("called")
except funding.RoundRefused:
    print("refused")
"""
REGULATE = """
from datetime import date
from quartierwerk.rooms.funding import actions as funding
from quartierwerk.rooms.funding.models import Programme
from quartierwerk.rooms.funding.tests.factories import CLUBS
key, day = thing.split()
try:
    programme = Programme.objects.get(pk=int(key))
    funding.regulate(programme, actor=me, terms=CLUBS, valid_from=date.fromisoformat(day))
    print("regulated")
except funding.TooLate:
    print("late")
"""


@pytest.fixture
def office(transactional_db):
    """Three people in the office."""
    return [accounts.officer(name) for name in ("Ada Amt", "Kora Kollegin", "Kai Kollege")]


def test_of_three_rounds_called_at_once_for_the_same_days_one_is(office):
    programme = factories.programme()
    first = clock.today() + timedelta(days=1)
    days = [(first + timedelta(days=begins), first + timedelta(days=30)) for begins in range(3)]

    told = race(CALL, *((me, f"{programme.pk} {a} {b}") for me, (a, b) in zip(office, days, strict=True)))

    assert sorted(told) == ["called", "refused", "refused"]
    assert programme.rounds.count() == 1


def test_of_three_who_lay_down_terms_from_one_day_at_once_one_does(office):
    programme = factories.regulated()
    day = clock.today() + timedelta(days=7)

    told = race(REGULATE, *((me, f"{programme.pk} {day}") for me in office))

    assert sorted(told) == ["late", "late", "regulated"]
    assert queries.rule_sets_of(Programme.objects.get()).filter(valid_from=day).count() == 1
