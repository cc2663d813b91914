"""What pots hold for an own project: committed with a resolution, paid by invoices, given back at the end."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from quartierwerk.foundation.references import reference
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.budget.models import Earmark, Pot
from quartierwerk.rooms.funding.models import Project


def held_for(project: Project) -> list[Earmark]:
    """What pots hold for a project, the oldest first; the pots are locked, so that it stays so.

    Call it with the project locked: pots come behind projects, in the order of their keys.
    """
    case = reference(project)
    for pot in Pot.objects.filter(earmarks__case=case, closed_at__isnull=True).distinct().order_by("pk"):
        lock(pot)
    known = Earmark.objects.filter(case=case, pot__closed_at__isnull=True).select_related("pot")
    return list(known.order_by("pk"))


def commit_all(project: Project, *, at: datetime) -> None:
    """Commit what a board has reserved: no letter follows, so its resolution binds by itself."""
    for earmark in held_for(project):
        if earmark.reserved:
            held = budget.Held(earmark=earmark, cents=earmark.reserved)
            budget.commit(held, actor=system("funding"), at=at)


def give_back(project: Project, *, at: datetime) -> int:
    """Give back all that is still held for a project, in cents; no order may wait for it."""
    with translation.override(settings.LANGUAGE_CODE):  # kept in the books, whatever whoever closes it reads
        reason = _("Projekt beendet, nicht gebraucht")
    cents, by = 0, system("funding")
    for earmark in held_for(project):
        cents += earmark.held
        if earmark.reserved:
            budget.release(budget.Held(earmark=earmark, cents=earmark.reserved, reason=reason), actor=by, at=at)
            earmark.refresh_from_db()
        if earmark.committed:
            budget.decommit(budget.Held(earmark=earmark, cents=earmark.committed, reason=reason), actor=by, at=at)
    return cents
