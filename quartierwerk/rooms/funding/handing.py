"""What hangs on a person in this room: their projects and applications."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.handing import Holding, Turn
from quartierwerk.rooms.funding import actions, queries

HOLDINGS = (
    Holding(
        kind="funding.projects",
        label=_("Projekte"),
        hint=_("Wer sie weiter betreut, sagt das Büro. Beim Ausscheiden gehen sie an das Büro."),
        things=queries.names_of_projects,
        let_go=actions.leave_projects,
        turn=Turn.REST,
    ),
    Holding(
        kind="funding.applications",
        label=_("Anträge"),
        hint=_("Was erst begonnen ist, wird zurückgezogen; was eingereicht ist, bleibt und geht an das Büro."),
        things=queries.names_of_applications,
        let_go=actions.leave_applications,
        turn=Turn.REST,
    ),
    Holding(
        kind="funding.cases",
        label=_("Anträge in Bearbeitung"),
        hint=_("Im Büro bearbeitet sie jemand anderes weiter."),
        things=queries.names_of_cases,
        let_go=actions.leave_cases,
        turn=Turn.REST,
    ),
)
