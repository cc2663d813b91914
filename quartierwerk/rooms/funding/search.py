"""What the search index may know of a programme."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.search import PUBLIC, TEXT, Document, SearchEntry, register
from quartierwerk.rooms.funding.models import Programme


@register
class ProgrammeCard(SearchEntry):
    """A public programme: its names, its sentence and what it is for."""

    model = Programme
    audience = PUBLIC
    weights = {"summary": TEXT, "purpose": TEXT}
    heading = _("Förderung")
    list_url = "funding:programmes"
    list_label = _("Alle Förderprogramme")

    @classmethod
    def queryset(cls) -> QuerySet[Programme]:
        """The public ones, also those that have ended."""
        return Programme.objects.visible_to(None)

    @classmethod
    def document(cls, thing: Programme) -> Document:
        """The document of one programme."""
        return Document(
            name=thing.name_de,
            texts={"summary": thing.summary_de, "purpose": thing.purpose_de},
            english={"summary": [thing.name_en, thing.summary_en], "purpose": thing.purpose_en},
            facets={},
            sort_key="",
            newest=thing.pk,
            card={
                "title": thing.name_de,
                "title_en": thing.name_en,
                "line": thing.summary_de,
                "line_en": thing.summary_en or thing.summary_de,
                "url": thing.get_absolute_url(),
            },
            about=[],
        )
