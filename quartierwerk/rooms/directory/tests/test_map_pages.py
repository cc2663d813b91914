"""The map: the list's question, its numbers, its picture and its words."""

from __future__ import annotations

import io
import random
import re
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse
from PIL import Image

from quartierwerk.foundation.search import Area, Bounds, Circle, Point, follower
from quartierwerk.foundation.ui import pictures
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, queries, rules
from quartierwerk.rooms.directory.actions.writer import ProfileWriter
from quartierwerk.rooms.directory.models import ImportJob, Location
from quartierwerk.rooms.directory.tests import factories
from quartierwerk.rooms.places.models import District

MAP, LIST = "/verzeichnis/karte/", "/verzeichnis/"
NEAR_NORTH = "51.53,7.46"


@pytest.fixture
def directory(db):
    """A photographer with a studio in the north and one in the south, one in the south only, a composer without any."""
    factories.city()
    south = factories.site(factories.SOUTH, street="Hörder Straße", postcode="44263")
    factories.profile(name="Lichtwerk Nord", sites=(factories.site(), south))
    factories.profile(name="Blende Süd", sites=(south,))
    factories.profile(name="Klangraum", sectors=("musik",), professions=("komposition",))
    follower.rebuild()


def marks(answer) -> list[int]:
    return [mark.count for mark in answer.context["picture"].marks]


def names(answer) -> list[str]:
    return [card.title for card in answer.context["page"].items]


def test_the_map_counts_profiles_and_says_at_how_many_locations(client, directory):
    answer = client.get(MAP)
    text = answer.content.decode()

    assert answer.context["total"] == client.get(LIST).context["total"] == 3
    assert (answer.context["spread"].locations, answer.context["spread"].unlocated) == (3, 1)
    assert "an 3 Standorten" in text
    assert "1 Eintrag hat keinen Standort" in text
    assert sorted(marks(answer)) == [1, 2]


def test_the_map_is_drawn_by_the_server_and_has_the_same_list_below(client, directory):
    answer = client.get(MAP, {"sector": "design"})
    text = answer.content.decode()

    assert names(answer) == names(client.get(LIST, {"sector": "design"}))
    assert '<svg class="map__picture"' in text
    assert 'aria-label="2 Profile, Hörde"' in text
    assert "2 Profile an 3 Standorten." in text
    assert "Hörde (2), Innenstadt-Nord (1)" in text


def test_a_few_profiles_lead_to_their_list_and_many_lead_nearer(client, directory, monkeypatch):
    monkeypatch.setattr("quartierwerk.rooms.directory.views.map.FEW", 1)
    two, one = client.get(MAP, {"q": "Fotografin", "page": "1"}).context["picture"].marks

    assert two.url.startswith(f"{MAP}?q=Fotografin&view=")
    assert sorted(marks(client.get(two.url))) == [2]
    assert one.url.startswith(f"{LIST}?q=Fotografin&box=")
    assert names(client.get(one.url)) == ["Lichtwerk Nord"]


def test_a_circle_finds_the_nearest_first_and_says_how_far(client, directory):
    answer = client.get(LIST, {"near": NEAR_NORTH, "radius": "400", "sort": "distance"})

    assert names(answer) == ["Lichtwerk Nord"]
    assert answer.context["page"].items[0].metres == 10
    assert [chip.label for chip in answer.context["chips"]] == ["400\u00a0m um 51.53,7.46"]
    assert "distance" in [sort.value for sort in answer.context["sorts"]]
    assert "distance" not in [sort.value for sort in client.get(LIST).context["sorts"]]


def test_a_circle_is_described_in_words(client, directory):
    answer = client.get(MAP, {"q": "Fotografin", "near": "51.52,7.46", "radius": "2000"})
    text = answer.content.decode()

    assert "1 Profil zu „Fotografin“ im Umkreis von 2\u00a0km um 51.52,7.46 an 2 Standorten." in text
    assert "Lichtwerk Nord, 1,1\u00a0km nördlich." in text
    assert '<circle class="map__ring"' in text


