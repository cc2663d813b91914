"""What the verbs of runs and those of the bank share: one at a time says what leaves and what came."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import note_change
from quartierwerk.foundation.errors import NotNow
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import hold
from quartierwerk.rooms.budget import queries
from quartierwerk.rooms.budget.models import Entry, PaymentRun, StatementLine
from quartierwerk.rooms.budget.rules import RUN_STEPS, RunState, Way


class LineSettled(NotNow):
    """Somebody has said already what the line is."""

    sentence = _("Dieser Umsatz ist schon zugeordnet.")


def hold_bank(actor: Any, subject: Any) -> None:
    """One at a time says what lines and runs are.

    Who needs pots too holds this name before them, so that nobody waits in a circle.
    """
    hold("budget.statements")


def still_open(line: StatementLine) -> None:
    """Refuse a line of which somebody has said what it is."""
    if not line.is_open:
        raise LineSettled


def tie(line: StatementLine, entry: Entry) -> StatementLine:
    """A line is an entry, and where a run paid it, the run goes on."""
    try:
        with transaction.atomic():
            line.entry = entry
            line.save(update_fields=["entry"])
    except IntegrityError as error:
        raise LineSettled from error
    note_change(entry=reference(entry))
    follow_bank(runs_of([entry]), on=line.day)
    return line


def runs_of(entries: Iterable[Entry]) -> list[PaymentRun]:
    """The runs with which entries were sent to the bank."""
    found = PaymentRun.objects.filter(payments__order__entry__in=list(entries), payments__is_standing=True)
    return list(found.distinct().order_by("pk"))


def follow_bank(runs: Iterable[PaymentRun], *, on: date) -> None:
    """Let runs be executed of which nothing is under way any more, and the reverse where a line was untied.

    ``on`` is the day of the line. What the city's treasury pays, it tells of itself.
    """
    for run in PaymentRun.objects.select_for_update(of=("self",)).filter(pk__in=[run.pk for run in runs]):
        if run.state == RunState.RELEASED and not queries.is_under_way(run):
            advance(run, RunState.EXECUTED, steps=RUN_STEPS, executed_on=on)
        elif run.state == RunState.EXECUTED and run.way == Way.BANK and _waits_again(run):
            advance(run, RunState.RELEASED, steps=RUN_STEPS, executed_on=None)


def _waits_again(run: PaymentRun) -> bool:
    """Whether no line tells any more of a payment that has not come back."""
    if hasattr(run, "bank_line"):
        return False
    return run.payments.filter(returned_at__isnull=True, order__entry__bank_line__isnull=True).exists()
