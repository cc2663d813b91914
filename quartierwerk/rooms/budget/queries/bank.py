"""Bank statements, what of them waits, and what each line may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from quartierwerk.foundation import clock
from quartierwerk.rooms.budget import rules
from quartierwerk.rooms.budget.models import Earmark, Entry, Order, RunPayment, Statement, StatementLine
from quartierwerk.rooms.budget.rules import Expected, Moved, OrderState


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
    # What the bank has booked within one sum is told of there.
    moving = moving.exclude(order__in=RunPayment.objects.filter(run__bank_line__isnull=False).values("order"))
    sent = RunPayment.objects.filter(is_standing=True, order__entry__in=moving)
    called = dict(sent.values_list("order", "end_to_end"))
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
                reference=called.get(order.pk, "") if order else "",
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


def repayments_for(line: StatementLine, person: Any) -> list[tuple[Earmark, rules.Match]]:
    """The cases from which money may have come back with a line, the surest first, each with why; at most five."""
    if line.cents <= 0:
        return []
    released = Order.objects.filter(state=OrderState.RELEASED, entry__reversed_by__isnull=True)
    cases = earmarks_paid(person).filter(paid__gte=line.cents).prefetch_related(Prefetch("orders", queryset=released))
    by_key = {case.pk: case for case in cases}
    matches = rules.matches(line.moved, (one for case in by_key.values() for one in _expected_back(case, line.moved)))
    # That a case was paid at least as much says nothing yet.
    found = [match for match in rules.merged(matches) if len(match.signs) > 1]
    return [(by_key[match.key], match) for match in found[:5]]


def _expected_back(case: Earmark, line: Moved) -> Iterator[Expected]:
    """What would come back from a case: under its number or that of a payment, from whoever was paid."""
    number = next((word for word in case.title.split() if any(sign.isdigit() for sign in word)), "")
    title = case.title.replace(number, "", 1).strip()
    for order in case.orders.all():
        for voucher in (number, order.voucher):
            yield Expected(
                key=case.pk, cents=line.cents, day=line.day, name=order.payee, purpose=title, voucher=voucher
            )


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
