"""The one place where the house looks at the clock; rules and verbs are told the time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in Europe/Berlin."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """A moment as the clocks in Europe/Berlin show it."""
    return moment.astimezone(BERLIN)
