"""The city as a picture: districts side by side, quarters upon them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shapely.geometry.base import BaseGeometry

from quartierwerk.foundation import clock
from quartierwerk.foundation.kept.memory import kept
from quartierwerk.rooms.places.models import Boundary, Place
from quartierwerk.rooms.places.rules import PlaceKind, drawing

DRAWN = (PlaceKind.DISTRICT, PlaceKind.QUARTER)


@dataclass(frozen=True)
class Shape:
    """One place in the picture."""

    place: Place
    path: str
    x: int
    y: int

    @property
    def rings(self) -> list[list[tuple[float, float]]]:
        """The closed lines of the path, as points of the canvas."""
        return drawing.rings_of(self.path)

    @property
    def lines(self) -> list[str]:
        """The name in lines that fit into the shape, broken behind hyphens and blanks; together they are the name."""
        return re.findall(r"[^\s-]+-?\s?", self.place.title)


@dataclass(frozen=True)
class Drawing:
    """The city on a canvas ``width`` by ``height`` units large."""

    width: int
    height: int
    outline: str
    """The path around the whole city."""
    districts: tuple[Shape, ...]
    quarters: tuple[Shape, ...]
    is_schematic: bool
    """At least one of the shapes is computed, not surveyed; whoever shows the picture says so."""
    bounds: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    """West, south, east and north of what is drawn, in degrees."""
    close_up: tuple[int, int, int, int] | None = None
    """Left, top, width and height of the part where the quarters lie; None without any."""

    def spot(self, lat: float, lon: float) -> tuple[int, int] | None:
        """Where a point lies in the picture; None outside of it."""
        x, y = drawing.spot(lat, lon, bounds=self.bounds, height=self.height)
        return (x, y) if self.districts and 0 <= x <= self.width and 0 <= y <= self.height else None

    @property
    def corners(self) -> tuple[float, float, float, float]:
        """North, west, south and east of the whole canvas in degrees, so that a click on it is a point in the city."""
        north, west = drawing.degrees(0, 0, bounds=self.bounds, height=self.height)
        south, east = drawing.degrees(self.width, self.height, bounds=self.bounds, height=self.height)
        return north, west, south, east


EMPTY = Drawing(width=drawing.WIDTH, height=1, outline="", districts=(), quarters=(), is_schematic=False)


def city_drawing(on: date | None = None) -> Drawing:
    """The picture of the city on a day (today, if none is named); drawn once per state of the boundaries."""
    return _drawing(_valid(on or clock.today()))


@kept(Boundary)
def _valid(on: date) -> tuple[int, ...]:
    """The boundaries of a day; most days have those of the day before."""
    boundaries = Boundary.objects.valid(on=on).filter(place__kind__in=DRAWN)
    return tuple(boundaries.order_by("place__slug").values_list("pk", flat=True))


@kept(Boundary, Place)
def _drawing(keys: tuple[int, ...]) -> Drawing:
    boundaries = Boundary.objects.filter(pk__in=keys).select_related("place").order_by("place__slug")
    return _draw(list(boundaries))


def _draw(boundaries: list[Boundary]) -> Drawing:
    shapes = {boundary.place: boundary.shape for boundary in boundaries}
    return drawing_of(shapes, is_schematic=any(boundary.is_schematic for boundary in boundaries))


def drawing_of(
    shapes: Mapping[Place, BaseGeometry],
    *,
    is_schematic: bool = False,
    upon: PlaceKind = PlaceKind.QUARTER,
    bounds: tuple[float, float, float, float] | None = None,
) -> Drawing:
    """The picture of some places: districts side by side, those of the kind ``upon`` lying on them.

    ``bounds`` (west, south, east, north) make two pictures comparable.
    """
    if not shapes:
        return EMPTY
    districts = {place: shape for place, shape in shapes.items() if place.kind == PlaceKind.DISTRICT}
    others = {place: shape for place, shape in shapes.items() if place.kind == upon}
    picture = drawing.draw(districts, upon=others, bounds=bounds)
    around = list(others.values())
    return Drawing(
        width=drawing.WIDTH,
        height=picture.height,
        outline=picture.outline,
        districts=tuple(Shape(area.key, area.path, area.x, area.y) for area in picture.areas),
        quarters=tuple(Shape(area.key, area.path, area.x, area.y) for area in picture.upon),
        is_schematic=is_schematic,
        bounds=picture.bounds,
        close_up=drawing.frame_around(around, bounds=picture.bounds, height=picture.height) if around else None,
    )
