"""How people call places."""

from __future__ import annotations

from collections import OrderedDict

from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.rules import PlaceKind, PlaceName, names

NAMED = (PlaceKind.CITY, PlaceKind.DISTRICT, PlaceKind.QUARTER)
"""The kinds in which things are found by the name; other names stay words, so that “Lyon” is searched for as such."""
MOST_KEPT = 4
_kept: OrderedDict[str, list[PlaceName[Place]]] = OrderedDict()


def everyday_names() -> list[PlaceName[Place]]:
    """Every name people use, with the places they may mean: “Altstadt”, “City”; made once per state of the places."""
    places = Place.objects.filter(kind__in=NAMED).order_by("kind", "slug")
    # As text, because lists of aliases can't be a key.
    version = repr(list(places.values_list("pk", "kind", "slug", "name", "name_en", "aliases", "hue")))
    found = _kept.get(version)
    if found is None:
        found = _kept[version] = names.everyday_names(map(_named, places))
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found


def _named(place: Place) -> names.Named[Place]:
    return names.Named(
        place,
        names=tuple(filter(None, (place.name, place.name_en, *place.aliases))),
        shares_first_word=place.kind == PlaceKind.DISTRICT,
        has_adjective=place.kind in (PlaceKind.CITY, PlaceKind.DISTRICT),
    )
