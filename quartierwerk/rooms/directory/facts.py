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


@dataclass(frozen=True)
class ImportFinished(Fact):
    """An import has read its last row; whoever started it is told."""

    job_id: int


@dataclass(frozen=True)
class ChangeProposed(Fact):
    """Somebody has proposed an entry or a change; they get a receipt, and the keepers of the profile hear of it."""

    request_id: int


@dataclass(frozen=True)
class ProposerAsked(Fact):
    """A reviewer has asked something about a proposal; the proposer is told."""

    request_id: int


@dataclass(frozen=True)
class ChangeDecided(Fact):
    """A proposal has been taken, in whole or in part, or refused; the proposer is told."""

    request_id: int


@dataclass(frozen=True)
class ClaimMade(Fact):
    """Somebody asks to keep a profile; they get a receipt, and whoever keeps it already hears of it."""

    claim_id: int


@dataclass(frozen=True)
class ClaimSettled(Fact):
    """A claim was approved or turned down; the claimant is told, and of an approval the address on file too."""

    claim_id: int


@dataclass(frozen=True)
class ProfileReported(Fact):
    """Somebody has reported an entry; they get a receipt."""

    report_id: int


@dataclass(frozen=True)
class ReportDecided(Fact):
    """The office has decided on a report; the reporter is told, with the reason."""

    report_id: int
