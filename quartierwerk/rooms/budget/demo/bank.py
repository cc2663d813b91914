"""The demo's bank: one statement of today, some of whose lines are in the books already and two of which wait."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from quartierwerk.foundation import clock, money
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import actions, queries
from quartierwerk.rooms.budget.models import FiscalYear, Order, StatementLine
from quartierwerk.rooms.budget.rules import Source

DATA = Path(__file__).parent / "data"
NUMBER, OPENING = "47", 184_302_17
"""Of the statement, and what was on the account before it, in cents."""
MOST_PAYMENTS = 5
WITHIN = timedelta(days=40)


@dataclass(frozen=True)
class Told:
    """One line as the bank writes it, in cents."""

    cents: int
    name: str
    purpose: str
    file: str = ""
    """What the run was called that the bank has booked as one sum."""
    becomes: str = ""
    """What the treasurer makes of it: income, a fee, or nothing yet."""


def tell(*, treasurer: Person, at: datetime) -> None:
    """Read the statement in, enter what came, lay the fee aside, and leave the rest for whoever plays the treasurer."""
    told = [*_paid(clock.local(at).date()), *_sent(), *_others()]
    content = _written(told, day=clock.local(at).date())
    [statement] = actions.read_statements(actions.StatementFile(content), actor=treasurer, at=at)
    for line, one in zip(statement.lines.order_by("position"), told, strict=True):
        _explain(line, one, by=treasurer, at=at)


def _explain(line: StatementLine, told: Told, *, by: Person, at: datetime) -> None:
    if told.becomes == "income":
        year = FiscalYear.objects.get(year=clock.local(at).year)
        pot = year.pots.filter(closed_at=None).exclude(source=Source.CITY).order_by("pk").first()
        if pot is not None:
            actions.book(actions.Income(line=line, pot=pot, basis=told.purpose), actor=by, at=at)
    elif told.becomes == "fee":
        actions.pass_line(line, actor=by, reason="Kontoführung, gehört in keinen Topf")


def _paid(today: date) -> list[Told]:
    """The latest payments of the books, with the numbers of their vouchers: they are tied by themselves."""
    leaving = set(Order.objects.to_send().values_list("entry", flat=True))
    by_hand = [one for one in queries.expected() if one.cents < 0 and not one.reference and one.key not in leaving]
    latest = [one for one in by_hand if timedelta(0) <= today - one.day <= WITHIN]
    return [Told(one.cents, one.name, f"{one.purpose} {one.voucher}") for one in latest[-MOST_PAYMENTS:]]


def _sent() -> list[Told]:
    """The run that is on its way, as one sum."""
    return [Told(-run.cents, "", "SEPA-Sammelauftrag", file=run.message_id) for run in queries.whole_runs()]


def _others() -> list[Told]:
    with (DATA / "bank.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Told(money.read(row["euros"]), row["name"], row["purpose"], becomes=row["becomes"])
            for row in csv.DictReader(lines, delimiter=";")
        ]


def _written(told: list[Told], *, day: date) -> bytes:
    """The file as the bank delivers it (CAMT.053)."""
    one = (DATA / "line.xml").read_text(encoding="utf-8")
    lines = "".join(
        one.format(
            amount=_amount(abs(line.cents)),
            side="CRDT" if line.cents > 0 else "DBIT",
            party="Dbtr" if line.cents > 0 else "Cdtr",
            day=day,
            name=escape(line.name),
            purpose=escape(line.purpose),
            batch=f"<Btch><PmtInfId>{line.file}</PmtInfId></Btch>" if line.file else "",
        )
        for line in told
    )
    whole = (DATA / "statement.xml").read_text(encoding="utf-8")
    closing = OPENING + sum(line.cents for line in told)
    return whole.format(
        number=NUMBER, day=day, opening=_amount(OPENING), closing=_amount(closing), lines=lines
    ).encode()


def _amount(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
