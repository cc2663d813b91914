"""Processes that take care of one thing at once, or decide on one report: exactly one of them does."""

from __future__ import annotations

import pytest

from quartierwerk.rooms.accounts.models import Assignment
from quartierwerk.rooms.directory.models import Report
from quartierwerk.rooms.directory.tests import factories
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
TAKE = """
try:
    actions.take_care(thing, actor=me)
    print("taken")
except actions.TakenAlready:
    print("already")
"""
JUDGE = """
from quartierwerk.rooms.directory import actions as directory
from quartierwerk.rooms.directory.models import Report
verb, pk = thing.split(":")
try:
    getattr(directory, verb)(Report.objects.get(pk=int(pk)), actor=me, answer=verb)
    print(verb)
except directory.Decided:
    print("decided")
"""


@pytest.fixture
def office(transactional_db):
    """Two people in the office."""
    return [factories.make_officer(factories.person(name)) for name in ("Ada Amt", "Kora Kollegin")]


def test_two_take_care_of_one_thing_and_one_does(office):
    told = race(TAKE, *((person, "directory.changerequest:7") for person in office))

    assert told == ["already", "taken"]
    assert Assignment.objects.get().person in office


def test_two_decide_on_one_report_and_one_does(office):
    report = factories.report(factories.profile())

    told = race(JUDGE, (office[0], f"uphold:{report.pk}"), (office[1], f"dismiss:{report.pk}"))

    report = Report.objects.get()
    assert sorted(told) == sorted(["decided", report.answer])
    assert report.state == {"uphold": "upheld", "dismiss": "dismissed"}[report.answer]
