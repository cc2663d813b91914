"""Where the entries of a question lie: numbers per cell, an area as a clause, the nearest first.

Everything here narrows and counts the same clauses as the list, so that a map cannot disagree with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import tantivy
from tantivy import Occur

from quartierwerk.foundation.search import grid, schema
from quartierwerk.foundation.search.area import Area, Circle, Point, metres_between
from quartierwerk.foundation.search.clauses import Apart, Clause, combined
from quartierwerk.foundation.search.grid import Bounds
from quartierwerk.foundation.search.points import Points

MOST_CELLS = 500
"""A view is divided into no more cells than that, the level gives way; no answer has more but for the whole world's."""
ROOM = 3
"""What is counted reaches to the edges of the cells so many levels coarser: moving a little finds the same answer."""
MOST_BUCKETS = 60_000
"""The engine counts no more cells at once; where there would be more, the level gives way."""
NEAREST = 50.0
"""Metres of the first ring in which the nearest entries are looked for; each further one is twice as wide."""
MOST_DIFFERENT = 1_000
"""So many areas stay cut into cells."""
SPOTS = "spots"
"""The field that holds how many locations an entry has."""


@dataclass(frozen=True)
class Cluster:
    """The entries in one cell."""

    cell: int
    count: int
    """How many entries; one with several locations in the cell counts once."""
    middle: Point
    """The mean of all locations in the cell, whatever is asked for."""

    @property
    def bounds(self) -> Bounds:
        """The edges of the cell."""
        return grid.bounds(self.cell)


@dataclass(frozen=True)
class Spread:
    """How what a question finds lies in space."""

    total: int = 0
    """How many entries it finds, wherever they are: the same number as the list's."""
    locations: int = 0
    """At how many locations with a point they are."""
    unlocated: int = 0
    """How many of them have no point at all."""
    level: int = grid.COARSEST
    clusters: tuple[Cluster, ...] = ()
    """The occupied cells of the view, from the north-west."""


class Away(NamedTuple):
    """How far the nearest location of an entry is, and which one that is."""

    metres: float
    point: Point


NOT_THERE = Away(float("inf"), Point(0, 0))
"""For an entry that has lost its points since the engine read it."""


