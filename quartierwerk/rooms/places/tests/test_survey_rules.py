"""The rules of importing boundaries: reading the file, measuring, finding faults, and what comes out. No database."""

import json
import math
from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.places.rules import FindingKind, PlaceKind, partition
from quartierwerk.rooms.places.rules.areas import area_m2, is_hairline
from quartierwerk.rooms.places.rules.coverage import cover
from quartierwerk.rooms.places.rules.findings import Finding
from quartierwerk.rooms.places.rules.history import Span, stays
from quartierwerk.rooms.places.rules.official import (
    Feature,
    NotGeoJson,
    WrongCoordinates,
    name_key,
    name_property,
    read_features,
)
from quartierwerk.rooms.places.rules.survey import Known, examine

LAT, LON = 51.5, 7.48
STEP = 0.01


def box(west, south, east, north):
    return shapely.box(LON + west * STEP, LAT + south * STEP, LON + east * STEP, LAT + north * STEP)


def grid(columns=3, rows=3):
    """A city of square districts side by side, by name."""
    return {f"Bezirk {x}{y}": box(x, y, x + 1, y + 1) for x in range(columns) for y in range(rows)}


def known(holding=None, *, kind=PlaceKind.DISTRICT, **more):
    holding = grid() if holding is None else holding
    values = {
        "names": {name_key(name): name for name in holding},
        "holding": holding,
        "districts": holding,
        "outline": shapely.union_all(list(holding.values())) if holding else None,
    }
    return Known(kind, LAT, LON, **(values | more))


def features(shapes, *, key="NAME"):
    return [
        Feature(number, {key: name, "OBJECTID": number}, shape) for number, (name, shape) in enumerate(shapes.items())
    ]


def faults(outcome):
    return {finding.kind for finding in outcome.findings if finding.is_error}


# measuring


def integrated(south, north, width, *, steps=4000):
    """The area between two latitudes on WGS 84, summed up from thin strips: the product of both radii of curvature."""
    a, f = 6_378_137.0, 1 / 298.257223563
    e2 = f * (2 - f)
    total, height = 0.0, (north - south) / steps
    for step in range(steps):
        angle = math.radians(south + (step + 0.5) * height)
        w = math.sqrt(1 - e2 * math.sin(angle) ** 2)
        meridian, across = a * (1 - e2) / w**3, a / w
        total += meridian * across * math.cos(angle) * math.radians(height) * math.radians(width)
    return total


@pytest.mark.parametrize(("south", "size"), [(0.0, 0.1), (51.45, 0.1), (51.5, 1.0), (69.0, 0.02), (-35.0, 0.1)])
def test_an_area_is_measured_as_the_ellipsoid_has_it(south, size):
    shape = shapely.box(7.0, south, 7.0 + size, south + size)

    assert area_m2(shape) == pytest.approx(integrated(south, south + size, size), rel=1e-6)


def test_nothing_has_no_area():
    assert area_m2(shapely.Polygon()) == 0.0


@pytest.mark.parametrize(("metres", "expected"), [(0.3, True), (1.0, False)])
def test_a_hairline_is_narrower_than_half_a_metre_however_long(metres, expected):
    shape = shapely.box(LON, LAT, LON + 0.1, LAT + metres / 111_250)

    assert is_hairline(shape) is expected


# reading


def collection(*shapes, **members):
    entries = [
        {"type": "Feature", "properties": {"name": f"Ort {number}"}, "geometry": json.loads(shapely.to_geojson(shape))}
        for number, shape in enumerate(shapes)
    ]
    return {"type": "FeatureCollection", "features": entries, **members}


def read(document):
    return read_features(json.dumps(document).encode(), lat=LAT, lon=LON)


def test_a_file_is_read_with_names_and_without_heights():
    tall = shapely.force_3d(box(0, 0, 1, 1), 70.5)

    (feature,) = read(collection(tall))

    assert feature.properties == {"name": "Ort 0"}
    assert not feature.shape.has_z
    assert feature.shape.equals(box(0, 0, 1, 1))