@pytest.mark.parametrize("near", ["Nordstadt", "innenstadt-nord", "51.53 7.46"])
def test_a_circle_is_drawn_around_a_place_by_its_name(client, directory, near):
    assert names(client.get(LIST, {"near": near, "radius": "2000"})) == ["Lichtwerk Nord"]


def test_a_place_that_nobody_knows_finds_nothing_and_says_so(client, directory):
    answer = client.get(LIST, {"near": "Nirgendweg 1"})

    assert names(answer) == []
    assert "„Nirgendweg 1“ steht weder im Adressverzeichnis noch unter den Ortsnamen." in answer.content.decode()


def test_a_box_is_a_filter_in_list_map_and_export(client, directory):
    box = {"box": "7.45,51.52,7.47,51.54"}

    assert names(client.get(LIST, box)) == names(client.get(MAP, box)) == ["Lichtwerk Nord"]
    assert b"Blende" not in b"".join(client.get(reverse("directory:export", args=["csv"]), box).streaming_content)
    assert [chip.label for chip in client.get(LIST, box).context["chips"]] == ["Kartenausschnitt"]
    assert '<input type="hidden" name="box" value="7.45,51.52,7.47,51.54">' in client.get(LIST, box).content.decode()


def test_a_box_of_nonsense_is_left_out(client, directory):
    assert client.get(LIST, {"box": "1,2,3"}).context["total"] == 3


def test_a_link_keeps_the_view(client, directory):
    answer = client.get(MAP, {"view": "16/51.53/7.46", "sector": "design"})

    assert str(answer.context["picture"].view) == "16/51.53/7.46"
    assert marks(answer) == [1]
    assert answer.context["total"] == 2
    nearer = answer.context["ways"][0][2]
    assert str(client.get(nearer).context["picture"].view) == "17/51.53/7.46"
    assert "view=" not in client.get(nearer).context["view_query"]


def test_the_two_views_lead_to_each_other_with_the_same_choice(client, directory):
    views = client.get(LIST, {"sector": "design", "page": "1"}).context["views"]

    assert [(view.url, view.on) for view in views] == [
        (f"{LIST}?sector=design", True),
        (f"{MAP}?sector=design", False),
    ]


def test_a_page_behind_the_last_leads_to_the_last(client, directory):
    assert client.get(MAP, {"page": "9"}).url == f"{MAP}?page=1"


def test_withdrawn_profiles_are_on_no_map(client, directory):
    factories.withdrawn(name="Atelier Weg", sites=(factories.site(),))
    follower.rebuild()

    answer = client.get(MAP)

    assert answer.context["total"] == 3
    assert b"Atelier Weg" not in answer.content


def test_a_city_without_boundaries_has_a_map_as_well(client, db):
    empty = client.get(MAP)
    factories.profile(sites=(factories.site(),))
    follower.rebuild()

    assert marks(empty) == []
    assert marks(client.get(MAP)) == [1]


def test_the_map_asks_a_constant_number_of_questions(client, directory, django_assert_max_num_queries):
    client.get(
        MAP, {"q": "Fotografin", "near": NEAR_NORTH}
    )  # the first visit reads words and boundaries once a process

    with django_assert_max_num_queries(15):
        client.get(MAP, {"q": "Fotografin", "near": NEAR_NORTH})
    factories.profiles(12, sites=(factories.site(),))
    follower.rebuild()
    with django_assert_max_num_queries(15):
        client.get(MAP, {"q": "Fotografin", "near": NEAR_NORTH})


def test_the_map_speaks_english(client, directory):
    text = client.get(f"/en{MAP}", {"near": NEAR_NORTH}).content.decode()

    assert "The map in words" in text
    assert "within 1\u00a0km of 51.53,7.46" in text


