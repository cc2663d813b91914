"""How the demo's money leaves: a run that the bank has carried out, one that waits for release, a payment in none."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from quartierwerk.foundation import clock, money
from quartierwerk.rooms.budget import actions, rules
from quartierwerk.rooms.budget.demo.keeping import Keeping
from quartierwerk.rooms.budget.models import HouseAccount, Order, PaymentRun

DATA = Path(__file__).parent / "data"
PLAN = actions.AccountPlan(holder="Geschäftsstelle der Stadtbezirke", iban="DE02120300000000202051")
DAYS_AGO = timedelta(days=8)
"""So long ago the run was made of which today's statement tells."""


def send(keeping: Keeping) -> None:
    """Enter the account of the house, and let payments leave from it."""
    account = actions.open_account(PLAN, actor=keeping.treasurer, at=keeping.now)
    with (DATA / "sent.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    keeping.advance(keeping.today - DAYS_AGO)
    _gather(keeping, account, [_ordered(keeping, row) for row in rows if row["run"] == "executed"], is_released=True)
    keeping.advance(keeping.today)
    _gather(keeping, account, [_ordered(keeping, row) for row in rows if row["run"] == "waiting"])
    for row in rows:
        if row["run"] == "none":
            _ordered(keeping, row)


def _ordered(keeping: Keeping, row: dict[str, str]) -> Order:
    payment = actions.Payment(
        pot=keeping.overhead,
        cents=money.read(row["euros"]),
        payee=row["payee"],
        purpose=row["purpose"],
        voucher=keeping.next_voucher(),
        iban=row["iban"],
    )
    order = actions.propose(payment, actor=keeping.treasurer, at=keeping.now)
    return actions.release_order(order, actor=keeping.officer, at=keeping.now)


def _gather(
    keeping: Keeping, account: HouseAccount, orders: Sequence[Order], *, is_released: bool = False
) -> PaymentRun:
    day = rules.bank_day_from(clock.local(keeping.now).date())
    wanted = actions.Gathering(orders=orders, execute_on=day, account=account)
    run = actions.gather(wanted, actor=keeping.treasurer, at=keeping.now)
    return actions.release_run(run, actor=keeping.officer, at=keeping.now) if is_released else run
