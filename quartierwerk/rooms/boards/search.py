"""What the search index may know of a body."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.references import reference_to
from quartierwerk.foundation.search import KEYWORD, PUBLIC, TEXT, Document, SearchEntry, register
from quartierwerk.rooms.boards.models import Body, Resolution
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


@register
class ResolutionCard(SearchEntry):
    """What a public body decided in public: its number, item and wording; nobody who voted."""

    model = Resolution
    audience = PUBLIC
    weights = {"wording": TEXT, "body": KEYWORD}
    facets = ("year",)
    heading = _("Beschlüsse")
    list_url = "boards:resolutions"
    list_label = _("Alle Treffer in den Beschlüssen")

    @classmethod
    def queryset(cls) -> QuerySet[Resolution]:
        """The public ones."""
        return Resolution.objects.visible_to(None).select_related("body__district", "item")

    @classmethod
    def document(cls, thing: Resolution) -> Document:
        """The document of one resolution, from rows that are already fetched."""
        return Document(
            name=thing.item.title,
            texts={"wording": thing.wording, "body": [thing.body.name_de, str(thing)]},
            english={"body": [thing.body.name_en]},
            facets={"year": [str(thing.year)]},
            sort_key="",
            newest=thing.pk,
            card={
                "title": thing.item.title,
                "line": f"{thing.body.name_de} · {thing}",
                "line_en": f"{thing.body.name_en or thing.body.name_de} · {thing}",
                "url": thing.get_absolute_url(),
            },
            about=[reference_to(Place, thing.body.district_id)] if thing.body.district_id else [],
        )
