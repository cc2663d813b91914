"""A small invented city, made through the room's own verbs."""

from __future__ import annotations

import json
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry

from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.places import actions
from quartierwerk.rooms.places.models import Address, Boundary, Place, PlaceProfile, Survey
from quartierwerk.rooms.places.rules import AddressRow, PlaceKind
from quartierwerk.rooms.places.rules.portraits import Portrait

SINCE = date(2020, 1, 1)
NORTH, SOUTH = (51.53, 7.46), (51.47, 7.50)


def city() -> Place:
    """A city without districts."""
    fresh = Place(slug="musterstadt", name="Musterstadt", center_lat=51.5, center_lon=7.48)
    return actions.found_city(fresh, actor=system("test"))


def district(name: str, slug: str, *, parent: Place, at: tuple[float, float] = NORTH, **more) -> Place:
    """A district around a middle."""
    return place(PlaceKind.DISTRICT, name, slug, parent=parent, at=at, **more)


def quarter(name: str, slug: str, *, parent: Place, at: tuple[float, float] = NORTH, **more) -> Place:
    """A quarter drawn as a circle."""
    return place(PlaceKind.QUARTER, name, slug, parent=parent, at=at, **{"radius_m": 800} | more)


def place(kind: PlaceKind, name: str, slug: str, *, parent: Place | None, at: tuple[float, float], **more) -> Place:
    """A place of any kind."""
    fresh = Place(kind=kind, name=name, slug=slug, parent=parent, center_lat=at[0], center_lon=at[1], **more)
    return actions.create_place(fresh, actor=system("test"))


def drawn_city() -> Place:
    """A city with two districts and a quarter in the north, drawn schematically."""
    whole = city()
    north = district("Stadtmitte-Nord", "stadtmitte-nord", parent=whole, at=NORTH, hue=2, text_de="Im Norden.")
    district("Südermühl", "suedermuehl", parent=whole, at=SOUTH, hue=5, aliases=["Mühlviertel"])
    quarter("Werftquartier", "werftquartier", parent=north, at=NORTH, hue=2, aliases=["Werft"])
    actions.draw_schematic(whole, actor=system("test"), valid_from=SINCE)
    return whole


def furnish(district: Place) -> PlaceProfile:
    """A neighbourhood, a centre and a partner city, each called “probe”, and a version of the district's profile."""
    for kind in (PlaceKind.NEIGHBOURHOOD, PlaceKind.CENTRE):
        place(kind, f"Probe {kind.value}", "probe", parent=district, at=(district.center_lat, district.center_lon))
    place(PlaceKind.PARTNER_CITY, "Schwesterstadt", "probe", parent=None, at=(48.0, 2.0), country_de="Frankreich")
    content = Portrait(strengths_de="Kurze Wege")
    actions.write_profile(district, actor=system("test"), content=content, valid_from=SINCE)
    return PlaceProfile.objects.get(place=district)


def square(lat: float, lon: float, *, half: float = 0.01) -> dict:
    """A square around a point, as GeoJSON."""
    west, east, south, north = lon - half, lon + half, lat - half, lat + half
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def geojson(shapes: dict[str, BaseGeometry]) -> bytes:
    """A file of areas by the names of their places, as an office writes it."""
    entries = [
        {"type": "Feature", "properties": {"NAME": name}, "geometry": json.loads(shapely.to_geojson(shape))}
        for name, shape in shapes.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": entries}).encode()


def addresses(*rows: AddressRow) -> None:
    """Houses of the register."""
    whole = Place.objects.filter(kind=PlaceKind.CITY).first() or city()
    actions.import_addresses(whole, actor=system("test"), rows=rows)
    assert Address.objects.exists()


def house(street: str, number: str, *, postcode: str = "12345", lat: float = 51.5, lon: float = 7.48) -> AddressRow:
    """One line of a register."""
    return AddressRow(street, number, postcode, "Musterstadt", lat, lon)


def survey_with_a_hole() -> Survey:
    """A checked file in which all districts of the city lie around a square that belongs to none of them."""
    boundaries = {
        boundary.place: boundary.shape for boundary in Boundary.objects.filter(place__kind=PlaceKind.DISTRICT)
    }
    lon, lat = shapely.union_all(list(boundaries.values())).centroid.coords[0]
    hole = shapely.box(lon - 0.005, lat - 0.005, lon + 0.005, lat + 0.005)
    file = actions.BoundaryFile(
        content=geojson({place.name: shape.difference(hole) for place, shape in boundaries.items()}),
        filename="bezirke.geojson",
        kind=PlaceKind.DISTRICT,
        valid_from=date(2026, 6, 3),
        source="Vermessungsamt",
    )
    return actions.check_survey(file, actor=system("test"))
