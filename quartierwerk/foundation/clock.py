"""The one place where the house looks at the clock; rules and verbs are told the time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
DAYS = date(1900, 1, 1), date(2199, 12, 31)
"""The first and last day with which the house counts: one day on and back is one too, for every library."""


def year_in(said: str) -> int | None:
    """The year that an address or a form names; None for what is none or lies outside ``DAYS``."""
    year = int(said) if said.isascii() and said.isdecimal() and len(said) == len("2026") else 0
    return year if DAYS[0].year <= year <= DAYS[1].year else None


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
