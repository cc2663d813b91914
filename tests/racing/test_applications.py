"""Processes that apply at once: a project asks a programme once, and no two applications have one number."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.rules import ApplicationState
from quartierwerk.rooms.funding.tests import factories
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
BEGIN = """
from quartierwerk.rooms.funding import actions as funding
from quartierwerk.rooms.funding.models import Programme, Project
programme, project = (model.objects.get(pk=int(key)) for model, key in zip((Programme, Project), thing.split()))
try:
    funding.begin(funding.Beginning(programme=programme, project=project), actor=me)
    print("begun")
except funding.AppliedAlready:
    print("there")
"""
SUBMIT = """
from quartierwerk.foundation.errors import NotNow
from quartierwerk.rooms.funding import actions as funding
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.tests.factories import content
try:
    funding.submit(Application.objects.get(pk=int(thing)), actor=me, content=content())
    print("submitted")
except NotNow:
    print("late")
"""


def test_of_three_windows_that_begin_at_once_one_does(transactional_db):
    keeper, programme = accounts.person(), factories.regulated()
    first = clock.today() + timedelta(days=30)
    project = factories.project(by=keeper, starts_on=first, ends_on=first)

    told = race(BEGIN, *((keeper, f"{programme.pk} {project.pk}") for _window in range(3)))

    assert sorted(told) == ["begun", "there", "there"]
    assert Application.objects.count() == 1


def test_of_three_who_submit_one_application_at_once_one_does(transactional_db):
    keeper = accounts.person()
    application = factories.application(keeper)

    told = race(SUBMIT, *((keeper, str(application.pk)) for _window in range(3)))

    assert sorted(told) == ["late", "late", "submitted"]


def test_three_who_submit_at_once_have_three_numbers(transactional_db):
    programme = factories.regulated()
    people = [accounts.person(f"Person {number}") for number in range(3)]
    written = [factories.application(one, of=programme) for one in people]

    told = race(SUBMIT, *((one, str(application.pk)) for one, application in zip(people, written, strict=True)))

    assert told == ["submitted"] * 3
    numbers = Application.objects.filter(state=ApplicationState.SUBMITTED).values_list("number", flat=True)
    assert sorted(number.rpartition("-")[2] for number in numbers) == ["00001", "00002", "00003"]
