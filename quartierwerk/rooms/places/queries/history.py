"""What lay where on earlier days, and how a place was drawn over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from quartierwerk.rooms.places.models import Boundary, Place
from quartierwerk.rooms.places.rules import PlaceKind
from quartierwerk.rooms.places.rules.areas import area_m2
from quartierwerk.rooms.places.rules.history import Span
from quartierwerk.rooms.places.rules.history import stays as in_turn

Version = tuple[tuple[object, ...], ...]
_kept: dict[Version, _Chronicle] = {}


@dataclass(frozen=True)
class Drawn:
    """One boundary of a place in its history."""

    boundary: Boundary
    area_m2: float
    gained_m2: float
    """What it has that the boundary before had not; 0 for the first one."""
    lost_m2: float

    @property
    def is_first(self) -> bool:
        """No boundary of this place held before it."""
        return not self.gained_m2 and not self.lost_m2


class _Chronicle:
    """The districts' boundaries of all days, prepared for questions about points."""

    def __init__(self, boundaries: Sequence[Boundary]) -> None:
        # By the place's key, as the locator has it: a point on a common border falls to the same district.
        self._boundaries = sorted(boundaries, key=lambda boundary: boundary.place_id)
        self._tree = shapely.STRtree([boundary.shape for boundary in self._boundaries])

    def stays(self, lat: float, lon: float) -> list[Span[Place]]:
        found = sorted(self._tree.query(shapely.points(lon, lat), predicate="intersects").tolist())
        holding = [self._boundaries[number] for number in found]
        return in_turn([Span(boundary.place, boundary.valid_from, boundary.valid_to) for boundary in holding])


def stays(lat: float, lon: float) -> list[Span[Place]]:
    """The districts in which a point lay, lies and will lie, one after the other."""
    boundaries = Boundary.objects.ever_valid().filter(place__kind=PlaceKind.DISTRICT)
    version: Version = tuple(boundaries.order_by("pk").values_list("pk", "digest", "valid_to", "place__name"))
    if version not in _kept:
        _kept.clear()
        _kept[version] = _Chronicle(list(boundaries.select_related("place")))
    return _kept[version].stays(lat, lon)


def drawn(place: Place) -> list[Drawn]:
    """The boundaries of a place, the latest first, with what each gained and lost against the one before."""
    boundaries = list(Boundary.objects.ever_valid().filter(place=place).order_by("valid_from"))
    shapes = [boundary.shape for boundary in boundaries]
    found = []
    for boundary, before, shape in zip(boundaries, [None, *shapes], shapes, strict=False):
        gained, lost = (area_m2(shape.difference(before)), area_m2(before.difference(shape))) if before else (0.0, 0.0)
        found.append(Drawn(boundary, area_m2(shape), gained, lost))
    return found[::-1]
