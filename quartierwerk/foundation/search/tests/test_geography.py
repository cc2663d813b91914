"""Cells, areas, clusters and distances, against what counting by hand says."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation.search import (
    NOWHERE,
    OFFICE,
    TEXT,
    Area,
    Bounds,
    Circle,
    Document,
    Point,
    Query,
    clusters,
    grid,
    metres_between,
    points,
    writing,
)
from quartierwerk.foundation.search.documents import Layout
from quartierwerk.foundation.search.engine import Engine
from quartierwerk.foundation.search.points import Points
from quartierwerk.foundation.search.store import Home
from quartierwerk.foundation.transactions import Position

AT = datetime(2026, 3, 1, tzinfo=UTC)
LAYOUT = Layout(kind="test.row", weights={"about": TEXT}, facets=("sector",))
MARKET = Point(51.5136, 7.4653)
CITY = Bounds(7.3, 51.42, 7.64, 51.6)
EVERYWHERE = Bounds(-180, -85, 180, 85)
lats, lons = st.floats(-85, 85), st.floats(-180, 180)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path, LAYOUT)


@pytest.fixture
def index(home: Home) -> Callable[..., Engine]:
    def build(*documents: Document) -> Engine:
        writing.build(home, list(enumerate(documents, start=1)), position=Position(), at=AT)
        return Engine(home)

    return build


def at(*places: tuple[float, float], about: str = "Atelier", **more: object) -> Document:
    return Document(name="Nr", texts={"about": about}, points=places, **more)  # type: ignore[arg-type]


def town(count: int, seed: int) -> list[Document]:
    """Entries with none to three locations, thickly in the middle, some of them at the same house."""
    dice = random.Random(seed)
    house = (MARKET.lat + 0.001, MARKET.lon)

    def place() -> tuple[float, float]:
        if dice.random() < 0.1:
            return house
        return dice.gauss(MARKET.lat, 0.02), dice.gauss(MARKET.lon, 0.03)

    return [
        at(
            *(place() for _ in range(dice.choice([0, 1, 1, 1, 2, 3]))),
            about=dice.choice(["Atelier", "Bühne", "Atelier mit Bühne"]),
            facets={"sector": [dice.randrange(4)]},
            newest=number,
        )
        for number in range(count)
    ]


def counted(documents: list[Document], level: int) -> Counter[int]:
    return Counter(cell for one in documents for cell in {grid.cell_at(*place, level) for place in one.points})


# --- Cells -------------------------------------------------------------------------------------------------------


@given(lats, lons, st.integers(0, grid.FINEST))
def test_a_point_lies_within_the_edges_of_its_cell(lat: float, lon: float, level: int) -> None:
    cell = grid.cell_at(lat, lon, level)
    west, south, east, north = grid.bounds(cell)

    assert grid.level_of(cell) == level
    assert west - 1e-9 <= lon <= east + 1e-9
    assert south - 1e-9 <= lat <= north + 1e-9


@given(lats, lons, st.integers(0, grid.FINEST))
def test_a_cell_holds_the_finest_cells_of_its_span(lat: float, lon: float, level: int) -> None:
    finest, cell = grid.cell_at(lat, lon), grid.cell_at(lat, lon, level)
    first, behind = grid.finest_span(cell)

    assert grid.ancestor(finest, level) == cell
    assert first <= finest < behind
    assert grid.cell_of(*grid.column_and_row(cell), level) == cell


def test_cells_of_a_view_are_those_it_touches() -> None:
    view = Bounds(7.46, 51.51, 7.47, 51.52)
    cells = set(grid.cells_within(view, 15))

    assert len(cells) == grid.number_within(view, 15)
    assert {grid.cell_at(lat, lon, 15) for lat in (51.51, 51.52) for lon in (7.46, 7.47)} <= cells
    assert list(grid.cells_within(EVERYWHERE, 0)) == [grid.ROOT]


# --- Areas -------------------------------------------------------------------------------------------------------


def test_metres_are_those_on_the_earth() -> None:
    def haversine(one: Point, two: Point) -> float:
        half = [math.sin(math.radians(b - a) / 2) ** 2 for a, b in zip(one, two, strict=True)]
        share = half[0] + math.cos(math.radians(one.lat)) * math.cos(math.radians(two.lat)) * half[1]
        return 2 * 6_371_008.8 * math.asin(math.sqrt(share))

    for other in (Point(51.6, 7.6), Point(51.4, 7.46), Point(51.5136, 7.47)):
        assert metres_between(MARKET, other) == pytest.approx(haversine(MARKET, other), rel=0.003)


@given(st.floats(51.4, 51.6), st.floats(7.3, 7.6), st.floats(0, 8_000), st.booleans(), st.integers(8, 18), st.randoms())
def test_an_area_never_leaves_out_what_it_holds(
    lat: float, lon: float, metres: float, has_box: bool, level: int, dice: random.Random
) -> None:
    area = Area(Bounds(7.42, 51.48, 7.52, 51.55) if has_box else None, Circle(Point(lat, lon), metres))
    point = Point(dice.uniform(51.4, 51.6), dice.uniform(7.3, 7.6))
    cell = grid.bounds(grid.cell_at(*point, level))

    assert area.touches(cell) or not area.holds(point)
    assert area.holds(point) or not area.covers(cell)


def test_a_circle_fits_into_its_box_and_only_a_circle_has_rings() -> None:
    circle = Circle(MARKET, 1_000)
    west, south, east, north = circle.bounds

    assert metres_between(MARKET, Point(MARKET.lat, east)) == pytest.approx(1_000)
    assert metres_between(MARKET, Point(south, MARKET.lon)) == pytest.approx(1_000)
    assert west < MARKET.lon < east
    assert south < MARKET.lat < north
    with pytest.raises(ValueError, match="middle"):
        Area(CITY).within(10)


# --- Points ------------------------------------------------------------------------------------------------------


def test_changed_points_equal_points_built_anew(home: Home, index: Callable[..., Engine]) -> None:
    before, after = town(120, seed=1), town(120, seed=2)
    index(*before)
    state = home.state()
    assert state is not None
    for first in (0, 60):
        rows = {key: after[key - 1] if key % 7 else None for key in range(first + 1, first + 61)}
        state = writing.change(home, state, rows)
        state = writing.change(home, state, rows)

    kept = [one if key % 7 else at() for key, one in enumerate(after, start=1)]
    mine = Points(home.generation(state.generation))
    index(*kept)
    fresh = home.state()
    assert fresh is not None
    theirs = Points(home.generation(fresh.generation))

    for level in range(grid.FINEST + 1):
        cells = {grid.cell_at(*place, level) for one in (*before, *after) for place in one.points}
        assert mine.means(cells) == theirs.means(cells)
        assert mine.cells(level) == theirs.cells(level)
    assert mine.of(range(1, 121)) == theirs.of(range(1, 121))


def test_points_are_read_on_while_their_generation_goes(home: Home, index: Callable[..., Engine]) -> None:
    index(at(MARKET))
    state = home.state()
    assert state is not None
    writing.change(home, state, {2: at(MARKET)})
    folder = home.generation(state.generation)
    open_one = Points(folder)
    index(at(MARKET))

    assert not folder.exists()
    assert (open_one.number(), open_one.cells(20), len(open_one.of([1, 2]))) == (2, 1, 2)
    with pytest.raises(FileNotFoundError):
        Points(folder)


def test_a_mean_is_that_of_all_locations_in_the_cell(index: Callable[..., Engine]) -> None:
    near, far = (51.5136, 7.4653), (51.5138, 7.4655)
    engine = index(at(near, (51.47, 7.5)), at(near), at(far), at(far, about="Bühne"))

    found = engine.spread(Query(text="Bühne"), view=CITY, level=14)

    (cluster,) = found.clusters
    assert (found.total, found.locations, cluster.count) == (1, 1, 1)
    assert cluster.middle == pytest.approx((51.5137, 7.4654), abs=1e-7)


def test_two_locations_at_one_spot_are_one(index: Callable[..., Engine]) -> None:
    found = index(at(MARKET, MARKET)).spread(Query(), view=CITY, level=14)

    assert (found.total, found.locations, found.unlocated) == (1, 1, 0)


# --- Clusters ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [grid.COARSEST, 13, 16, grid.FINEST, 30])
@pytest.mark.parametrize("text", ["", "Bühne"])
def test_clusters_count_each_entry_once_a_cell_and_none_is_lost(
    index: Callable[..., Engine], level: int, text: str
) -> None:
    documents = town(300, seed=3)
    fitting = [one for one in documents if text in str(one.texts["about"])]
    engine = index(*documents)

    found = engine.spread(Query(text=text), view=MARKET_VIEW, level=level)

    expected = counted(fitting, found.level)
    seen = {cluster.cell: cluster.count for cluster in found.clusters}
    assert seen.items() <= expected.items()
    inside = {
        cell: number for cell, number in expected.items() if cell in set(grid.cells_within(MARKET_VIEW, found.level))
    }
    assert inside.items() <= seen.items()
    assert found.total == engine.find(Query(text=text)).total == len(fitting)
    assert found.locations == sum(len(set(one.points)) for one in fitting)
    assert found.unlocated == sum(not one.points for one in fitting)


MARKET_VIEW = Bounds(7.455, 51.505, 7.475, 51.52)


def test_a_view_of_everything_has_every_location(index: Callable[..., Engine]) -> None:
    documents = town(200, seed=4)

    found = index(*documents).spread(Query(), view=CITY, level=14)

    assert {one.cell: one.count for one in found.clusters} == counted(documents, found.level)
    assert all(one.bounds.west <= one.middle.lon <= one.bounds.east for one in found.clusters)


def test_a_crowded_view_is_answered_without_its_surroundings(
    index: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = town(300, seed=8)
    engine = index(*documents)
    around = engine.spread(Query(), view=MARKET_VIEW, level=16)
    within = set(grid.cells_within(MARKET_VIEW, 16))
    assert {one.cell for one in around.clusters} - within
    monkeypatch.setattr(clusters, "MOST_CELLS", len(around.clusters) - 1)

    found = index(*documents).spread(Query(), view=MARKET_VIEW, level=16)

    assert found.level == 16
    assert {one.cell: one.count for one in found.clusters} == {
        cell: count for cell, count in counted(documents, 16).items() if cell in within
    }


def test_a_view_with_too_many_cells_takes_larger_ones(index: Callable[..., Engine]) -> None:
    engine = index(*town(50, seed=5))

    assert engine.spread(Query(), view=CITY, level=20).level < 20
    assert engine.spread(Query(), view=EVERYWHERE, level=20).level == grid.COARSEST


def test_more_cells_than_the_engine_counts_at_once_make_larger_ones(
    index: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = town(80, seed=6)
    engine = index(*documents)
    monkeypatch.setattr(clusters, "MOST_CELLS", 10**9)
    monkeypatch.setattr(clusters, "MOST_BUCKETS", 20)

    found = engine.spread(Query(), view=CITY, level=18)

    assert found.level < 18
    assert {one.cell: one.count for one in found.clusters} == counted(documents, found.level)


def test_a_cluster_whose_mean_is_not_written_yet_stands_in_the_middle_of_its_cell(
    index: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = index(at(MARKET))
    monkeypatch.setattr(Points, "means", lambda self, cells: {})

    (cluster,) = engine.spread(Query(), view=CITY, level=16).clusters

    assert metres_between(MARKET, cluster.middle) < 600


def test_nothing_lies_anywhere_without_an_index_or_a_word(home: Home, index: Callable[..., Engine]) -> None:
    assert Engine(home).spread(Query(), view=CITY, level=14).total == 0
    assert Engine(home).distances([1], Circle(MARKET, 100)) == {}
    assert index(at(MARKET)).spread(Query(text="!"), view=CITY, level=14).total == 0
    assert index().spread(Query(), view=CITY, level=14).clusters == ()


def test_a_map_hides_what_the_list_hides(index: Callable[..., Engine]) -> None:
    engine = index(at(MARKET), at(MARKET, audience=OFFICE))

    assert engine.spread(Query(), view=CITY, level=14).total == 1
    assert engine.spread(Query(audience=OFFICE), view=CITY, level=14).clusters[0].count == 2


# --- Areas as filters --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_an_area_finds_exactly_what_has_a_location_in_it(index: Callable[..., Engine], seed: int) -> None:
    documents, dice = town(400, seed=7), random.Random(seed)
    engine = index(*documents)
    for _ in range(8):
        middle = Point(dice.gauss(MARKET.lat, 0.02), dice.gauss(MARKET.lon, 0.03))
        circle = Circle(middle, dice.choice([0, 60, 400, 1_500, 30_000]))
        box = Bounds(middle.lon - 0.02, middle.lat - 0.004, middle.lon + dice.random() / 20, middle.lat + 0.02)
        area = dice.choice([Area(box), Area(circle=circle), Area(box, circle)])

        query = Query(area=area, limit=1_000, sort="newest")

        expected = [key for key, one in enumerate(documents, 1) if any(area.holds(Point(*spot)) for spot in one.points)]
        assert engine.find(query).keys == expected[::-1]
        spread = engine.spread(query, view=CITY, level=15)
        assert spread.total == len(expected)
        assert list(engine.every(query)) == expected[::-1]


def test_the_edge_of_an_area_may_be_cut_coarsely(index: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    documents, area = town(300, seed=8), Area(circle=Circle(MARKET, 2_000))
    monkeypatch.setattr(points, "MOST_CUT", 2)

    found = index(*documents).find(Query(area=area, limit=500))

    assert set(found.keys) == {
        k for k, one in enumerate(documents, 1) if any(area.holds(Point(*p)) for p in one.points)
    }


def test_an_area_is_a_filter_beside_the_others(index: Callable[..., Engine]) -> None:
    here, away = {"facets": {"sector": [1]}}, {"facets": {"sector": [2]}}
    engine = index(at(MARKET, **here), at(MARKET, **away), at((51.6, 7.6), **here))  # type: ignore[arg-type]

    found = engine.find(Query(area=Area(circle=Circle(MARKET, 500)), filters={"sector": {1}}))

    assert found.keys == [1]
    assert found.facets["sector"] == {1: 1, 2: 1}
    assert engine.find(Query(area=NOWHERE)).total == 0
    assert index().find(Query(area=Area(CITY))).total == 0


def test_an_area_does_not_change_what_words_mean(index: Callable[..., Engine]) -> None:
    engine = index(*(at(MARKET, about="Bühne") for _ in range(6)), at((51.6, 7.6), about="Böhme"))

    found = engine.find(Query(text="Bühne", area=Area(circle=Circle(Point(51.6, 7.6), 300))))

    assert (found.total, dict(found.corrected)) == (0, {})


def test_areas_are_forgotten_when_there_are_too_many(
    index: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = index(at(MARKET))
    monkeypatch.setattr(clusters, "MOST_DIFFERENT", 2)

    totals = [engine.find(Query(area=Area(circle=Circle(MARKET, metres)))).total for metres in (1, 2, 3, 4)]

    assert totals == [1, 1, 1, 1]


# --- The nearest first -------------------------------------------------------------------------------------------


def test_by_distance_the_nearest_location_counts(index: Callable[..., Engine]) -> None:
    documents = town(400, seed=9)
    engine = index(*documents)
    circle = Circle(MARKET, 3_000)
    query = Query(sort="distance", area=Area(circle=circle), limit=30)

    def away(key: int) -> float:
        return min((metres_between(MARKET, Point(*spot)) for spot in documents[key - 1].points), default=math.inf)

    near = sorted((key for key in range(1, 401) if away(key) <= 3_000), key=lambda key: (round(away(key)), key))
    pages = [engine.find(replace(query, offset=offset)).keys for offset in (0, 30, 60)]
    assert [round(away(key)) for page in pages for key in page] == [round(away(key)) for key in near[:90]]
    assert list(map(away, engine.every(query))) == sorted(map(away, near))
    assert engine.find(replace(query, offset=10_000)).keys == []
    assert engine.find(query).total == len(near)
    measured = engine.distances(near[:5], circle)
    assert [round(measured[key].metres) for key in near[:5]] == [round(away(key)) for key in near[:5]]


def test_a_distance_is_that_of_a_location_within_the_area(index: Callable[..., Engine]) -> None:
    box = Bounds(7.47, 51.5, 7.6, 51.6)
    engine = index(at(MARKET, (51.5136, 7.49)), at((51.5136, 7.48)))

    found = engine.find(Query(sort="distance", area=Area(box, Circle(MARKET, 5_000))))

    assert found.keys == [2, 1]


def test_without_a_point_distance_is_no_order(index: Callable[..., Engine]) -> None:
    engine = index(at(MARKET, newest=1), at(MARKET, newest=2))

    assert engine.find(Query(sort="distance", area=Area(CITY))).keys == [2, 1]
    with pytest.raises(ValueError, match="point"):
        engine._current().geography.nearest([], Area(CITY), offset=0, limit=1)  # type: ignore[union-attr]
