"""The cash report: what a year's pots took and gave, and whether the books and the bank agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Sum
from django.utils.translation import gettext as _

from quartierwerk.rooms.budget import rules
from quartierwerk.rooms.budget.models import Entry, FiscalYear, Order, Pot, Statement, StatementLine
from quartierwerk.rooms.budget.queries.bank import gaps
from quartierwerk.rooms.budget.queries.books import unsound
from quartierwerk.rooms.budget.rules import EntryKind

WENT = (EntryKind.PAYMENT, EntryKind.EXPENSE, EntryKind.TAKEN_OVER)


class Row(NamedTuple):
    """One pot in the report, in cents; counter-entries are taken off what they take back."""

    pot: Pot
    carried_in: int
    allocated: int
    moved: int
    """What came from other pots, less what went there."""
    paid: int
    repaid: int
    carried_out: int
    held: int
    """What is reserved or committed at the end."""
    left: int
    """What is free at the end."""


class Group(NamedTuple):
    """The pots of one pillar, or those beside the scheme, with what they come to together."""

    name: str
    rows: list[tuple[str, Row]]
    """Each pot by what it is called below the group's name."""
    total: dict[str, int]
    """Its sums, by the names of the columns."""


class Account(NamedTuple):
    """One bank account in the year."""

    iban: str
    """In groups of four, as people read it."""
    opening: int
    closing: int
    statements: int


@dataclass(frozen=True)
class CashReport:
    """What the treasurer accounts for, and auditors check."""

    year: FiscalYear
    rows: Sequence[Row]
    accounts: Sequence[Account]
    counter_entries: int
    orders_waiting: int
    lines_open: int
    gaps: Sequence[tuple[Statement, Statement]]
    unsound: Sequence[Pot]

    @cached_property
    def total(self) -> dict[str, int]:
        """The sums of all pots, by the names of the columns."""
        return _total(self.rows)

    @cached_property
    def groups(self) -> list[Group]:
        """The pots by their pillars, in the order of the scheme; what is beside it comes last."""
        by_name: dict[str, list[Row]] = {}
        for row in self.rows:
            by_name.setdefault(str(row.pot.pillar or _("Neben den Säulen")), []).append(row)
        return [
            Group(name, [(row.pot.named_within(name), row) for row in rows], _total(rows))
            for name, rows in by_name.items()
        ]

    @property
    def is_in_order(self) -> bool:
        """Whether nothing is left to explain."""
        return not (self.orders_waiting or self.lines_open or self.gaps or self.unsound)


def cash_report(year: FiscalYear) -> CashReport:
    """The report of one year over all its pots; whoever asks may see them all."""
    pots = list(Pot.objects.filter(year=year).named())
    sums: dict[int, dict[str, int]] = {}
    entered = Entry.objects.filter(pot__year=year).order_by().values("pot", "kind").annotate(sum=Sum("cents"))
    for row in entered:
        sums.setdefault(row["pot"], {})[row["kind"]] = row["sum"]
    first, last = f"{year.year}-01-01", f"{year.year}-12-31"
    return CashReport(
        year=year,
        rows=[_row(pot, sums.get(pot.pk, {})) for pot in pots],
        accounts=_accounts(Statement.objects.filter(last_on__range=(first, last))),
        counter_entries=Entry.objects.filter(pot__year=year, reverses__isnull=False).count(),
        orders_waiting=Order.objects.filter(pot__year=year).waiting().count(),
        lines_open=StatementLine.objects.open().filter(day__range=(first, last)).count(),
        gaps=[pair for pair in gaps() if pair[1].first_on.year == year.year],
        unsound=list(unsound().filter(year=year)),
    )


def _total(rows: Sequence[Row]) -> dict[str, int]:
    return {name: sum(getattr(row, name) for row in rows) for name in Row._fields[1:]}


def _row(pot: Pot, by_kind: dict[str, int]) -> Row:
    def of(*kinds: EntryKind) -> int:
        return sum(by_kind.get(kind, 0) for kind in kinds)

    return Row(
        pot=pot,
        carried_in=of(EntryKind.CARRY_IN),
        allocated=of(EntryKind.ALLOCATION),
        moved=of(EntryKind.TRANSFER_IN) - of(EntryKind.TRANSFER_OUT),
        paid=of(*WENT),
        repaid=of(EntryKind.REPAYMENT),
        carried_out=of(EntryKind.CARRY_OUT),
        held=pot.reserved + pot.committed,
        left=pot.available,
    )


def _accounts(found: Any) -> list[Account]:
    by_account: dict[str, list[Statement]] = {}
    for statement in found.order_by("iban", "first_on", "pk"):
        by_account.setdefault(statement.iban, []).append(statement)
    return [
        Account(rules.grouped(iban), statements[0].opening_cents, statements[-1].closing_cents, len(statements))
        for iban, statements in by_account.items()
    ]
