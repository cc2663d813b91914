"""The living map by keyboard, with filters, a link and the way back, over a base map; the drawn one without WebGL."""

from __future__ import annotations

import gzip
import itertools
import math
import random
import re
import shutil
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from quartierwerk.rooms.directory.tests import factories
from quartierwerk.rooms.places.tests import tiles
from tests.journeys.conftest import sideways
from tests.journeys.keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MAP = "/verzeichnis/karte/"
PLACE = {"latitude": factories.NORTH[0] + 0.0004, "longitude": factories.NORTH[1] - 0.0003}
"""Some fifty metres from the studios in the north."""
GROUND = """(button) => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.fillStyle = getComputedStyle(button).backgroundColor;
  pen.fillRect(0, 0, 1, 1);
  return pen.getImageData(0, 0, 1, 1).data[0];
}"""
BOXES = "all => all.map((e) => e.getBoundingClientRect()).map(({x, y, width}) => [x, y, width])"


def arrive(page, address):
    """Open a map and wait until it lives."""
    page.goto(address)
    is_living(page)


def is_living(page):
    expect(page.locator("#map-live[data-ready]")).to_be_visible()
    expect(page.locator(".htmx-request")).to_have_count(0)


def dots(page):
    """The numbers on the circles, as they settle."""
    return sorted(int(text) for text in page.locator(".map__dot").all_inner_texts())


def total(page):
    return int(re.match(r"\d+", page.locator(".list__total").inner_text())[0])


def names(page):
    return sorted(page.locator(".list__main > .cards .card__title").all_inner_texts())


def view(page):
    """Zoom, latitude and longitude that the address keeps."""
    return [float(number) for number in re.search(r"view=([\d./-]+)", unquote(page.url))[1].split("/")]


def test_the_map_by_keyboard_alone(page, keyboard, live_server, directory, assert_accessible):
    arrive(page, live_server.url + MAP)
    expect(page.locator(".map__dot")).to_have_count(2)
    assert dots(page) == [1, 2]
    assert_accessible(page)

    # Reached and left like anything else on the page.
    keyboard.go_to(page.get_by_role("region", name="Karte der Profile"))
    keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("view="))
    east = page.url, view(page)
    keyboard.press("ArrowDown")
    page.wait_for_url(lambda url: url != east[0])
    south = page.url, view(page)
    assert south[1][0] == east[1][0] and south[1][1] < east[1][1]
    keyboard.press("+")
    page.wait_for_url(lambda url: url != south[0])
    assert view(page)[0] > south[1][0]

    # A small cluster opens who is behind it, and closes to where it was opened.
    arrive(page, live_server.url + MAP)
    dot = page.get_by_role("link", name="2 Profile", exact=True)
    keyboard.enter(dot)
    panel = page.locator(".map__panel")
    expect(panel).to_be_focused()
    expect(panel.get_by_role("link", name="Lichtwerk Nord")).to_be_visible()
    assert_accessible(page)
    keyboard.go_to(panel.get_by_role("button", name="Schließen"))
    keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(dot).to_be_focused()
    # The tab key goes through all of it and on to the words below.
    keyboard.go_to(page.get_by_text("Diese Karte weitergeben"))


def test_a_large_cluster_leads_nearer_and_the_focus_stays_on_the_map(page, keyboard, live_server, directory):
    factories.profiles(14, sites=(factories.site(),))
    from quartierwerk.foundation.search import follower

    follower.rebuild()
    arrive(page, live_server.url + MAP)
    before = page.locator("#map").get_attribute("data-bounds")

    keyboard.enter(page.get_by_role("link", name="16 Profile", exact=True))

    page.wait_for_url(re.compile("view="))
    assert before and view(page)[1:] == pytest.approx(factories.NORTH, abs=0.003)
    expect(page.locator(".map__panel")).to_have_count(0)
    expect(page.locator(".map__live:focus-within")).to_have_count(1)


