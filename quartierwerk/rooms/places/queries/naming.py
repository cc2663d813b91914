"""How people call places."""

from __future__ import annotations

from quartierwerk.foundation.kept.memory import kept
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.rules import PlaceKind, PlaceName, names

NAMED = (PlaceKind.CITY, PlaceKind.DISTRICT, PlaceKind.QUARTER)
"""The kinds in which things are found by the name; other names stay words, so that “Lyon” is searched for as such."""


@kept(Place)
def everyday_names() -> list[PlaceName[Place]]:
    """Every name people use, with the places they may mean: “Altstadt”, “City”."""
    return names.everyday_names(map(_named, Place.objects.filter(kind__in=NAMED).order_by("kind", "slug")))


def _named(place: Place) -> names.Named[Place]:
    return names.Named(
        place,
        names=tuple(filter(None, (place.name, place.name_en, *place.aliases))),
        shares_first_word=place.kind == PlaceKind.DISTRICT,
        has_adjective=place.kind in (PlaceKind.CITY, PlaceKind.DISTRICT),
    )
