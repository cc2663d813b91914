"""The points of one generation of an index, beside its words: where each entry is, and the mean of every cell.

A small database file in the generation's folder, written in the same pass as the index. All sums are sums of whole
numbers, so what was changed a thousand times equals what is built anew.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from quartierwerk.foundation.search import grid
from quartierwerk.foundation.search.area import UNITS, Area, Point

FILE = "points.sqlite3"
BATCH = 10_000
MOST_CUT = 1_000
"""Into more cells than that the edge of an area is not cut; their points are then looked at one by one."""

SCHEMA = """
CREATE TABLE point (cell INTEGER NOT NULL, key INTEGER NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL);
CREATE TABLE mean (cell INTEGER PRIMARY KEY, number INTEGER NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL);
"""
INDEXES = """
CREATE INDEX point_by_cell ON point (cell, key, lat, lon);
CREATE INDEX point_by_key ON point (key);
"""

Spot = tuple[int, int, int]
"""Finest cell, latitude and longitude in units."""


def spots_of(points: Iterable[tuple[float, float]]) -> list[Spot]:
    """Points as they are kept; two of one entry at the same spot are one."""
    found = {(round(lat * UNITS), round(lon * UNITS)) for lat, lon in points}
    return [(grid.cell_at(lat / UNITS, lon / UNITS), lat, lon) for lat, lon in sorted(found)]


class PointsBuilder:
    """Writes the points of a new generation as its documents come by."""

    def __init__(self, directory: Path) -> None:
        self._file = sqlite3.connect(directory / FILE, isolation_level=None)
        # Written once and renamed into use with its generation: a crash leaves nothing that anybody reads.
        self._file.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
        self._file.execute("BEGIN")
        self._waiting: list[tuple[int, int, int, int]] = []

    def add(self, key: int, spots: Iterable[Spot]) -> None:
        """The points of one entry."""
        self._waiting.extend((cell, key, lat, lon) for cell, lat, lon in spots)
        if len(self._waiting) >= BATCH:
            self._flush()

    def finish(self) -> None:
        """Work out the means of all cells, each level from the finer one, and close the file."""
        self._flush()
        self._file.execute(
            "INSERT INTO mean SELECT cell, count(*), sum(lat), sum(lon) FROM point GROUP BY cell ORDER BY cell"
        )
        for level in reversed(range(grid.FINEST)):
            first = 1 << 2 * (level + 1)
            self._file.execute(
                "INSERT INTO mean SELECT cell >> 2, sum(number), sum(lat), sum(lon) FROM mean"
                " WHERE cell >= ? AND cell < ? GROUP BY cell >> 2",
                (first, first * 4),
            )
        self._file.execute("COMMIT")
        self._file.executescript(INDEXES + "ANALYZE; PRAGMA journal_mode=WAL;")
        self._file.close()

    def _flush(self) -> None:
        self._file.executemany("INSERT INTO point VALUES (?, ?, ?, ?)", self._waiting)
        self._waiting.clear()


def change(directory: Path, spots: Mapping[int, Sequence[Spot]]) -> None:
    """Bring the points of some entries up to date; doing it twice changes nothing."""
    file = sqlite3.connect(directory / FILE, isolation_level=None, timeout=60)
    try:
        file.execute("BEGIN IMMEDIATE")
        moved: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
        keys = json.dumps(list(spots))
        wanted = "key IN (SELECT value FROM json_each(?))"
        old = file.execute(f"SELECT cell, lat, lon FROM point WHERE {wanted}", (keys,)).fetchall()  # noqa: S608 - a constant
        new = [(cell, key, lat, lon) for key, own in spots.items() for cell, lat, lon in own]
        for sign, rows in ((-1, old), (1, [(cell, lat, lon) for cell, _key, lat, lon in new])):
            for cell, lat, lon in rows:
                while cell:
                    mean = moved[cell]
                    mean[0] += sign
                    mean[1] += sign * lat
                    mean[2] += sign * lon
                    cell >>= 2
        file.execute(f"DELETE FROM point WHERE {wanted}", (keys,))  # noqa: S608 - a constant
        file.executemany("INSERT INTO point VALUES (?, ?, ?, ?)", new)
        file.executemany(
            "INSERT INTO mean VALUES (?1, ?2, ?3, ?4) ON CONFLICT (cell) DO UPDATE"
            " SET number = number + ?2, lat = lat + ?3, lon = lon + ?4",
            [(cell, *by) for cell, by in moved.items()],
        )
        file.executemany("DELETE FROM mean WHERE cell = ? AND number = 0", [(cell,) for cell in moved])
        file.execute("COMMIT")
    finally:
        file.close()


class Points:
    """The points of one generation, open for reading; threads take turns."""

    def __init__(self, directory: Path) -> None:
        address = f"{(directory / FILE).absolute().as_uri()}?mode=rw"
        try:
            self._file = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=60)
            # Reads once, which opens all of its files: the folder may go while this process still answers from it.
            self._file.execute("SELECT number FROM mean LIMIT 1").fetchone()
        except sqlite3.OperationalError as error:
            raise FileNotFoundError(directory / FILE) from error
        self._lock = threading.Lock()
        weakref.finalize(self, self._file.close)

    def number(self, cells: Collection[int] = (grid.ROOT,)) -> int:
        """How many points lie in some cells."""
        return sum(number for number, _lat, _lon in self._means(cells).values())

    def occupied(self, cells: Collection[int]) -> set[int]:
        """Those of some cells in which at least one point lies."""
        return set(self._means(cells))

    def cells(self, level: int) -> int:
        """How many cells of a level are occupied."""
        first = 1 << 2 * level
        with self._reading() as file:
            asked = file.execute("SELECT count(*) FROM mean WHERE cell >= ? AND cell < ?", (first, first * 4))
            return int(asked.fetchone()[0])

    def means(self, cells: Collection[int]) -> dict[int, Point]:
        """Cell → the mean of all points in it."""
        return {
            cell: Point(lat / number / UNITS, lon / number / UNITS)
            for cell, (number, lat, lon) in self._means(cells).items()
        }

    def of(self, keys: Iterable[int]) -> dict[int, list[Point]]:
        """Key → its points, for those that have any."""
        found: dict[int, list[Point]] = {}
        with self._reading() as file:
            rows = file.execute(
                "SELECT key, lat, lon FROM point WHERE key IN (SELECT value FROM json_each(?))",
                (json.dumps(list(keys)),),
            )
            for key, lat, lon in rows:
                found.setdefault(key, []).append(Point(lat / UNITS, lon / UNITS))
        return found

    def cut(self, area: Area) -> tuple[list[int], list[int]]:
        """What an area consists of: the occupied cells that it covers, and the keys of the other points in it.

        From the whole world downwards, only occupied cells are followed, so an area of any size is cut quickly.
        """
        covered: list[int] = []
        edge = [grid.ROOT] if self.occupied([grid.ROOT]) else []
        for level in range(1, grid.FINEST + 1):
            if not edge or len(edge) > MOST_CUT:
                break
            parts = [cell << 2 | quarter for cell in edge for quarter in range(4)]
            touched = {cell: bounds for cell in parts if area.touches(bounds := grid.bounds(cell))}
            edge = []
            for cell in sorted(self.occupied(touched)):
                whole = level >= grid.COARSEST and area.covers(touched[cell])
                (covered if whole else edge).append(cell)
        return covered, sorted(set(self._keys_within(area, edge)))

    def _keys_within(self, area: Area, cells: Iterable[int]) -> Iterator[int]:
        with self._reading() as file:
            for cell in cells:
                rows = file.execute(
                    "SELECT key, lat, lon FROM point WHERE cell >= ? AND cell < ?", grid.finest_span(cell)
                )
                for key, lat, lon in rows:
                    if area.holds(Point(lat / UNITS, lon / UNITS)):
                        yield key

    def _means(self, cells: Collection[int]) -> dict[int, tuple[int, int, int]]:
        with self._reading() as file:
            rows = file.execute(
                "SELECT cell, number, lat, lon FROM mean WHERE cell IN (SELECT value FROM json_each(?))",
                (json.dumps(list(cells)),),
            )
            return {cell: (number, lat, lon) for cell, number, lat, lon in rows}

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            yield self._file
