"""Where a point lay over time, from the spans of the boundaries that hold it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from itertools import zip_longest
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Span(NamedTuple, Generic[Key]):
    """From the first day on which something holds to the first on which it holds no more; None has no end yet."""

    key: Key
    since: date
    until: date | None


def stays(spans: Sequence[Span[Key]]) -> list[Span[Key]]:
    """The spans one after the other, joined where the same follows itself; of several on a day the first given wins."""
    days = sorted({day for span in spans for day in (span.since, span.until) if day is not None})
    found: list[Span[Key]] = []
    for day, following in zip_longest(days, days[1:]):
        holding = next((span for span in spans if _holds(span, day)), None)
        if holding is None:
            continue
        if found and found[-1].key == holding.key and found[-1].until == day:
            found[-1] = found[-1]._replace(until=following)
        else:
            found.append(Span(holding.key, day, following))
    return found


def _holds(span: Span[Key], day: date) -> bool:
    return span.since <= day and (span.until is None or span.until > day)
