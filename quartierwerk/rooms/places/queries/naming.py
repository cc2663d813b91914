"""How people call places."""

from __future__ import annotations

from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.rules import PlaceKind, PlaceName, names


def everyday_names() -> list[PlaceName[Place]]:
    """Every name people use, with the places they may mean: “Nordstadt”, “City”, “Echt Nordstadt”."""
    return names.everyday_names(
        names.Named(
            place,
            names=tuple(filter(None, (place.name, place.name_en, *place.aliases))),
            shares_first_word=place.kind == PlaceKind.DISTRICT,
        )
        for place in Place.objects.order_by("kind", "slug")
    )
