"""The places of the demo city: twelve districts and nine quarters around their real middles, with invented texts."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.places import actions
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.rules import PlaceKind

DATA = Path(__file__).parent / "data"
SIGN = actions.Sign(name="Dortmund", contact_email="redaktion@quartierwerk.example")
SCHEMATIC_SINCE = date(2003, 1, 1)
"""The partition holds since the association was founded, so that the figures of all its years have a district."""


def load(*, actor: Person, at: datetime | None = None) -> Place:
    """Found the city and add its districts, quarters and schematic boundaries."""
    at = at or clock.now()
    districts = _rows("districts.csv")
    lat, lon = (sum(float(row[name]) for row in districts) / len(districts) for name in ("center_lat", "center_lon"))
    city = actions.found_city(
        Place(slug="dortmund", name="Dortmund", center_lat=round(lat, 4), center_lon=round(lon, 4)), actor=actor, at=at
    )
    actions.furnish(city, actor=actor, sign=SIGN, at=at)
    by_slug = {row["slug"]: _create(PlaceKind.DISTRICT, row, parent=city, actor=actor, at=at) for row in districts}
    for row in _rows("quarters.csv"):
        _create(PlaceKind.QUARTER, row, parent=by_slug[row["district"]], actor=actor, at=at)
    actions.draw_schematic(city, actor=actor, valid_from=SCHEMATIC_SINCE, at=at)
    return city


def _create(kind: PlaceKind, row: dict[str, str], *, parent: Place, actor: Person, at: datetime) -> Place:
    place = Place(
        kind=kind,
        slug=row["slug"],
        name=row["name"],
        name_en=row["name_en"],
        aliases=[alias for alias in row["aliases"].split(",") if alias],
        parent=parent,
        center_lat=float(row["center_lat"]),
        center_lon=float(row["center_lon"]),
        radius_m=int(row["radius_m"]) if row.get("radius_m") else None,
        hue=int(row["hue"]) if row.get("hue") else parent.hue,
        text_de=row["text_de"],
        text_en=row["text_en"],
    )
    return actions.create_place(place, actor=actor, at=at)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))
