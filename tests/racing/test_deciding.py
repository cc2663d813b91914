"""Processes that decide at once: one application is decided once, and a pot's last money goes to one of two."""

from __future__ import annotations

import pytest

from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.directory.tests.factories import make_officer
from quartierwerk.rooms.funding.models import Decision
from quartierwerk.rooms.funding.tests import factories
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
DECIDE = """
from quartierwerk.foundation.errors import NotNow
from quartierwerk.rooms.budget.actions import TooLittleLeft
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.funding import actions as funding
from quartierwerk.rooms.funding.models import Application
application, pot = (model.objects.get(pk=int(key)) for model, key in zip((Application, Pot), thing.split()))
try:
    funding.decide(application, actor=me, deciding=funding.Deciding(cents=150_000, pot=pot))
    print("decided")
except (NotNow, TooLittleLeft) as refusal:
    print(type(refusal).__name__)
"""
DECIDE_OR_WITHDRAW = DECIDE.replace("application, pot =", "verb, thing = thing.split(':')\napplication, pot =").replace(
    "    funding.decide(application, actor=me, deciding=funding.Deciding(cents=150_000, pot=pot))\n"
    '    print("decided")',
    "    if verb == 'decide':\n"
    "        funding.decide(application, actor=me, deciding=funding.Deciding(cents=150_000, pot=pot))\n"
    "    else:\n"
    "        funding.withdraw_application(application, actor=me)\n"
    "    print(verb)",
)


@pytest.fixture
def office(transactional_db):
    return [make_officer(accounts.person(name)) for name in ("Ada Amt", "Kora Kollegin", "Otto Ordner")]


def test_of_three_who_decide_on_one_application_one_does(office):
    pot = budget.pot(cents=1_000_000)
    application = factories.assessed(accounts.person(), clerk=office[0])

    told = race(DECIDE, *((person, f"{application.pk} {pot.pk}") for person in office))

    assert sorted(told) == ["NotNow", "NotNow", "decided"]
    assert (Decision.objects.count(), Pot.objects.get(pk=pot.pk).reserved) == (1, 150_000)


def test_the_last_money_of_a_pot_goes_to_one_of_three(office):
    pot = budget.pot(cents=200_000)
    of = factories.regulated()
    waiting = [factories.assessed(accounts.person(), clerk=office[0], of=of) for _one in range(3)]

    told = race(DECIDE, *((person, f"{one.pk} {pot.pk}") for person, one in zip(office, waiting, strict=True)))

    assert sorted(told) == ["TooLittleLeft", "TooLittleLeft", "decided"]
    assert Pot.objects.get(pk=pot.pk).reserved == 150_000


def test_what_is_withdrawn_while_it_is_decided_holds_no_money(office):
    pot, somebody = budget.pot(cents=1_000_000), accounts.person()
    application = factories.assessed(somebody, clerk=office[0])

    race(
        DECIDE_OR_WITHDRAW,
        (office[0], f"decide:{application.pk} {pot.pk}"),
        (somebody, f"withdraw:{application.pk} {pot.pk}"),
    )

    application.refresh_from_db()
    assert (application.state, Pot.objects.get(pk=pot.pk).reserved) == ("withdrawn", 0)
