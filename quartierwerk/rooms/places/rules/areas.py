"""How large an area is: metres and square metres on a map that keeps areas true.

The map is Lambert's cylindrical equal-area projection of the WGS 84 ellipsoid (Snyder, Map Projections: A Working
Manual, 1987, equations 3-12, 10-14 and 10-15) with the standard parallel through the city. It keeps every area
exactly, and lengths to better than a thousandth over the few dozen kilometres of a city.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy
import shapely
from shapely.geometry.base import BaseGeometry

SEMI_MAJOR_M = 6_378_137.0
ECCENTRICITY = math.sqrt((2 - 1 / 298.257223563) / 298.257223563)
HAIR_M = 0.5
"""What is narrower than this comes from rounded coordinates, not from two opinions about a border."""


def area_m2(shape: BaseGeometry) -> float:
    """The area of a shape in degrees (longitude before latitude), in square metres; 0 for what has none."""
    if shape.is_empty:
        return 0.0
    return float(flat(shape).area)


def is_hairline(shape: BaseGeometry) -> bool:
    """The shape, in degrees, is nowhere wider than ``HAIR_M``."""
    return bool(shape.is_empty or flat(shape).buffer(-HAIR_M / 2).is_empty)


def flat(shape: BaseGeometry) -> BaseGeometry:
    """A shape in degrees laid onto the equal-area map around its own middle, in metres."""
    _west, south, _east, north = shape.bounds
    return shapely.transform(shape, _onto((south + north) / 2))


def _onto(standard: float) -> Callable[[Any], Any]:
    """Degrees to metres, true to length along the latitude ``standard``."""
    scale = _radius(standard) / SEMI_MAJOR_M

    def project(degrees: Any) -> Any:
        x = SEMI_MAJOR_M * scale * numpy.radians(degrees[:, 0])
        y = SEMI_MAJOR_M * _q(numpy.radians(degrees[:, 1])) / (2 * scale)
        return numpy.column_stack([x, y])

    return project


def _radius(latitude: float) -> float:
    """Radius of the circle of a latitude, in metres."""
    angle = math.radians(latitude)
    return SEMI_MAJOR_M * math.cos(angle) / math.sqrt(1 - (ECCENTRICITY * math.sin(angle)) ** 2)


def _q(latitude: Any) -> Any:
    """Snyder's q: grows with the area between the equator and a latitude, given in radians."""
    e, sine = ECCENTRICITY, numpy.sin(latitude)
    return (1 - e * e) * (sine / (1 - (e * sine) ** 2) - numpy.log((1 - e * sine) / (1 + e * sine)) / (2 * e))