class Geography:
    """The questions about space to one state of one index."""

    def __init__(self, index_schema: tantivy.Schema, searcher: Any, points: Points) -> None:
        self._schema = index_schema
        self._searcher = searcher
        self.points = points
        self._clauses: dict[Area, Clause] = {}

    def clause(self, area: Area) -> Clause:
        """Met by every entry with a location in the area, and by no other."""
        if area not in self._clauses:
            if len(self._clauses) >= MOST_DIFFERENT:
                self._clauses.clear()
            covered, keys = self.points.cut(area)
            ways = [
                self._one_of("cells", map(schema.cell_term, covered)),
                self._one_of("key", map(str, keys)),
            ]
            either = tantivy.Query.boolean_query([(Occur.Should, way) for way in ways])
            self._clauses[area] = Occur.Must, tantivy.Query.const_score_query(either, 0.0)
        return self._clauses[area]

    def totals(self, demands: Sequence[Clause], apart: Apart | None) -> Spread:
        """How many entries meet the demands, and how many locations they have."""
        return _totals(self._count(demands, apart, _each_of("spots", SPOTS)))

    def spread(
        self,
        demands: Sequence[Clause],
        apart: Apart | None,
        view: Bounds,
        level: int,
        *,
        totals: Callable[[], Spread],
    ) -> Spread:
        """The totals and the clusters in a view at about this level; ``totals`` may know the former from before."""
        level = min(max(level, grid.COARSEST), grid.FINEST)
        while level > grid.COARSEST and grid.number_within(view, level) > MOST_CELLS:
            level -= 1
        while level > grid.COARSEST and self.points.cells(level) > MOST_BUCKETS and self._reach(view, level) is None:
            level -= 1
        reach = self._reach(view, level)
        counts: Mapping[int, int]
        if reach is None:  # Everything is in sight, and one pass counts it all: matching costs more than counting.
            results = self._count(demands, apart, _each_of("spots", SPOTS), self._cells(level))
            found, counts = _totals(results), _by_cell(results)
        else:
            here = self._one_of("cells", map(schema.cell_term, reach))
            near = [*demands, (Occur.Must, tantivy.Query.const_score_query(here, 0.0))]
            found, everywhere = totals(), _by_cell(self._count(near, apart, self._cells(level)))
            coarser = grid.level_of(next(iter(reach), grid.ROOT))
            counts = {cell: count for cell, count in everywhere.items() if grid.ancestor(cell, coarser) in reach}
        if len(counts) > MOST_CELLS >= grid.number_within(view, level):
            # Where it is crowded the surroundings would be most of the answer.
            counts = {cell: counts[cell] for cell in grid.cells_within(view, level) if cell in counts}
        means = self.points.means(counts)
        clusters = (Cluster(cell, count, means.get(cell) or _middle(cell)) for cell, count in sorted(counts.items()))
        return replace(found, level=level, clusters=tuple(clusters))

    def _reach(self, view: Bounds, level: int) -> set[int] | None:
        """The occupied coarser cells around a view; None where nothing lies outside of them."""
        coarser = max(level - ROOM, grid.COARSEST)
        if grid.number_within(view, coarser) > MOST_CELLS:
            return None
        near = self.points.occupied(set(grid.cells_within(view, coarser)))
        return None if self.points.number(near) == self.points.number() else near

    def _count(
        self, demands: Sequence[Clause], apart: Apart | None, *wishes: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """What the engine counts of all that meet the demands, in one pass: results that add up to the answer."""
        wish = {name: what for one in wishes for name, what in one.items()}
        if apart is None:
            return [self._searcher.aggregate(combined(demands), wish)]
        parts = {"parts": {"terms": {"field": apart.field, "include": apart.terms}, "aggs": wish}}
        buckets: list[dict[str, Any]] = self._searcher.aggregate(combined(demands), parts)["parts"]["buckets"]
        return buckets

    def _cells(self, level: int) -> dict[str, Any]:
        """The wish for the number of entries in each cell of a level."""
        wish = _each_of("first", schema.cell_field(level))
        if self._searcher.doc_freq(schema.SCATTERED, str(level)):
            # The column of the further cells is slow to read, so it is read for those alone that have any.
            wish["few"] = {
                "filter": f"{schema.SCATTERED}:{level}",
                "aggs": _each_of("further", schema.further_field(level)),
            }
        return wish

    def nearest(
        self, demands: Sequence[Clause], area: Area, *, offset: int, limit: int
    ) -> tuple[int, list[tantivy.DocAddress]]:
        """How many meet the demands in an area around a point, and a page of them, the nearest first."""
        circle = area.circle
        if circle is None:
            raise ValueError("Only from a point on it is near or far.")
        total = self._number([*demands, self.clause(area)])
        metres, ring = NEAREST, area
        while metres < circle.metres:
            ring = area.within(metres)
            if self._number([*demands, self.clause(ring)]) >= min(offset + limit, total):
                break
            metres, ring = metres * 2, area
        found = self._searcher.search(combined([*demands, self.clause(ring)]), max(total, 1), order_by_field="newest")
        addresses = [address for _, address in found.hits]
        keys = self._searcher.fast_field_values("pk", addresses) if addresses else []
        away = self.distances(keys, circle, within=ring)
        order = sorted(zip(keys, addresses, strict=True), key=lambda pair: (away.get(pair[0], NOT_THERE), pair[0]))
        return total, [address for _key, address in order[offset : offset + limit]]

    def distances(self, keys: Sequence[int], circle: Circle, *, within: Area | None = None) -> dict[int, Away]:
        """Key → its location nearest to the middle, of those in the area, for entries that have one there."""
        area = within or Area(circle=circle)
        return {
            key: min(near)
            for key, points in self.points.of(keys).items()
            if (near := [Away(metres_between(circle.middle, one), one) for one in points if area.holds(one)])
        }

    def _number(self, demands: Sequence[Clause]) -> int:
        return int(self._searcher.search(combined(demands), 1, order_by_field="newest").count)

    def _one_of(self, field: str, terms: Any) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, field, list(terms))


def _each_of(name: str, column: str) -> dict[str, Any]:
    """The wish for how many entries have each number of a column; with all its buckets, so that none is cut off."""
    return {name: {"terms": {"field": column, "size": MOST_BUCKETS}}}


def _tally(counted: Iterable[Mapping[str, Any]]) -> Counter[int]:
    """Number → how many entries have it, from several results."""
    found: Counter[int] = Counter()
    for one in counted:
        for bucket in one["buckets"]:
            found[int(bucket["key"])] += int(bucket["doc_count"])
    return found


def _totals(results: Sequence[Mapping[str, Any]]) -> Spread:
    """The totals out of how many entries have how many locations."""
    entries = _tally(result["spots"] for result in results)
    return Spread(
        total=entries.total(),
        locations=sum(number * count for number, count in entries.items()),
        unlocated=entries[0],
    )


def _by_cell(results: Sequence[Mapping[str, Any]]) -> Counter[int]:
    """Cell → how many entries lie in it."""
    counts = _tally(result["first"] for result in results)
    counts += _tally(result["few"]["further"] for result in results if "few" in result)
    del counts[schema.NOWHERE]
    return counts


def _middle(cell: int) -> Point:
    """Where a cluster stands whose cell is so new that its mean is not written yet."""
    west, south, east, north = grid.bounds(cell)
    return Point((south + north) / 2, (west + east) / 2)
