"""Areas by which entries are chosen: a box of degrees, a circle of metres, or the part that both share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from quartierwerk.foundation.search.grid import Bounds

METRES_PER_DEGREE = 111_320.0
UNITS = 10_000_000
"""Points are kept as whole numbers of so many parts of a degree, about a centimetre: sums of them are exact."""
EDGE = 2 / UNITS
"""Cells nearer to the edge of an area than this count as cut by it, so that rounding decides nothing."""


class Point(NamedTuple):
    """Latitude and longitude in degrees, WGS 84."""

    lat: float
    lon: float


def metres_between(middle: Point, other: Point) -> float:
    """The way as the crow flies, on the plane that touches the earth at ``middle``: true enough within a region."""
    return math.hypot(*_metres_from(middle, other))


def _metres_from(middle: Point, other: Point) -> tuple[float, float]:
    """Metres to the east and to the north."""
    east = METRES_PER_DEGREE * math.cos(math.radians(middle.lat))
    return (other.lon - middle.lon) * east, (other.lat - middle.lat) * METRES_PER_DEGREE


class Circle(NamedTuple):
    """All points within so many metres of a point."""

    middle: Point
    metres: float

    @property
    def bounds(self) -> Bounds:
        """The box around it."""
        north = self.metres / METRES_PER_DEGREE
        east = north / max(math.cos(math.radians(self.middle.lat)), 1e-9)
        lat, lon = self.middle
        return Bounds(lon - east, lat - north, lon + east, lat + north)


@dataclass(frozen=True)
class Area:
    """Where a location must lie: within the box and within the circle, as far as they are given."""

    box: Bounds | None = None
    circle: Circle | None = None

    def holds(self, point: Point) -> bool:
        """Whether a point lies in the area; its edges belong to it."""
        if self.box is not None:
            west, south, east, north = self.box
            if not (west <= point.lon <= east and south <= point.lat <= north):
                return False
        return self.circle is None or metres_between(self.circle.middle, point) <= self.circle.metres

    def touches(self, cell: Bounds) -> bool:
        """Whether a cell may hold a point of the area; yes where rounding leaves a doubt."""
        west, south, east, north = cell
        if self.box is not None:
            left, bottom, right, top = self.box
            if west > right + EDGE or east < left - EDGE or south > top + EDGE or north < bottom - EDGE:
                return False
        if self.circle is None:
            return True
        lat, lon = self.circle.middle
        nearest = Point(min(max(lat, south - EDGE), north + EDGE), min(max(lon, west - EDGE), east + EDGE))
        return metres_between(self.circle.middle, nearest) <= self.circle.metres

    def covers(self, cell: Bounds) -> bool:
        """Whether every point of a cell lies in the area; no where rounding leaves a doubt."""
        west, south, east, north = cell.west - EDGE, cell.south - EDGE, cell.east + EDGE, cell.north + EDGE
        return all(self.holds(Point(lat, lon)) for lat in (south, north) for lon in (west, east))

    def within(self, metres: float) -> Area:
        """The part of the area that is no further than this from the middle of its circle."""
        if self.circle is None:
            raise ValueError("Only a circle has a middle.")
        return Area(self.box, Circle(self.circle.middle, min(metres, self.circle.metres)))


NOWHERE = Area(Bounds(1, 1, -1, -1))
"""Holds no point at all."""
