"""Entries and orders, and what pots stood at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from quartierwerk.foundation import clock
from quartierwerk.rooms.budget.models import Earmark, Entry, FiscalYear, Order, Pot
from quartierwerk.rooms.budget.rules import CASH, Sums

NAMES = ("funds", "reserved", "committed", "paid")


def sums_at(pots: Sequence[Pot], *, moment: datetime) -> dict[int, Sums]:
    """What pots stood at, by their keys, added up from the entries up to a moment, that one included; one question."""
    entered = Entry.objects.filter(pot__in=pots, at__lte=moment).order_by().values("pot")
    return {
        row.pop("pot"): Sums(**{name: row[f"{name}_sum"] for name in NAMES})
        for row in entered.annotate(**{f"{name}_sum": Sum(name) for name in NAMES})
    }


def unsound() -> QuerySet[Pot]:
    """The pots of which something is not the sum of its entries, the pot itself or what is earmarked in it.

    There are none unless somebody went around the house.
    """
    found = Q(pk__in=_differing(Pot.objects.all(), NAMES).values("pk"))
    found |= Q(pk__in=_differing(Earmark.objects.all(), NAMES[1:]).values("pot"))
    return Pot.objects.named().filter(found)


def _differing(rows: Any, names: Sequence[str]) -> Any:
    """The rows that hold other sums than their entries add up to."""
    differs = Q()
    for name in names:
        differs |= ~Q(**{f"{name}_added": F(name)})
    return rows.order_by().annotate(**{f"{name}_added": _added(name) for name in names}).filter(differs)


def _added(name: str, **narrowed: Any) -> Coalesce:
    """What entries add up to, all of them or some."""
    return Coalesce(Sum(f"entries__{name}", filter=Q(**narrowed) if narrowed else None), 0)


def entries(person: Any, *, year: FiscalYear | None = None, kind: str = "") -> QuerySet[Entry]:
    """The books as somebody may see them, the latest line first."""
    found = Entry.objects.visible_to(person).explained()
    if year is not None:
        found = found.filter(pot__year=year)
    return found.filter(kind=kind) if kind else found


def cash_entries(person: Any, *, since: datetime, until: datetime) -> QuerySet[Entry]:
    """What moved cash between two moments, both included, in the order in which it was entered."""
    found = Entry.objects.visible_to(person).explained().select_related("reverses__order")
    return found.filter(kind__in=sorted(CASH), at__gte=since, at__lte=until).order_by("at", "pk")


def both_sides(entry: Entry, person: Any) -> list[Entry]:
    """An entry, and the other side of the same money where this person sees its pot: out before in."""
    gone = entry.against_id or entry.pk
    found = Entry.objects.visible_to(person).explained().filter(Q(pk=gone) | Q(against=gone))
    return list(found.order_by("pk"))


def left_of(earmark: Earmark) -> int:
    """What of a commitment can still be proposed for payment: what waits for release already counts."""
    return earmark.committed - _waiting(earmark.orders.all())


def left_in(pot: Pot) -> int:
    """What of a pot can still be proposed as a direct expense."""
    return pot.available - _waiting(pot.orders.filter(earmark__isnull=True))


def _waiting(ordered: Any) -> int:
    return ordered.waiting().aggregate(sum=Sum("cents"))["sum"] or 0


def entries_of(thing: Pot | Earmark, *, kind: str = "", moment: datetime | None = None) -> QuerySet[Entry]:
    """The lines of a pot, or of what is earmarked in it, the latest first; up to a moment or all."""
    found = Entry.objects.explained()
    if moment is not None:
        found = found.filter(at__lte=moment)
    found = found.filter(pot=thing) if isinstance(thing, Pot) else found.filter(earmark=thing)
    return (found.filter(kind=kind) if kind else found).order_by("-number" if isinstance(thing, Pot) else "-pk")


def earmarks_of(pot: Pot, *, moment: datetime | None = None) -> QuerySet[Earmark]:
    """What a pot holds and has held, what is open first, each with what it stands at, or stood at (``stood_…``)."""
    found = pot.earmarks.all() if moment is None else pot.earmarks.filter(created_at__lte=moment)
    stood = {
        f"stood_{name}": F(name) if moment is None else _added(name, entries__at__lte=moment) for name in NAMES[1:]
    }
    return (
        found.annotate(**stood)
        .annotate(stood_held=F("stood_reserved") + F("stood_committed"))
        .order_by("-stood_held", "-created_at", "-pk")
    )


def orders(person: Any, *, state: str = "") -> QuerySet[Order]:
    """The orders that somebody may see."""
    found = Order.objects.visible_to(person).explained()
    return found.filter(state=state) if state else found


def payees_kept_too_long(before: datetime) -> QuerySet[Order]:
    """Orders of years that were over before a moment and that still say who was paid, and what for."""
    # A term is counted in years of 365 days; three leap days later no year is given up before it is ten years over.
    last = clock.local(before - timedelta(days=3)).year - 1
    return Order.objects.filter(pot__year__year__lte=last).exclude(payee="", iban="", purpose="")


def open_orders(pot: Pot, *, moment: datetime | None = None) -> QuerySet[Order]:
    """What waits for release out of a pot, or waited at a moment."""
    found = pot.orders.explained().order_by("proposed_at", "pk")
    if moment is None:
        return found.waiting()
    return found.filter(Q(decided_at__isnull=True) | Q(decided_at__gt=moment), proposed_at__lte=moment)