def test_a_lone_feature_and_a_byte_order_mark_are_fine():
    (entry,) = collection(box(0, 0, 1, 1))["features"]
    data = "\ufeff" + json.dumps(entry)

    assert len(read_features(data.encode(), lat=LAT, lon=LON)) == 1


@pytest.mark.parametrize(
    "name",
    ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326", "urn:ogc:def:crs:EPSG::4258"],
)
def test_an_old_crs_member_in_degrees_is_harmless(name):
    crs = {"type": "name", "properties": {"name": name}}

    assert read(collection(box(0, 0, 1, 1), crs=crs))


@pytest.mark.parametrize(
    ("crs", "said"),
    [
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}, "EPSG:25832"),
        ({"type": "name", "properties": {"name": "EPSG:14326"}}, "EPSG:14326"),
        ({"type": "link", "properties": {"href": "x.proj"}}, "„\\?“"),
        ("EPSG:25832", "„\\?“"),
        ({"type": "name", "properties": {"name": "Soldner-Berlin"}}, "Soldner-Berlin"),
    ],
)
def test_a_foreign_crs_member_is_refused_by_its_name(crs, said):
    with pytest.raises(WrongCoordinates, match=said):
        read(collection(box(0, 0, 1, 1), crs=crs))


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ((393_500, 5_708_000), "EPSG:25832"),
        ((32_393_500, 5_708_000), "EPSG:4647"),
        ((2_601_000, 5_709_000), "Gauß-Krüger"),
        ((832_000, 6_710_000), "Web Mercator"),
        ((99_000, 99_000), "keine Längen und Breiten in Grad"),
        ((7.48, 5_708_000), "keine Längen und Breiten in Grad"),
    ],
)
def test_metres_are_refused_with_the_system_they_look_like(point, said):
    x, y = point
    with pytest.raises(WrongCoordinates, match=said):
        read(collection(shapely.box(x, y, x + 500, y + 500)))


def test_swapped_coordinates_are_recognised():
    swapped = shapely.transform(box(0, 0, 1, 1), lambda points: points[:, ::-1])

    with pytest.raises(WrongCoordinates, match="Breite und Länge sind vertauscht"):
        read(collection(swapped))


def test_another_city_is_recognised():
    with pytest.raises(WrongCoordinates, match="Keine der Flächen liegt bei der Stadt"):
        read(collection(shapely.box(13.3, 52.4, 13.5, 52.6)))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Zeile 1, Spalte 1"),
        (b'{"type": "FeatureCollection",\n "features": [}', "Zeile 2"),
        (b"[]", "kein GeoJSON"),
        (b"\xff\xfe{}", "UTF-8"),
        (b'{"type": "Topology"}', "kein GeoJSON"),
        (b'{"type": "FeatureCollection", "features": 3}', "kein GeoJSON"),
        (b'{"type": "FeatureCollection", "features": [1]}', "kein GeoJSON"),
        (b'{"type": "FeatureCollection", "features": []}', "keine Flächen"),
        (b'{"type": "FeatureCollection", "bbox": [NaN], "features": []}', "kein GeoJSON"),
        (b"[" * 100_000, "kein GeoJSON"),
        (b'{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[1, 2]]]}}', "keine Flächen"),
        (b'{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": []}}', "keine Flächen"),
        (b'{"type": "Feature", "properties": 3, "geometry": {"type": "Point", "coordinates": [7, 51]}}', "keine Fl"),
    ],
)
def test_what_is_no_geojson_is_refused_with_its_fault(data, said):
    with pytest.raises(NotGeoJson, match=said):
        read_features(data, lat=LAT, lon=LON)


def test_the_property_that_names_the_places_is_found_by_what_it_says():
    entries = [
        Feature(1, {"gen": "Kreis", "BEZIRK": "Stadtbezirk INNENSTADT NORD"}),
        Feature(2, {"gen": "Kreis", "BEZIRK": "Hörde"}),
    ]

    assert name_property(entries, known={"innenstadt nord": 1, "hoerde": 2}) == "BEZIRK"
    assert name_property(entries, known={}) == "gen"
    assert name_property([Feature(1, {"id": 5})], known={}) == ""


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("Innenstadt-Nord", "innenstadt nord"),
        ("Stadtbezirk Hörde", "hoerde"),
        ("Quartier", "quartier"),
        (7, ""),
        ("", ""),
    ],
)
def test_a_name_is_known_in_all_its_spellings(value, key):
    assert name_key(value) == key


