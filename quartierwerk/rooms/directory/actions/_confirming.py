"""What confirms an entry by the way: its keepers or the office work on it, or take it out of view."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory.models import Asking, Profile
from quartierwerk.rooms.directory.rules import Answer


def settle_askings(profiles: Iterable[Profile], answer: Answer, *, by: Person, at: datetime) -> None:
    """Nobody waits for an answer about these any more."""
    waiting = Asking.objects.filter(profile__in=list(profiles), answered_at__isnull=True)
    waiting.update(answer=answer, answered_at=at, answered_by=by)
