"""Drawing shapes small: a flat picture of the city whose paths are short enough to stand in a page."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import shapely
from shapely.geometry.base import BaseGeometry

from quartierwerk.rooms.places.rules.plane import Plane

WIDTH = 1000
EDGE = 12
"""Room around the city, so that a highlighted border is not cut off."""
TOLERANCE = 2.0
"""Corners that stand out less than this, in units of the picture, are left out."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Figure(Generic[Key]):
    """One area of the picture: its path, and the point around which its name fits best."""

    key: Key
    path: str
    x: int
    y: int


@dataclass(frozen=True)
class Picture(Generic[Key]):
    """A city on a canvas of ``WIDTH`` units: areas that fill it, and further ones that lie upon them."""

    height: int
    areas: tuple[Figure[Key], ...]
    upon: tuple[Figure[Key], ...]


def draw(areas: Mapping[Key, BaseGeometry], *, upon: Mapping[Key, BaseGeometry]) -> Picture[Key]:
    """Project areas and what lies upon them (all in degrees) onto one canvas; neighbours keep their common borders."""
    everything = shapely.union_all([*areas.values(), *upon.values()])
    west, south, east, north = everything.bounds
    plane = Plane(lat=(south + north) / 2, lon=(west + east) / 2)
    left, top = plane.flat(north, west)
    right, bottom = plane.flat(south, east)
    scale = (WIDTH - 2 * EDGE) / (right - left)

    def onto(degrees: object) -> object:
        x, y = plane.flat(degrees[:, 1], degrees[:, 0])  # type: ignore[index]
        return shapely.get_coordinates(shapely.points((x - left) * scale + EDGE, (top - y) * scale + EDGE))

    drawn = [shapely.transform(shape, onto) for shape in areas.values()]
    simple = shapely.coverage_simplify(drawn, TOLERANCE) if drawn else []
    above = {key: shapely.transform(shape, onto).simplify(TOLERANCE / 2) for key, shape in upon.items()}
    return Picture(
        height=round((top - bottom) * scale) + 2 * EDGE,
        areas=tuple(_figure(key, shape) for key, shape in zip(areas, simple, strict=True)),
        upon=tuple(_figure(key, shape) for key, shape in above.items()),
    )


def _figure(key: Key, shape: BaseGeometry) -> Figure[Key]:
    middle = shapely.get_point(shapely.maximum_inscribed_circle(shape, tolerance=2), 0)
    return Figure(key, path="".join(_ring(ring) for ring in _rings(shape)), x=round(middle.x), y=round(middle.y))


def _rings(shape: BaseGeometry) -> list[BaseGeometry]:
    polygons = shapely.get_parts(shape)
    return [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]


def _ring(ring: BaseGeometry) -> str:
    """One closed line in whole units, each step relative to the last: short to send."""
    points: Sequence[tuple[int, int]] = [(round(x), round(y)) for x, y in ring.coords[:-1]]
    steps = [f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in zip(points, points[1:], strict=False)]
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-")