# side by side


def test_districts_side_by_side_come_out_as_they_went_in():
    shapes = grid()

    covered = cover(shapes, outline=shapely.union_all(list(shapes.values())))

    assert covered.faults == []
    assert all(is_hairline(covered.shapes[name].symmetric_difference(shape)) for name, shape in shapes.items())
    assert covered.hairlines == 0
    assert cover({}).shapes == {}


sizes = st.floats(0.05, 0.45)


@given(x=st.integers(0, 1), y=st.integers(0, 2), width=sizes, height=sizes)
def test_each_planted_overlap_is_found_with_its_places_point_and_size(x, y, width, height):
    shapes = grid()
    planted = box(x + 1, y + 0.2, x + 1 + width, y + 0.2 + height)
    shapes[f"Bezirk {x}{y}"] = shapes[f"Bezirk {x}{y}"].union(planted)

    (fault,) = cover(shapes).faults

    assert fault.kind == FindingKind.OVERLAP
    assert set(fault.keys) == {f"Bezirk {x}{y}", f"Bezirk {x + 1}{y}"}
    lat, lon = fault.point
    assert planted.buffer(1e-6).contains(shapely.Point(lon, lat))
    assert fault.area_m2 == pytest.approx(area_m2(planted), rel=1e-3)


@given(width=sizes, height=sizes, dx=st.floats(0, 0.5), dy=st.floats(0, 0.5))
def test_each_planted_gap_is_found_with_its_neighbours_point_and_size(width, height, dx, dy):
    shapes = grid()
    planted = box(1 + dx, 1 + dy, 1 + dx + width, 1 + dy + height)
    shapes["Bezirk 11"] = shapes["Bezirk 11"].difference(planted)

    (fault,) = cover(shapes).faults

    assert fault.kind == FindingKind.GAP
    assert "Bezirk 11" in fault.keys
    lat, lon = fault.point
    assert planted.buffer(1e-6).contains(shapely.Point(lon, lat))
    assert fault.area_m2 == pytest.approx(area_m2(planted), rel=1e-3)


@given(depth=sizes, width=sizes)
def test_what_is_cut_off_at_the_rim_and_added_there_is_found_against_the_outline(depth, width):
    shapes = grid()
    outline = shapely.union_all(list(shapes.values()))
    shapes["Bezirk 00"] = shapes["Bezirk 00"].difference(box(0, 0.3, depth, 0.3 + width))
    shapes["Bezirk 22"] = shapes["Bezirk 22"].union(box(3, 2.3, 3 + depth, 2.3 + width))

    found = {fault.kind: fault for fault in cover(shapes, outline=outline).faults}

    assert set(found) == {FindingKind.LOST, FindingKind.GAINED}
    assert found[FindingKind.LOST].keys == ("Bezirk 00",)
    assert found[FindingKind.GAINED].keys == ("Bezirk 22",)
    assert found[FindingKind.LOST].area_m2 == pytest.approx(area_m2(box(0, 0.3, depth, 0.3 + width)), rel=1e-3)


@given(
    shift=st.floats(-0.2, 0.2).filter(lambda metres: abs(metres) > 0.03),
    fixed=st.sampled_from([(), ("Bezirk 01",), ("Bezirk 11",)]),
)
def test_hairlines_are_closed_so_that_each_point_has_exactly_one_district(shift, fixed):
    shapes = grid()
    metres = shift / (111_250 * STEP)
    shapes["Bezirk 11"] = box(1 + metres, 1, 2, 2 + metres)

    covered = cover(shapes, fixed=set(fixed))

    assert covered.faults == []
    assert covered.hairlines > 0
    whole = shapely.union_all(list(covered.shapes.values()))
    assert shapely.get_num_interior_rings(whole) == 0
    assert sum(shape.area for shape in covered.shapes.values()) == pytest.approx(whole.area, rel=1e-12)
    assert shapely.coverage_is_valid(list(covered.shapes.values()))
    for name in fixed:
        if shift < 0:
            assert is_hairline(covered.shapes[name].symmetric_difference(shapes[name]))


