"""The demo's money: quick, sound, and in all states that a page can show."""

from __future__ import annotations

import pytest

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.budget import demo, queries
from quartierwerk.rooms.budget.models import Earmark, Entry, FiscalYear, Order, PaymentRun, Statement
from quartierwerk.rooms.budget.rules import OrderState
from quartierwerk.rooms.budget.tests import factories
from quartierwerk.rooms.places import demo as places

pytestmark = pytest.mark.django_db


def test_the_demos_books_are_sound_and_show_everything():
    places.load(actor=system("demo"))
    second = factories.treasurer("Olga Ostermann")

    demo.load(treasurer=factories.treasurer(), officer=second, at=clock.now())

    years = list(FiscalYear.objects.order_by("year"))
    this = next(year for year in years if year.year == clock.today().year)
    assert not queries.unsound().exists()
    assert len(years) == 4
    assert {order.state for order in Order.objects.all()} >= {
        OrderState.PROPOSED,
        OrderState.RELEASED,
        OrderState.REFUSED,
    }
    assert Earmark.objects.filter(pot__year=this, follows=None).count() >= 60
    assert {entry.kind for entry in Entry.objects.all()} >= {
        "transfer_in",
        "carry_in",
        "expense",
        "repayment",
        "decommitment",
    }
    assert Entry.objects.filter(reverses__isnull=False).count() == 1
    lines = Statement.objects.get().lines
    assert (lines.open().count(), lines.exclude(passed_reason="").count()) == (2, 1)
    assert lines.matched().filter(cents__lt=0).count() >= 1
    assert lines.matched().filter(entry__kind="allocation").count() == 1
    assert {run.state: run.payments.count() for run in PaymentRun.objects.all()} == {"executed": 3, "gathered": 2}
    assert queries.to_send(second).count() == 1
