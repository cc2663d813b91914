"""Opening hours as people write them, and what they mean at a moment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta

from quartierwerk.rooms.directory.rules.content import OpenSpan

SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:uhr)?(?:-|bis)(\d{1,2})(?:[:.](\d{2}))?(?:uhr)?")
END_OF_DAY = time(23, 59)
MOST_SPANS = 4
"""So many spans a day are plenty; more is a slip of the hand."""
STALE_AFTER = timedelta(days=730)
"""An entry that nobody has confirmed for so long says so on its page."""


def spans_from_text(weekday: int, text: str) -> tuple[OpenSpan, ...]:
    """The spans in what a person typed for one weekday: “9–12, 14–18 Uhr”; raises ValueError for anything else."""
    bare = re.sub(r"[\s]+", "", text.casefold()).replace("–", "-").replace("—", "-")
    pieces = [piece for piece in re.split(r"[,;/+&]|und", bare) if piece]
    if len(pieces) > MOST_SPANS:
        raise ValueError(text)
    spans = tuple(_span(weekday, piece) for piece in pieces)
    in_order = tuple(sorted(spans, key=lambda span: span.opens))
    if any(before.closes > after.opens for before, after in zip(in_order, in_order[1:], strict=False)):
        raise ValueError(text)
    return in_order


def text_of_spans(spans: Iterable[OpenSpan]) -> str:
    """The spans of one weekday as ``spans_from_text`` reads them: “09:00–12:00, 14:00–18:00”."""
    return ", ".join(f"{span.opens:%H:%M}–{span.closes:%H:%M}" for span in spans)


def open_until(spans: Sequence[OpenSpan], *, weekday: int, at: time) -> time | None:
    """When the doors close that are open at this moment; None while they are closed."""
    return next((span.closes for span in spans if span.weekday == weekday and span.opens <= at < span.closes), None)


def is_stale(confirmed_on: date, *, today: date) -> bool:
    """Whether an entry has gone unconfirmed for so long that the reader should know."""
    return today - confirmed_on > STALE_AFTER


def _span(weekday: int, piece: str) -> OpenSpan:
    match = SPAN.fullmatch(piece)
    if not match:
        raise ValueError(piece)
    opens = time(int(match[1]), int(match[2] or 0))
    # People write 24 for midnight; a day of ours ends a minute before.
    closes = END_OF_DAY if match[3] == "24" and not int(match[4] or 0) else time(int(match[3]), int(match[4] or 0))
    if closes <= opens:
        raise ValueError(piece)
    return OpenSpan(weekday=weekday, opens=opens, closes=closes)