def test_only_the_embedded_map_may_stand_in_frames_of_others(client, directory):
    embedded, page = client.get(f"{MAP}embed/", {"sector": "design"}), client.get(MAP, {"sector": "design"})

    assert "frame-ancestors *" in embedded["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert ("X-Frame-Options" in embedded, page["X-Frame-Options"]) == (False, "DENY")
    assert (
        "worker-src 'self'" in embedded["Content-Security-Policy"]
        and "worker-src 'self'" in page["Content-Security-Policy"]
    )
    assert "worker-src" not in client.get(LIST)["Content-Security-Policy"]
    assert "2 Profile an 3 Standorten." in embedded.content.decode()
    assert f'href="http://localhost:8000{MAP}?sector=design"' in embedded.content.decode()
    assert not embedded.cookies


def test_the_markup_for_other_websites_is_shown_and_not_carried_out(client, directory):
    text = client.get(MAP, {"sector": "design", "q": "Fotografin"}).content.decode()

    assert "<iframe" not in text
    assert "&lt;iframe src=&quot;http://localhost:8000/verzeichnis/karte/embed/?" in text


def test_an_address_of_a_map_is_turned_into_its_frame(client, directory):
    page = client.get(MAP, {"sector": "design"}).content.decode()
    link = re.search(r'application/json\+oembed" href="http://localhost:8000([^"]+)"', page)[1].replace("&amp;", "&")

    found = client.get(link).json()

    assert (found["type"], found["width"], found["height"]) == ("rich", 800, 640)
    assert f'src="http://localhost:8000{MAP}embed/?sector=design"' in found["html"]
    small = client.get(f"{MAP}oembed/", {"url": f"http://localhost:8000/en{MAP}", "maxwidth": "500", "maxheight": "x"})
    assert (small.json()["width"], small.json()["height"]) == (500, 640)
    assert f'src="http://localhost:8000/en{MAP}embed/"' in small.json()["html"]
    assert small["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"url": "http://localhost:8000/verzeichnis/"}, 404),
        ({"url": "https://elsewhere.example/verzeichnis/karte/"}, 404),
        ({"url": "http://localhost:8000/nothing/here"}, 404),
        ({}, 400),
        ({"url": "http://localhost:8000/verzeichnis/karte/", "format": "xml"}, 501),
    ],
)
def test_only_maps_of_this_house_are_turned_into_frames(client, db, asked, status):
    assert client.get(f"{MAP}oembed/", asked).status_code == status


def test_a_map_has_a_code_for_posters_and_a_picture_for_links(client, directory):
    page = client.get(MAP, {"sector": "design"}).content.decode()

    code = client.get(f"{MAP}code.svg", {"sector": "design"})
    other = client.get(f"{MAP}code.svg", {"sector": "musik"})
    shown = Image.open(io.BytesIO(client.get(f"{MAP}bild.png", {"sector": "design"}).content))

    assert f'<meta property="og:image" content="http://localhost:8000{MAP}bild.png?sector=design">' in page
    assert f'src="{MAP}code.svg?sector=design"' in page
    assert code["Content-Type"] == "image/svg+xml"
    assert b"<svg" in code.content and code.content != other.content
    assert (shown.format, shown.size) == ("PNG", (1200, 630))
    assert shown.convert("L").crop((520, 0, 1200, 630)).getextrema()[0] < 60  # the dark discs of the clusters
    colours = {colour for _number, colour in shown.crop((520, 0, 1200, 630)).getcolors(10_000)}
    assert {pictures.hue(place.hue, "mid") for place in District.objects.all()} <= colours


@pytest.mark.parametrize(
    ("asked", "tidy"),
    [
        ("q=&near=&radius=1000&sort=relevance", ""),
        ("q=+&near=+&radius=400&sort=distance&district=hoerde", "?district=hoerde"),
        ("sector=&sector=design&radius=1000", "?sector=design"),
        ("near=Nordstadt&radius=1000&sort=relevance", "?near=Nordstadt&radius=1000"),
    ],
)
def test_what_says_nothing_leaves_the_address(client, directory, asked, tidy):
    for path in (LIST, MAP):
        answer = client.get(f"{path}?{asked}")

        assert (answer.status_code, answer.url) == (302, f"{path}{tidy}")
        assert client.get(answer.url).status_code == 200


