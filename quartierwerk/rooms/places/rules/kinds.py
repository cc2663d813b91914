"""The kinds of places, and how exactly a point is known."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

HUES = 12
"""So many hues there are for districts; further ones begin again."""


class PlaceKind(StrEnum):
    """What sort of place it is."""

    CITY = "city"
    DISTRICT = "district"
    NEIGHBOURHOOD = "neighbourhood"
    CENTRE = "centre"
    QUARTER = "quarter"
    PARTNER_CITY = "partner_city"


PARENTS: dict[PlaceKind, frozenset[PlaceKind]] = {
    PlaceKind.CITY: frozenset(),
    PlaceKind.DISTRICT: frozenset({PlaceKind.CITY}),
    PlaceKind.NEIGHBOURHOOD: frozenset({PlaceKind.DISTRICT}),
    PlaceKind.CENTRE: frozenset({PlaceKind.DISTRICT}),
    PlaceKind.QUARTER: frozenset({PlaceKind.DISTRICT}),
    PlaceKind.PARTNER_CITY: frozenset(),
}
"""Within which kind of place each kind lies; a quarter may cross districts and names the one where its centre is."""


class Precision(StrEnum):
    """How a point became known, from a pin set by hand to the middle of a postcode."""

    PIN = "pin"
    EXACT = "exact"
    STREET = "street"
    POSTCODE = "postcode"

    @property
    def is_rough(self) -> bool:
        """Only the street or the postcode is known, not the house."""
        return self in (Precision.STREET, Precision.POSTCODE)


class Point(NamedTuple):
    """A point on the map (WGS 84) and how exactly it is known."""

    lat: float
    lon: float
    precision: Precision


def may_lie_in(kind: str, *, parent: str | None) -> bool:
    """A place of this kind may have a parent of that kind."""
    allowed = PARENTS[PlaceKind(kind)]
    return parent in allowed if parent is not None else not allowed


def next_hue(taken: int) -> int:
    """The hue for the next district after ``taken`` ones."""
    return taken % HUES + 1
