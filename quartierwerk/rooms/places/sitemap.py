"""What search engines are told of places."""

from __future__ import annotations

from collections.abc import Iterator

from quartierwerk.foundation.sitemap import Entry
from quartierwerk.rooms.places import queries


def _parts() -> Iterator[Entry]:
    for place in [*queries.districts(), *queries.quarters()]:
        yield place.get_absolute_url(), None


ROUTES = ("places:city", "places:districts", "places:quarters", "places:themes", "places:partners")
PAGES = (_parts,)