def test_the_districts_have_their_names_where_no_disc_hides_them(client, directory):
    picture = client.get(MAP).context["picture"]

    assert {name for _x, _y, name in picture.names} == {"Innenstadt-Nord", "Hörde"}
    for x, y, _name in picture.names:
        assert not [mark for mark in picture.marks if abs(mark.x - x) < mark.radius and abs(mark.y - y) < mark.radius]


def test_a_long_sentence_leaves_room_in_the_picture(client, directory):
    asked = {"q": "Fotografin " * 25, "near": "Nordstadt", "radius": "50000"}

    assert client.get(f"{MAP}bild.png", asked).status_code == 200
    assert client.get(f"{MAP}code.svg", {"q": "x" * 3_000}).status_code == 200


def test_the_operator_s_base_map_is_handed_to_the_living_map_and_its_source_is_named(client, directory, settings):
    assert "data-base" not in client.get(MAP).content.decode()
    settings.MAP_TILES, settings.MAP_SOURCE = "/tiles/{z}/{x}/{y}.png", '<a href="https://maps.example/">© Stadt</a>'

    for page in (MAP, f"{MAP}embed/"):
        text = client.get(page).content.decode()
        assert 'data-base="{&quot;tiles&quot;: &quot;/tiles/{z}/{x}/{y}.png&quot;' in text
        assert 'Grundkarte: <a href="https://maps.example/" rel="noopener">© Stadt</a></p>' in text


# --- The open interface ------------------------------------------------------------------------------------------

CLUSTERS, PROFILES = "/api/v1/profiles/clusters", "/api/v1/profiles"


def test_the_interface_counts_by_cells_and_its_boxes_are_filters(client, directory):
    found = client.get(CLUSTERS, {"sector": "design", "bounds": "7.3,51.4,7.7,51.6", "zoom": "11"}).json()

    assert (found["total"], found["locations"], found["without_location"], found["level"]) == (2, 3, 0, 14)
    assert sorted(one["count"] for one in found["items"]) == [1, 2]
    for one in found["items"]:
        box = ",".join(map(str, one["box"]))
        assert client.get(PROFILES, {"sector": "design", "box": box}).json()["total"] == one["count"]


def test_the_interface_takes_the_map_s_filters(client, directory):
    near = {"near": NEAR_NORTH, "radius": "400", "sort": "distance"}

    assert [one["name"] for one in client.get(PROFILES, near).json()["items"]] == ["Lichtwerk Nord"]
    assert client.get(CLUSTERS, near).json()["total"] == 1
    assert client.get(PROFILES, {"near": "Nirgendweg 1"}).json()["total"] == 0
    assert client.get(PROFILES, {"box": "1,2,3"}).status_code == 422
    assert client.get(CLUSTERS, {"bounds": "nonsense"}).status_code == 422
    assert client.get(CLUSTERS, {"bounds": "9,1,1,9"}).json()["total"] == 3


# --- The same total on 200 random questions ----------------------------------------------------------------------


@pytest.fixture
def town(db) -> None:
    """Three hundred profiles like those of the demo, with none to three locations."""
    factories.city()
    factories.vocabulary()
    dice = random.Random(20261126)
    words = ("Porträt", "Plakat", "Bühne", "Klang", "Siebdruck", "Hochzeit", "Film", "Keramik", "Werkstatt")

    def content(number: int) -> rules.ProfileContent:
        sector, profession = dice.choice([("design", "fotografie"), ("design", "grafik"), ("musik", "komposition")])
        places = [
            factories.site(
                (dice.gauss(51.5, 0.03), dice.gauss(7.48, 0.03)), house_number=str(number), street=f"Weg {at}"
            )
            for at in range(dice.choice([0, 1, 1, 1, 2, 3]))
        ]
        return factories.content(
            name=f"{dice.choice(words)}{dice.choice(['raum', 'werk', 'kollektiv'])} {number}",
            kind=dice.choice(list(rules.Kind)),
            sectors=(sector,),
            professions=(profession,),
            about_de=" ".join(dice.sample(words, 4)),
            is_open_for_cooperation=dice.random() < 0.3,
            sites=tuple(places),
            contacts=(),
        )

    maker = system("test")
    job = ImportJob.objects.create(list_name="town", filename="", path="", started_by=maker, created_at=factories.NOON)
    contents = [content(number) for number in range(300)]
    actions.load_block(job, actor=maker, contents=contents, writer=ProfileWriter(), at=factories.NOON)
    follower.rebuild()


