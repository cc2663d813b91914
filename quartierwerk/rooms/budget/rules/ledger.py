"""The arithmetic of pots: what an entry does to a pot, what a pot still holds, and how a year ends; pure, in cents.

A pot knows four sums. ``funds`` is what it was given, less what it gave away. Of that, ``reserved`` is held for
decisions, ``committed`` is promised in letters, ``paid`` has left; what remains is ``available``. None of the five is
ever below zero (§ 75 (1) GO NRW: expenses only from what is there), and an earmark never gets out more than was put in
for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EntryKind(TextChoices):
    """What an entry says."""

    ALLOCATION = "allocation", _("Zuweisung")
    TRANSFER_IN = "transfer_in", _("Umbuchung, Zugang")
    TRANSFER_OUT = "transfer_out", _("Umbuchung, Abgang")
    CARRY_IN = "carry_in", _("Übertrag aus dem Vorjahr")
    CARRY_OUT = "carry_out", _("Übertrag ins Folgejahr")
    TAKEN_OVER = "taken_over", _("Übernahme: vorher schon ausgezahlt")
    RESERVATION = "reservation", _("Mittelreservierung")
    RELEASE = "release", _("Freigabe der Reservierung")
    COMMITMENT = "commitment", _("Festlegung")
    DECOMMITMENT = "decommitment", _("Freigabe der Festlegung")
    PAYMENT = "payment", _("Auszahlung")
    EXPENSE = "expense", _("Direkte Ausgabe")
    REPAYMENT = "repayment", _("Rückzahlung")


@dataclass(frozen=True)
class Sums:
    """What a pot, or one earmark in it, stands at; all in integer cents."""

    funds: int = 0
    reserved: int = 0
    committed: int = 0
    paid: int = 0

    @property
    def available(self) -> int:
        """What nobody has decided on yet (verfügbar)."""
        return self.funds - self.reserved - self.committed - self.paid

    @property
    def rest(self) -> int:
        """What goes on into the next year when this one ends: all that is not paid."""
        return self.funds - self.paid

    def __add__(self, other: Sums) -> Sums:
        return Sums(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Sums)))

    def times(self, cents: int) -> Sums:
        """The effect of so many cents, where this is that of one."""
        return Sums(*(getattr(self, one.name) * cents for one in fields(Sums)))

    @property
    def hold(self) -> bool:
        """Whether a pot can stand at this."""
        return min(self.funds, self.reserved, self.committed, self.paid, self.available) >= 0


EFFECT: Mapping[EntryKind, Sums] = {
    EntryKind.ALLOCATION: Sums(funds=1),
    EntryKind.TRANSFER_IN: Sums(funds=1),
    EntryKind.TRANSFER_OUT: Sums(funds=-1),
    EntryKind.CARRY_IN: Sums(funds=1),
    EntryKind.CARRY_OUT: Sums(funds=-1),
    EntryKind.TAKEN_OVER: Sums(paid=1),
    EntryKind.RESERVATION: Sums(reserved=1),
    EntryKind.RELEASE: Sums(reserved=-1),
    EntryKind.COMMITMENT: Sums(reserved=-1, committed=1),
    EntryKind.DECOMMITMENT: Sums(committed=-1),
    EntryKind.PAYMENT: Sums(committed=-1, paid=1),
    EntryKind.EXPENSE: Sums(paid=1),
    EntryKind.REPAYMENT: Sums(paid=-1),
}
"""What one cent of each kind does to the sums."""
OF_AN_EARMARK = frozenset(
    {
        EntryKind.RESERVATION,
        EntryKind.RELEASE,
        EntryKind.COMMITMENT,
        EntryKind.DECOMMITMENT,
        EntryKind.PAYMENT,
        EntryKind.REPAYMENT,
    }
)
"""Kinds that are always about an earmark: what is promised is promised to somebody."""
WITH_A_BASIS = frozenset(
    {
        EntryKind.ALLOCATION,
        EntryKind.TRANSFER_IN,
        EntryKind.TRANSFER_OUT,
        EntryKind.CARRY_IN,
        EntryKind.CARRY_OUT,
        EntryKind.TAKEN_OVER,
    }
)
"""Kinds that change what there is, for which somebody must have resolved something."""
COMING_IN = frozenset({EntryKind.TRANSFER_IN, EntryKind.CARRY_IN})
"""Kinds whose money has left another pot with an entry of the same sum."""
BY_ORDER = frozenset({EntryKind.PAYMENT, EntryKind.EXPENSE})
"""Kinds with which money leaves the house: one person orders, another one releases."""

CASH: Mapping[EntryKind, int] = {
    EntryKind.ALLOCATION: 1,
    EntryKind.TAKEN_OVER: -1,
    EntryKind.PAYMENT: -1,
    EntryKind.EXPENSE: -1,
    EntryKind.REPAYMENT: 1,
}
"""Kinds with which money comes into the house or leaves it, each with its sign; all others move it within the books."""


def cash_cents(kind: EntryKind | str, cents: int) -> int:
    """What an entry moves at the bank: above zero what comes in, below what leaves, 0 where it stays in the books."""
    return cents * CASH.get(EntryKind(kind), 0)


class Movement(NamedTuple):
    """One entry as far as the arithmetic goes."""

    pot: int
    kind: EntryKind
    cents: int
    """More than zero; less than zero in a counter-entry, which takes back a mistake."""
    earmark: str = ""
    """Reference of what the money is for; empty for what is the pot's own."""

    @property
    def effect(self) -> Sums:
        """What it does to its pot."""
        return EFFECT[self.kind].times(self.cents)