def test_a_hole_that_was_never_of_the_city_is_no_gap():
    shapes = {name: shape for name, shape in grid().items() if name != "Bezirk 11"}

    assert [fault.kind for fault in cover(shapes).faults] == [FindingKind.GAP]
    assert cover(shapes, outline=shapely.union_all(list(shapes.values()))).faults == []


# what would come of a file


def test_a_moved_border_changes_its_two_districts_and_nothing_else():
    moved = {"Bezirk 00": box(0, 0, 1.5, 1), "Bezirk 10": box(1.5, 0, 2, 1)}

    outcome = examine(features(moved), known())

    assert outcome.findings == ()
    assert [change.name for change in outcome.changes] == ["Bezirk 00", "Bezirk 10"]
    grows, shrinks = outcome.changes
    assert grows.gained_m2 == pytest.approx(shrinks.lost_m2) == pytest.approx(area_m2(box(1, 0, 1.5, 1)))
    assert grows.after_m2 - grows.before_m2 == pytest.approx(grows.gained_m2)
    assert outcome.can_be_drawn
    # No node is put into a neighbour's straight edge: no coverage in the strict sense, but without a gap.
    whole = shapely.union_all(list(outcome.after.values()))
    assert whole.equals(shapely.union_all(list(grid().values())))
    assert sum(shape.area for shape in outcome.after.values()) == pytest.approx(whole.area, rel=1e-12)


@given(st.lists(st.tuples(st.floats(-0.99, 3.99), st.floats(-0.99, 3.99)), min_size=1, max_size=20))
def test_after_a_file_each_point_lies_in_exactly_one_district(points):
    moved = {"Bezirk 00": box(0, 0, 1.37, 1), "Bezirk 10": box(1.37, 0, 2, 1)}

    after = examine(features(moved), known()).after

    for x, y in points:
        point = shapely.Point(LON + x * STEP, LAT + y * STEP)
        inside = [name for name, shape in after.items() if shape.contains(point)]
        touching = [name for name, shape in after.items() if shape.intersects(point)]
        is_in_city = box(0, 0, 3, 3).intersects(point)
        assert len(inside) <= 1
        assert bool(touching) == is_in_city


def test_a_file_that_says_what_holds_already_changes_nothing():
    outcome = examine(features(grid()), known())

    assert (outcome.changes, outcome.findings) == ((), ())
    assert len(outcome.unchanged) == 9
    assert not outcome.can_be_drawn


def test_moving_one_side_of_a_border_only_is_an_overlap_or_a_gap():
    overlap = examine(features({"Bezirk 11": box(1, 1, 2.5, 2)}), known())
    gap = examine(features({"Bezirk 11": box(1.2, 1.2, 1.8, 1.8)}), known())
    rim = examine(features({"Bezirk 00": box(0.5, 0, 1, 1)}), known())

    assert (faults(overlap), faults(gap), faults(rim)) == (
        {FindingKind.OVERLAP},
        {FindingKind.GAP},
        {FindingKind.LOST},
    )
    assert not overlap.can_be_drawn


def test_the_rim_moves_only_when_that_is_said():
    file = features({"Bezirk 00": box(0.5, 0, 1, 1)})

    outcome = examine(file, known(), moves_outline=True)

    assert outcome.can_be_drawn
    (finding,) = outcome.findings
    assert (finding.kind, finding.is_error, finding.is_allowed) == (FindingKind.LOST, False, True)


def test_the_first_survey_of_all_districts_is_not_held_against_a_schematic_rim():
    shapes = {name: shapely.transform(shape, lambda p: p + 0.002) for name, shape in grid().items()}

    assert examine(features(shapes), known(is_outline_surveyed=False)).findings == ()
    assert FindingKind.LOST in faults(examine(features(shapes), known()))


