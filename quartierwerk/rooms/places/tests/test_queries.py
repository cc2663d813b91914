from datetime import date

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quartierwerk.foundation.kept.memory import held
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.places import actions, demo, queries
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.queries import counting
from quartierwerk.rooms.places.rules import Point, Precision
from quartierwerk.rooms.places.tests import factories
from quartierwerk.rooms.places.tests.factories import house

pytestmark = pytest.mark.django_db


def slugs(located):
    return (located.district and located.district.slug, [quarter.slug for quarter in located.quarters])


# locating


def test_a_point_knows_its_district_and_its_quarters():
    factories.drawn_city()

    assert slugs(queries.locate(*factories.NORTH)) == ("stadtmitte-nord", ["werftquartier"])
    assert slugs(queries.locate(*factories.SOUTH)) == ("suedermuehl", [])
    assert slugs(queries.locate(50.0, 7.0)) == (None, [])


def test_many_points_get_the_same_answers_as_one_by_one():
    factories.drawn_city()
    locator = queries.locator()
    points = [(51.4 + step * 0.002, 7.4 + step * 0.002) for step in range(100)]

    assert locator.locate_many(points) == [locator.locate(*point) for point in points]
    assert locator.locate_many([]) == []


def test_a_point_on_a_border_always_falls_to_the_same_district():
    factories.drawn_city()
    north, south = queries.districts()
    border = shapely.from_geojson(shapely.to_geojson(shape_of(north).intersection(shape_of(south))))
    on_it = border.interpolate(0.5, normalized=True)

    answers = {queries.locate(on_it.y, on_it.x).district for _ in range(3)}

    assert len(answers) == 1


def shape_of(place):
    return shapely.geometry.shape(place.boundaries.get().geojson)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(51.35, 51.65), st.floats(7.2, 7.7)), min_size=1, max_size=20))
def test_inside_the_city_every_point_has_one_district_and_outside_none(drawn, points):
    edge = drawn

    for (lat, lon), located in zip(points, queries.locator().locate_many(points), strict=True):
        assert (located.district is not None) == edge.intersects(shapely.Point(lon, lat))


@pytest.fixture
def drawn(db):
    return shape_of(factories.drawn_city())


def test_a_moved_boundary_counts_from_its_day_on():
    factories.drawn_city()
    south = Place.objects.get(slug="suedermuehl")
    before, after = date(2025, 1, 1), date(2026, 1, 1)
    assert queries.locate(*factories.SOUTH).district == south

    actions.draw_boundary(south, actor=system("test"), geojson=factories.square(51.0, 7.0), valid_from=after)

    assert queries.locate(*factories.SOUTH, on=before).district == south
    assert queries.locate(*factories.SOUTH, on=after).district is None
    assert queries.locate(51.0, 7.0, on=after).district == south


def test_prepared_shapes_are_kept_and_cost_one_small_question(django_assert_num_queries):
    factories.drawn_city()
    prepared = queries.locator()

    with django_assert_num_queries(1):
        assert queries.locator() is prepared


def test_a_new_name_reaches_the_prepared_shapes():
    factories.drawn_city()
    queries.locate(*factories.NORTH)

    Place.objects.filter(slug="werftquartier").update(name="Alte Werft")

    assert [quarter.name for quarter in queries.locate(*factories.NORTH).quarters] == ["Alte Werft"]


def test_only_a_few_days_stay_prepared():
    factories.drawn_city()
    south = Place.objects.get(slug="suedermuehl")
    for year in range(2021, 2029):
        actions.draw_boundary(
            south, actor=system("test"), geojson=factories.square(51.0, year - 2014.5), valid_from=date(year, 1, 1)
        )

    for year in range(2021, 2029):
        assert queries.locate(51.0, year - 2014.5, on=date(year, 6, 1)).district == south
        queries.city_drawing(on=date(year, 6, 1))


# geocoding


@pytest.fixture
def register(db):
    factories.addresses(
        house("Hafenstraße", "1", lat=51.500, lon=7.480),
        house("Hafenstraße", "12 a", lat=51.501, lon=7.480),
        house("Hafenstraße", "20", lat=51.502, lon=7.480, postcode="12346"),
        house("Dorfstraße", "3", lat=51.40, lon=7.30, postcode="12347"),
        house("Dorfstraße", "3", lat=51.60, lon=7.70, postcode="12348"),
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"street": "Hafenstr.", "house_number": "12A", "postcode": "12345"}, (51.501, 7.48, Precision.EXACT)),
        ({"street": "hafenstrasse", "house_number": "12a-14"}, (51.501, 7.48, Precision.EXACT)),
        ({"street": "Hafenstr.", "house_number": "20", "postcode": "99999"}, (51.502, 7.48, Precision.EXACT)),
        ({"street": "Hafenstr.", "house_number": "99"}, (51.501, 7.48, Precision.STREET)),
        ({"street": "Hafenstr."}, (51.501, 7.48, Precision.STREET)),
        ({"street": "Dorfstr.", "house_number": "3", "postcode": "12348"}, (51.60, 7.70, Precision.EXACT)),
        ({"street": "Nirgendweg", "postcode": "D-12347"}, (51.40, 7.30, Precision.POSTCODE)),
        ({"postcode": "12347", "town": "Musterstadt-Dorf"}, (51.40, 7.30, Precision.POSTCODE)),
    ],
)
def test_an_address_is_found_as_exactly_as_the_register_knows_it(register, asked, found):
    assert queries.geocode(**asked) == Point(*found)


