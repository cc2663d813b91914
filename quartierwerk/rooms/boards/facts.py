"""What bodies announce to the rooms above that put cases before them."""

from __future__ import annotations

from dataclasses import dataclass

from quartierwerk.foundation.facts.fact import Fact


@dataclass(frozen=True)
class MotionDecided(Fact):
    """A body has resolved on a motion that names a case.

    Of what a jury scored it is told when all of it is announced, of everything else as soon as the vote is closed.
    """

    case: str
    """Reference of the case, as the motion named it."""
    resolution_id: int


@dataclass(frozen=True)
class MotionLeftOpen(Fact):
    """A motion that names a case was on an agenda, and nothing was resolved on it there."""

    case: str
    motion_id: int
    meeting_id: int
