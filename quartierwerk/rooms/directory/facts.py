"""What the directory announces."""

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
class ImportFinished(Fact):
    """An import has read its last row; whoever started it is told."""

    job_id: int
