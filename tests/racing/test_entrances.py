"""Processes at the side doors of funding: one code lets one application in, a need is registered once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Application, NeedsRegistration
from quartierwerk.rooms.funding.rules import Intake
from quartierwerk.rooms.funding.tests import factories
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
BEGIN = """
from quartierwerk.rooms.funding import actions as funding
from quartierwerk.rooms.funding.models import Programme, Project
*keys, code = thing.split()
programme, project = (model.objects.get(pk=int(key)) for model, key in zip((Programme, Project), keys))
try:
    funding.begin(funding.Beginning(programme=programme, project=project, code=code), actor=me)
    print("begun")
except funding.NoSuchCode:
    print("none")
"""
REGISTER = """
from quartierwerk.rooms.funding import actions as funding
from quartierwerk.rooms.funding.models import Programme, Project
programme, project = (model.objects.get(pk=int(key)) for model, key in zip((Programme, Project), thing.split()))
need = funding.Registering(programme=programme, project=project, cents=1, text="Laternen")
try:
    funding.register_need(need, actor=me)
    print("registered")
except funding.NeedThere:
    print("there")
"""


def project(by, title: str):
    first = clock.today() + timedelta(days=30)
    return factories.project(title, by=by, starts_on=first, ends_on=first)


def test_of_three_who_use_one_code_at_once_one_gets_in(transactional_db, officer):
    terms = replace(factories.CLUBS, intake=Intake.ROUNDS)
    programme = factories.regulated(terms=terms)
    with time_machine.travel(clock.now() - timedelta(days=31), tick=False):
        called = factories.called(programme, days=30)
    until = clock.today() + timedelta(days=7)
    code = actions.issue_late_code(actions.Lateness(called=called, purpose="Streik", valid_until=until), actor=officer)
    people = [accounts.person(f"Person {number}") for number in range(3)]
    theirs = [project(one, one.name) for one in people]

    told = race(
        BEGIN, *((one, f"{programme.pk} {to.pk} {code.written}") for one, to in zip(people, theirs, strict=True))
    )

    assert sorted(told) == ["begun", "none", "none"]
    assert Application.objects.count() == 1


def test_a_need_is_registered_once_by_three_windows(transactional_db):
    keeper = accounts.person()
    programme = factories.regulated(terms=replace(factories.CLUBS, needs_first=True))
    theirs = project(keeper, "Lichterfest")

    told = race(REGISTER, *((keeper, f"{programme.pk} {theirs.pk}") for _window in range(3)))

    assert sorted(told) == ["registered", "there", "there"]
    assert NeedsRegistration.objects.count() == 1
