"""Opening hours as people write them, and what they mean at a moment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import time

from quartierwerk.rooms.directory.rules.content import OpenSpan
from quartierwerk.rooms.directory.rules.limits import MOST

_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?(?:\s*(?:uhr|h)\b)?"
TO = r"\s*(?:-|–|—|\bbis\b|\bto\b)\s*"
JOIN = r"\s*(?:[,;/+&]|\bund\b|\bu\.)\s*"
"""What stands between two spans of one day."""
SPAN = rf"(?:\bvon\s+)?{_CLOCK}{TO}{_CLOCK}"
"""“9–12”, “von 14.30 bis 18 Uhr”: the one way in which a span is read, in the form and in lists."""
END_OF_DAY = time(23, 59)


def read_span(text: str) -> tuple[time, time]:
    """When the doors open and close, from one span as people write it; raises ValueError for anything else."""
    match = re.fullmatch(SPAN, text.strip(), re.IGNORECASE)
    if not match:
        raise ValueError(text)
    opens, closes = _clock(match[1], match[2]), _clock(match[3], match[4])
    if closes <= opens:
        raise ValueError(text)
    return opens, closes


def spans_from_text(weekday: int, text: str) -> tuple[OpenSpan, ...]:
    """The spans in what a person typed for one weekday: “9–12, 14–18 Uhr”; raises ValueError for anything else."""
    pieces = [piece for piece in re.split(JOIN, text.strip(), flags=re.IGNORECASE) if piece]
    spans = [OpenSpan(weekday=weekday, opens=opens, closes=closes) for opens, closes in map(read_span, pieces)]
    if is_crowded(spans) or overlap(spans):
        raise ValueError(text)
    return in_order(spans)


def in_order(spans: Iterable[OpenSpan]) -> tuple[OpenSpan, ...]:
    """The spans as they follow each other in the week, each once."""
    return tuple(sorted(set(spans), key=lambda span: (span.weekday, span.opens, span.closes)))


def is_crowded(spans: Iterable[OpenSpan]) -> bool:
    """Whether one day has more spans than anybody means."""
    return any(many > MOST["spans"] for many in Counter(span.weekday for span in spans).values())


def overlap(spans: Iterable[OpenSpan]) -> bool:
    """Whether two spans of one day hold the same minute; the form shows them as they are, so nobody could read it."""
    following = in_order(spans)
    return any(
        before.weekday == after.weekday and before.closes > after.opens
        for before, after in zip(following, following[1:], strict=False)
    )


def joined(spans: Iterable[OpenSpan]) -> tuple[OpenSpan, ...]:
    """The spans with those that overlap made one: the doors are open at the same moments."""
    found: list[OpenSpan] = []
    for span in in_order(spans):
        if found and overlap([found[-1], span]):
            found[-1] = replace(found[-1], closes=max(found[-1].closes, span.closes))
        else:
            found.append(span)
    return tuple(found)


def text_of_spans(spans: Iterable[OpenSpan]) -> str:
    """The spans of one weekday as ``spans_from_text`` reads them: “09:00–12:00, 14:00–18:00”."""
    return ", ".join(f"{span.opens:%H:%M}–{span.closes:%H:%M}" for span in spans)


def open_until(spans: Sequence[OpenSpan], *, weekday: int, at: time) -> time | None:
    """When the doors close that are open at this moment; None while they are closed."""
    return next((span.closes for span in spans if span.weekday == weekday and span.opens <= at < span.closes), None)


def _clock(hour: str, minute: str | None) -> time:
    # People write 24 for midnight; a day of ours ends a minute before.
    return END_OF_DAY if int(hour) == 24 and not int(minute or 0) else time(int(hour), int(minute or 0))
