"""Projects on a map: cells of the grid in which they stand, and how many in each; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quartierwerk.foundation.search import Bounds, Cluster, Point, grid


class Spot(NamedTuple):
    """A project and where it stands, in degrees (WGS 84)."""

    key: int
    title: str
    lat: float
    lon: float


def clusters(spots: Iterable[Spot], *, level: int) -> list[Cluster]:
    """How many there are in each cell of a level, and where in the middle; each is counted once."""
    return [Cluster(cell, len(those), _middle(those)) for cell, those in sorted(_by_cell(spots, level).items())]


def alone_in(spots: Iterable[Spot], *, level: int) -> dict[int, Spot]:
    """Those that stand alone in their cell."""
    return {cell: those[0] for cell, those in _by_cell(spots, level).items() if len(those) == 1}


def bounds_of(spots: Sequence[Spot]) -> Bounds:
    """The box around all of them."""
    lats, lons = [spot.lat for spot in spots], [spot.lon for spot in spots]
    return Bounds(min(lons), min(lats), max(lons), max(lats))


def _by_cell(spots: Iterable[Spot], level: int) -> dict[int, list[Spot]]:
    found = defaultdict(list)
    for spot in spots:
        found[grid.cell_at(spot.lat, spot.lon, min(level, grid.FINEST))].append(spot)
    return found


def _middle(spots: Sequence[Spot]) -> Point:
    number = len(spots)
    return Point(sum(spot.lat for spot in spots) / number, sum(spot.lon for spot in spots) / number)
