"""Walking through an index that changes: nothing comes twice, and what was there throughout is not skipped."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quartierwerk.foundation.search import (
    PUBLIC,
    TEXT,
    After,
    Area,
    Circle,
    Document,
    Point,
    Query,
    sort_key,
    walking,
    writing,
)
from quartierwerk.foundation.search.documents import Layout
from quartierwerk.foundation.search.engine import Engine
from quartierwerk.foundation.search.store import Home
from quartierwerk.foundation.transactions import Position

AT = datetime(2026, 3, 1, tzinfo=UTC)
LAYOUT = Layout(kind="test.row", weights={"about": TEXT}, facets=("kind",), audience=PUBLIC)
MIDDLE = Point(51.5, 7.46)
NAMES = ("", "Atelier", "Atelier Nord", "Atelier Nord 2", "Atelier Süd", "Ateliers", "Ätelier", "Zeche", "5 Elemente")
QUESTIONS: dict[str, dict[str, Any]] = {
    "newest": {},
    "name": {"sort": "name"},
    "relevance": {"text": "Klang"},
    "several words": {"text": "Klang Raum Licht"},
    "words by name": {"text": "Klang", "sort": "name"},
    "distance": {"sort": "distance", "area": Area(circle=Circle(MIDDLE, 3_000))},
    "filtered": {"filters": {"kind": ["a"]}},
}


def row(number: int, chance: random.Random) -> Document:
    """A row with few different names, times and places, so that many share a place in the order."""
    where = (MIDDLE.lat + chance.randrange(4) / 1_000, MIDDLE.lon + chance.randrange(2) / 1_000)
    return Document(
        name=chance.choice(NAMES),
        texts={"about": " ".join(chance.choices(("Klang", "Raum", "Licht", "Farbe"), k=chance.randrange(1, 6)))},
        facets={"kind": [chance.choice("ab")]},
        newest=AT + timedelta(days=chance.randrange(3)),
        points=[where] * chance.randrange(1, 3),
    )


def whole(engine: Engine, query: Query) -> set[int]:
    return set(engine.every(query))


@pytest.mark.parametrize("question", QUESTIONS)
@given(seed=st.integers(0, 10**6), limit=st.integers(1, 7), most=st.sampled_from([3, 300]))
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_a_walk_through_a_changing_index_skips_and_repeats_nothing(tmp_path_factory, question, seed, limit, most):
    chance, home = random.Random(seed), Home(tmp_path_factory.mktemp("index"), LAYOUT)
    rows = {key: row(key, chance) for key in range(1, 31)}
    writing.build(home, list(rows.items()), position=Position(), at=AT)
    engine, seen, fresh = Engine(home), [], 1_000
    query = Query(**QUESTIONS[question], limit=limit, after=After())
    throughout = whole(engine, query)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walking, "MOST_BY_SCORE", most)
        while query.after is not None:
            found = engine.find(query)
            assert len(found.keys) <= limit
            assert found.after is None or found.keys
            seen.extend(found.keys)
            query = Query(**QUESTIONS[question], limit=limit, after=found.after)
            if fresh < 1_010:
                gone = chance.choice(sorted(rows))
                rows.pop(gone)
                changes: dict[int, Document | None] = {gone: None, fresh: row(fresh, chance)}
                writing.change(home, home.state(), changes)
                throughout.discard(gone)
                fresh += 1

    assert len(seen) == len(set(seen))
    assert throughout <= set(seen)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_walk_keeps_the_order_of_the_list(tmp_path, question):
    chance, home = random.Random(7), Home(tmp_path, LAYOUT)
    rows = {key: row(key, chance) for key in range(1, 61)}
    writing.build(home, list(rows.items()), position=Position(), at=AT)
    engine, walked, query = Engine(home), [], Query(**QUESTIONS[question], limit=7, after=After())

    while query.after is not None:
        found = engine.find(query)
        walked.extend(found.keys)
        query = Query(**QUESTIONS[question], limit=7, after=found.after)

    listed = list(engine.every(query))
    assert sorted(walked) == sorted(listed)
    assert found.total == len(listed)
    if QUESTIONS[question].get("sort") == "name":
        order = sort_key
        assert [order(rows[key].name) for key in walked] == sorted(order(rows[key].name) for key in walked)
    elif question == "distance":
        assert walked == listed
    elif question in ("newest", "filtered"):
        assert walked == sorted(listed, key=lambda key: (-rows[key].newest.timestamp(), key))
    elif question == "relevance":
        assert rows[walked[0]].texts["about"].count("Klang") >= rows[walked[-1]].texts["about"].count("Klang")


def test_a_question_is_taken_on_the_way_as_it_was_at_the_start(tmp_path):
    home = Home(tmp_path, LAYOUT)
    texts = ["Klang und Raum", "Raum", "Raum", "Klang", "Klang"]
    rows = [(key, Document(name=f"Nr {key}", texts={"about": text})) for key, text in enumerate(texts, start=1)]
    writing.build(home, rows, position=Position(), at=AT)
    engine = Engine(home)
    first = engine.find(Query(text="Klang Raum", limit=2, after=After()))
    # By now so many hold all of it that a part would no longer be enough.
    more = {key: Document(name=f"Neu {key}", texts={"about": "Klang und Raum"}) for key in range(10, 20)}
    writing.change(home, home.state(), more)

    rest = engine.find(Query(text="Klang Raum", limit=50, after=first.after))

    assert {1, 2, 3, 4, 5} <= {*first.keys, *rest.keys}


def test_a_slip_that_was_put_right_stays_so(tmp_path):
    home = Home(tmp_path, LAYOUT)
    rows = [(key, Document(name=f"Nr {key}", texts={"about": "Fotografie"})) for key in range(1, 6)]
    writing.build(home, rows, position=Position(), at=AT)
    engine = Engine(home)
    first = engine.find(Query(text="Fotografei", limit=2, after=After()))
    writing.change(home, home.state(), {9: Document(name="Nr 9", texts={"about": "Fotografei"})})

    rest = engine.find(Query(text="Fotografei", limit=50, after=first.after))

    assert first.corrected
    assert {1, 2, 3, 4, 5} == {*first.keys, *rest.keys} - {9}


def test_names_alike_further_than_is_compared_are_walked_all_the_same(tmp_path):
    home = Home(tmp_path, LAYOUT)
    rows = [(key, Document(name=f"Werkstatt für vieles und noch mehr {key:03}")) for key in range(1, 41)]
    writing.build(home, rows, position=Position(), at=AT)
    engine, walked, query = Engine(home), [], Query(sort="name", limit=3, after=After())

    while query.after is not None:
        found = engine.find(query)
        walked.extend(found.keys)
        query = Query(sort="name", limit=3, after=found.after)

    assert walked == list(range(1, 41))
