"""Opening hours written as people write them: "Di-Fr 10-18; Sa 10-14"."""

from __future__ import annotations

from datetime import time

from quartierwerk.rooms.directory.rules.content import OpenSpan

WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


def spans(text: str) -> tuple[OpenSpan, ...]:
    """The open spans that a text names."""
    found: list[OpenSpan] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        days, _, hours = part.partition(" ")
        first, _, last = days.partition("-")
        for weekday in range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1):
            for stretch in hours.split(","):
                opens, _, closes = stretch.strip().partition("-")
                found.append(OpenSpan(weekday=weekday, opens=_clock(opens), closes=_clock(closes)))
    return tuple(sorted(found, key=lambda span: (span.weekday, span.opens)))


def _clock(text: str) -> time:
    hour, _, minute = text.partition(":")
    return time(int(hour), int(minute or 0))
