"""What the search index may know of a body."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.references import reference_to
from quartierwerk.foundation.search import KEYWORD, PUBLIC, TEXT, Document, SearchEntry, register
from quartierwerk.rooms.boards.models import Body
from quartierwerk.rooms.places.models import Place


@register
class BodyCard(SearchEntry):
    """A public body: its names, its kind, its statutes; nobody who sits on it."""

    model = Body
    audience = PUBLIC
    weights = {"kind": KEYWORD, "statutes": TEXT}
    facets = ("kind",)
    heading = _("Gremien")
    list_url = "boards:bodies"
    list_label = _("Alle Treffer in den Gremien")

    @classmethod
    def queryset(cls) -> QuerySet[Body]:
        """The public bodies, also those that were dissolved."""
        return Body.objects.visible_to(None).select_related("district")

    @classmethod
    def document(cls, thing: Body) -> Document:
        """The document of one body, from rows that are already fetched."""
        return Document(
            name=thing.name_de,
            texts={"kind": [_line(thing, "de")], "statutes": thing.statutes_de},
            english={"kind": [thing.name_en, _line(thing, "en")], "statutes": thing.statutes_en},
            facets={"kind": [thing.kind]},
            sort_key="",
            newest=thing.pk,
            card={
                "title": thing.name_de,
                "title_en": thing.name_en,
                "line": _line(thing, "de"),
                "line_en": _line(thing, "en"),
                "url": thing.get_absolute_url(),
            },
            about=[reference_to(Place, thing.district_id)] if thing.district_id else [],
        )


def _line(thing: Body, language: str) -> str:
    """What kind of body it is and where."""
    with translation.override(language):
        where = thing.district.title if thing.district else ""
        return " · ".join(filter(None, (str(thing.get_kind_display()), where)))
