"""Pots come from elsewhere with what they hold, all of a list or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import MovedOn, RuleBroken
from quartierwerk.foundation.transactions import hold, lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import permissions, queries
from quartierwerk.rooms.budget.actions._books import enter, lock_all
from quartierwerk.rooms.budget.actions._opening import Opening, make_pot
from quartierwerk.rooms.budget.models import FiscalYear, Pillar, Pot
from quartierwerk.rooms.budget.rules import EntryKind
from quartierwerk.rooms.budget.rules.taking import Outcome, PotRow, read_row
from quartierwerk.rooms.places.models import Place


class RowRefused(RuleBroken):
    """One row of the list cannot be taken in; the sentence says why."""


class ListChanged(MovedOn):
    """What would become of the rows is no longer what somebody looked at."""

    sentence = _("Inzwischen hat sich an den Töpfen etwas geändert. Bitte prüfen Sie die Liste noch einmal.")


@dataclass(frozen=True)
class PotList:
    """The cells of a list's rows, and what somebody saw would become of them."""

    rows: Sequence[Mapping[str, str]]
    seen: Sequence[Outcome]


@action(may=permissions.may_keep_books, bulk=True)
def take_over_pots(given: PotList, *, actor: Person, at: datetime) -> list[Pot]:
    """Take in the pots of a list with their money, all or none; who stands there already stays (Töpfe übernehmen).

    What was paid before the house kept the books is entered as such, so that nobody has to order it again.
    """
    planned = _planned(given.rows)
    for one in planned:
        if one.refusal is not None:
            raise RowRefused(one.refusal.sentence)
    if [one.outcome for one in planned] != list(given.seen):
        raise ListChanged
    return [
        _take(one.row, one.pot, by=actor, at=at)
        for one in planned
        if one.row is not None and one.outcome in (Outcome.FRESH, Outcome.FILLED)
    ]


def _planned(rows: Sequence[Mapping[str, str]]) -> list[queries.PlannedPot]:
    """What becomes of the rows, decided once nobody else can open, close or fill what they are about."""
    hold("budget.years")
    known = queries.known_names()
    read = [read_row(cells, known=known) for cells in rows]
    years = {row.year for row in read if isinstance(row, PotRow)}
    for year in FiscalYear.objects.filter(year__in=years).order_by("pk"):
        lock(year)
    lock_all(one.pot for one in queries.planned_pots(read) if one.pot is not None)
    return queries.planned_pots(read)


def _take(row: PotRow, pot: Pot | None, *, by: Person, at: datetime) -> Pot:
    if pot is None:
        year, _made = FiscalYear.objects.get_or_create(year=row.year, defaults={"opened_at": at})
        opening = Opening(
            year=year,
            source=row.source,
            pillar=Pillar.objects.filter(pk=row.pillar).first(),
            district=Place.objects.filter(pk=row.district).first(),
            purpose=row.purpose,
            account=row.account,
        )
        pot = make_pot(opening)
    lock_all([pot])
    if row.funds:
        enter(pot, EntryKind.ALLOCATION, row.funds, by=by, at=at, basis=row.basis)
    if row.paid:
        enter(pot, EntryKind.TAKEN_OVER, row.paid, by=by, at=at, basis=row.basis)
    return pot