def test_the_very_first_boundaries_need_none_before_them():
    names = {name_key(name): name for name in grid()}

    outcome = examine(features(grid()), known({}, names=names))

    assert outcome.can_be_drawn
    assert all(change.before_m2 == 0 for change in outcome.changes)


def test_what_is_wrong_with_single_features_is_said_by_name_and_nothing_is_drawn():
    bow = shapely.Polygon([(LON, LAT), (LON + 0.01, LAT + 0.01), (LON + 0.01, LAT), (LON, LAT + 0.02)])
    file = [
        Feature(1, {"name": "Bezirk 00"}, None),
        Feature(2, {"name": "Bezirk 10"}, bow),
        Feature(3, {"name": "Bezirk 20"}, shapely.box(13, 52, 13.1, 52.1)),
        Feature(4, {"name": "Nirgendwo"}, box(0, 0, 1, 1)),
        Feature(5, {"name": "Bezirk 11"}, box(1, 1, 2, 2)),
        Feature(6, {"name": "BEZIRK-11"}, box(1, 1, 2, 2)),
        Feature(7, {"name": None}, box(1, 1, 2, 2)),
    ]

    outcome = examine(file, known())

    assert [(finding.kind, finding.place) for finding in sorted(outcome.findings, key=lambda f: f.place)] == [
        (FindingKind.UNNAMED, "#7"),
        (FindingKind.TWICE, "BEZIRK-11"),
        (FindingKind.NO_AREA, "Bezirk 00"),
        (FindingKind.CROSSES_ITSELF, "Bezirk 10"),
        (FindingKind.TWICE, "Bezirk 11"),
        (FindingKind.FAR_AWAY, "Bezirk 20"),
        (FindingKind.UNKNOWN, "Nirgendwo"),
    ]
    assert outcome.changes == ()


@given(st.floats(0.2, 0.8))
def test_a_crossing_is_said_with_its_point_and_the_smaller_loop(share):
    x, y = LON + STEP, LAT + STEP
    knot = (LON + share * STEP, LAT + share * STEP)
    bow = shapely.Polygon([(LON, LAT), (x, y), (x, LAT + 2 * share * STEP - STEP), (LON, LAT + 2 * share * STEP)])
    assert not bow.is_valid

    (finding,) = examine(features({"Bezirk 00": bow}), known()).findings

    assert finding.kind == FindingKind.CROSSES_ITSELF
    assert (finding.lon, finding.lat) == pytest.approx(knot, abs=1e-9)
    parts = [part for part in shapely.get_parts(shapely.make_valid(bow)) if part.area]
    assert finding.area_m2 == pytest.approx(min(map(area_m2, parts)))


def test_a_ring_that_runs_over_itself_is_said_too():
    inner = box(0.2, 0.2, 0.8, 0.8).exterior
    doubled = shapely.Polygon(box(0, 0, 1, 1).exterior, [inner, box(0.4, 0.4, 0.6, 0.6).exterior])

    (finding,) = examine(features({"Bezirk 00": doubled}), known()).findings

    assert finding.kind == FindingKind.CROSSES_ITSELF
    assert doubled.envelope.contains(shapely.Point(finding.lon, finding.lat))


# other kinds, new places


def parts(**shapes):
    return features({name.replace("_", " "): shape for name, shape in shapes.items()}, key="stadtteil")


def test_missing_neighbourhoods_are_created_in_the_district_of_their_middle():
    around = known({}, kind=PlaceKind.NEIGHBOURHOOD, districts=grid(), names={})

    outcome = examine(
        parts(Alt_Dorf=box(0.1, 0.1, 0.5, 0.5), Neudorf=box(1.2, 0, 1.6, 1)), around, creates_missing=True
    )

    assert [(change.name, change.is_new, change.parent) for change in outcome.changes] == [
        ("Alt Dorf", True, "Bezirk 00"),
        ("Neudorf", True, "Bezirk 10"),
    ]


