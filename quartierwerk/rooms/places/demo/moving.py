"""A border of the demo city that moved two years ago, and another one that is to move next year."""

from __future__ import annotations

import json
from datetime import date, datetime

import shapely

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.places import actions
from quartierwerk.rooms.places.models import Boundary
from quartierwerk.rooms.places.rules import PlaceKind, shapes

SOURCE = "Vermessung (erfunden)"
WIDTH = 0.002
"""How far a border moves, in degrees: about 200 metres."""


def move_borders(*, actor: Person, today: date, at: datetime) -> None:
    """Move a border through the same files that an office would bring."""
    _move("Aplerbeck", "Hörde", valid_from=date(today.year - 2, 1, 1), actor=actor, at=at)
    _move("Eving", "Scharnhorst", valid_from=date(today.year + 1, 1, 1), actor=actor, at=at)


def _move(giving: str, taking: str, *, valid_from: date, actor: Person, at: datetime) -> None:
    """Give a strip along the common border to the neighbour."""
    holding = Boundary.objects.valid(on=valid_from).filter(place__kind=PlaceKind.DISTRICT).select_related("place")
    areas = {boundary.place.name: boundary.shape for boundary in holding}
    border = areas[giving].intersection(areas[taking])
    strip = shapely.buffer(border, WIDTH, cap_style="flat").intersection(areas[giving])
    moved = {giving: areas[giving].difference(strip), taking: areas[taking].union(strip)}
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": shapes.geojson_of(shape)}
        for name, shape in moved.items()
    ]
    file = actions.BoundaryFile(
        content=json.dumps({"type": "FeatureCollection", "features": features}).encode(),
        filename=f"grenzen-{valid_from.year}.geojson",
        kind=PlaceKind.DISTRICT,
        valid_from=valid_from,
        source=SOURCE,
    )
    actions.draw_survey(actions.check_survey(file, actor=actor, at=at), actor=actor, at=at)