def test_filters_link_and_way_back(page, live_server, directory):
    arrive(page, live_server.url + MAP)
    expect(page.locator(".map__dot")).to_have_count(2)
    assert (total(page), names(page)) == (4, sorted(directory))
    page.locator(".maplibregl-canvas").press("ArrowRight")
    page.wait_for_url(re.compile("view="))
    shown, unfiltered = view(page), page.url

    # A filter changes numbers and list, the map stays where it is and is the same one.
    page.evaluate("() => { document.querySelector('.maplibregl-canvas').dataset.same = '1'; }")
    page.get_by_role("checkbox", name="Hörde").check()
    page.wait_for_url(re.compile("district=hoerde"))
    expect(page.locator(".list__total")).to_have_text(re.compile("^1"))
    expect(page.locator(".map__dot")).to_have_count(1)
    assert (dots(page), names(page), view(page)) == ([1], ["Blende Süd"], shown)
    expect(page.locator(".maplibregl-canvas[data-same]")).to_have_count(1)
    expect(page.get_by_text("1 Profil an 1 Standort.")).to_be_visible()

    # The other view of the same choice has the same total.
    filtered = page.url
    page.locator(".switch").get_by_role("link", name="Liste").click()
    expect(page.locator("#map")).to_have_count(0)
    assert (total(page), names(page)) == (1, ["Blende Süd"])
    page.go_back()
    page.wait_for_url(filtered)
    is_living(page)
    expect(page.get_by_role("checkbox", name="Hörde")).to_be_checked()

    # Back once more is the choice before, at the same place.
    page.go_back()
    page.wait_for_url(unfiltered)
    expect(page.locator(".list__total")).to_have_text(re.compile("^4"))
    is_living(page)
    expect(page.locator(".map__dot")).to_have_count(2)

    # The link, opened elsewhere, shows the same.
    other = page.context.new_page()
    arrive(other, filtered)
    expect(other.locator(".map__dot")).to_have_count(1)
    assert (total(other), names(other)) == (1, ["Blende Süd"])
    middle = other.evaluate("document.querySelector('#map').dataset.view.split('/').map(Number)")
    assert middle == pytest.approx(shown, abs=1e-5)
    other.close()


def test_discs_hide_none_of_each_other_and_can_be_hit_on_a_phone(page, page_without_scripts, live_server, directory):
    from quartierwerk.foundation.search import follower

    dice = random.Random(7)
    for _number in range(60):
        spot = factories.NORTH[0] + dice.gauss(0, 0.02), factories.NORTH[1] + dice.gauss(0, 0.03)
        factories.profile(sites=(factories.site(spot),))
    follower.rebuild()

    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        page_without_scripts.set_viewport_size({"width": width, "height": 844})
        arrive(page, live_server.url + MAP)
        page_without_scripts.goto(live_server.url + MAP)
        expect(page.locator(".map__dot").first).to_be_visible()
        for discs in (page.locator(".map__dot"), page_without_scripts.locator(".map__mark circle")):
            boxes = discs.evaluate_all(BOXES)
            assert len(boxes) > 3
            assert min(size for _x, _y, size in boxes) >= 24
            for (x, y, size), (right, below, other) in itertools.combinations(boxes, 2):
                between = math.hypot(x + size / 2 - right - other / 2, y + size / 2 - below - other / 2)
                assert between >= (size + other) / 2 - 3, f"{width} px: two discs lie upon each other"


def test_the_controls_of_the_map_follow_the_theme(page, live_server, directory):
    arrive(page, live_server.url + MAP)
    button = page.get_by_role("button", name="Näher heran")

    for scheme, is_dark in (("light", False), ("dark", True)):
        page.emulate_media(color_scheme=scheme)
        ground = button.evaluate(GROUND)
        assert (ground < 60) == is_dark
    assert min(button.bounding_box()[side] for side in ("width", "height")) >= 44


def test_my_location_is_asked_for_by_its_button_only(page, keyboard, live_server, directory, assert_accessible):
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(PLACE)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    arrive(page, live_server.url + MAP)
    assert not any("near=" in url for url in asked)

    keyboard.enter(page.get_by_role("button", name="Mein Standort"))

    page.wait_for_url(re.compile("near="))
    is_living(page)
    assert "near=51.530%2C7.460&radius=1000&sort=distance" in page.url
    assert not any(str(PLACE[name])[:7] in url for url in asked for name in PLACE)
    assert names(page) == ["Augenblick am Nordmarkt", "Lichtwerk Nord"]
    expect(page.locator("#sort")).to_have_value("distance")
    expect(page.get_by_role("button", name="Mein Standort")).to_be_focused()
    expect(page.locator(".map__dot")).to_have_count(1)
    assert dots(page) == [2]
    assert_accessible(page)


def test_who_does_not_say_where_they_are_is_told_what_else_they_can_do(page, keyboard, live_server, directory, axe):
    page.context.clear_permissions()
    page.goto(f"{live_server.url}/verzeichnis/")
    before = page.url

    keyboard.enter(page.get_by_role("button", name="Mein Standort"))

    said = page.locator("#near-said")
    expect(said).to_have_text("Der Browser gibt den Standort nicht frei. Nennen Sie eine Straße oder einen Ort.")
    assert page.url == before
    assert axe(page) == []
    page.get_by_label("Um diesen Ort").fill("Nordstadt")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("near=Nordstadt"))
    assert names(page) == ["Augenblick am Nordmarkt", "Lichtwerk Nord"]


