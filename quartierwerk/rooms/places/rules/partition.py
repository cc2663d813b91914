"""A schematic partition of a city, computed from the middles of its districts.

Each point goes to the district whose middle is nearest, within a rounded outline around all middles.
What comes out is honest about its neighbourhoods and nothing else; whoever draws it says “schematisch”.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple, TypeVar

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize

from quartierwerk.rooms.places.rules.plane import Plane

MARGIN_M = 3_000
"""How far the city reaches beyond the outermost middles."""
ROUNDING_M = 5_000
"""Bays and corners of the outline that are smaller than this are rounded off."""
GRID = 1e-6
"""Coordinates are rounded to this many degrees, about ten centimetres."""

Key = TypeVar("Key", bound=Hashable)


class Middle(NamedTuple):
    """The middle of a district."""

    lat: float
    lon: float


def outline(middles: Mapping[Key, Middle]) -> BaseGeometry:
    """The rounded edge of the city around all middles, in degrees."""
    plane = _plane(middles)
    points = [plane.flat(middle.lat, middle.lon) for middle in middles.values()]
    hull = shapely.convex_hull(shapely.multipoints(points))
    reach = shapely.union_all(
        [hull.buffer(MARGIN_M * 0.75), *(shapely.Point(point).buffer(MARGIN_M) for point in points)]
    )
    smooth = reach.buffer(ROUNDING_M).buffer(-ROUNDING_M).simplify(15)
    return _rounded(shapely.transform(smooth, lambda flat: _degrees(plane, flat)))


def partition(middles: Mapping[Key, Middle]) -> dict[Key, BaseGeometry]:
    """One area for each middle; together they fill the outline, and no two of them overlap.

    All borders are cut against each other once and the areas are read off the common net, so that
    neighbours share their corners to the last digit: no point falls into a gap.
    """
    plane = _plane(middles)
    edge = outline(middles)
    flat_edge = shapely.transform(edge, lambda degrees: _flat(plane, degrees))
    cells = {key: _cell(key, middles, plane=plane, within=flat_edge) for key in middles}
    net = [shapely.transform(cell, lambda flat: _degrees(plane, flat)).boundary for cell in cells.values()]
    lines = shapely.union_all([edge.boundary, *net], grid_size=GRID)
    faces: dict[Key, list[BaseGeometry]] = {key: [] for key in middles}
    for face in polygonize(lines):
        inside = face.representative_point()
        faces[_nearest(plane.flat(inside.y, inside.x), middles, plane=plane)].append(face)
    return {key: shapely.coverage_union_all(parts) for key, parts in faces.items()}


def circle(lat: float, lon: float, *, radius_m: float, within: BaseGeometry | None = None) -> BaseGeometry:
    """A circle around a point, in degrees, cut off where it leaves the city."""
    plane = Plane(lat, lon)
    shape = shapely.transform(shapely.Point(0, 0).buffer(radius_m, quad_segs=12), lambda flat: _degrees(plane, flat))
    return _rounded(shape if within is None else shape.intersection(within))


def _plane(middles: Mapping[Key, Middle]) -> Plane:
    return Plane.around((middle.lat, middle.lon) for middle in middles.values())


def _cell(key: Key, middles: Mapping[Key, Middle], *, plane: Plane, within: BaseGeometry) -> BaseGeometry:
    """Everything within the edge that is nearer to this middle than to any other."""
    cell = within
    for other in middles:
        if other != key:
            cell = cell.intersection(_side(middles[key], middles[other], plane=plane, size=_size(within)))
    return cell


def _side(one: Middle, other: Middle, *, plane: Plane, size: float) -> BaseGeometry:
    """The half of the plane on one middle's side of the border between two."""
    (ax, ay), (bx, by) = plane.flat(one.lat, one.lon), plane.flat(other.lat, other.lon)
    across = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    ux, uy = (bx - ax) / across, (by - ay) / across
    mx, my = (ax + bx) / 2, (ay + by) / 2
    return shapely.Polygon(
        [
            (mx - uy * size, my + ux * size),
            (mx + uy * size, my - ux * size),
            (mx + uy * size - ux * 2 * size, my - ux * size - uy * 2 * size),
            (mx - uy * size - ux * 2 * size, my + ux * size - uy * 2 * size),
        ]
    )


def _nearest(point: tuple[float, float], middles: Mapping[Key, Middle], *, plane: Plane) -> Key:
    def distance(key: Key) -> float:
        x, y = plane.flat(middles[key].lat, middles[key].lon)
        return (x - point[0]) ** 2 + (y - point[1]) ** 2

    return min(middles, key=distance)


def _size(shape: BaseGeometry) -> float:
    west, south, east, north = shape.bounds
    return 4 * max(east - west, north - south)


def _rounded(shape: BaseGeometry) -> BaseGeometry:
    return shapely.set_precision(shape, GRID)


def _degrees(plane: Plane, flat: object) -> object:
    """Longitudes and latitudes of an array of points on the plane, as GeoJSON orders them."""
    lat, lon = plane.round(flat[:, 0], flat[:, 1])  # type: ignore[index]
    return shapely.get_coordinates(shapely.points(lon, lat))


def _flat(plane: Plane, degrees: object) -> object:
    x, y = plane.flat(degrees[:, 1], degrees[:, 0])  # type: ignore[index]
    return shapely.get_coordinates(shapely.points(x, y))
