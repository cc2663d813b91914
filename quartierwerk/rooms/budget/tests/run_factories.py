"""Released payments, runs of them, and what the bank says afterwards, for tests."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import actions, rules
from quartierwerk.rooms.budget.models import HouseAccount, Order, PaymentRun, Pot, Statement
from quartierwerk.rooms.budget.rules import Way
from quartierwerk.rooms.budget.tests import factories, statements

PAYEES = ("DE02500105170137075030", "DE02100500000054540402", "DE02300209000106531065")
_numbers = count(1)


def account(by: Person) -> HouseAccount:
    """The account of the house; made where there is none."""
    plan = actions.AccountPlan(holder="Verein für Höfe", iban=statements.IBAN, bic="BYLADEM1001")
    return HouseAccount.objects.first() or actions.open_account(plan, actor=by)


def released(pot: Pot, *, cents: int, by: Person, other: Person, **said: Any) -> Order:
    """A payment to an account that one proposed and another one released."""
    number = next(_numbers)
    given = {
        "payee": f"Verein {number}",
        "purpose": f"Rate {number}",
        "voucher": f"R-{number:04}",
        "iban": PAYEES[number % 3],
    }
    order = actions.propose(actions.Payment(pot=pot, cents=cents, **given | said), actor=by)
    return actions.release_order(order, actor=other)


def bank_day() -> date:
    """A day on which a run of today can be executed."""
    return rules.bank_day_from(clock.today())


def gathered(orders: list[Order], *, by: Person, way: Way = Way.BANK) -> PaymentRun:
    """A run that nobody has released."""
    found = account(by) if way == Way.BANK else None
    wanted = actions.Gathering(orders=orders, execute_on=bank_day(), way=way, account=found)
    return actions.gather(wanted, actor=by)


def under_way(orders: list[Order], *, by: Person, other: Person, way: Way = Way.BANK) -> PaymentRun:
    """A run whose file is made."""
    return actions.release_run(gathered(orders, by=by, way=way), actor=other)


def told(by: Person, *lines: tuple[int, dict[str, str]], number: str = "12") -> Statement:
    """A statement of today with these lines, each with cents and what else the bank says."""
    entries = [
        statements.line(cents, day=clock.today(), **{"name": "", "purpose": "", **said}) for cents, said in lines
    ]
    content = statements.statement(entries, total=sum(cents for cents, _said in lines), number=number)
    [statement] = actions.read_statements(actions.StatementFile(content), actor=by)
    return statement


def keepers() -> tuple[Person, Person]:
    """Two who keep the books."""
    return factories.treasurer(), factories.treasurer("Karl Kasse")


class Desk:
    """Two who keep the books, a pot with a case in it, and three payments that are released."""

    def __init__(self) -> None:
        self.one, self.other = keepers()
        self.pot = factories.pot(cents=10_000_00, by=self.one)
        self.case = factories.earmark(self.pot, cents=2_000_00, by=self.one, title="P1-2026-0007 Lichterfest")
        actions.commit(actions.Held(earmark=self.case, cents=2_000_00), actor=self.one)
        self.case.refresh_from_db()
        self.orders = [self.released(100_00), self.released(250_50), self.released(70_00, earmark=self.case)]

    def released(self, cents: int, **said: Any) -> Order:
        return released(self.pot, cents=cents, by=self.one, other=self.other, **said)

    def gathered(self, **said: Any) -> PaymentRun:
        return gathered(self.orders, by=self.one, **said)

    def under_way(self, **said: Any) -> PaymentRun:
        return under_way(self.orders, by=self.one, other=self.other, **said)
