"""Walking through all that a question finds, step by step, so that changes in between skip and repeat nothing.

A step begins behind a place in the order and not at a number of entries: what comes or goes before it moves nothing.
Names, times and distances say such a place by themselves. A score does not: it shifts whenever the index changes. So
the best are taken by naming those that were handed out already, up to ``MOST_BY_SCORE``; the others follow by time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple

import tantivy
from tantivy import FieldType, Occur, Order

from quartierwerk.foundation.search.area import Area
from quartierwerk.foundation.search.clauses import Clause, combined
from quartierwerk.foundation.search.clusters import NEAREST, Geography
from quartierwerk.foundation.search.query import After, Query

MOST_BY_SCORE = 300
"""So many entries are walked best first; a place in the walk names each of them."""
SLACK = 0.01
"""Metres that are looked at twice."""
COMPARED = 12
"""Characters behind the first word of a name that the engine compares; the rest is compared here."""


class Passed(NamedTuple):
    """One entry on the way."""

    value: Any
    """What it is ordered by."""
    key: int
    address: tantivy.DocAddress


@dataclass(frozen=True)
class Walk:
    """The way through one state of one index."""

    index: tantivy.Index
    searcher: Any
    geography: Geography

    def step(
        self, query: Query, demands: Sequence[Clause], scores: Sequence[Clause], area: Area | None
    ) -> tuple[list[tantivy.DocAddress], After | None]:
        """The next entries behind ``query.after``, and the place behind them; None where nothing follows.

        ``scores`` are empty where nothing is to be scored; ``area`` is given where the nearest come first.
        """
        after = query.after or After()
        limit = max(query.limit, 1)
        if area is not None:
            return _cut(self._nearest(demands, area, after, limit + 1), after, limit)
        if query.sort == "name":
            return _cut(self._by_name(demands, after, limit + 1), after, limit)
        best: list[Passed] = []
        if scores and after.value is None:
            room = max(MOST_BY_SCORE - len(after.seen), 0)
            best = self._search([*demands, *scores, *self._but(after.seen)], min(limit + 1, room)) if room else []
            if len(best) > limit or len(best) < min(limit + 1, room):
                more = replace(after, seen=(*after.seen, *(one.key for one in best[:limit])))
                return [one.address for one in best[:limit]], more if len(best) > limit else None
            after = replace(after, seen=(*after.seen, *(one.key for one in best)))
        rest = self._by_time([*demands, *self._but(after.seen)], after, limit + 1 - len(best))
        addresses, more_after = _cut(rest, after, limit - len(best))
        return [*(one.address for one in best), *addresses], more_after

    def _by_time(self, demands: Sequence[Clause], after: After, limit: int) -> list[Passed]:
        """The newest first, those of one time by their keys."""

        def at(value: int) -> Clause:
            return _must(self._range("newest", value, value))

        def beyond(value: int | None) -> list[Clause]:
            return [] if value is None else [_must(self._range("newest", None, value, include_upper=False))]

        def further(value: int | None, limit: int) -> list[Passed]:
            return self._search([*demands, *beyond(value)], limit, order_by_field="newest", order=Order.Desc)

        return self._ordered(demands, after, limit, at, further)

    def _by_name(self, demands: Sequence[Clause], after: After, limit: int) -> list[Passed]:
        """In the order of names, those of one name by their keys."""

        def at(value: str) -> Clause:
            return _must(tantivy.Query.term_query(self.index.schema, "sort", value))

        def further(value: str | None, limit: int) -> list[Passed]:
            beyond = [] if value is None else [_must(self._names_behind(value))]
            room = limit
            while True:
                found = self._search([*demands, *beyond], room, order_by_field="sort", order=Order.Asc)
                kept = [one for one in found if value is None or one.value > value]
                if len(kept) >= limit or len(found) < room:
                    return kept[:limit]
                room *= 4

        return self._ordered(demands, after, limit, at, further)

    def _ordered(
        self,
        demands: Sequence[Clause],
        after: After,
        limit: int,
        at: Callable[[Any], Clause],
        further: Callable[[Any, int], list[Passed]],
    ) -> list[Passed]:
        """So many entries behind a place: the rest of its own value by keys, then further values.

        The engine leaves open who of one value comes first; where a page is full in the middle of them, it is asked
        once more for those with the lowest keys.
        """

        def of_one_value(value: Any, behind: int | None, limit: int) -> list[Passed]:
            keys = [] if behind is None else [_must(self._range("pk", behind, None, include_lower=False))]
            found = self._search([*demands, at(value), *keys], limit, order_by_field="pk", order=Order.Asc)
            return [one._replace(value=value) for one in found]

        found: list[Passed] = []
        if after.value is not None:
            found = of_one_value(after.value, after.key, limit)
        if len(found) < limit:
            room = limit - len(found)
            beyond = further(after.value, room)
            if len(beyond) == room:
                last = beyond[-1].value
                whole = [one for one in beyond if one.value != last]
                beyond = [*whole, *of_one_value(last, None, room - len(whole))]
            for _value, group in groupby(beyond, key=lambda one: one.value):
                found.extend(sorted(group, key=lambda one: one.key))
        return found

    def _nearest(self, demands: Sequence[Clause], area: Area, after: After, limit: int) -> list[Passed]:
        """The nearest first, those as far away by their keys; only a ring behind the last one is looked at."""
        circle = area.circle
        if circle is None:
            raise ValueError("Only from a point on it is near or far.")
        # A little of what was passed already is looked at again: who is as far away is told apart by the key below.
        inner = 0.0 if after.value is None else float(after.value) - SLACK
        passed = [(Occur.MustNot, self.geography.clause(area.within(inner))[1])] if inner > 0 else []
        width = NEAREST
        while True:
            ring = area.within(inner + width)
            is_last = inner + width >= circle.metres
            asked = [*demands, self.geography.clause(ring), *passed]
            number = int(self.searcher.search(combined(asked), 1, order_by_field="newest").count)
            if number >= limit or is_last:
                entries = self._search(asked, max(number, 1), order_by_field="newest")
                away = self.geography.distances([one.key for one in entries], circle, within=ring)
                there = [one._replace(value=away[one.key].metres) for one in entries if one.key in away]
                behind = [one for one in there if after.value is None or one[:2] > (after.value, after.key)]
                if len(behind) >= limit or is_last:
                    return sorted(behind, key=lambda one: one[:2])[:limit]
            width *= 2

    def _search(self, demands: Sequence[Clause], limit: int, **options: Any) -> list[Passed]:
        hits = self.searcher.search(combined(demands), limit, count=False, **options).hits
        keys = self.searcher.fast_field_values("pk", [address for _, address in hits]) if hits else []
        return [Passed(value, key, address) for (value, address), key in zip(hits, keys, strict=True)]

    def _range(self, field: str, lower: int | None, upper: int | None, **options: bool) -> tantivy.Query:
        query = tantivy.Query.range_query(self.index.schema, field, FieldType.Integer, lower, upper, **options)
        return tantivy.Query.const_score_query(query, 0.0)

    def _names_behind(self, value: str) -> tantivy.Query:
        """Names behind a name, and a few before it.

        The engine's own ranges know no text, and those of its language no text with a gap. So: what begins with a
        word behind the first one (``!`` comes right behind the gap), or with that word and something further.
        """
        first, _gap, rest = value.partition(" ")
        ways = [self.index.parse_query(f"sort:[{first}! TO *]" if first else "sort:[0 TO *]", ["sort"])]
        if first:
            same = tantivy.Query.regex_query(self.index.schema, "sort", _letters(first + " ") + _behind(rest))
            ways.append(same)
        return tantivy.Query.boolean_query([(Occur.Should, tantivy.Query.const_score_query(way, 0.0)) for way in ways])

    def _but(self, keys: Iterable[int]) -> list[Clause]:
        named = list(map(str, keys))
        return [(Occur.MustNot, tantivy.Query.term_set_query(self.index.schema, "key", named))] if named else []


def _must(query: tantivy.Query) -> Clause:
    return Occur.Must, tantivy.Query.const_score_query(query, 0.0)


def _cut(found: list[Passed], after: After, limit: int) -> tuple[list[tantivy.DocAddress], After | None]:
    """A page of what was found and the place behind it; one more than a page holds says that something follows."""
    page = found[:limit]
    more = after if not page else replace(after, value=page[-1].value, key=page[-1].key)
    return [one.address for one in page], more if len(found) > limit else None


def _behind(text: str) -> str:
    """A pattern of the texts behind a text, and of those that begin as it does, as far as it is compared."""
    pattern = ".+" if len(text) <= COMPARED else ".*"
    for letter in reversed(text[:COMPARED]):
        pattern = rf"(?:[\x{{{ord(letter) + 1:x}}}-\x{{10FFFF}}].*|{_letters(letter)}{pattern})"
    return pattern


def _letters(text: str) -> str:
    """A pattern of a text itself."""
    return "".join(rf"\x{{{ord(letter):x}}}" for letter in text)
