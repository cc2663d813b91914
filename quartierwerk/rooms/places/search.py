"""What the site index may know of places."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.bilingual import text
from quartierwerk.foundation.references import reference_to
from quartierwerk.foundation.search import KEYWORD, PUBLIC, TEXT, Document, Hint, SearchEntry, register
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.rules import PlaceKind


@register
class PlaceCard(SearchEntry):
    """A part of the city or a partner city: its names, its text, and its card."""

    model = Place
    audience = PUBLIC
    weights = {"aliases": KEYWORD, "about": TEXT}
    facets = ("kind",)
    heading = _("Orte")

    @classmethod
    def queryset(cls) -> QuerySet[Place]:
        """The parts of the city and its partner cities; the city itself would be found with every question."""
        return Place.objects.exclude(kind=PlaceKind.CITY).select_related("parent")

    @classmethod
    def document(cls, thing: Place) -> Document:
        """The document of one place, from rows that are already fetched."""
        return Document(
            name=thing.name,
            texts={"aliases": thing.aliases, "about": thing.text_de},
            english={"aliases": [thing.name_en] if thing.name_en else [], "about": thing.text_en},
            facets={"kind": [thing.kind]},
            sort_key="",
            newest=thing.pk,
            points=[(thing.center_lat, thing.center_lon)],
            card={
                "title": thing.name,
                "title_en": thing.name_en,
                "line": _line(thing, "de"),
                "line_en": _line(thing, "en"),
                "url": thing.get_absolute_url(),
                "hue": thing.hue,
            },
            about=[reference_to(Place, thing.parent_id)] if thing.parent_id else [],
            hints=[Hint("place", alias) for alias in thing.aliases],
        )


def _line(thing: Place, language: str) -> str:
    """What kind of place it is and where it lies."""
    with translation.override(language):
        where = thing.parent.title if thing.parent else text(thing, "country")
        return " · ".join(filter(None, (str(thing.get_kind_display()), where)))
