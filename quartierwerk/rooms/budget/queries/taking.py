"""What would become of the rows of a list of pots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quartierwerk.foundation.folding import fold
from quartierwerk.rooms.budget import rules
from quartierwerk.rooms.budget.models import FiscalYear, Pillar, Pot
from quartierwerk.rooms.budget.queries.pots import districts
from quartierwerk.rooms.budget.rules.taking import Known, Outcome, PotRow, Refusal


@dataclass(frozen=True)
class PlannedPot:
    """A row with what would become of it."""

    row: PotRow | None
    outcome: Outcome
    pot: Pot | None = None
    """The pot that there is already."""
    refusal: Refusal | None = None


def known_names() -> Known:
    """What names in a list can mean today."""
    pillars = {
        fold(name): pillar.pk for pillar in Pillar.objects.all() for name in (pillar.name_de, pillar.name_en) if name
    }
    closed = FiscalYear.objects.filter(closed_at__isnull=False).values_list("year", flat=True)
    return Known(pillars, {fold(one.name): one.pk for one in districts()}, frozenset(closed))


def planned_pots(rows: Sequence[PotRow | Refusal]) -> list[PlannedPot]:
    """What would become of each row: a pot with entries stays as it is, if it holds what the list says."""
    years = {row.year for row in rows if isinstance(row, PotRow)}
    there = {_same(pot): pot for pot in Pot.objects.filter(year__year__in=years).named()}
    seen: set[tuple[object, ...]] = set()
    found = []
    for row in rows:
        if isinstance(row, Refusal):
            found.append(PlannedPot(None, Outcome.REFUSED, refusal=row))
            continue
        key = (row.year, row.source, row.pillar, row.district, row.purpose)
        pot = there.get(key)
        if key in seen:
            found.append(PlannedPot(row, Outcome.REFUSED, refusal=Refusal((rules.DOUBLE_POT,))))
        elif pot is None:
            found.append(PlannedPot(row, Outcome.FRESH))
        elif pot.last_number == 0:
            found.append(PlannedPot(row, Outcome.FILLED, pot))
        elif (pot.funds, pot.paid) == (row.funds, row.paid):
            found.append(PlannedPot(row, Outcome.KNOWN, pot))
        else:
            found.append(PlannedPot(row, Outcome.REFUSED, pot, Refusal((rules.OTHER_SUMS,))))
        seen.add(key)
    return found


def _same(pot: Pot) -> tuple[object, ...]:
    return (pot.year.year, pot.source, pot.pillar_id, pot.district_id, pot.purpose)
