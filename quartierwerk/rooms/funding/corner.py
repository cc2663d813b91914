"""What this room shows somebody in their own corner: their projects and applications."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.corner import GoesOn, Section
from quartierwerk.rooms.funding import queries
from quartierwerk.rooms.funding.models import Application, Drawdown, Letter, Project
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import ApplicationState

MOST = 20


def _projects(person: Any) -> list[Project]:
    return list(queries.projects_of(person))


def _applications(person: Any) -> list[Application]:
    return list(queries.applications_around(person).exclude(state=ApplicationState.WITHDRAWN)[:MOST])


def _letters(person: Any) -> list[Letter]:
    return list(reading.own_letters(person)[:MOST])


def _drawdowns(person: Any) -> list[Drawdown]:
    return list(queries.drawdowns_of(person)[:MOST])


KEPT = (Section(template="funding/corner/projects.html", things=_projects),)
UNDER_WAY = (
    Section(template="funding/corner/letters.html", things=_letters),
    Section(template="funding/corner/applications.html", things=_applications),
    Section(template="funding/corner/drawdowns.html", things=_drawdowns),
)
DRAFTS = {
    "funding.application": GoesOn("funding:write", "funding:programmes", _("Antrag")),
    "funding.proof": GoesOn("funding:proof", "funding:programmes", _("Verwendungsnachweis")),
}
