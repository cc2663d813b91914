"""What a file of boundaries is held against: the places it may name, and what holds on its day and later."""

from __future__ import annotations

from datetime import date

import shapely
from django.db.models import QuerySet
from shapely.geometry.base import BaseGeometry

from quartierwerk.foundation.house.words import spoken
from quartierwerk.rooms.places.models import Boundary, District, Place, Survey
from quartierwerk.rooms.places.rules import PlaceKind
from quartierwerk.rooms.places.rules.official import name_key
from quartierwerk.rooms.places.rules.survey import Known


def surveys() -> QuerySet[Survey]:
    """All files of boundaries without their contents, newest first."""
    return Survey.objects.defer("content", "outcome").select_related("started_by")


def known_places(city: Place, *, kind: PlaceKind, on: date) -> Known:
    """The places of a kind, and the boundaries that hold on a day and begin later, as the rules want them."""
    places = list(Place.objects.filter(kind=kind).select_related("parent"))
    holding = list(_boundaries(kind, on=on))
    districts = {boundary.place.name: boundary.shape for boundary in _boundaries(PlaceKind.DISTRICT, on=on)}
    is_surveyed = not all(boundary.is_schematic for boundary in holding)
    return Known(
        kind,
        lat=city.center_lat,
        lon=city.center_lon,
        names={key: place.name for place in places for key in _keys(place)},
        holding={boundary.place.name: boundary.shape for boundary in holding},
        districts=districts,
        parents={place.name: place.parent.name for place in places if place.parent},
        outline=shapely.union_all(list(districts.values())) if districts else None,
        is_outline_surveyed=is_surveyed,
        later=[(day, _on_later_day(kind, day, on=on)) for day in _later_days(kind, on=on)],
    )


def _boundaries(kind: PlaceKind, *, on: date) -> list[Boundary]:
    return list(Boundary.objects.valid(on=on).filter(place__kind=kind).select_related("place").order_by("place__slug"))


def _later_days(kind: PlaceKind, *, on: date) -> list[date]:
    """The days after ``on`` from which a boundary of this kind holds."""
    later = Boundary.objects.ever_valid().filter(place__kind=kind, valid_from__gt=on)
    return sorted(set(later.order_by().values_list("valid_from", flat=True)))


def _on_later_day(kind: PlaceKind, day: date, *, on: date) -> dict[str, tuple[BaseGeometry, bool]]:
    return {boundary.place.name: (boundary.shape, boundary.valid_from > on) for boundary in _boundaries(kind, on=day)}


def _keys(place: Place) -> set[str]:
    """How a file may write the name of a place, also behind the city's own word for its kind: “Kiez Altstadt”."""
    names = [name for name in (place.name, place.name_en, place.slug) if name]
    behind = [f"{said} {name}" for said in spoken(place.kind) for name in names]
    return {key for text in (*names, *behind) if (key := name_key(text))}


def districts_by_name() -> dict[str, Place]:
    """The districts by their German names."""
    return {district.name: district for district in District.objects.all()}
