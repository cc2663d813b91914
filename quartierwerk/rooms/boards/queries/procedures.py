"""By which rules a body decides on a day."""

from __future__ import annotations

from datetime import date

from quartierwerk.rooms.boards.models import Body, Procedure
from quartierwerk.rooms.boards.models.procedures import ProcedureQuerySet


def procedure_on(body: Body, on: date) -> Procedure | None:
    """The rules in force on a day: of those that had begun to hold, the latest; None where nobody entered any."""
    return Procedure.objects.begun(on=on).filter(body=body).first()


def procedures_of(body: Body) -> ProcedureQuerySet:
    """All rules of a body that nobody has withdrawn, the latest first."""
    return Procedure.objects.standing().filter(body=body).select_related("set_by")
