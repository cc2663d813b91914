"""Points, boxes, circles and views as addresses write them, and the words for ways."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation.search import Bounds, Point
from quartierwerk.foundation.search.grid import bounds, cell_at
from quartierwerk.rooms.directory import rules

MIDDLE = Point(51.5136, 7.4653)
lats, lons = st.floats(-84, 84), st.floats(-179, 179)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("51.5136,7.4653", MIDDLE),
        (" 51.5136 ; 7.4653 ", MIDDLE),
        ("51.5136 7.4653", MIDDLE),
        ("51.5136/7.4653", MIDDLE),
        ("91,7", None),
        ("51.5,181", None),
        ("Münsterstraße 12", None),
        ("12", None),
        ("", None),
    ],
)
def test_a_point_is_read_from_degrees_and_nothing_else(text: str, point: Point | None):
    assert rules.read_point(text) == point


@given(lats, lons)
def test_a_written_point_is_read_again(lat: float, lon: float):
    assert rules.read_point(rules.write_point(Point(lat, lon))) == pytest.approx((lat, lon), abs=1e-5)


@given(lats, lons, st.integers(11, 20))
def test_a_written_box_of_a_cell_is_read_again(lat: float, lon: float, level: int):
    cell = bounds(cell_at(lat, lon, level))

    assert rules.read_box(rules.write_box(cell)) == pytest.approx(cell, abs=1e-7)


@pytest.mark.parametrize(
    "text", ["", "7.4,51.4,7.6", "7.6,51.4,7.4,51.6", "7.4,51.6,7.6,51.4", "a,b,c,d", "7.4,51.4,7.6,91", "1,1,1,1"]
)
def test_a_box_that_holds_nothing_is_no_box(text: str):
    assert rules.read_box(text) is None


@pytest.mark.parametrize(
    ("text", "metres"),
    [("400", 400), ("50000", 50_000), ("50001", 1_000), ("0", 1_000), ("-5", 1_000), ("²", 1_000), ("", 1_000)],
)
def test_a_radius_that_cannot_be_is_the_usual_one(text: str, metres: int):
    assert rules.read_radius(text) == metres


@pytest.mark.parametrize("text", ["", "13", "13/51.5", "99x/51/7", "13/91/7", "13/51/200"])
def test_a_view_that_cannot_be_is_none(text: str):
    assert rules.read_view(text) is None


def test_a_view_is_written_and_read_and_kept_within_bounds():
    view = rules.View(13.25, 51.5136, 7.4653)

    assert str(view) == "13.25/51.5136/7.4653"
    assert rules.read_view(str(view)) == view
    assert rules.read_view("99/51/7") == rules.View(19, 51, 7)
    assert str(rules.View(13, 51, 7)) == "13/51/7"


@given(st.floats(4, 19), st.floats(-80, 80), st.floats(-170, 170))
def test_a_view_shows_its_middle_in_the_middle_and_its_edges_at_the_edge(zoom: float, lat: float, lon: float):
    view = rules.View(zoom, lat, lon)
    west, south, east, north = view.bounds(800, 600)

    assert view.spot(Point(lat, lon), 800, 600) == pytest.approx((400, 300), abs=1e-3)
    if -180 < west and east < 180:
        assert view.spot(Point(north, west), 800, 600) == pytest.approx((0, 0), abs=0.01)
        assert view.spot(Point(south, east), 800, 600) == pytest.approx((800, 600), abs=0.01)


@given(st.floats(51.3, 51.5), st.floats(7.2, 7.5), st.floats(0.001, 0.4), st.floats(0.001, 0.4))
def test_the_view_of_an_area_shows_all_of_it(south: float, west: float, high: float, wide: float):
    area = Bounds(west, south, west + wide, south + high)
    shown = rules.view_of(area, 720, 540).bounds(720, 540)

    assert shown.west <= area.west + 1e-9
    assert shown.east >= area.east - 1e-9
    assert shown.south <= area.south + 1e-9
    assert shown.north >= area.north - 1e-9


def test_a_view_moves_and_comes_nearer():
    view = rules.View(13, 51.5, 7.46)

    assert view.moved(100, 0).lon > 7.46
    assert view.moved(0, 100).lat < 51.5
    assert view.moved(100, 100).moved(-100, -100) == pytest.approx(view)
    assert view.moved(1e9, 0).lon == 180
    assert view.zoomed(1, onto=MIDDLE) == (14, *MIDDLE)
    assert view.zoomed(99).zoom == 19
    assert view.zoomed(-99).zoom == rules.LEAST_ZOOM


@pytest.mark.parametrize(
    ("lat", "lon", "word"),
    [(0.01, 0, "nördlich"), (0, 0.01, "östlich"), (-0.01, 0, "südlich"), (0, -0.01, "westlich")]
    + [(0.01, 0.016, "nordöstlich"), (-0.01, -0.016, "südwestlich")],
)
def test_a_direction_has_one_of_eight_names(lat: float, lon: float, word: str):
    with translation.override("de"):
        assert str(rules.direction(MIDDLE, Point(MIDDLE.lat + lat, MIDDLE.lon + lon))) == word


@pytest.mark.parametrize(("metres", "said"), [(0, 10), (14, 10), (347, 350), (994, 990), (996, 1_000), (1_249, 1_200)])
def test_a_way_is_said_in_round_figures(metres: float, said: int):
    assert rules.in_steps(metres) == said


def test_an_address_is_read_from_one_line():
    site = rules.read_address("Münsterstr. 12a, 44145 Dortmund")

    assert (site.street, site.house_number, site.postcode, site.town) == ("Münsterstr.", "12a", "44145", "Dortmund")
