"""Cases that were kept elsewhere come in with their projects and the money granted for them, all of a list or nothing.

**The order of locks**: the programmes by their keys, so that no terms change unseen; then the pots by theirs, as
everywhere; the numbers of a year last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import MovedOn, RuleBroken
from quartierwerk.foundation.transactions import hold as hold_name
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.actions._money import hold
from quartierwerk.rooms.funding.actions._numbering import next_number
from quartierwerk.rooms.funding.actions.projects import Entering, enter, hide
from quartierwerk.rooms.funding.models import Application, Check, Decision, Programme, Project, RuleSet
from quartierwerk.rooms.funding.models.applications import as_submitted
from quartierwerk.rooms.funding.queries.taking import planned_cases
from quartierwerk.rooms.funding.rules.taking import CaseRow, CaseStand
from quartierwerk.rooms.funding.rules.taking_plan import Fate, Planned
from quartierwerk.rooms.places.models import Place


class RowRefused(RuleBroken):
    """One row of the list cannot be taken in; the sentence says which and why."""


class ListChanged(MovedOn):
    """What would become of the rows is no longer what somebody looked at."""

    sentence = gettext_lazy("Inzwischen hat sich etwas geändert. Bitte prüfen Sie die Liste noch einmal.")


@dataclass(frozen=True)
class CaseList:
    """The cells of a list's rows, and what somebody saw would become of them."""

    rows: Sequence[dict[str, str]]
    seen: Sequence[str]


@action(may=permissions.may_take_over, bulk=True)
def take_over_cases(given: CaseList, *, actor: Person, at: datetime) -> list[Application]:
    """Take in the running cases of a list, all or none; what stands there already stays (Anträge übernehmen).

    Each comes with an internal project that nobody keeps, under the terms of the day on which it came in. What was
    granted is held in its pot in the same transaction.
    """
    planned = _planned(given.rows, on=clock.local(at).date())
    for number, one in enumerate(planned, start=1):
        if one.refusal is not None:
            raise RowRefused(gettext("Zeile %(number)d: %(why)s") % {"number": number, "why": one.refusal.sentence})
    if [one.fate for one in planned] != list(given.seen):
        raise ListChanged
    fresh = [one.row for one in planned if one.row is not None and one.fate == Fate.FRESH]
    note_change(taken=len(fresh))
    return [_take(row, by=actor, at=at) for row in fresh]


def _planned(rows: Sequence[dict[str, str]], *, on: date) -> list[Planned]:
    """What becomes of the rows, decided once nobody else can change what they are about."""
    hold_name("funding.taking")
    first_look = [one.row for one in planned_cases(rows, on=on) if one.row is not None]
    for programme in Programme.objects.filter(pk__in={row.programme for row in first_look}).order_by("pk"):
        lock(programme)
    for pot in Pot.objects.filter(pk__in={row.pot for row in first_look if row.pot}).order_by("pk"):
        lock(pot)
    return planned_cases(rows, on=on)


def _take(row: CaseRow, *, by: Person, at: datetime) -> Application:
    received_at = clock.first_of(row.received_on)
    columns = as_submitted(
        row.content, RuleSet.objects.get(pk=row.rule_set), number=next_number(received_at), at=received_at
    )
    application = Application.objects.create(
        programme_id=row.programme,
        project=_project(row, at=at),
        state=row.state,
        begun_at=received_at,
        taken_over_at=at,
        file_number=row.file_number,
        **columns,
    )
    if row.stand == CaseStand.ADMISSIBLE:
        with translation.override(settings.LANGUAGE_CODE):  # kept, whatever language whoever takes it over reads
            note = gettext("Der Antrag galt in der bisherigen Liste als zulässig und ist so übernommen.")
        Check.objects.create(application=application, note=note, by=by, at=at)
    elif row.stand in (CaseStand.GRANTED, CaseStand.REJECTED):
        _decide(application, row, by=by, at=at)
    return application


def _project(row: CaseRow, *, at: datetime) -> Project:
    """The project of a case, entered by the house itself: nobody keeps it, and nobody else sees it."""
    entering = Entering(outline=row.outline, district=Place.objects.get(pk=row.district))
    return hide(enter(entering, actor=system("funding"), at=at), actor=system("funding"), at=at)


def _decide(application: Application, row: CaseRow, *, by: Person, at: datetime) -> None:
    money: dict[str, Any] = {}
    if row.pot is not None:
        pot = Pot.objects.get(pk=row.pot)
        money = {"cents": row.granted, "pot": pot, "earmark": hold(application, pot, row.granted, at=at)}
    Decision.objects.create(
        application=application,
        number=1,
        outcome=rules.outcome(asked=row.asked, granted=row.granted, conditions=row.conditions),
        reason=row.reason,
        conditions=row.conditions,
        by=by,
        at=at,
        **money,
    )
