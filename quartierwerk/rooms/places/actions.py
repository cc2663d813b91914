"""The verbs of places: found a city, add its parts, draw boundaries, import addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import islice
from typing import Any

import shapely
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.facts.delivery import publish
from quartierwerk.foundation.house.models import ACCENTS, THE_ONE, House, default_languages
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.search import journal
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.places import permissions
from quartierwerk.rooms.places.facts import BoundaryDrawn
from quartierwerk.rooms.places.models import Address, Boundary, District, Place, Quarter
from quartierwerk.rooms.places.rules import AddressRow, PlaceKind, kinds, partition, shapes
from quartierwerk.rooms.places.rules.addresses import clean_postcode, number_key, street_key

BLOCK = 2_000
"""So many addresses are written at once."""
SCHEMATIC_SOURCE = "Quartierwerk"
DESCRIBED = ("name", "name_en", "aliases", "hue", "text_de", "text_en", "center_lat", "center_lon", "radius_m")


@dataclass(frozen=True, kw_only=True)
class Sign:
    """How the house presents itself; the fields of ``House``."""

    name: str
    name_en: str = ""
    accent: str = ACCENTS[0]
    languages: list[str] = field(default_factory=default_languages)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    contact_email: str = ""


class AlreadyThere(RuleBroken):
    """A place of this kind has the short name already."""

    sentence = _("Einen solchen Ort mit diesem Kurznamen gibt es schon.")


class WrongParent(RuleBroken):
    """A place of this kind cannot lie there."""

    sentence = _("Ein Ort dieser Art kann dort nicht liegen.")


class NothingToDivide(RuleBroken):
    """The city has no districts yet."""

    sentence = _("Die Stadt hat noch keine Teile, zwischen denen sie sich aufteilen ließe.")


@action(may=permissions.may_found)
def found_city(city: Place, *, actor: Person) -> Place:
    """Set up the city that the house is for."""
    city.kind = PlaceKind.CITY
    return _add(city)


@action(may=permissions.may_found)
def furnish(city: Place, *, actor: Person, sign: Sign) -> Place:
    """Say how the house presents itself in its city: its name, colour, languages, words and contact address."""
    known = House.objects.filter(pk=THE_ONE).values_list("words", flat=True).first()
    House.objects.update_or_create(pk=THE_ONE, defaults=asdict(sign))
    note_change(accent=sign.accent, languages=list(sign.languages), words=sorted(sign.words))
    if known != sign.words:
        # The cards in the index say what kind of place each one is.
        journal.note([reference(place) for place in Place.objects.exclude(pk=city.pk)])
    return city


@action(may=permissions.may_shape)
def create_place(place: Place, *, actor: Person) -> Place:
    """Add a district, a neighbourhood, a centre or a quarter."""
    return _add(place)


@action(may=permissions.may_shape)
def describe(place: Place, *, actor: Person, **described: Any) -> Place:
    """Change what is said of a place, by the names of ``DESCRIBED``; where it lies in the city stays as it is."""
    for name, value in described.items():
        if name not in DESCRIBED:
            raise TypeError(f"{name} is not what a place is described by.")
        setattr(place, name, value)
    place.save(update_fields=list(described))
    return place


@action(may=permissions.may_shape)
def draw_boundary(
    place: Place,
    *,
    actor: Person,
    geojson: shapes.GeoJson,
    valid_from: date,
    is_schematic: bool = False,
    source: str = "",
) -> Boundary:
    """Give a place a new shape from a day on; the shape before ends there, a later one stays.

    A shape that began on the very same day is kept with an empty span: it was drawn, but never holds.
    """
    shapes.shape_of(geojson)
    others = list(place.boundaries.all())
    ending = [other for other in others if other.valid_to is None or other.valid_to > valid_from]
    begins_later = [other.valid_from for other in ending if other.valid_from > valid_from]
    for other in ending:
        if other.valid_from <= valid_from:
            other.valid_to = valid_from
            other.save(update_fields=["valid_to"])
    boundary = Boundary.objects.create(
        place=place,
        valid_from=valid_from,
        valid_to=min(begins_later, default=None),
        geojson=geojson,
        digest=shapes.digest_of(geojson),
        is_schematic=is_schematic,
        source=source,
    )
    note_change(boundary=boundary.pk, valid_from=valid_from.isoformat(), is_schematic=is_schematic)
    publish(BoundaryDrawn(place_id=place.pk, valid_from=valid_from.isoformat(), is_schematic=is_schematic))
    return boundary


@action(may=permissions.may_shape)
def draw_schematic(city: Place, *, actor: Person, valid_from: date) -> list[Boundary]:
    """Divide the city among its districts by their middles, and draw quarters as circles."""
    districts = list(District.objects.filter(parent=city))
    if not districts:
        raise NothingToDivide
    areas = partition.partition(
        {district: partition.Middle(district.center_lat, district.center_lon) for district in districts}
    )
    whole = shapely.coverage_union_all(list(areas.values()))
    quarters = Quarter.objects.filter(parent__in=districts, radius_m__isnull=False)
    circles = {
        quarter: partition.circle(quarter.center_lat, quarter.center_lon, radius_m=quarter.radius_m, within=whole)
        for quarter in quarters
    }
    return [
        draw_boundary(
            place,
            actor=actor,
            geojson=shapes.geojson_of(shape),
            valid_from=valid_from,
            is_schematic=True,
            source=SCHEMATIC_SOURCE,
        )
        for place, shape in [(city, whole), *areas.items(), *circles.items()]
    ]


@action(may=permissions.may_shape)
def import_addresses(city: Place, *, actor: Person, rows: Iterable[AddressRow]) -> int:
    """Take addresses into the register, block by block; a house that is known already gets its new point."""
    count = 0
    for block in _blocks(rows):
        Address.objects.bulk_create(
            block,
            update_conflicts=True,
            unique_fields=["street_key", "number_key", "postcode"],
            update_fields=["street", "house_number", "town", "lat", "lon"],
        )
        count += len(block)
    note_change(addresses=count)
    return count


def _add(place: Place) -> Place:
    if not kinds.may_lie_in(place.kind, parent=place.parent.kind if place.parent else None):
        raise WrongParent(field="parent")
    if Place.objects.filter(kind=place.kind, slug=place.slug).exists():
        raise AlreadyThere(field="slug")
    place.save()
    return place


def _blocks(rows: Iterable[AddressRow]) -> Iterator[list[Address]]:
    """Addresses in blocks, each house once per block, since one statement cannot write a row twice."""
    rows = iter(rows)
    while taken := list(islice(rows, BLOCK)):
        houses = {(house.street_key, house.number_key, house.postcode): house for house in map(_address, taken)}
        yield list(houses.values())


def _address(row: AddressRow) -> Address:
    return Address(
        street=row.street,
        house_number=row.house_number,
        postcode=clean_postcode(row.postcode),
        town=row.town,
        lat=row.lat,
        lon=row.lon,
        street_key=street_key(row.street),
        number_key=number_key(row.house_number),
    )
