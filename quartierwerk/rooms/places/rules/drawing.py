"""Drawing shapes small: a flat picture of the city whose paths are short enough to stand in a page."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from quartierwerk.rooms.places.rules.plane import Plane

WIDTH = 1000
EDGE = 12
"""Room around the city, so that a highlighted border is not cut off."""
TOLERANCE = 2.0
"""Corners that stand out less than this, in units of the picture, are left out."""

ROOM = 0.12
"""How much a frame around some shapes is larger than they, on each side; twice that to the left and right."""

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
    outline: str
    """The path around all areas."""
    bounds: tuple[float, float, float, float]
    """West, south, east and north of what is drawn, in degrees."""
    areas: tuple[Figure[Key], ...]
    upon: tuple[Figure[Key], ...]
    """The largest first, so that it hides none of the others."""


def draw(
    areas: Mapping[Key, BaseGeometry],
    *,
    upon: Mapping[Key, BaseGeometry],
    bounds: tuple[float, float, float, float] | None = None,
) -> Picture[Key]:
    """Project areas and what lies upon them (all in degrees) onto one canvas; neighbours keep their common borders.

    The canvas reaches as far as ``bounds`` (west, south, east, north), else as far as what is drawn.
    """
    west, south, east, north = bounds or shapely.total_bounds([*areas.values(), *upon.values()]).tolist()
    plane = Plane(lat=(south + north) / 2, lon=(west + east) / 2)
    left, top = plane.flat(north, west)
    right, bottom = plane.flat(south, east)
    scale = (WIDTH - 2 * EDGE) / (right - left)

    def onto(degrees: object) -> object:
        x, y = plane.flat(degrees[:, 1], degrees[:, 0])  # type: ignore[index]
        return shapely.get_coordinates(shapely.points((x - left) * scale + EDGE, (top - y) * scale + EDGE))

    drawn = [shapely.transform(shape, onto) for shape in areas.values()]
    simple = _simplified(drawn)
    above = {key: shapely.transform(shape, onto).simplify(TOLERANCE / 10) for key, shape in upon.items()}
    largest_first = sorted(above.items(), key=lambda item: -item[1].area)
    return Picture(
        height=round((top - bottom) * scale) + 2 * EDGE,
        outline=_path(shapely.union_all(simple)),
        bounds=(float(west), float(south), float(east), float(north)),
        areas=tuple(_figure(key, shape) for key, shape in zip(areas, simple, strict=True)),
        upon=tuple(_figure(key, shape, fine=True) for key, shape in largest_first),
    )


def _simplified(drawn: list[BaseGeometry]) -> list[BaseGeometry]:
    """Fewer corners, with common borders where the areas have them; areas that overlap are simplified one by one."""
    if shapely.coverage_is_valid(drawn):
        return list(shapely.coverage_simplify(drawn, TOLERANCE)) if drawn else []
    return [shape.simplify(TOLERANCE) for shape in drawn]


def spot(lat: float, lon: float, *, bounds: tuple[float, float, float, float], height: int) -> tuple[int, int]:
    """Where a point lies on a picture with these bounds."""
    west, south, east, north = bounds
    x = EDGE + (lon - west) / (east - west) * (WIDTH - 2 * EDGE)
    y = EDGE + (north - lat) / (north - south) * (height - 2 * EDGE)
    return round(x), round(y)


def frame_around(
    shapes: Sequence[BaseGeometry], *, bounds: tuple[float, float, float, float], height: int
) -> tuple[int, int, int, int]:
    """Left, top, width and height of the part of the picture around some shapes, with room for their names."""
    west, south, east, north = shapely.total_bounds(list(shapes)).tolist()
    left, top = spot(north, west, bounds=bounds, height=height)
    right, bottom = spot(south, east, bounds=bounds, height=height)
    room = round(max(right - left, bottom - top) * ROOM)
    return left - 2 * room, top - room, right - left + 4 * room, bottom - top + 2 * room


def degrees(x: float, y: float, *, bounds: tuple[float, float, float, float], height: int) -> tuple[float, float]:
    """Latitude and longitude of a spot on a picture with these bounds: the way back from ``spot``."""
    west, south, east, north = bounds
    lon = west + (x - EDGE) / (WIDTH - 2 * EDGE) * (east - west)
    lat = north - (y - EDGE) / (height - 2 * EDGE) * (north - south)
    return lat, lon


def signed_area(ring: Sequence[tuple[float, float]]) -> float:
    """The area within a closed line; below zero where it runs the other way round."""
    return sum(x * below - right * y for (x, y), (right, below) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def rings_of(path: str) -> list[list[tuple[float, float]]]:
    """The closed lines of a path that ``draw`` wrote, as points."""
    rings = []
    for ring in path.split("M")[1:]:
        steps = [float(number) for number in re.findall(r"-?[\d.]+", ring)]
        rings.append(list(zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True)))
    return rings


def _figure(key: Key, shape: BaseGeometry, *, fine: bool = False) -> Figure[Key]:
    middle = shapely.get_point(shapely.maximum_inscribed_circle(shape, tolerance=2), 0)
    return Figure(key, path=_path(shape, fine=fine), x=round(middle.x), y=round(middle.y))


def _path(shape: BaseGeometry, *, fine: bool = False) -> str:
    """All rings of a shape, one after the other; fine ones bear being looked at closely."""
    # Holes run the other way round, so that they stay holes whoever fills the path.
    polygons = map(orient, shapely.get_parts(shape))
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    return "".join(_ring(ring, parts=10 if fine else 1) for ring in rings)


def _ring(ring: BaseGeometry, *, parts: int) -> str:
    """One closed line in whole units or tenths, each step relative to the last: short to send."""
    points: Sequence[tuple[int, int]] = [(round(x * parts), round(y * parts)) for x, y in ring.coords[:-1]]
    steps = [(x - before_x, y - before_y) for (before_x, before_y), (x, y) in zip(points, points[1:], strict=False)]
    start, *further = [f"{x / parts:g} {y / parts:g}" for x, y in (points[0], *steps)]
    return f"M{start}l{' '.join(further)}z".replace(" -", "-")
