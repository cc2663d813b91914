"""The office moves a boundary for the past and one for the future; entries follow on the day, and the past stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from playwright.sync_api import expect
from shapely import Point

from quartierwerk.foundation import clock
from quartierwerk.foundation.facts.delivery import deliver_waiting
from quartierwerk.foundation.search.follower import Follower
from quartierwerk.rooms.places import queries, schedule
from quartierwerk.rooms.places.models import Boundary
from quartierwerk.rooms.places.rules import PlaceKind
from quartierwerk.rooms.places.tests.factories import geojson

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def held():
    """The districts as they hold today, by name."""
    boundaries = Boundary.objects.valid(on=clock.today()).filter(place__kind=PlaceKind.DISTRICT)
    return {boundary.place.name: boundary.shape for boundary in boundaries.select_related("place")}


def swapped(point):
    """A file that gives a piece of the north with this point in it to the neighbour, across the common border."""
    shapes = held()
    north, south = shapes["Innenstadt-Nord"], shapes["Hörde"]
    piece = south.union(point.buffer(0.002)).convex_hull.intersection(north)
    return {"Innenstadt-Nord": north.difference(piece), "Hörde": south.union(piece)}


def test_the_office_moves_a_boundary(
    page, keyboard, live_server, sign_in, directory, officer, assert_accessible, tmp_path
):
    profile = directory["Lichtwerk Nord"]
    location = profile.locations.get()
    past, future = clock.today() - timedelta(days=400), clock.today() + timedelta(days=40)
    sign_in(page, officer)

    # A file in metres is refused at its field, and what was entered stays.
    page.goto(f"{live_server.url}/grenzen/")
    keyboard.enter(page.get_by_role("link", name="Grenzen importieren").first)
    broken = tmp_path / "meter.geojson"
    broken.write_text(
        '{"type": "Feature", "properties": {"name": "Hörde"}, "geometry": {"type": "Polygon", "coordinates": '
        "[[[393000, 5708000], [394000, 5708000], [394000, 5709000], [393000, 5708000]]]}}",
        encoding="utf-8",
    )
    page.get_by_label("Datei").set_input_files(broken)
    keyboard.write(page.get_by_label("Quelle"), "Vermessungsamt")
    page.get_by_label("Gilt ab").fill(past.isoformat())
    keyboard.enter(page.get_by_role("button", name="Prüfen"))
    expect(page.locator("#errors")).to_contain_text("EPSG:25832")
    expect(page.get_by_label("Quelle")).to_have_value("Vermessungsamt")
    assert_accessible(page)

    # The right one for the past: a dry run on two maps, then it is taken over.
    file = tmp_path / "bezirke.geojson"
    file.write_bytes(geojson(swapped(Point(location.lon, location.lat))))
    page.get_by_label("Datei").set_input_files(file)
    page.get_by_label("Gilt ab").fill(past.isoformat())
    keyboard.enter(page.get_by_role("button", name="Prüfen"))
    expect(page.get_by_text("Prüflauf: Es hat sich noch nichts geändert")).to_be_visible()
    expect(page.locator("svg.city__map")).to_have_count(2)
    assert_accessible(page)
    assert queries.locate(location.lat, location.lon).district.slug == "innenstadt-nord"
    keyboard.enter(page.get_by_role("button", name="Übernehmen"))
    expect(page.get_by_text("Die Standorte sind den Orten neu zugeordnet")).to_be_visible()
    deliver_waiting()
    Follower().follow()
    page.goto(f"{live_server.url}/verzeichnis/?district=hoerde")
    expect(page.get_by_role("link", name="Lichtwerk Nord")).to_be_visible()
    assert queries.locate(location.lat, location.lon, on=past - timedelta(days=1)).district.slug == "innenstadt-nord"

    # Back again, but only in the future: nothing moves before the day, everything on it.
    earlier = {
        boundary.place.name: boundary.shape
        for boundary in Boundary.objects.valid(on=past - timedelta(days=1))
        .filter(place__kind=PlaceKind.DISTRICT)
        .select_related("place")
    }
    file.write_bytes(geojson(earlier))
    page.goto(f"{live_server.url}/grenzen/neu/")
    page.get_by_label("Datei").set_input_files(file)
    page.get_by_label("Quelle").fill("Vermessungsamt")
    page.get_by_label("Gilt ab").fill(future.isoformat())
    keyboard.enter(page.get_by_role("button", name="Prüfen"))
    expect(page.get_by_text("Bis zu diesem Tag gilt, was heute gilt.")).to_be_visible()
    keyboard.enter(page.get_by_role("button", name="Übernehmen"))
    expect(page.get_by_text("Die Grenzen gelten erst von ihrem Tag an")).to_be_visible()
    assert_accessible(page)
    schedule.let_boundaries_take_effect()
    deliver_waiting()
    assert profile.locations.get().district.slug == "hoerde"
    with time_machine.travel(datetime(future.year, future.month, future.day, 1, tzinfo=UTC), tick=False):
        schedule.let_boundaries_take_effect()
        deliver_waiting()
    assert profile.locations.get().district.slug == "innenstadt-nord"

    # The page of the place tells its history and shows an earlier day on the map.
    page.goto(f"{live_server.url}/stadtbezirke/hoerde/")
    expect(page.get_by_role("heading", name="Grenzen im Lauf der Zeit")).to_be_visible()
    expect(page.get_by_text("künftig").first).to_be_visible()
    assert_accessible(page)
    page.locator("#grenzen").get_by_role("link").last.press("Enter")
    expect(page.get_by_text("Die Karte zeigt den")).to_be_visible()
