"""Processes at one own project: its last money goes to one invoice, and no invoice comes twice."""

from __future__ import annotations

import pytest

from quartierwerk.rooms.budget.models import Earmark, Order
from quartierwerk.rooms.budget.queries import unsound
from quartierwerk.rooms.budget.tests import factories as money
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Closing, Invoice
from quartierwerk.rooms.funding.rules import InvoiceState
from quartierwerk.rooms.funding.tests import own_factories as own
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
START = """
from quartierwerk.rooms.funding import actions as funding
from quartierwerk.rooms.funding.models import Invoice, Project
from quartierwerk.rooms.funding.tests import own_factories as own
"""
ENTER = f"""{START}
project, number, cents = thing.split()
attempt(lambda: own.invoice(Project.objects.get(pk=int(project)), by=me, number=number, cents=int(cents)))
"""
ORDER = f"""{START}
attempt(lambda: funding.order_invoice(Invoice.objects.get(pk=int(thing)), actor=me))
"""
CLOSE_OR_ENTER = f"""{START}
verb, key = thing.split()
project = Project.objects.get(pk=int(key))
attempt(lambda: own.closed(project, by=me) if verb == "close" else own.invoice(project, by=me))
"""


@pytest.fixture
def board(transactional_db):
    return own.board()


@pytest.fixture
def rich(board):
    return own.granted(own.own_project(), board, 500_00)


def test_the_last_money_goes_to_one_of_three_invoices(rich, officer):
    told = race(ENTER, *((officer, f"{rich.pk} N-{number} 30000") for number in range(3)))

    assert sorted(told) == ["BeyondFunds", "BeyondFunds", "yes"]
    assert own.again(rich).funds.left == 200_00


def test_the_same_invoice_handed_in_from_three_windows_comes_once(rich, officer):
    told = race(ENTER, *((officer, f"{rich.pk} N-1 10000") for _window in range(3)))

    assert sorted(told) == ["InvoiceThere", "InvoiceThere", "yes"]
    assert Invoice.objects.count() == 1


def test_the_same_invoice_for_two_projects_comes_once(rich, board, officer):
    other = own.granted(own.own_project("Zweites"), board, 500_00)

    told = race(ENTER, *((officer, f"{project.pk} N-1 10000") for project in (rich, other)))

    assert sorted(told) == ["InvoiceThere", "yes"]


def test_a_payment_is_ordered_once_and_never_beyond_what_is_committed(rich, officer):
    checked = actions.check_invoice(own.invoice(rich, cents=500_00), actor=officer)
    people = [money.treasurer(f"Kassia {number}") for number in range(3)]

    told = race(ORDER, *((somebody, str(checked.pk)) for somebody in people))

    assert sorted(told) == ["NotNow", "NotNow", "yes"]
    assert Order.objects.count() == 1 and Invoice.objects.get().standing == InvoiceState.ORDERED
    assert not unsound().exists()


def test_an_invoice_that_comes_while_the_project_is_closed_stops_it_or_comes_too_late(rich, officer):
    told = race(CLOSE_OR_ENTER, (officer, f"close {rich.pk}"), (officer, f"enter {rich.pk}"))

    assert sorted(told) in (["NothingGranted", "yes"], ["StillOpen", "yes"])
    held = Earmark.objects.get(paid=0).held
    assert (Closing.objects.count(), held) in ((1, 0), (0, 500_00))
