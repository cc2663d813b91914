"""What waits for somebody: each room registers its piles, the cockpit shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, kw_only=True)
class Pile:
    """Things of one kind that somebody should look at."""

    label: str | Promise
    number: int
    hint: str | Promise
    """What to do about it, in one sentence."""
    url: str
    order: int = 50
    """Small numbers are the pressing ones."""


Source = Callable[[Any], Iterable[Pile]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a room's ``piles(person)``; it answers with what this person may see, empty piles included."""
    if source not in _sources:
        _sources.append(source)


def piles_of(person: Any) -> list[Pile]:
    """Everything that waits for a person, most pressing first; empty piles are left out."""
    found = (pile for source in _sources for pile in source(person))
    return sorted((pile for pile in found if pile.number), key=lambda pile: pile.order)