def test_neighbourhoods_do_not_overlap_but_may_leave_room_and_reach_out_with_a_hint():
    around = known({}, kind=PlaceKind.NEIGHBOURHOOD, districts=grid(), names={})

    outcome = examine(parts(A=box(0, 0, 0.6, 1), B=box(0.5, 0, 1.3, 1)), around, creates_missing=True)

    assert faults(outcome) == {FindingKind.OVERLAP}
    assert FindingKind.OUTSIDE in {finding.kind for finding in outcome.findings}


def test_quarters_may_overlap_and_cross_districts():
    around = known({}, kind=PlaceKind.QUARTER, districts=grid(), names={})

    outcome = examine(parts(A=box(0, 0, 1.6, 1), B=box(0.5, 0, 1.3, 1)), around, creates_missing=True)

    assert outcome.findings == ()


def test_a_new_place_outside_all_districts_has_no_home():
    around = known({}, kind=PlaceKind.CENTRE, districts=grid(), names={})

    assert faults(examine(parts(A=box(5, 5, 6, 6)), around, creates_missing=True)) == {FindingKind.HOMELESS}


# enclaves


def ring(shape):
    """The city around a hole: one district to each side, and a hole of this shape where all of them meet."""
    return {name: area.difference(shape) for name, area in grid(2, 2).items()}


HOLES = st.one_of(
    st.tuples(st.floats(0.3, 1.7), st.floats(0.3, 1.7), st.floats(0.02, 0.25)).map(
        lambda at: shapely.Point(LON + at[0] * STEP, LAT + at[1] * STEP).buffer(at[2] * STEP)
    ),
    st.tuples(st.floats(0.1, 0.9), st.floats(0.1, 0.9), st.floats(0.1, 0.9), st.floats(0.1, 0.9)).map(
        lambda at: box(1 - at[0], 1 - at[1], 1 + at[2], 1 + at[3])
    ),
    st.tuples(st.floats(0.2, 0.8), st.floats(0.2, 0.8)).map(
        lambda at: box(0.5, 0.5, 1.5, 0.5 + at[0] / 2).union(box(0.5, 0.5, 0.5 + at[1] / 2, 1.5))
    ),
)


@given(HOLES)
def test_a_hole_in_the_first_survey_is_asked_about_and_stays_a_hole_once_it_is_confirmed(hole):
    file = features(ring(hole))
    around = known({}, names={name_key(name): name for name in grid(2, 2)})

    asked = examine(file, around)
    (finding,) = asked.findings
    confirmed = examine(file, around, enclaves=[Finding.from_plain(finding.plain()).key])

    assert (finding.kind, finding.is_error, asked.can_be_drawn) == (FindingKind.GAP, True, False)
    assert finding.area_m2 == pytest.approx(area_m2(hole), rel=1e-3)
    assert [(one.kind, one.is_error, one.label) for one in confirmed.findings] == [(FindingKind.GAP, False, "Enklave")]
    assert confirmed.can_be_drawn
    whole = shapely.union_all(list(confirmed.after.values()))
    assert is_hairline(whole.symmetric_difference(box(0, 0, 2, 2).difference(hole)))
    # From then on it is no part of the city, and no file has to say so again.
    assert examine(file, known(confirmed.after)).findings == ()


def test_another_hole_than_the_confirmed_one_stops_the_file():
    around = known({}, names={name_key(name): name for name in grid(2, 2)})
    (finding,) = examine(features(ring(box(0.8, 0.8, 1.2, 1.2))), around).findings

    larger = examine(features(ring(box(0.7, 0.8, 1.2, 1.2))), around, enclaves=[finding.key])
    two = ring(box(0.8, 0.8, 1.2, 1.2).union(box(0.2, 0.2, 0.4, 0.4)))
    second = examine(features(two), around, enclaves=[finding.key])

    assert not larger.can_be_drawn
    assert [(one.is_error, round(one.area_m2 / finding.area_m2, 2)) for one in second.findings] == [
        (True, 0.25),
        (False, 1),
    ]


