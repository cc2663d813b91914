"""The one place where the house looks at the clock; rules and verbs are told the time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
DAYS = date(1900, 1, 1), date(2199, 12, 31)
"""The first and last day with which the house counts: one day on and back is one too, for every library."""


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in Europe/Berlin."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """A moment as the clocks in Europe/Berlin show it."""
    return moment.astimezone(BERLIN)


def first_of(day: date) -> datetime:
    """The first moment of a day in Europe/Berlin."""
    return datetime.combine(day, time.min, BERLIN)


def last_of(day: date) -> datetime:
    """The last moment of a day in Europe/Berlin."""
    return first_of(day + timedelta(days=1)) - timedelta(microseconds=1)
