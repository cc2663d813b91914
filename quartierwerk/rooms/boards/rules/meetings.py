"""How a meeting goes: its states, the numbers of its agenda, the notice it needs, and who was there when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.steps import Steps

LONGEST_PLACE = 200
LONGEST_LINK = 500
LONGEST_TITLE = 200
LONGEST_ITEM = 10_000
LONGEST_WORDING = 4_000
LONGEST_REASON = 500
LONGEST_REFERENCE = 80
LONGEST_EARMARK = 120
"""As much of an item's title as the books take."""
MOST_MINUTES = 600
"""So long one item of an agenda may be planned for."""


class MeetingState(TextChoices):
    """How far a meeting has got."""

    PLANNED = "planned", _("geplant")
    INVITED = "invited", _("eingeladen")
    OPEN = "open", _("läuft")
    HELD = "held", _("beendet")
    CANCELLED = "cancelled", _("abgesagt")


MEETING_STEPS = Steps(
    {
        MeetingState.PLANNED: {MeetingState.INVITED, MeetingState.OPEN, MeetingState.CANCELLED},
        MeetingState.INVITED: {MeetingState.OPEN, MeetingState.CANCELLED},
        MeetingState.OPEN: {MeetingState.HELD},
    }
)
TO_COME = frozenset({MeetingState.PLANNED, MeetingState.INVITED})
"""The states in which an agenda can still be changed; one that runs only grows by what is decided in it."""


class ItemKind(TextChoices):
    """What a body does with an item (Tagesordnungspunkt)."""

    INFORMATION = "information", _("Bericht")
    DISCUSSION = "discussion", _("Beratung")
    DECISION = "decision", _("Beschluss")
    PRESENTATION = "presentation", _("Vorstellung durch Gäste")


def notice_is_kept(*, invited_on: date, meets_on: date, days: int) -> bool:
    """Whether an invitation comes early enough: the days in between are whole ones (§ 187 (1), § 188 (1) BGB)."""
    return meets_on - invited_on > timedelta(days=days)


class Branch(NamedTuple):
    """One item of an agenda as far as numbers go: its key, the item above it, and its place among its siblings."""

    key: int
    parent: int | None
    position: int


def numbered(branches: Iterable[Branch]) -> list[tuple[int, str]]:
    """The items in the order of the agenda with their numbers, such as “3.1”; what hangs in the air is left out."""
    below: dict[int | None, list[Branch]] = {}
    for branch in branches:
        below.setdefault(branch.parent, []).append(branch)
    found: list[tuple[int, str]] = []

    def count(parent: int | None, prefix: str) -> None:
        children = sorted(below.get(parent, ()), key=lambda one: (one.position, one.key))
        for index, branch in enumerate(children, start=1):
            number = f"{prefix}{index}"
            found.append((branch.key, number))
            count(branch.key, f"{number}.")

    count(None, "")
    return found


class Stay(NamedTuple):
    """From when to when somebody was there; without an end as long as they still are."""

    seat: int
    came_at: datetime
    left_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether they were there at a moment; whoever leaves in this very minute is gone."""
        return self.came_at <= at and (self.left_at is None or at < self.left_at)


def present(stays: Sequence[Stay], *, at: datetime) -> frozenset[int]:
    """The seats whose holders were there at a moment."""
    return frozenset(stay.seat for stay in stays if stay.holds(at))
