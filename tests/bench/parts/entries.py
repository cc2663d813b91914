"""An entry into a pot that has many beside one into a pot that has none, through the same verb, in turns."""

from __future__ import annotations

from itertools import count
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.budget import actions
from quartierwerk.rooms.budget.models import Entry, FiscalYear, Pot
from quartierwerk.rooms.budget.rules import EFFECT, EntryKind, Source
from tests.bench.timing import interleaved, summary

BATCH = 5_000


def measure(*, standing: int, times: int) -> dict[str, Any]:
    """Milliseconds of an allocation into each pot, so many times; the full one holds ``standing`` entries before."""
    by = system("bench")
    year = FiscalYear.objects.get_or_create(year=clock.today().year, defaults={"opened_at": clock.now()})[0]
    pots = {
        name: actions.open_pot(actions.Opening(year=year, source=Source.CITY, purpose=f"Messung: {name}"), actor=by)
        for name in ("full", "empty")
    }
    _fill(pots["full"], standing, by=by)
    ways = {name: lambda _number, pot=pot: _allocate(pot, by=by) for name, pot in pots.items()}
    taken = interleaved(range(times), ways, rounds=2)
    return {name: summary(one["wall"]) for name, one in taken.items()} | {
        "standing": Entry.objects.filter(pot=pots["full"]).count()
    }


def _allocate(pot: Pot, *, by: Any) -> object:
    fresh = Pot.objects.get(pk=pot.pk)
    return actions.allocate(actions.Allocation(pot=fresh, cents=1, basis="Messung"), actor=by)


def _fill(pot: Pot, standing: int, *, by: Any) -> None:
    """So many entries, with the triggers of the database but without the door, which would take minutes."""
    numbers, at = count(1), clock.now()
    effect = vars(EFFECT[EntryKind.ALLOCATION].times(1))
    said = {"kind": EntryKind.ALLOCATION, "cents": 1, "by": by, "at": at, "basis": "Messung"}
    for begin in range(0, standing, BATCH):
        Entry.objects.bulk_create(
            Entry(pot=pot, number=next(numbers), **said, **effect) for _number in range(min(BATCH, standing - begin))
        )
