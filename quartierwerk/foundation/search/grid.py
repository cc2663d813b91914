"""Cells of the Web Mercator grid: four to each cell of the level above, numbered so that a parent is two bits shorter.

A cell is one whole number: a leading 1, then two bits for each level. So ``cell >> 2`` is its parent, and what lies
in it has the numbers of one unbroken span at any finer level.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

ROOT = 1
"""The whole world."""
FINEST = 20
"""Cells of about 24 metres at 51 degrees north: one house, or two."""
COARSEST = 11
"""Cells of about 12 kilometres: the coarsest that the index counts by."""
LEVELS = range(COARSEST, FINEST + 1)
MOST_LATITUDE = 85.051128
"""Where the Mercator square ends."""


class Bounds(NamedTuple):
    """West, south, east and north in degrees."""

    west: float
    south: float
    east: float
    north: float


def cell_at(lat: float, lon: float, level: int = FINEST) -> int:
    """The cell that a point lies in."""
    side = 1 << level
    return cell_of(_step(_across(lon), side), _step(_down(lat), side), level)


def cell_of(x: int, y: int, level: int) -> int:
    """The cell in a column, counted from the west, and a row, counted from the north."""
    cell = ROOT
    for bit in reversed(range(level)):
        cell = cell << 2 | (y >> bit & 1) << 1 | x >> bit & 1
    return cell


def level_of(cell: int) -> int:
    """How often the world was divided to get this cell."""
    return (cell.bit_length() - 1) // 2


def ancestor(cell: int, level: int) -> int:
    """The cell of a coarser level, or of its own, that holds this one."""
    return cell >> 2 * (level_of(cell) - level)


def column_and_row(cell: int) -> tuple[int, int]:
    """Where a cell stands in its level."""
    x = y = 0
    for bit in range(level_of(cell)):
        x |= (cell >> 2 * bit & 1) << bit
        y |= (cell >> 2 * bit + 1 & 1) << bit
    return x, y


@lru_cache(maxsize=20_000)
def bounds(cell: int) -> Bounds:
    """The edges of a cell."""
    (x, y), side = column_and_row(cell), 1 << level_of(cell)
    return Bounds(x / side * 360 - 180, _latitude((y + 1) / side), (x + 1) / side * 360 - 180, _latitude(y / side))


def finest_span(cell: int) -> tuple[int, int]:
    """The first of the finest cells within a cell, and the first behind them."""
    bits = 2 * (FINEST - level_of(cell))
    return cell << bits, (cell + 1) << bits


def cells_within(area: Bounds, level: int) -> Iterator[int]:
    """All cells of a level that an area touches; ask ``number_within`` first."""
    columns, rows = _columns_and_rows(area, level)
    return (cell_of(x, y, level) for y in rows for x in columns)


def number_within(area: Bounds, level: int) -> int:
    """How many cells of a level an area touches."""
    columns, rows = _columns_and_rows(area, level)
    return len(columns) * len(rows)


def _columns_and_rows(area: Bounds, level: int) -> tuple[range, range]:
    side = 1 << level
    columns = range(_step(_across(area.west), side), _step(_across(area.east), side) + 1)
    return columns, range(_step(_down(area.north), side), _step(_down(area.south), side) + 1)


def _step(share: float, side: int) -> int:
    return min(max(int(share * side), 0), side - 1)


def _across(lon: float) -> float:
    return (lon + 180) / 360


def _down(lat: float) -> float:
    sine = math.sin(math.radians(min(max(lat, -MOST_LATITUDE), MOST_LATITUDE)))
    return 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def _latitude(down: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * down))))
