"""Entries and orders, and what pots stood at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from quartierwerk.rooms.budget.models import Earmark, Entry, FiscalYear, Order, Pot
from quartierwerk.rooms.budget.rules import Sums

NAMES = ("funds", "reserved", "committed", "paid")


def sums_at(pots: Sequence[Pot], *, moment: datetime) -> dict[int, Sums]:
    """What pots stood at, by their keys, added up from the entries up to a moment, that one included; one question."""
    entered = Entry.objects.filter(pot__in=pots, at__lte=moment).order_by().values("pot")
    return {
        row.pop("pot"): Sums(**{name: row[f"{name}_sum"] for name in NAMES})
        for row in entered.annotate(**{f"{name}_sum": Sum(name) for name in NAMES})
    }


def unsound() -> QuerySet[Pot]:
    """The pots whose sums are not those of their entries; there are none unless somebody went around the house."""
    added = {f"{name}_added": Coalesce(Sum(f"entries__{name}"), 0) for name in NAMES}
    differs = Q()
    for name in NAMES:
        differs |= ~Q(**{f"{name}_added": F(name)})
    return Pot.objects.named().annotate(**added).filter(differs)


def entries(person: Any, *, year: FiscalYear | None = None, kind: str = "") -> QuerySet[Entry]:
    """The books as somebody may see them, the latest line first."""
    found = Entry.objects.visible_to(person).explained()
    if year is not None:
        found = found.filter(pot__year=year)
    return found.filter(kind=kind) if kind else found


def entries_of(thing: Pot | Earmark, *, kind: str = "") -> QuerySet[Entry]:
    """The lines of a pot, or of what is earmarked in it, the latest first."""
    found = Entry.objects.explained()
    found = found.filter(pot=thing) if isinstance(thing, Pot) else found.filter(earmark=thing)
    return (found.filter(kind=kind) if kind else found).order_by("-number" if isinstance(thing, Pot) else "-pk")


def earmarks_of(pot: Pot) -> QuerySet[Earmark]:
    """What a pot holds and has held, what is open first."""
    return pot.earmarks.annotate(held_now=F("reserved") + F("committed")).order_by("-held_now", "-created_at", "-pk")


def orders(person: Any, *, state: str = "") -> QuerySet[Order]:
    """The orders that somebody may see."""
    found = Order.objects.visible_to(person).explained()
    return found.filter(state=state) if state else found


def open_orders(pot: Pot) -> QuerySet[Order]:
    """What waits for release out of a pot."""
    return pot.orders.waiting().explained().order_by("proposed_at", "pk")
