import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from quartierwerk.rooms.places.rules import PlaceKind, Precision, addresses, drawing, kinds, names, partition, shapes
from quartierwerk.rooms.places.rules.partition import Middle
from quartierwerk.rooms.places.rules.plane import Plane
from quartierwerk.rooms.places.tests.factories import square

# The middles of an invented city: on a loose grid, so that no two fall together.
MIDDLES = {
    (row, column): Middle(51.4 + row * 0.03 + column * 0.004, 7.3 + column * 0.05 - row * 0.007)
    for row in range(3)
    for column in range(4)
}
AREAS = partition.partition(MIDDLES)
WHOLE = shapely.union_all(list(AREAS.values()))
latitudes, longitudes = st.floats(51.3, 51.6, width=64), st.floats(7.1, 7.7, width=64)


def districts_at(lat, lon, areas=AREAS):
    return [key for key, area in areas.items() if area.intersects(shapely.Point(lon, lat))]


# partition


@given(latitudes, longitudes)
@settings(max_examples=400)
def test_every_point_inside_the_city_has_a_district_and_outside_none_has(lat, lon):
    inside = WHOLE.intersects(shapely.Point(lon, lat))

    assert bool(districts_at(lat, lon)) == inside


@given(latitudes, longitudes)
@settings(max_examples=400)
def test_no_point_lies_within_two_districts(lat, lon):
    point = shapely.Point(lon, lat)

    assert sum(area.contains(point) for area in AREAS.values()) <= 1


def test_neighbours_share_their_borders_to_the_last_digit():
    assert shapely.coverage_is_valid(list(AREAS.values()))
    assert sum(area.area for area in AREAS.values()) == pytest.approx(WHOLE.area, rel=1e-12)
    assert WHOLE.geom_type == "Polygon" and not WHOLE.interiors


def test_each_district_holds_its_own_middle():
    assert {key: districts_at(middle.lat, middle.lon) for key, middle in MIDDLES.items()} == {
        key: [key] for key in MIDDLES
    }


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=9, unique=True))
@settings(max_examples=40, deadline=None)
def test_any_set_of_middles_can_be_divided(spots):
    middles = {spot: Middle(51.4 + spot[0] * 0.01, 7.3 + spot[1] * 0.01) for spot in spots}

    areas = partition.partition(middles)

    assert set(areas) == set(middles)
    assert shapely.coverage_is_valid(list(areas.values()))
    assert all(districts_at(middle.lat, middle.lon, areas) == [key] for key, middle in middles.items())


def test_a_circle_has_its_radius_and_ends_at_the_edge_of_the_city():
    middle = MIDDLES[(0, 0)]
    plane = Plane(middle.lat, middle.lon)

    free = partition.circle(middle.lat, middle.lon, radius_m=500)
    cut = partition.circle(middle.lat, middle.lon, radius_m=9000, within=WHOLE)

    assert max(math.hypot(*plane.flat(lat, lon)) for lon, lat in free.exterior.coords) == pytest.approx(500, rel=0.01)
    assert cut.within(WHOLE.buffer(1e-5))


@given(st.floats(-60, 60), st.floats(-170, 170), st.floats(-20_000, 20_000), st.floats(-20_000, 20_000))
def test_the_plane_leads_there_and_back(lat, lon, x, y):
    plane = Plane(lat, lon)

    assert plane.flat(*plane.round(x, y)) == pytest.approx((x, y), abs=1e-3)


# shapes


def test_a_shape_keeps_its_area_and_its_digest():
    geojson = square(51.5, 7.48)

    shape = shapes.shape_of(geojson)

    assert shapes.geojson_of(shape)["type"] == "Polygon"
    assert shapes.digest_of(geojson) == shapes.digest_of(dict(reversed(geojson.items())))
    assert shapes.digest_of(geojson) != shapes.digest_of(square(51.6, 7.48))


