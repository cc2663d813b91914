"""What the treasury announces: money that leaves and comes back, to the rooms above whose cases it is for."""

from __future__ import annotations

from dataclasses import dataclass

from quartierwerk.foundation.facts.fact import Fact


@dataclass(frozen=True)
class OrderReleased(Fact):
    """A payment that somebody proposed is released, and stands in the books."""

    order_id: int
    case: str
    """Reference of what it is paid for; empty for a direct expense."""


@dataclass(frozen=True)
class OrderReturned(Fact):
    """A released payment is in the books no more: it came back, or it was a mistake."""

    order_id: int
    case: str


@dataclass(frozen=True)
class RepaymentBooked(Fact):
    """Money came back from a case to which it had been paid."""

    case: str
    entry_id: int
    cents: int


@dataclass(frozen=True)
class RepaymentTakenBack(Fact):
    """A repayment is in the books no more: it was a mistake."""

    case: str
    entry_id: int