def any_question(dice: random.Random) -> dict[str, Any]:
    """A question as somebody may put it together, with or without each of the filters."""
    parts: dict[str, Any] = {}
    if dice.random() < 0.6:
        parts["q"] = dice.choice(
            [
                "Fotografin",
                "Plakat",
                "Bühne Klang",
                "Siebdruck Nordstadt",
                "Keramikwerkstatt",
                "Plakt",
                "Film Hörde",
                "xyzzy",
            ]
        )
    for name, values in {
        "kind": [kind.value for kind in rules.Kind],
        "sector": ["design", "musik", "unbekannt"],
        "profession": ["fotografie", "grafik", "komposition"],
        "district": ["innenstadt-nord", "hoerde"],
        "quarter": ["nordstadt"],
    }.items():
        if dice.random() < 0.2:
            parts[name] = dice.sample(values, min(len(values), dice.choice([1, 2])))
    if dice.random() < 0.2:
        parts["cooperation"] = "1"
    middle = (dice.gauss(51.5, 0.03), dice.gauss(7.48, 0.03))
    if dice.random() < 0.4:
        parts["near"] = dice.choice([f"{middle[0]:.5f},{middle[1]:.5f}", "Nordstadt", "Nirgendweg 1"])
        parts["radius"] = dice.choice(["200", "400", "2000", "9000"])
    if dice.random() < 0.3:
        parts["box"] = f"{middle[1] - 0.03:.5f},{middle[0] - 0.02:.5f},{middle[1] + 0.02:.5f},{middle[0] + 0.02:.5f}"
    parts["sort"] = dice.choice(["relevance", "name", "newest", "distance"])
    return parts


def test_map_and_list_have_the_same_total_on_two_hundred_questions(town):
    dice, view = random.Random(3), Bounds(6, 50, 9, 53)
    found_some = 0
    for _ in range(200):
        asked = QueryDict(mutable=True)
        for name, value in any_question(dice).items():
            asked.setlist(name, value if isinstance(value, list) else [value])
        wanted = queries.Wanted.from_address(asked)

        total = queries.find(wanted, counts=False).total
        spread = queries.spread(wanted, view=view, level=14)
        exported = list(queries.every_key(wanted))

        assert spread.total == total == len(exported) == len(set(exported)), asked.urlencode()
        assert total - spread.unlocated <= sum(one.count for one in spread.clusters) <= spread.locations
        found_some += bool(total)
    assert 60 < found_some < 200


def test_what_the_map_finds_is_what_the_locations_say(town):
    """The same by hand, from the database: how many profiles have a location in the circle and in the box."""
    dice = random.Random(4)
    spots = list(Location.objects.exclude(lat=None).values_list("profile_id", "lat", "lon"))
    for _ in range(40):
        middle = Point(round(dice.gauss(51.5, 0.03), 5), round(dice.gauss(7.48, 0.03), 5))
        metres = dice.choice([100, 400, 3_000])
        box = Bounds(middle.lon - 0.01, middle.lat - 0.01, middle.lon + 0.05, middle.lat + 0.05)
        area = Area(box if dice.random() < 0.5 else None, Circle(middle, metres))
        asked = QueryDict(mutable=True)
        asked.update({"near": rules.write_point(middle), "radius": str(metres)})
        if area.box:
            asked["box"] = rules.write_box(area.box)

        keys = set(queries.every_key(queries.Wanted.from_address(asked)))

        assert keys == {key for key, lat, lon in spots if area.holds(Point(lat, lon))}


def test_a_mark_has_the_words_of_its_place(client, directory):
    text = client.get(MAP).content.decode()

    assert re.search(r'<a class="map__mark map__mark--one" href="[^"]+" aria-label="1 Profil, Innenstadt-Nord">', text)
