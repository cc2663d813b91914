"""Which places there are."""

from __future__ import annotations

from quartierwerk.rooms.places.models import City, District, Place, Quarter
from quartierwerk.rooms.places.rules import PlaceKind


def city() -> Place | None:
    """The city this house is for: the one that was founded first."""
    return City.objects.order_by("pk").first()


def districts() -> list[Place]:
    """All districts, as a dictionary would list them."""
    return list(District.objects.all())


def quarters() -> list[Place]:
    """All quarters with the district where each has its middle, as a dictionary would list them."""
    return list(Quarter.objects.select_related("parent"))


PLURALS = {
    PlaceKind.DISTRICT: "districts",
    PlaceKind.QUARTER: "quarters",
    PlaceKind.NEIGHBOURHOOD: "neighbourhoods",
    PlaceKind.CENTRE: "centres",
    PlaceKind.PARTNER_CITY: "partners",
}


def parts_by_kind() -> dict[str, list[Place]]:
    """All places but the city itself, as ``districts``, ``quarters``, ``neighbourhoods``, ``centres``, ``partners``."""
    return _by_kind(list(Place.objects.filter(kind__in=PLURALS)))


def parts_of(district: Place) -> dict[str, list[Place]]:
    """What lies in a district, by kind as in ``parts_by_kind``."""
    return _by_kind(list(Place.objects.filter(parent=district)))


def _by_kind(places: list[Place]) -> dict[str, list[Place]]:
    return {name: [place for place in places if place.kind == kind] for kind, name in PLURALS.items()}
