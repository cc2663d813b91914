"""When the items of an agenda are due, until when one can invite, and what a time of day means; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta


def due_at(minutes: Iterable[int | None], *, starts_at: datetime) -> list[datetime]:
    """When each item of an agenda begins, in its order; one of which nobody said how long it takes takes no time."""
    found, at = [], starts_at
    for long in minutes:
        found.append(at)
        at += timedelta(minutes=long or 0)
    return found


def invite_by(*, meets_on: date, days: int) -> date:
    """The last day on which an invitation still comes early enough (§ 187 (1), § 188 (1) BGB)."""
    return meets_on - timedelta(days=days + 1)


def last_time(said: time, *, now: datetime) -> datetime:
    """The latest moment, not after ``now``, at which the clock showed this time: a meeting may go on past midnight."""
    today = now.replace(hour=said.hour, minute=said.minute, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)
