"""The places of the demo city: twelve districts and nine quarters around their real middles, with invented texts."""

from __future__ import annotations

from datetime import date, datetime

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.demo import Stage
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.places import actions
from quartierwerk.rooms.places.demo.moving import move_borders
from quartierwerk.rooms.places.demo.portraits import describe_all
from quartierwerk.rooms.places.demo.tables import rows
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.rules import PlaceKind

LEGAL = {
    "publisher": "Stadt Dortmund (Demonstration, keine Veröffentlichung der Stadt)",
    "represented_by": "die Oberbürgermeisterin oder den Oberbürgermeister",
    "street": "Beispielplatz 1",
    "postcode": "44000",
    "town": "Dortmund",
    "phone": "+49 231 0000",
    "editor": "Stabsstelle Kreativquartiere, Beispielplatz 1, 44000 Dortmund",
    "data_protection_email": "datenschutz@quartierwerk.example",
    "supervisory_authority": "Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen",
    "accessibility_law": "§ 10e BGG NRW",
    "enforcement_body": "Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen",
    "enforcement_address": "Beispielstraße 2, 40000 Düsseldorf",
    "enforcement_email": "ombudsstelle@land.example",
}
SIGN = actions.Sign(name="Dortmund", contact_email="redaktion@quartierwerk.example", legal=LEGAL)
SCHEMATIC_SINCE = date(2003, 1, 1)
"""The partition holds since the association was founded, so that the figures of all its years have a district."""

CITY_DE = (
    "Eine Stadt, in der Kreative früh gelernt haben, Räume neu zu nutzen: Hallen, Höfe, Ladenlokale. "
    "Zwölf Stadtbezirke arbeiten zusammen, jeder mit eigenem Gesicht."
)
CITY_EN = (
    "A city where creatives learned early to use rooms anew: halls, yards, shops. "
    "Twelve districts work together, each with a face of its own."
)


def load(*, actor: Person, at: datetime | None = None) -> Place:
    """Found the city, add its parts and partners, draw and move boundaries, and say what is to say of them."""
    at = at or clock.now()
    districts = rows("districts.csv")
    lat, lon = (sum(float(row[name]) for row in districts) / len(districts) for name in ("center_lat", "center_lon"))
    fresh = Place(slug="dortmund", name="Dortmund", text_de=CITY_DE, text_en=CITY_EN)
    fresh.center_lat, fresh.center_lon = round(lat, 4), round(lon, 4)
    city = actions.found_city(fresh, actor=actor, at=at)
    actions.furnish(city, actor=actor, sign=SIGN, at=at)
    by_slug = {row["slug"]: _create(PlaceKind.DISTRICT, row, parent=city, actor=actor, at=at) for row in districts}
    for row in rows("quarters.csv"):
        by_slug[row["slug"]] = _create(PlaceKind.QUARTER, row, parent=by_slug[row["district"]], actor=actor, at=at)
    actions.draw_schematic(city, actor=actor, valid_from=SCHEMATIC_SINCE, at=at)
    today = clock.today()
    move_borders(actor=actor, today=today, at=at)
    describe_all(city, places=by_slug, actor=actor, today=today, at=at)
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


def _ground(stage: Stage) -> None:
    stage.city = load(actor=stage.maker, at=stage.founding)


GROUND = (_ground,)
