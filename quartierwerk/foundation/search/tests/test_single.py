"""A facet of which everybody has exactly one value is asked for by whichever are the fewer, and finds the same."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartierwerk.foundation.search import Bounds, Document, Query, grid, writing
from quartierwerk.foundation.search.documents import Layout
from quartierwerk.foundation.search.engine import Engine
from quartierwerk.foundation.search.store import Home
from quartierwerk.foundation.transactions import Position

AT = datetime(2026, 3, 1, tzinfo=UTC)
LAYOUT = Layout(kind="test.row", facets=("kind", "sector"), single=("kind",))
KINDS = ("club", "firm", "place")
CITY, STREET = Bounds(7.3, 51.4, 7.7, 51.6), Bounds(7.46, 51.51, 7.47, 51.52)
SPOTS = ((51.514, 7.465), (51.5141, 7.4651), (51.515, 7.468), (51.49, 7.39), (51.55, 7.6))
"""Two in one house, one around the corner, and two in other districts."""
entries = st.lists(st.tuples(st.sampled_from(KINDS), st.sets(st.integers(1, 3))), min_size=1, max_size=12)
chosen = st.sets(st.sampled_from([*KINDS, "nobody"]))


def built(folder: Path, documents: list[Document], layout: Layout = LAYOUT) -> Engine:
    home = Home(folder, layout)
    writing.build(home, list(enumerate(documents, start=1)), position=Position(), at=AT)
    return Engine(home)


@settings(max_examples=40)
@given(entries, chosen, st.sets(st.integers(1, 4)))
def test_a_choice_finds_whoever_has_one_of_its_values(rows, kinds, sectors):
    documents = [
        Document(name=f"Nr. {number}", facets={"kind": {kind}, "sector": held}, newest=number)
        for number, (kind, held) in enumerate(rows)
    ]
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # the engine may still tidy up there
        found = built(Path(folder), documents).find(Query(filters={"kind": kinds, "sector": sectors}, limit=20))

    expected = [
        number
        for number, (kind, held) in enumerate(rows, start=1)
        if (not kinds or kind in kinds) and (not sectors or held & sectors)
    ]
    assert (found.total, sorted(hit.key for hit in found.hits)) == (len(expected), expected)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(KINDS), st.sets(st.integers(1, 3)), st.lists(st.sampled_from(SPOTS), max_size=3)),
        min_size=1,
        max_size=14,
    ),
    chosen,
    st.sets(st.integers(1, 4)),
    st.sampled_from([CITY, STREET]),
)
def test_the_map_counts_a_choice_as_the_list_does(rows, kinds, sectors, view):
    documents = [
        Document(name=f"Nr. {number}", facets={"kind": {kind}, "sector": held}, points=spots)
        for number, (kind, held, spots) in enumerate(rows)
    ]
    wanted = Query(filters={"kind": kinds, "sector": sectors})
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # the engine may still tidy up there
        engine = built(Path(folder), documents)
        spread = engine.spread(wanted, view=view, level=16)
        total = engine.find(wanted).total

    places = [
        set(spots) for kind, held, spots in rows if (not kinds or kind in kinds) and (not sectors or held & sectors)
    ]
    cells = Counter(cell for one in places for cell in {grid.cell_at(*spot, spread.level) for spot in one})
    shown = {cluster.cell: cluster.count for cluster in spread.clusters}
    assert spread.total == total == len(places)
    assert (spread.locations, spread.unlocated) == (sum(map(len, places)), places.count(set()))
    assert shown.items() <= cells.items()
    assert {
        cell: cells[cell] for cell in grid.cells_within(view, spread.level) if cell in cells
    }.items() <= shown.items()


@pytest.mark.parametrize("held", [(), ("club", "firm")])
def test_who_has_none_or_several_is_refused_by_the_writer(tmp_path, held):
    with pytest.raises(ValueError, match="exactly one kind"):
        built(tmp_path, [Document(name="Nr. 1", facets={"kind": set(held), "sector": set()})])
