"""What the directory announces; what is for outside waits for rooms that point at profiles: events and the network."""

from __future__ import annotations

from dataclasses import dataclass

from quartierwerk.foundation.facts.fact import Fact


@dataclass(frozen=True)
class ProfilePublished(Fact):
    """A profile has come into public view; rooms above may follow it."""

    is_for_outside = True
    profile_id: int


@dataclass(frozen=True)
class ProfileWithdrawn(Fact):
    """A profile has left public view."""

    is_for_outside = True
    profile_id: int


@dataclass(frozen=True)
class ProfilesMerged(Fact):
    """A profile has been merged into another; whatever points to the old one finds the other at its address."""

    is_for_outside = True
    profile_id: int
    """The one that stays."""
    away_id: int


@dataclass(frozen=True)
class ProfilesParted(Fact):
    """A merger has been undone: both profiles stand for themselves again."""

    is_for_outside = True
    profile_id: int
    away_id: int