def test_the_map_over_a_base_map(page, live_server, directory, settings, tmp_path, assert_accessible):
    good = gzip.compress(tiles.town(), mtime=0)
    file = tiles.write(tmp_path / "city.pmtiles", dict.fromkeys(tiles.places(), good))
    settings.MAP_FILE = str(file)
    answers = {}
    page.on("response", lambda answer: answers.setdefault(answer.status, []).append(answer.url))

    arrive(page, f"{live_server.url}{MAP}?view=13/51.52/7.47")

    assert [url for url in answers[200] if "/kacheln/" in url]
    assert not [status for status in answers if status >= 400]
    expect(page.get_by_text("Grundkarte: © Kartenwerk Beispiel")).to_be_visible()
    assert_accessible(page)

    # A file with garbage in it leaves the profiles where they are; the console stays silent.
    tiles.write(file, dict.fromkeys(tiles.places(), gzip.compress(b"\xff no tile" * 9)))
    arrive(page, live_server.url + MAP)
    expect(page.locator(".map__dot")).to_have_count(2)


def test_without_webgl_the_drawn_map_is_the_map(
    browser_type, browser_type_launch_args, browser_context_args, live_server, directory, axe
):
    arguments = [*browser_type_launch_args["args"], "--disable-3d-apis"]
    browser = browser_type.launch(
        **{**browser_type_launch_args, "args": arguments, "executable_path": shutil.which("chromium")}
    )
    page = browser.new_page(**browser_context_args)
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(live_server.url + MAP)
    page.wait_for_load_state("networkidle")

    assert not [url for url in loaded if "maplibre" in url]
    expect(page.locator(".map__drawn")).to_be_visible()
    expect(page.locator("#map-live")).not_to_be_visible()
    keys = Keyboard(page)
    keys.enter(page.get_by_role("link", name="2 Profile, Innenstadt-Nord"))
    page.wait_for_url(re.compile("/verzeichnis/\\?box="))
    assert names(page) == ["Augenblick am Nordmarkt", "Lichtwerk Nord"]
    page.goto(live_server.url + MAP)
    page.get_by_role("checkbox", name="offen für Kooperation").check()
    page.wait_for_url(re.compile("cooperation=1"))
    expect(page.locator(".map__mark")).to_have_count(1)
    assert axe(page) == []
    browser.close()


def test_the_same_without_javascript(page_without_scripts, live_server, directory):
    page, keyboard = page_without_scripts, Keyboard(page_without_scripts)
    page.goto(live_server.url + MAP)
    expect(page.locator(".map__mark")).to_have_count(2)
    expect(page.get_by_role("button", name="Mein Standort")).not_to_be_visible()
    assert (total(page), names(page)) == (4, sorted(directory))

    keyboard.enter(page.get_by_role("link", name="Näher heran"))
    page.wait_for_url(re.compile("view="))
    near = page.url, view(page)
    keyboard.enter(page.get_by_role("link", name="Nach Norden"))
    page.wait_for_url(lambda url: url != near[0])
    assert view(page)[1] > near[1][1]

    # A place is the middle as well as one's own location.
    keyboard.write(page.get_by_label("Um diesen Ort"), "Nordstadt")
    keyboard.enter(page.get_by_role("button", name="Filter anwenden"))
    page.wait_for_url(re.compile("near=Nordstadt"))
    assert names(page) == ["Augenblick am Nordmarkt", "Lichtwerk Nord"]
    expect(page.get_by_text("im Umkreis von 1\u00a0km um Nordstadt")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 640})
    assert not sideways(page)


def test_on_paper_stands_the_drawn_map(page, live_server, directory):
    arrive(page, live_server.url + MAP)
    page.emulate_media(media="print")

    expect(page.locator(".map__picture")).to_be_visible()
    expect(page.get_by_text("Die Karte in Worten")).to_be_visible()
    code = page.locator(".map__paper img")
    expect(code).to_be_visible()
    assert code.evaluate("e => e.complete && e.naturalWidth > 0")
    page.evaluate("history.replaceState(null, '', '?view=13/51.53/7.46')")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for said in page.locator("[data-address]").all():
        expect(said).to_have_text(re.compile("view=13/51.53/7.46$"))
    for gone in ("#map-live", ".map__ways", ".mapshare", ".sheet", ".near"):
        expect(page.locator(gone)).not_to_be_visible()


def test_the_map_on_another_website_lives_too(page, live_server, directory, assert_accessible):
    arrive(page, f"{live_server.url}{MAP}embed/")
    expect(page.locator(".map__dot")).to_have_count(2)
    assert_accessible(page)
