"""What is counted at a place: the rooms above say it, this room's pages show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from django.utils.functional import Promise

from quartierwerk.rooms.places.models import Place


class Count(NamedTuple):
    """How many of something there are at a place, and where to see them."""

    label: str | Promise
    """What is counted, in the right number: “Profile”."""
    number: int
    url: str


Counter = Callable[[Sequence[Place]], Mapping[int, Count]]
_counters: list[Counter] = []


def register(counter: Counter) -> None:
    """Let a room above count something at places; it is asked once for all places of a page."""
    if counter not in _counters:
        _counters.append(counter)


def counts_at(places: Sequence[Place]) -> dict[int, list[Count]]:
    """What the rooms above count at each of these places, by its key; as many queries as there are counters."""
    found: dict[int, list[Count]] = {place.pk: [] for place in places}
    for counter in _counters:
        for key, count in counter(places).items():
            found[key].append(count)
    return found
