"""Where somebody looks: points, circles and boxes as the address bar writes them, and the words for them."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.search.area import Point
from quartierwerk.foundation.search.grid import MOST_LATITUDE, Bounds

RADII = (200, 400, 1_000, 2_000, 5_000, 10_000)
"""Metres that the page offers; an address may name any other up to ``MOST_RADIUS``."""
DEFAULT_RADIUS = 1_000
MOST_RADIUS = 50_000

_NUMBER = r"-?\d{1,3}(?:\.\d{1,12})?"
POINT_PATTERN = rf"^\s*({_NUMBER})\s*[,;/ ]\s*({_NUMBER})\s*$"
BOX_PATTERN = rf"^({_NUMBER}),({_NUMBER}),({_NUMBER}),({_NUMBER})$"
_VIEW = re.compile(rf"^(\d{{1,2}}(?:\.\d{{1,3}})?)/({_NUMBER})/({_NUMBER})$")

WORLD = Bounds(-180, -MOST_LATITUDE, 180, MOST_LATITUDE)
TILE = 512
"""Pixels of the whole world at zoom 0, as web maps count."""
LEAST_ZOOM, MOST_ZOOM = 8.0, 19.0
"""From further away the coarsest cells of the index are smaller than the discs that stand for them."""

DIRECTIONS: tuple[str | Promise, ...] = (
    _("nördlich"),
    _("nordöstlich"),
    _("östlich"),
    _("südöstlich"),
    _("südlich"),
    _("südwestlich"),
    _("westlich"),
    _("nordwestlich"),
)


class View(NamedTuple):
    """The part of the world that a map shows: its zoom, and the point in its middle."""

    zoom: float
    lat: float
    lon: float

    def bounds(self, width: int, height: int) -> Bounds:
        """What a picture of so many pixels shows."""
        world = TILE * 2**self.zoom
        x, y = _across(self.lon), _down(self.lat)
        half_x, half_y = width / world / 2, height / world / 2
        return Bounds(
            max(_lon(x - half_x), -180), _lat(min(y + half_y, 1)), min(_lon(x + half_x), 180), _lat(max(y - half_y, 0))
        )

    def spot(self, point: Point, width: int, height: int) -> tuple[float, float]:
        """Where a point lies on a picture of so many pixels, from its top left."""
        world = TILE * 2**self.zoom
        return (
            (_across(point.lon) - _across(self.lon)) * world + width / 2,
            (_down(point.lat) - _down(self.lat)) * world + height / 2,
        )

    def moved(self, right: float, down: float) -> View:
        """The same zoom, so many pixels further."""
        world = TILE * 2**self.zoom
        lon = min(max(_lon(_across(self.lon) + right / world), -180), 180)
        return View(self.zoom, _lat(min(max(_down(self.lat) + down / world, 0), 1)), lon)

    def zoomed(self, steps: float, *, onto: Point | None = None) -> View:
        """Nearer by so many steps, or further away, around its middle or another point."""
        zoom = min(max(self.zoom + steps, LEAST_ZOOM), MOST_ZOOM)
        return View(zoom, *(onto or Point(self.lat, self.lon)))

    def __str__(self) -> str:
        return f"{self.zoom:.2f}".rstrip("0").rstrip(".") + f"/{_short(self.lat)}/{_short(self.lon)}"


def view_of(area: Bounds, width: int, height: int) -> View:
    """The nearest view that shows all of an area."""
    west, south, east, north = area
    across, down = max(_across(east) - _across(west), 1e-9), max(_down(south) - _down(north), 1e-9)
    zoom = math.log2(min(width / across, height / down) / TILE)
    middle = Point(_lat((_down(south) + _down(north)) / 2), (west + east) / 2)
    return View(math.floor(min(max(zoom, LEAST_ZOOM), 17) * 100) / 100, *middle)


def read_view(text: str) -> View | None:
    """``zoom/lat/lon`` from an address; None for nonsense."""
    found = _VIEW.match(text)
    if not found:
        return None
    zoom, lat, lon = map(float, found.groups())
    return View(min(max(zoom, LEAST_ZOOM), MOST_ZOOM), lat, lon) if _is_on_earth(lat, lon) else None


def read_point(text: str) -> Point | None:
    """``lat,lon`` in degrees; None where it is something else, such as an address."""
    found = re.match(POINT_PATTERN, text)
    if not found:
        return None
    lat, lon = map(float, found.groups())
    return Point(lat, lon) if _is_on_earth(lat, lon) else None


def read_box(text: str) -> Bounds | None:
    """``west,south,east,north`` in degrees; None for nonsense."""
    found = re.match(BOX_PATTERN, text.strip())
    if not found:
        return None
    west, south, east, north = map(float, found.groups())
    is_box = west < east and south < north and _is_on_earth(south, west) and _is_on_earth(north, east)
    return Bounds(west, south, east, north) if is_box else None


def read_radius(text: str) -> int:
    """Metres; the usual ones where the address names none that can be."""
    metres = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    return metres if 0 < metres <= MOST_RADIUS else DEFAULT_RADIUS


def write_point(point: Point) -> str:
    """A point as addresses write it, to about a metre."""
    return f"{_short(point.lat)},{_short(point.lon)}"


def write_box(box: Bounds) -> str:
    """A box as addresses write it, to a centimetre, so that the box of a cell holds that cell and no other."""
    return ",".join(f"{edge:.7f}".rstrip("0").rstrip(".") for edge in box)


def direction(middle: Point, other: Point) -> str | Promise:
    """In which of eight directions a point lies from another."""
    east = (other.lon - middle.lon) * math.cos(math.radians(middle.lat))
    return DIRECTIONS[round(math.degrees(math.atan2(east, other.lat - middle.lat)) / 45) % 8]


def in_steps(metres: float) -> int:
    """A distance as people say it: to ten metres, from a kilometre on to a hundred."""
    step = 10 if metres < 995 else 100
    return max(round(metres / step) * step, 10)


def _is_on_earth(lat: float, lon: float) -> bool:
    return abs(lat) <= MOST_LATITUDE and abs(lon) <= 180


def _short(degrees: float) -> str:
    return f"{degrees:.5f}".rstrip("0").rstrip(".")


def _across(lon: float) -> float:
    return (lon + 180) / 360


def _down(lat: float) -> float:
    return 0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)


def _lon(across: float) -> float:
    return across * 360 - 180


def _lat(down: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * down))))
