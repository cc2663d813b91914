"""What the site index may know of places."""

from __future__ import annotations

from django.db.models import QuerySet

from quartierwerk.foundation.search import KEYWORD, PUBLIC, TEXT, Document, Hint, SearchEntry, register
from quartierwerk.rooms.places.models import PAGES, Place


@register
class PlaceCard(SearchEntry):
    """A district or quarter: its names, its text, and its card."""

    model = Place
    audience = PUBLIC
    weights = {"aliases": KEYWORD, "about": TEXT}
    facets = ("kind",)

    @classmethod
    def queryset(cls) -> QuerySet[Place]:
        """The places that have a page."""
        return Place.objects.filter(kind__in=PAGES).select_related("parent")

    @classmethod
    def document(cls, thing: Place) -> Document:
        """The document of one place, from rows that are already fetched."""
        parent = thing.parent.name if thing.parent else ""
        return Document(
            name=thing.name,
            texts={"aliases": thing.aliases, "about": thing.text_de},
            english={"aliases": [thing.name_en] if thing.name_en else [], "about": thing.text_en},
            facets={"kind": [thing.kind]},
            sort_key="",
            newest=thing.pk,
            lat=thing.center_lat,
            lon=thing.center_lon,
            card={
                "title": thing.name,
                "line": f"{thing.get_kind_display()} · {parent}" if parent else str(thing.get_kind_display()),
                "url": thing.get_absolute_url(),
                "hue": thing.hue,
            },
            about=[f"places.place:{thing.parent_id}"] if thing.parent_id else [],
            hints=[Hint("place", alias) for alias in thing.aliases],
        )