@pytest.mark.parametrize(
    ("geojson", "word"),
    [
        ("nonsense", "keine Fläche"),
        ({"type": "Point", "coordinates": [7.4, 51.5]}, "keine Fläche"),
        ({"type": "Polygon", "coordinates": []}, "keine Fläche"),
        ({"type": "Polygon", "coordinates": [[[7.4, 51.5], [7.5, 51.5]]]}, "keine Fläche"),
        (square(5_700_000, 390_000, half=500), "WGS 84"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}, "überschneidet"),
    ],
)
def test_what_is_no_area_is_refused_with_the_reason(geojson, word):
    with pytest.raises(shapes.NotAShape) as refusal:
        shapes.shape_of(geojson)

    assert word in str(refusal.value)


# drawing


def test_a_picture_has_a_short_path_for_each_area():
    picture = drawing.draw(AREAS, upon={"quarter": partition.circle(51.43, 7.37, radius_m=900)})

    assert [area.key for area in picture.areas] == list(AREAS)
    assert all(area.path.startswith("M") and area.path.endswith("z") for area in (*picture.areas, *picture.upon))
    assert sum(len(area.path) for area in picture.areas) < 2000
    assert 300 < picture.height < 1000
    assert all(0 < area.x < drawing.WIDTH and 0 < area.y < picture.height for area in picture.areas)


def test_a_picture_needs_no_areas():
    assert drawing.draw({}, upon={"quarter": partition.circle(51.43, 7.37, radius_m=900)}).areas == ()


# addresses


@pytest.mark.parametrize(
    "spelling",
    [
        "Rheinische Straße",
        "rheinische strasse",
        "RHEINISCHE STR.",
        "Rheinische-Straße",
        " Rheinische  Str",
        "Rheinischestraße",
    ],
)
def test_all_spellings_of_a_street_agree(spelling):
    assert addresses.street_key(spelling) == "rheinischestr"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Münsterstr.", "Muensterstraße"),
        ("Straße des 17. Juni", "Str. des 17. Juni"),
        ("Köln-Berliner-Straße", "Köln Berliner Str."),
        ("Café-Müller-Platz", "Cafe Mueller Platz"),
    ],
)
def test_two_spellings_of_one_street(one, other):
    assert addresses.street_key(one) == addresses.street_key(other)


def test_a_street_inside_a_word_stays():
    assert addresses.street_key("Am Straßenbahnhof") == "amstrassenbahnhof"


@pytest.mark.parametrize(
    ("written", "key", "tried"),
    [
        ("12 a", "12a", ("12a",)),
        ("012A", "12a", ("12a",)),
        ("12-14", "12-14", ("12-14", "12", "14")),
        ("12 – 14 b", "12-14b", ("12-14b", "12", "14b")),
        ("12/14", "12-14", ("12-14", "12", "14")),
        ("12a-c", "12a-12c", ("12a-12c", "12a", "12c")),
        ("o. Nr.", "onr", ("onr",)),
        ("", "", ()),
    ],
)
def test_house_numbers_agree(written, key, tried):
    assert addresses.number_key(written) == key
    assert addresses.numbers_to_try(written) == tried


@given(st.text(max_size=30))
def test_keys_are_plain_and_stable(text):
    key = addresses.street_key(text)

    assert key.isascii()
    assert addresses.number_key(text) == addresses.number_key(f" {text} ")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Rheinische Straße 12 a", ("Rheinische Straße", "12 a")),
        ("Straße des 17. Juni 5", ("Straße des 17. Juni", "5")),
        ("Hafenplatz, 3-5", ("Hafenplatz", "3-5")),
        ("Hafenplatz", ("Hafenplatz", "")),
    ],
)
def test_a_line_is_split_into_street_and_number(line, parts):
    assert addresses.split_street(line) == parts


def test_a_postcode_loses_blanks_and_country():
    assert addresses.clean_postcode(" D-44 137 ") == "44137"


