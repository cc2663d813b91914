"""What the search index may know of programmes and projects."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.references import reference_to
from quartierwerk.foundation.search import KEYWORD, PUBLIC, TEXT, Document, SearchEntry, register
from quartierwerk.rooms.funding.models import Programme, Project
from quartierwerk.rooms.places.models import Place


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


@register
class ProjectCard(SearchEntry):
    """A public project: its title, what happens, who carries it out unless that is a private person, its partners."""

    model = Project
    audience = PUBLIC
    weights = {"summary": TEXT, "people": KEYWORD}
    facets = ("year",)
    heading = _("Projekte")
    list_url = "funding:projects"
    list_label = _("Alle Projekte")

    @classmethod
    def queryset(cls) -> QuerySet[Project]:
        """What everybody sees."""
        return Project.objects.public().select_related("district").prefetch_related("others")

    @classmethod
    def document(cls, thing: Project) -> Document:
        """The document of one project, from rows that are already fetched."""
        places = [thing.district, *thing.others.all()]
        return Document(
            name=thing.title,
            texts={"summary": [thing.summary, thing.plain], "people": [thing.named_carrier, *thing.partner_lines]},
            english={},
            facets={"year": [str(thing.starts_on.year)]},
            sort_key="",
            newest=thing.pk,
            card={
                "title": thing.title,
                "line": f"{thing.district.title} · {thing.starts_on.year}",
                "line_en": f"{thing.district.title} · {thing.starts_on.year}",
                "url": thing.get_absolute_url(),
            },
            about=[reference_to(Place, place.pk) for place in places],
        )
