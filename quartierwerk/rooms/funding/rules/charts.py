"""Columns of a chart over the years, in whole units of the drawing; pure.

The drawing is stretched to the width of the page, so it holds shapes only; labels stand beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

HEIGHT = 100
STEP = 12
"""How wide one place of the chart is, with all its columns and the gap to the next."""
GAP = 3
LEAST = 1
"""So high at least, so that nothing that is there vanishes."""
MOST_LABELS = 6


class Column(NamedTuple):
    """One column, by its upper left corner."""

    x: int
    y: int
    width: int
    height: int


def columns(series: Sequence[Sequence[int]]) -> list[list[Column]]:
    """Of each series its columns, place by place beside those of the others, all to one scale."""
    most = max((value for values in series for value in values), default=0)
    width = (STEP - GAP) // max(len(series), 1)
    return [
        [_column(value, most, x=place * STEP + number * width, width=width) for place, value in enumerate(values)]
        for number, values in enumerate(series)
    ]


def labelled(number: int, *, most: int = MOST_LABELS) -> list[bool]:
    """Which of so many places have their name written out: every few, the last always."""
    every = -(-number // most) or 1
    return [(number - 1 - place) % every == 0 for place in range(number)]


def _column(value: int, most: int, *, x: int, width: int) -> Column:
    height = max(LEAST, value * HEIGHT // most) if value > 0 else 0
    return Column(x, HEIGHT - height, width, height)
