from datetime import date

import pytest

from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.places import actions
from quartierwerk.rooms.places.models import Place, Theme
from quartierwerk.rooms.places.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    """What the open interface answers."""
    return lambda path: client.get(f"/api/v1{path}").json()


def slugs(answer):
    return [item["slug"] for item in answer["items"]]


def test_districts_are_listed_by_short_name(ask):
    factories.drawn_city()

    answer = ask("/districts")

    assert (answer["total"], answer["next"], slugs(answer)) == (2, None, ["stadtmitte-nord", "suedermuehl"])
    first = answer["items"][0]
    assert first["center"] == {"lat": 51.53, "lon": 7.46}
    assert first["url"] == "http://testserver/stadtbezirke/stadtmitte-nord/"


def test_a_list_is_read_part_by_part(ask, client):
    factories.drawn_city()

    first = ask("/districts?limit=1")
    second = client.get(first["next"]).json()

    assert (slugs(first), slugs(second), second["next"]) == (["stadtmitte-nord"], ["suedermuehl"], None)


def test_places_are_found_by_part_of_their_name(ask):
    factories.drawn_city()

    assert slugs(ask("/districts?q=mitte")) == ["stadtmitte-nord"]
    assert ask("/districts?q=nirgends")["total"] == 0
    assert ask("/districts?q=%00")["total"] == 2


def test_quarters_are_filtered_by_district(ask):
    factories.drawn_city()

    assert slugs(ask("/quarters")) == ["werftquartier"]
    assert slugs(ask("/quarters?district=stadtmitte-nord&district=suedermuehl")) == ["werftquartier"]
    assert slugs(ask("/quarters?district=suedermuehl")) == []
    assert slugs(ask("/quarters?district=%00")) == []


def test_one_district_has_its_boundary(ask):
    factories.drawn_city()

    boundary = ask("/districts/suedermuehl")["boundary"]

    assert (boundary["valid_from"], boundary["is_schematic"], boundary["geometry"]["type"]) == (
        "2020-01-01",
        True,
        "Polygon",
    )


def test_a_quarter_without_a_boundary_says_so(ask):
    city = factories.city()
    factories.quarter("Werft", "werft", parent=factories.district("Nord", "nord", parent=city))

    answer = ask("/quarters/werft")

    assert (answer["boundary"], answer["district"], answer["radius_m"]) == (None, "nord", 800)


@pytest.mark.parametrize("path", ["/districts/werftquartier", "/quarters/suedermuehl"])
def test_a_place_of_another_kind_is_not_there(client, path):
    factories.drawn_city()

    answer = client.get(f"/api/v1{path}")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["/districts", "/quarters", "/districts/nord-0", "/quarters/werft-0"])
def test_answers_ask_a_constant_number_of_questions(client, path, django_assert_max_num_queries):
    city = factories.city()
    counts = []
    for numbers in ([0], [1, 2]):
        for number in numbers:
            at = (51.5, 7.3 + number / 10)
            north = factories.district(f"Nord {number}", f"nord-{number}", parent=city, at=at)
            factories.quarter(f"Werft {number}", f"werft-{number}", parent=north)
        with django_assert_max_num_queries(15) as asked:
            client.get(f"/api/v1{path}")
        counts.append(len(asked.captured_queries))

    assert counts[0] == counts[1]
    assert Place.objects.count() == 7


def test_a_district_tells_its_boundaries_of_all_days_and_its_profile(client):
    factories.drawn_city()
    north = Place.objects.get(slug="stadtmitte-nord")
    factories.furnish(north)
    later = factories.square(51.53, 7.46)
    actions.draw_boundary(north, actor=system("test"), geojson=later, valid_from=date(2099, 1, 1), source="Amt")

    told = client.get("/api/v1/districts/stadtmitte-nord").json()

    assert [(found["valid_from"], found["valid_to"]) for found in told["boundaries"]] == [
        ("2099-01-01", None),
        ("2020-01-01", "2099-01-01"),
    ]
    assert told["boundary"]["valid_from"] == "2020-01-01"
    assert told["profile_versions"][0]["strengths_de"] == ["Kurze Wege"]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("neighbourhoods", {"district": "stadtmitte-nord"}),
        ("centres", {"district": "stadtmitte-nord"}),
        ("partner-cities", {"country_de": "Frankreich", "partner_since": None}),
    ],
)
def test_other_kinds_of_places_are_listed(client, path, shown):
    factories.drawn_city()
    factories.furnish(Place.objects.get(slug="stadtmitte-nord"))

    told = client.get(f"/api/v1/{path}").json()

    assert told["total"] == 1
    assert told["items"][0].items() >= {"slug": "probe", **shown}.items()


def test_themes_are_listed_with_their_days(client):
    city = factories.drawn_city()
    given = Theme(city=city, name_de="Räume", valid_from=date(2024, 1, 1), valid_to=date(2025, 1, 1))
    actions.set_theme(Theme(), actor=system("test"), given=given)

    (told,) = client.get("/api/v1/themes").json()["items"]

    assert (told["name_de"], told["valid_from"], told["valid_to"]) == ("Räume", "2024-01-01", "2025-01-01")
