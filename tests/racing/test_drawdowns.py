"""Processes at one grant: together they never draw more than is granted, and each payment is ordered once."""

from __future__ import annotations

import pytest

from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.budget.models import Order
from quartierwerk.rooms.budget.queries import unsound
from quartierwerk.rooms.budget.tests import factories as money
from quartierwerk.rooms.funding import actions, queries
from quartierwerk.rooms.funding.models import BankDetails, Drawdown
from quartierwerk.rooms.funding.rules import AccountNews, DrawdownState
from quartierwerk.rooms.funding.tests import drawing as make
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
START = """
from quartierwerk.rooms.funding import actions as funding
from quartierwerk.rooms.funding.models import Application, Drawdown
from quartierwerk.rooms.funding.tests import drawing as make
"""
DRAW = f"""{START}
key, cents = thing.split()
attempt(lambda: make.drawdown(Application.objects.get(pk=int(key)), int(cents), by=me))
"""
ORDER = f"""{START}
attempt(lambda: funding.order_drawdown(Drawdown.objects.get(pk=int(thing)), actor=me))
"""
NAME = f"""{START}
attempt(lambda: make.account(Application.objects.get(pk=int(thing)), by=me))
"""


@pytest.fixture
def grant(owner):
    return make.granted(owner)


def test_the_last_money_goes_to_one_of_three_windows(grant, owner):
    make.account(grant)

    told = race(DRAW, *((owner, f"{grant.pk} 100000") for _window in range(3)))

    assert sorted(told) == ["CallRefused", "CallRefused", "yes"]
    assert queries.drawn(grant).cents == 1_000_00


def test_a_payment_is_ordered_once(grant, officer):
    checked = actions.check_drawdown(make.drawdown(grant), actor=officer)
    people = [money.treasurer(f"Kassia {number}") for number in range(3)]

    told = race(ORDER, *((somebody, str(checked.pk)) for somebody in people))

    assert sorted(told) == ["NotNow", "NotNow", "yes"]
    assert Order.objects.count() == 1 and Drawdown.objects.get().standing == DrawdownState.ORDERED
    assert not unsound().exists()


def test_two_who_name_one_account_do_not_both_count_as_the_first(grant, owner):
    stranger = accounts.person("Fremde Frieda")
    other = make.granted(stranger)

    told = race(NAME, (owner, str(grant.pk)), (stranger, str(other.pk)))

    assert told == ["yes", "yes"]
    news = sorted(BankDetails.objects.values_list("news", flat=True))
    assert news == [AccountNews.FIRST, AccountNews.SHARED]
