"""What waits in the cockpit of those who tend projects: what was entered and nobody has looked at yet."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from quartierwerk.foundation.waiting import Band, Kind, Shown, brief
from quartierwerk.rooms.funding import queries, rules
from quartierwerk.rooms.funding.models import Project


def _entered(person: Any) -> QuerySet[Project]:
    return queries.projects_to_look_at(person)


def _shown(project: Project) -> Shown:
    return Shown(title=project.title, url=project.get_absolute_url(), summary=brief(project.summary))


KINDS = (
    Kind(
        name="projects",
        label=gettext_lazy("Projekt"),
        many=gettext_lazy("Projekte"),
        pile=gettext_lazy("Projekte, die jemand angelegt hat"),
        hint=gettext_lazy("Lesen, und veröffentlichen oder intern führen."),
        url=reverse_lazy("funding:projects", query={"state": "entered"}),
        rows=_entered,
        since="entered_at",
        show=_shown,
        term=rules.LOOKED_AT_WITHIN,
        band=Band.DECIDE,
    ),
)
