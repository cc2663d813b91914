import io
import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from PIL import Image

from quartierwerk.foundation.ui import pictures
from quartierwerk.rooms.places import queries
from quartierwerk.rooms.places.models import District, PartnerCity, Place, Quarter
from quartierwerk.rooms.places.queries import counting
from quartierwerk.rooms.places.tests import factories

pytestmark = pytest.mark.django_db
PAGES = ["/stadtbezirke/", "/stadtbezirke/stadtmitte-nord/", "/quartiere/", "/quartiere/werftquartier/"]


@pytest.fixture
def feasts(monkeypatch):
    """Something is counted in the north."""

    def counter(places):
        north = [place for place in places if place.hue == 2]
        return {place.pk: counting.Count("Feste", 7, f"/feste/?ort={place.slug}") for place in north}

    monkeypatch.setattr(counting, "_counters", [counter])


def shown(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_districts_stand_on_the_map_and_in_the_list(client, feasts):
    factories.drawn_city()

    page = shown(client, "/stadtbezirke/")

    assert page.count('href="/stadtbezirke/suedermuehl/"') == 2
    assert 'aria-label="Stadtmitte-Nord 7 Feste"' in page
    assert "Schematische Karte" in page
    assert "7 Feste" in page


def test_a_district_says_what_is_there(client, feasts):
    factories.drawn_city()

    page = shown(client, "/stadtbezirke/stadtmitte-nord/")

    assert "Im Norden." in page
    assert 'href="/feste/?ort=stadtmitte-nord"' in page
    assert 'href="/quartiere/werftquartier/"' in page


def test_a_quarter_says_where_it_lies_and_what_it_is_called(client, feasts):
    factories.drawn_city()

    page = shown(client, "/quartiere/werftquartier/")

    assert 'href="/stadtbezirke/stadtmitte-nord/"' in page
    assert "Werft" in page


def test_a_place_without_a_text_or_counts_has_a_page(client, monkeypatch):
    monkeypatch.setattr(counting, "_counters", [])
    factories.drawn_city()

    assert "Südermühl" in shown(client, "/stadtbezirke/suedermuehl/")


def test_english_pages_use_the_english_name(client, feasts):
    factories.drawn_city()
    Place.objects.filter(slug="werftquartier").update(name_en="Shipyard quarter")

    assert "Shipyard quarter" in shown(client, "/en/quartiere/")


@pytest.mark.parametrize("path", ["/stadtbezirke/", "/quartiere/"])
def test_an_empty_city_says_so(client, path):
    assert "Noch ist hier nichts eingetragen" in shown(client, path)


@pytest.mark.parametrize("path", ["/stadtbezirke/werftquartier/", "/quartiere/suedermuehl/", "/stadtbezirke/nirgends/"])
def test_a_place_is_found_under_its_own_kind_only(client, path):
    factories.drawn_city()

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_pages_ask_a_constant_number_of_questions(client, feasts, path, django_assert_max_num_queries):
    city = factories.drawn_city()
    counts = []
    for more in (0, 2):
        north = Place.objects.get(slug="stadtmitte-nord")
        for number in range(more):
            factories.district(f"Neu {number}", f"neu-{number}", parent=city, at=(51.5, 7.3 + number / 10))
            factories.quarter(f"Neues {number}", f"neues-{number}", parent=north)
        client.get(path)
        with django_assert_max_num_queries(15) as asked:
            client.get(path)
        counts.append(len(asked.captured_queries))

    assert counts[0] == counts[1]


# the map as a component


def drawn(arguments="", **context):
    source = "{% load places %}{% city_map " + arguments + " %}"
    return Template(source).render(Context({"request": RequestFactory().get("/"), **context}))


def test_the_map_can_lead_elsewhere_and_show_what_is_on():
    factories.drawn_city()
    north, south = queries.districts()

    page = drawn('urls=urls highlight=chosen size="small"', urls={south.pk: "?district=suedermuehl"}, chosen=[north])

    assert re.findall(r'<a [^>]*href="([^"]+)"', page) == ["?district=suedermuehl"]
    assert page.count("is-on") == 1
    assert "Schematische Karte" in page


def test_a_picture_without_links_is_one_image():
    factories.drawn_city()

    page = drawn("links=False")

    assert 'role="img"' in page and "<a " not in page


def test_an_icon_is_read_over():
    factories.drawn_city()

    page = drawn('size="icon" highlight=chosen links=False', chosen=queries.quarters())

    assert 'aria-hidden="true"' in page and "<title" not in page and page.count("is-on") == 1


def test_a_city_without_boundaries_shows_no_map():
    factories.city()

    assert drawn().strip() == ""


def test_the_map_carries_no_styles_of_its_own():
    factories.drawn_city()

    assert not re.search(r"\sstyle=|<style|<script", drawn())


def test_the_place_has_a_picture_for_links_in_the_colours_of_the_city(client, db):
    factories.drawn_city()
    north, quarter = District.objects.get(slug="stadtmitte-nord"), Quarter.objects.get(slug="werftquartier")
    page = client.get(north.get_absolute_url()).content.decode()
    address = re.search(r'og:image" content="http://localhost:8000([^"]+)"', page)[1]

    answer = client.get(address)
    shown = Image.open(io.BytesIO(answer.content))

    assert (answer["Content-Type"], shown.size) == ("image/png", (1200, 630))
    colours = {colour for _number, colour in shown.getcolors(100_000)}
    assert {pictures.hue(2, "full"), pictures.hue(5, "soft")} <= colours
    assert client.get(f"/orte/{quarter.pk}/bild.png").content != answer.content


def test_a_partner_city_has_no_picture_of_ours(client, db):
    factories.drawn_city()
    factories.furnish(District.objects.get(slug="stadtmitte-nord"))
    partner = PartnerCity.objects.get()

    assert client.get(f"/orte/{partner.pk}/bild.png").status_code == 404
    assert "og:image" not in client.get(partner.get_absolute_url()).content.decode()
