"""What would come of a file of boundaries: the city before and after, and what would lie elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import shapely
from django.utils.functional import Promise
from shapely.geometry.base import BaseGeometry

from quartierwerk.rooms.places.models import Boundary, Place, Survey
from quartierwerk.rooms.places.queries.drawing import Drawing, drawing_of
from quartierwerk.rooms.places.queries.locating import Locator
from quartierwerk.rooms.places.rules import PlaceKind


class Moving(NamedTuple):
    """How many of something would lie elsewhere."""

    label: str | Promise
    number: int


@dataclass(frozen=True)
class Step:
    """The places as they lie before and after a survey, and where anything changes."""

    before: Locator
    after: Locator
    bounds: tuple[float, float, float, float]
    """West, south, east and north of the areas that change, in degrees."""


@dataclass(frozen=True)
class Preview:
    """The city beside itself."""

    before: Drawing
    after: Drawing
    changed: tuple[Place, ...]
    """The places whose area changes; those that are new have a number below zero."""
    faults: tuple[tuple[float, float], ...]
    """Latitude and longitude of what stands against it."""
    moving: tuple[Moving, ...]


Mover = Callable[[Step], Moving | None]
_movers: list[Mover] = []


def register_mover(mover: Mover) -> None:
    """Let a room above say how many of its things would lie elsewhere; None where that takes too long to count."""
    if mover not in _movers:
        _movers.append(mover)


def preview(survey: Survey) -> Preview:
    """What would come of a file as it was last checked, or what came of it, against what held before."""
    kind = PlaceKind(survey.kind)
    boundaries = Boundary.objects.select_related("place").order_by("place__slug")
    holding = boundaries.valid(on=survey.valid_from).filter(place__kind__in=(PlaceKind.DISTRICT, kind))
    if survey.drawn_at is not None:
        # What was drawn holds by now; before it held what ended on that day.
        earlier = boundaries.ever_valid().filter(valid_to=survey.valid_from, place__kind=kind)
        ended = {boundary.place: boundary.shape for boundary in earlier}
        now = {boundary.place: boundary.shape for boundary in holding}
        named = {change["name"] for change in survey.outcome["changes"]}
        before = {place: shape for place, shape in now.items() if place.kind != kind or place.name not in named} | ended
    else:
        before = {boundary.place: boundary.shape for boundary in holding}
    after = before | _changes(survey, kind)
    changed = tuple(place for place in after if after[place] is not before.get(place))
    bounds = tuple(shapely.total_bounds([*before.values(), *after.values()]).tolist()) if after else None
    faults = [(found.lat, found.lon) for found in survey.findings if found.is_error and found.lat is not None]
    return Preview(
        before=drawing_of(before, upon=kind, bounds=bounds),
        after=drawing_of(after, upon=kind, bounds=bounds),
        changed=changed,
        faults=tuple(faults),
        moving=_moving(before, after, changed) if survey.can_be_drawn else (),
    )


def _changes(survey: Survey, kind: PlaceKind) -> dict[Place, BaseGeometry]:
    """The shapes of the file by their places; those that would be created stand in with a number below zero."""
    places = {place.name: place for place in Place.objects.filter(kind=kind)}
    found = {}
    for number, change in enumerate(survey.outcome["changes"], start=1):
        fresh = Place(pk=-number, kind=kind, name=change["name"], slug="", hue=1)
        found[places.get(change["name"], fresh)] = shapely.from_geojson(json.dumps(change["shape"]))
    return found


def _moving(
    before: dict[Place, BaseGeometry], after: dict[Place, BaseGeometry], changed: tuple[Place, ...]
) -> tuple[Moving, ...]:
    shapes = [shape for place in changed for shape in (after[place], before.get(place)) if shape is not None]
    bounds = tuple(shapely.total_bounds(shapes).tolist())
    step = Step(Locator(before.items()), Locator(after.items()), bounds)
    return tuple(moving for mover in _movers if (moving := mover(step)) is not None)
