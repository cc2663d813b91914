"""What lies where: the district and the quarters of a point.

The shapes are prepared once per process and kept as long as the database holds the same ones; asking
for their fingerprints is one small query, so a moved boundary counts from the next question on.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy
import shapely
from shapely.geometry.base import BaseGeometry

from quartierwerk.foundation import clock
from quartierwerk.rooms.places.models import Boundary, Place
from quartierwerk.rooms.places.rules import PlaceKind

LOCATING = (PlaceKind.DISTRICT, PlaceKind.QUARTER)
MOST_KEPT = 4
"""So many states of the city's boundaries stay prepared in a process (today's, and some of other days)."""

Version = tuple[tuple[object, ...], ...]
_kept: OrderedDict[Version, Locator] = OrderedDict()


@dataclass(frozen=True)
class Located:
    """Where a point lies: in one district, or outside the city, and in any number of quarters."""

    district: Place | None
    quarters: tuple[Place, ...] = ()


NOWHERE = Located(None)


class Locator:
    """The shapes of one day, prepared for many questions."""

    def __init__(self, drawn: Iterable[tuple[Place, BaseGeometry]]) -> None:
        # By key, so that a point on a common border always falls to the same one of the two districts.
        ordered = sorted(drawn, key=lambda one: one[0].pk)
        self._places = [place for place, _shape in ordered]
        shapes = [shape for _place, shape in ordered]
        shapely.prepare(shapes)
        self._tree = shapely.STRtree(shapes)
        self._answers: dict[tuple[int, ...], Located] = {(): NOWHERE}

    def locate(self, lat: float, lon: float) -> Located:
        """The district and the quarters of one point."""
        return self._answer(self._tree.query(shapely.points(lon, lat), predicate="intersects").tolist())

    def locate_many(self, points: Iterable[tuple[float, float]]) -> list[Located]:
        """The districts and quarters of many points (latitude, longitude), in their order; the fast way."""
        degrees = numpy.array(list(points), dtype=float).reshape(-1, 2)
        found: list[list[int]] = [[] for _ in range(len(degrees))]
        asked, answered = self._tree.query(shapely.points(degrees[:, ::-1]), predicate="intersects")
        for point, shape in zip(asked.tolist(), answered.tolist(), strict=True):
            found[point].append(shape)
        return [self._answer(shapes) for shapes in found]

    def _answer(self, shapes: list[int]) -> Located:
        """The answer for a set of shapes; there are only a few, so each is made once."""
        key = tuple(sorted(shapes))
        if key not in self._answers:
            places = [self._places[number] for number in key]
            districts = [place for place in places if place.kind == PlaceKind.DISTRICT]
            quarters = tuple(place for place in places if place.kind == PlaceKind.QUARTER)
            self._answers[key] = Located(districts[0] if districts else None, quarters)
        return self._answers[key]


def locator(on: date | None = None) -> Locator:
    """The locator for the boundaries of a day (today, if none is named)."""
    boundaries = Boundary.objects.valid(on=on or clock.today()).filter(place__kind__in=LOCATING)
    version: Version = tuple(
        boundaries.order_by("pk").values_list("pk", "digest", "place_id", "place__slug", "place__name", "place__hue")
    )
    if version not in _kept:
        _kept[version] = Locator((boundary.place, boundary.shape) for boundary in boundaries.select_related("place"))
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return _kept[version]


def locate(lat: float, lon: float, *, on: date | None = None) -> Located:
    """The district and the quarters of a point on a day (today, if none is named)."""
    return locator(on).locate(lat, lon)
