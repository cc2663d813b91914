"""Bank statements, what of them waits, and what each line may be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from quartierwerk.foundation import clock
from quartierwerk.rooms.budget import rules
from quartierwerk.rooms.budget.models import Earmark, Entry, Statement, StatementLine
from quartierwerk.rooms.budget.rules import Expected


def statements(person: Any) -> QuerySet[Statement]:
    """The statements that somebody may see, the latest first, each with how many lines wait (``waiting``)."""
    waits = Count("lines", filter=Q(lines__in=StatementLine.objects.open()))
    return Statement.objects.visible_to(person).annotate(waiting=waits).order_by("-last_on", "-pk")


def open_lines(person: Any) -> QuerySet[StatementLine]:
    """The lines of which nobody has said yet what they are, the oldest first."""
    return StatementLine.objects.visible_to(person).open().select_related("statement").order_by("day", "pk")


def expected(cents: Sequence[int] = ()) -> list[Expected]:
    """The entries that move cash and of which no statement has told yet, as the rules take them; of some sums only."""
    moving = Entry.objects.filter(
        kind__in=sorted(rules.CASH),
        bank_line__isnull=True,
        reverses__isnull=True,
        reversed_by__isnull=True,
    )
    if cents:
        moving = moving.filter(cents__in={abs(one) for one in cents})
    found = []
    for entry in moving.select_related("order", "earmark").order_by("pk"):
        order = entry.order
        found.append(
            Expected(
                key=entry.pk,
                cents=entry.cash_cents,
                day=clock.local(entry.at).date(),
                name=order.payee if order else "",
                purpose=order.purpose if order else entry.basis,
                voucher=entry.voucher,
            )
        )
    return found


def proposals_for(line: StatementLine) -> list[tuple[Entry, rules.Match]]:
    """The entries that a line may be, the surest first, each with why; at most ten."""
    found = rules.matches(line.moved, expected([line.cents]))[:10]
    entries = Entry.objects.explained().in_bulk([match.key for match in found])
    return [(entries[match.key], match) for match in found]


def earmarks_paid(person: Any) -> QuerySet[Earmark]:
    """The cases to which money can come back: something was paid for them, and their year is open."""
    found = Earmark.objects.visible_to(person).filter(paid__gt=0, pot__closed_at__isnull=True)
    return found.select_related("pot__year", "pot__pillar", "pot__district").order_by("title", "pk")


def bank_lines_kept_too_long(before: datetime) -> QuerySet[StatementLine]:
    """Lines of years that were over before a moment and that still say who paid or was paid."""
    last = clock.local(before - timedelta(days=3)).year - 1  # as for those whom an order pays
    return StatementLine.objects.filter(day__year__lte=last).exclude(name="", purpose="", reference="")


def gaps() -> list[tuple[Statement, Statement]]:
    """Pairs of statements of one account, one after the other, between whose balances something is missing."""
    found = []
    before: dict[str, Statement] = {}
    for statement in Statement.objects.order_by("iban", "first_on", "pk"):
        earlier = before.get(statement.iban)
        if earlier is not None and earlier.closing_cents != statement.opening_cents:
            found.append((earlier, statement))
        before[statement.iban] = statement
    return found
