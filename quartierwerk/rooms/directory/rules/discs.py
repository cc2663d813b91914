"""The numbers on the map: discs upon a picture, none of which hides another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple


class Disc(NamedTuple):
    """A disc in the picture, and the square cell whose entries it counts; its middle lies in the cell."""

    x: float
    y: float
    radius: float
    left: float
    top: float
    side: float
    """Of the cell, in pixels like everything here."""

    def drawn_back(self) -> Disc:
        """The same disc, moved just so far that all of it lies in its own cell; too large a one becomes smaller."""
        radius = min(self.radius, self.side / 2)
        x = min(max(self.x, self.left + radius), self.left + self.side - radius)
        y = min(max(self.y, self.top + radius), self.top + self.side - radius)
        return self._replace(x=x, y=y, radius=radius)

    def hides(self, other: Disc) -> bool:
        """Whether the two lie upon each other."""
        return math.hypot(self.x - other.x, self.y - other.y) < self.radius + other.radius - 1e-6


def apart(discs: Sequence[Disc]) -> list[Disc]:
    """The same discs in the same order, none upon another.

    Each stands where its entries are, unless it would touch another one: then both draw back into their own cells.
    Cells do not overlap, so neither do discs within them, and after as many rounds as there are discs all is settled.
    """
    settled, moved = list(discs), set[int]()
    while fresh := set(_crowded(settled)) - moved:
        for number in fresh:
            settled[number] = settled[number].drawn_back()
        moved |= fresh
    return settled


def _crowded(discs: Sequence[Disc]) -> Iterator[int]:
    for (first, one), (second, other) in combinations(enumerate(discs), 2):
        if one.hides(other):
            yield first
            yield second
