"""What this room shows somebody in their own corner: the projects that they look after."""

from __future__ import annotations

from typing import Any

from quartierwerk.foundation.ui.corner import Section
from quartierwerk.rooms.funding import queries
from quartierwerk.rooms.funding.models import Project


def _projects(person: Any) -> list[Project]:
    return list(queries.projects_of(person))


KEPT = (Section(template="funding/corner/projects.html", things=_projects),)