@pytest.mark.parametrize(
    "asked",
    [
        {"street": "Hafenstraße", "house_number": "1", "town": "Bochum"},
        {"street": "Nirgendweg", "house_number": "1"},
        {"street": "Nirgendweg", "postcode": "99999"},
        {"street": "Dorfstraße", "house_number": "3"},
        {},
    ],
)
def test_what_is_unknown_or_could_be_two_places_is_not_guessed(register, asked):
    assert queries.geocode(**asked) is None


def test_without_a_register_the_city_itself_is_known():
    factories.city()

    assert queries.geocode(street="Hafenstraße", house_number="1", town="Musterstadt") is None


def test_without_a_city_nothing_is_known():
    assert queries.geocode(street="Hafenstraße", house_number="1", town="Musterstadt") is None


def test_a_geocoder_reads_each_street_once_and_forgets_old_ones(register, django_assert_num_queries, monkeypatch):
    geocoder = queries.geocoder()
    geocoder.find(street="Hafenstraße", house_number="1", town="Musterstadt")

    with django_assert_num_queries(0):
        for number in ("1", "12a", "99"):
            assert geocoder.find(street="Hafenstr.", house_number=number, town="Musterstadt")

    monkeypatch.setattr("quartierwerk.rooms.places.queries.geocoding.MOST_STREETS", 1)
    geocoder.find(street="Dorfstraße", postcode="12347")
    with django_assert_num_queries(1):
        geocoder.find(street="Hafenstraße", house_number="1")


def test_a_geocoder_reads_many_streets_in_one_go(register, django_assert_num_queries):
    geocoder = queries.geocoder()

    with django_assert_num_queries(1):
        geocoder.prepare(["Hafenstr.", "Dorfstraße", "", "Nirgendweg", "HAFENSTRASSE"])
        geocoder.prepare(["Hafenstraße"])
        assert geocoder.find(street="Hafenstraße", house_number="1")
        assert geocoder.find(street="Dorfstraße", postcode="12347")
        assert geocoder.find(street="Nirgendweg") is None


# names


def test_everyday_names_lead_to_places():
    demo.load(actor=system("test"))

    meant = {name.words: [place.slug for place in name.places] for name in queries.everyday_names()}

    assert meant[("nordstadt",)] == ["innenstadt-nord", "nordstadt"]
    assert meant[("innenstadt",)] == meant[("city",)] == ["innenstadt-nord", "innenstadt-ost", "innenstadt-west"]
    assert meant[("innenstadt", "west")] == meant[("innenstadtwest",)] == ["innenstadt-west"]
    assert meant[("hoerde",)] == ["hoerde"]
    assert meant[("rheinische", "strasse")] == ["unionviertel"]


# drawing


def test_the_city_is_drawn_with_its_districts_and_quarters(django_assert_num_queries):
    factories.drawn_city()

    drawing = queries.city_drawing()

    assert [shape.place.slug for shape in drawing.districts] == ["stadtmitte-nord", "suedermuehl"]
    assert [shape.place.slug for shape in drawing.quarters] == ["werftquartier"]
    assert drawing.districts[0].lines == ["Stadtmitte-", "Nord"]
    assert drawing.is_schematic
    with django_assert_num_queries(1), held():
        assert queries.city_drawing() is drawing


def test_a_surveyed_city_is_not_called_schematic():
    city = factories.city()
    north = factories.district("Nord", "nord", parent=city)
    actions.draw_boundary(north, actor=system("test"), geojson=factories.square(51.5, 7.48), valid_from=factories.SINCE)

    assert not queries.city_drawing().is_schematic


def test_a_city_without_boundaries_has_an_empty_picture(db):
    assert queries.city_drawing().districts == ()


# counting


def test_rooms_above_say_what_they_count(monkeypatch):
    monkeypatch.setattr(counting, "_counters", [])
    factories.drawn_city()
    north, south = queries.districts()

    def counter(places):
        return {place.pk: counting.Count("Feste", len(place.name), "/feste/") for place in places if place == north}

    counting.register(counter)
    counting.register(counter)

    assert counting.counts_at([north, south]) == {north.pk: [("Feste", 15, "/feste/")], south.pk: []}


# the demo city


def test_the_demo_city_has_its_districts_and_quarters_where_they_belong():
    city = demo.load(actor=system("test"))

    assert (city.name, len(queries.districts()), len(queries.quarters())) == ("Dortmund", 12, 9)
    located = {place: queries.locate(place.center_lat, place.center_lon) for place in queries.quarters()}
    assert {place.slug: answer.district for place, answer in located.items()} == {
        place.slug: place.parent for place in located
    }
    assert all(place in answer.quarters for place, answer in located.items())
    assert all(place.text_de and place.text_en for place in (*queries.districts(), *queries.quarters()))
    assert sorted(place.hue for place in queries.districts()) == list(range(1, 13))
