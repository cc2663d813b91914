"""The end of an own project: a short report, and what is left goes back into the pot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.actions._money import NOT_NEEDED, give_back_all
from quartierwerk.rooms.funding.actions.demands import ProjectOver
from quartierwerk.rooms.funding.models import Closing, Invoice, Project


class StillRuns(NotNow):
    """The project is not over yet."""

    sentence = _("Das Projekt läuft noch. Abrechnen lässt es sich nach seinem letzten Tag.")


class StillOpen(NotNow):
    """Something is not decided or not paid yet."""

    sentence = _("Es ist noch etwas offen: eine Mittelanfrage, oder eine Rechnung, die nicht bezahlt ist.")


class ReportRefused(RuleBroken):
    """A report that cannot be so."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """How a project ended, as it is to be kept."""

    project: Project
    text: str
    participants: int
    volunteer_hours: int


@action(may=permissions.may_close, first=lambda actor, account: lock(account.project))
def close_project(account: Account, *, actor: Person, at: datetime) -> Closing:
    """Account for an own project: the report is kept, and what is left goes back into the pot (Projekt abrechnen)."""
    project, text = account.project, account.text.strip()
    if project.closed_at is not None or project.state == rules.ProjectState.CALLED_OFF:
        raise ProjectOver
    if project.ends_on > clock.local(at).date():
        raise StillRuns
    if _is_something_open(project):
        raise StillOpen
    if not text:
        raise WordsMissing(_("Bitte beschreiben Sie kurz, was stattgefunden hat."), field="text")
    if len(text) > rules.LONGEST_CLOSING:
        raise ReportRefused(_("Dieser Text ist zu lang."), field="text")
    if not 0 <= account.participants <= rules.MOST_PARTICIPANTS:
        raise ReportRefused(_("Bitte prüfen Sie die Zahl."), field="participants")
    if not 0 <= account.volunteer_hours <= rules.MOST_VOLUNTEER_HOURS:
        raise ReportRefused(_("Bitte prüfen Sie die Zahl."), field="volunteer_hours")
    lines = queries.spent_lines(project)
    closing = Closing.objects.create(
        project=project,
        text=text,
        participants=account.participants,
        volunteer_hours=account.volunteer_hours,
        lines=[one._asdict() for one in lines],
        paid_cents=sum(one.paid for one in lines),
        released_cents=give_back_all(project, at=at, reason=NOT_NEEDED),
        by=actor,
        at=at,
    )
    project.closed_at = at
    project.save(update_fields=["closed_at"])
    return closing


def _is_something_open(project: Project) -> bool:
    """Whether money is still asked for, or an invoice not paid yet."""
    asked = project.demands.filter(state__in=rules.DEMAND_STEPS.open)
    return asked.exists() or Invoice.objects.filter(project=project).unpaid().exists()
