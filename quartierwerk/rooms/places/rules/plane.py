"""A flat map of one city: degrees to metres and back, true enough over a few dozen kilometres."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Plane:
    """An equirectangular projection around the middle of a city; x grows to the east, y to the north."""

    lat: float
    lon: float

    @classmethod
    def around(cls, points: Iterable[tuple[float, float]]) -> Plane:
        """The plane in the middle of these points, given as latitude and longitude."""
        lats, lons = zip(*points, strict=True)
        return cls(lat=(min(lats) + max(lats)) / 2, lon=(min(lons) + max(lons)) / 2)

    @property
    def metres_per_degree_east(self) -> float:
        return METRES_PER_DEGREE * math.cos(math.radians(self.lat))

    def flat(self, lat: float, lon: float) -> tuple[float, float]:
        """Metres east and north of the middle."""
        return (lon - self.lon) * self.metres_per_degree_east, (lat - self.lat) * METRES_PER_DEGREE

    def round(self, x: float, y: float) -> tuple[float, float]:
        """Latitude and longitude of a point on the plane."""
        return self.lat + y / METRES_PER_DEGREE, self.lon + x / self.metres_per_degree_east