@dataclass
class Ledger:
    """What all pots, and all earmarks in them, stand at after a history."""

    pots: dict[int, Sums] = field(default_factory=dict)
    earmarks: dict[tuple[int, str], Sums] = field(default_factory=dict)

    def bears(self, movement: Movement) -> bool:
        """Whether the pot, and the earmark in it, can bear a movement."""
        pot = self.pots.get(movement.pot, Sums()) + movement.effect
        earmark = self.earmarks.get((movement.pot, movement.earmark), Sums()) + movement.effect
        return pot.hold and (not movement.earmark or min(earmark.reserved, earmark.committed, earmark.paid) >= 0)

    def take(self, movement: Movement) -> None:
        """Enter a movement."""
        here = (movement.pot, movement.earmark)
        self.pots[movement.pot] = self.pots.get(movement.pot, Sums()) + movement.effect
        if movement.earmark:
            self.earmarks[here] = self.earmarks.get(here, Sums()) + movement.effect


def replay(history: Iterable[Movement]) -> Ledger:
    """What everything stands at after a history."""
    ledger = Ledger()
    for movement in history:
        ledger.take(movement)
    return ledger


def carried(ledger: Ledger, *, pot: int, into: int) -> Iterator[Movement]:
    """What ends a pot's year: what is promised but not paid goes on with its money, and so does what is left.

    As much goes into the next year's pot as goes out of this one (§ 22 KomHVO NRW). What is paid stays where it was.
    """
    for (where, earmark), sums in sorted(ledger.earmarks.items()):
        if where != pot:
            continue
        if sums.reserved:
            yield Movement(pot, EntryKind.RELEASE, sums.reserved, earmark)
        if sums.committed:
            yield Movement(pot, EntryKind.DECOMMITMENT, sums.committed, earmark)
    if whole := ledger.pots.get(pot, Sums()).rest:
        yield Movement(pot, EntryKind.CARRY_OUT, whole)
        yield Movement(into, EntryKind.CARRY_IN, whole)
    for (where, earmark), sums in sorted(ledger.earmarks.items()):
        if where == pot and sums.reserved + sums.committed:
            yield Movement(into, EntryKind.RESERVATION, sums.reserved + sums.committed, earmark)
            if sums.committed:
                yield Movement(into, EntryKind.COMMITMENT, sums.committed, earmark)