@given(st.floats(0.05, 0.45), st.floats(0.05, 0.45))
def test_a_district_within_another_is_no_hole(width, height):
    inner = box(1.5 - width, 1.5 - height, 1.5 + width, 1.5 + height)
    shapes = grid() | {"Innen": inner, "Bezirk 11": grid()["Bezirk 11"].difference(inner)}

    outcome = examine(features(shapes), known({}, names={name_key(name): name for name in shapes}))

    assert outcome.findings == ()
    assert outcome.can_be_drawn


def test_two_cities_parts_that_touch_around_a_bay_enclose_it():
    shapes = {"Bezirk 00": box(0, 0, 3, 1).union(box(0, 0, 1, 3)), "Bezirk 10": box(1, 2, 3, 3).union(box(2, 1, 3, 3))}
    around = known({}, names={name_key(name): name for name in shapes})

    (finding,) = examine(features(shapes), around).findings

    assert (finding.kind, finding.place) == (FindingKind.GAP, "Bezirk 00 / Bezirk 10")
    assert examine(features(shapes), around, enclaves=[finding.key]).can_be_drawn


# later days


def test_a_boundary_for_the_past_is_held_against_what_begins_later():
    later = {name: (shape, False) for name, shape in grid().items()}
    later["Bezirk 10"] = (box(0.8, 0, 2, 1), True)
    later["Bezirk 00"] = (box(0, 0, 0.8, 1), True)
    moved = {"Bezirk 10": box(1, 0, 2.4, 1), "Bezirk 20": box(2.4, 0, 3, 1)}

    outcome = examine(features(moved), known(later=[(date(2026, 1, 1), later)]))

    assert faults(outcome) == {FindingKind.GAP} or faults(outcome) == {FindingKind.LOST}
    assert {finding.on for finding in outcome.findings} == {date(2026, 1, 1)}


def test_a_boundary_for_the_past_that_ends_before_the_next_begins_stands():
    later = {name: (shape, True) for name, shape in grid().items()}
    moved = {"Bezirk 00": box(0, 0, 1.5, 1), "Bezirk 10": box(1.5, 0, 2, 1)}

    assert examine(features(moved), known(later=[(date(2026, 1, 1), later)])).can_be_drawn


# findings


@given(
    st.builds(
        Finding,
        kind=st.sampled_from(FindingKind),
        names=st.lists(st.text(max_size=5)).map(tuple),
        lat=st.none() | st.floats(-90, 90),
        lon=st.none() | st.floats(-180, 180),
        area_m2=st.integers(0, 10**9).map(float),
        on=st.none() | st.dates(),
        is_allowed=st.booleans(),
        number=st.integers(1, 99),
    )
)
def test_a_finding_survives_the_database_and_has_words(finding):
    again = Finding.from_plain(json.loads(json.dumps(finding.plain())))

    assert again == finding
    assert finding.label and finding.sentence.endswith(".")


# over time


def days(*numbers):
    return [date(2020, 1, 1).replace(year=2000 + number) if number is not None else None for number in numbers]


def spans(*rows):
    return [Span(key, *days(since, until)) for key, since, until in rows]


@pytest.mark.parametrize(
    ("given_spans", "expected"),
    [
        ([("A", 1, None)], [("A", 1, None)]),
        ([("A", 1, 5), ("B", 5, None)], [("A", 1, 5), ("B", 5, None)]),
        ([("A", 1, 5), ("A", 5, None)], [("A", 1, None)]),
        ([("A", 1, 3), ("B", 5, 7)], [("A", 1, 3), ("B", 5, 7)]),
        ([("A", 1, None), ("B", 3, 5)], [("A", 1, None)]),
        ([("B", 3, 5), ("A", 1, None)], [("A", 1, 3), ("B", 3, 5), ("A", 5, None)]),
        ([], []),
    ],
)
def test_stays_follow_one_another(given_spans, expected):
    assert stays(spans(*given_spans)) == spans(*expected)


def test_a_schematic_partition_is_without_fault():
    middles = {key: partition.Middle(LAT + key * 0.03, LON + key % 3 * 0.05) for key in range(6)}

    assert cover(partition.partition(middles)).faults == []