@pytest.mark.parametrize(
    ("town", "same"), [("Musterstadt-Süd", True), ("MUSTERSTADT (Mitte)", True), ("Muster", False), ("Bochum", False)]
)
def test_a_part_of_a_town_is_that_town(town, same):
    assert addresses.is_same_town(town, "Musterstadt") is same
    assert not addresses.is_same_town(town, "")


# names


def test_an_alias_that_two_places_share_means_both():
    known = names.everyday_names(
        [names.Named(1, ("Nordstadt",)), names.Named(2, ("Innenstadt-Nord", "Nordstadt"), shares_first_word=True)]
    )

    assert {name.words: name.places for name in known} == {
        ("nordstadt",): (1, 2),
        ("innenstadt", "nord"): (2,),
        ("innenstadtnord",): (2,),
    }


def test_a_first_word_that_districts_share_means_all_of_them():
    known = names.everyday_names(
        [names.Named(slug, (f"Mitte-{slug}",), shares_first_word=True) for slug in ("Ost", "West")]
    )

    found = {name.words: (name.name, name.places) for name in known}
    assert found[("mitte",)] == ("Mitte", ("Ost", "West"))


def test_what_is_in_a_place_is_called_after_it():
    known = names.everyday_names(
        [
            names.Named(1, ("Hörde",), has_adjective=True),
            names.Named(2, ("Eving", "Nordstadt", "Alter Markt"), has_adjective=True),
            names.Named(3, ("Hafen",)),
        ]
    )

    found = {name.words: name.places for name in known}
    assert [found[(word,)] for word in ("hoerder", "evinger", "nordstaedter")] == [(1,), (2,), (2,)]
    assert not {("hafener",), ("alter", "markter")} & set(found)


def test_longer_names_come_first_and_nameless_places_never():
    known = names.everyday_names([names.Named(1, ("Werft",)), names.Named(2, ("Alte Werft",)), names.Named(3, ("–",))])

    assert [name.words for name in known] == [("alte", "werft"), ("altewerft",), ("werft",)]


# kinds


def test_what_may_lie_where():
    assert kinds.may_lie_in("city", parent=None)
    assert kinds.may_lie_in("quarter", parent="district")
    assert not kinds.may_lie_in("quarter", parent="city")
    assert not kinds.may_lie_in("district", parent=None)
    assert set(kinds.PARENTS) == set(PlaceKind)


def test_a_street_is_rough_and_a_house_is_not():
    assert {precision.value for precision in Precision if precision.is_rough} == {"street", "postcode"}


def test_hues_begin_again_after_twelve():
    assert [kinds.next_hue(taken) for taken in (0, 11, 12)] == [1, 12, 1]


PICTURE = drawing.draw(AREAS, upon={})


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_spot_on_the_picture_leads_back_to_its_point(east, north):
    frame = {"bounds": PICTURE.bounds, "height": PICTURE.height}
    left, bottom, right, top = PICTURE.bounds
    lat, lon = bottom + north * (top - bottom), left + east * (right - left)

    x, y = drawing.spot(lat, lon, **frame)

    assert 0 <= x <= drawing.WIDTH and 0 <= y <= PICTURE.height
    assert drawing.degrees(x, y, **frame) == pytest.approx((lat, lon), abs=(right - left) / 1000)


def test_a_hole_stays_a_hole_in_the_path_whoever_fills_it():
    hole = shapely.box(7.45, 51.49, 7.51, 51.51)
    areas = {
        "outer": shapely.box(7.4, 51.45, 7.6, 51.55).difference(hole),
        "inner": shapely.box(7.46, 51.495, 7.5, 51.505),
    }

    outer, inner = (drawing.rings_of(figure.path) for figure in drawing.draw(areas, upon={}).areas)

    directions = [drawing.signed_area(ring) > 0 for ring in outer]
    assert (len(outer), len(inner)) == (2, 1)
    assert directions[0] != directions[1]
    assert abs(drawing.signed_area(outer[1])) < abs(drawing.signed_area(outer[0]))
