"""A facet of which everybody has exactly one value is asked for by whichever are the fewer, and finds the same."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartierwerk.foundation.search import Document, Query, writing
from quartierwerk.foundation.search.documents import Layout
from quartierwerk.foundation.search.engine import Engine
from quartierwerk.foundation.search.store import Home
from quartierwerk.foundation.transactions import Position

AT = datetime(2026, 3, 1, tzinfo=UTC)
LAYOUT = Layout(kind="test.row", facets=("kind", "sector"), single=("kind",))
KINDS = ("club", "firm", "place")
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
    with TemporaryDirectory() as folder:
        found = built(Path(folder), documents).find(Query(filters={"kind": kinds, "sector": sectors}, limit=20))

    expected = [
        number
        for number, (kind, held) in enumerate(rows, start=1)
        if (not kinds or kind in kinds) and (not sectors or held & sectors)
    ]
    assert (found.total, sorted(hit.key for hit in found.hits)) == (len(expected), expected)


@pytest.mark.parametrize("held", [(), ("club", "firm")])
def test_who_has_none_or_several_is_refused_by_the_writer(tmp_path, held):
    with pytest.raises(ValueError, match="exactly one kind"):
        built(tmp_path, [Document(name="Nr. 1", facets={"kind": set(held), "sector": set()})])
