"""The directory in the open interface: what visitors see, whoever asks."""

from __future__ import annotations

from datetime import time, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from quartierwerk.foundation.files.focus import Focus
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.directory import actions, rules
from quartierwerk.rooms.directory.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    """What the open interface answers."""
    return lambda path: client.get(f"/api/v1{path}").json()


def names(answer) -> list[str]:
    return [item["name"] for item in answer["items"]]


@pytest.fixture
def three(profile):
    """In the index: a photographer in the north, a composer in the south, a collective without an address."""
    north = profile
    south = factories.profile(
        name="Klangraum Süd",
        kind=rules.Kind.COMPANY,
        sectors=("musik",),
        professions=("komposition",),
        sites=(factories.site(factories.SOUTH),),
        is_open_for_cooperation=True,
        at=factories.NOON + timedelta(days=1),
    )
    nowhere = factories.profile(name="Bande", kind=rules.Kind.COLLECTIVE, at=factories.NOON + timedelta(days=2))
    follower.rebuild()
    return north, south, nowhere


def test_profile_tells_everything_public_about_itself(ask, profile):
    answer = ask(f"/profiles/{profile.pk}")

    assert (answer["id"], answer["name"], answer["kind"]) == (profile.pk, "Lichtwerk Nord", "freelancer")
    assert (answer["sectors"], answer["professions"]) == (["design"], ["fotografie"])
    assert answer["url"] == f"http://testserver{profile.get_absolute_url()}"
    assert answer["contacts"] == []
    [location] = answer["locations"]
    assert (location["lat"], location["lon"], location["precision"]) == (*factories.NORTH, "pin")
    assert (location["district"], location["quarters"]) == ("innenstadt-nord", ["nordstadt"])


def test_profile_tells_when_somebody_is_there_and_what_it_shows(ask, profile, officer):
    opening = rules.Opening(
        mode=rules.OpeningMode.WEEKLY,
        spans=(rules.OpenSpan(weekday=4, opens=time(10), closes=time(18)),),
        note="klingeln",
    )
    content = factories.content(opening=opening, moved_on_to="Atelier Süd", cooperation_de="Sucht Ton")
    actions.edit(profile, actor=officer, content=content, at=factories.NOON)
    work = rules.WorkContent(
        title_de="Frühschicht",
        alt_de="Eine Bäckerin",
        focus=Focus(0.25, 0.4),
        creator="Lichtwerk",
        licence="CC-BY-4.0",
    )
    actions.add_work(profile, actor=officer, work=work, picture=factories.picture())

    answer = ask(f"/profiles/{profile.pk}")

    assert answer["opening"] == {
        "mode": "weekly",
        "spans": [{"weekday": 4, "opens": "10:00:00", "closes": "18:00:00"}],
        "note": "klingeln",
    }
    assert (answer["moved_on_to"], answer["cooperation_de"]) == ("Atelier Süd", "Sucht Ton")
    [shown] = answer["works"]
    [picture] = shown["pictures"]
    assert (shown["title_de"], picture["alt_de"], picture["licence"]) == ("Frühschicht", "Eine Bäckerin", "CC-BY-4.0")
    assert picture["url"].startswith("http://testserver/")
    assert picture["focus"] == {"x": 0.25, "y": 0.4}


def test_list_shows_the_same_as_the_single_profile(ask, three):
    shown = {item["id"]: item for item in ask("/profiles")["items"]}

    assert shown == {profile.pk: ask(f"/profiles/{profile.pk}") for profile in three}


@pytest.mark.parametrize("who", ["visitor", "owner", "officer"])
def test_contacts_are_the_public_ones_whoever_asks(client, request, profile, who):
    contacts = (
        factories.email(),
        factories.phone("0231 987654"),
        factories.phone(visibility=rules.Visibility.SIGNED_IN),
        factories.phone("0231 654321", visibility=rules.Visibility.OFFICE),
    )
    officer = request.getfixturevalue("officer")
    actions.edit(profile, actor=officer, content=factories.content(contacts=contacts), at=factories.NOON)
    follower.rebuild()
    if (person := request.getfixturevalue(who)) is not None:
        client.force_login(person)

    one = client.get(f"/api/v1/profiles/{profile.pk}")
    many = client.get("/api/v1/profiles")

    assert one.json()["contacts"] == [{"type": "phone", "value": "+49 231 987654"}]
    told = one.content + many.content
    assert b"lichtwerk.example" not in told and told.count(b"+49 231") == 2


@pytest.mark.parametrize("who", ["visitor", "officer"])
def test_withdrawn_profile_is_not_there_whoever_asks(client, request, who):
    gone = factories.withdrawn()
    follower.rebuild()
    if (person := request.getfixturevalue(who)) is not None:
        client.force_login(person)

    assert client.get(f"/api/v1/profiles/{gone.pk}").status_code == 404
    assert client.get("/api/v1/profiles").json()["items"] == []


def test_profile_that_was_withdrawn_a_breath_ago_is_left_out_already(ask, three, officer):
    actions.withdraw(three[0], actor=officer, at=factories.NOON)

    assert sorted(names(ask("/profiles"))) == ["Bande", "Klangraum Süd"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Bande", "Klangraum Süd", "Lichtwerk Nord"]),
        ("sort=name", ["Bande", "Klangraum Süd", "Lichtwerk Nord"]),
        ("sort=newest&limit=1", ["Bande"]),
        ("q=Klangraum", ["Klangraum Süd"]),
        ("q=Fotografin+Nordstadt", ["Lichtwerk Nord"]),
        ("kind=company", ["Klangraum Süd"]),
        ("kind=company&kind=collective&sort=name", ["Bande", "Klangraum Süd"]),
        ("sector=musik", ["Klangraum Süd"]),
        ("profession=fotografie&district=innenstadt-nord", ["Lichtwerk Nord"]),
        ("quarter=nordstadt", ["Lichtwerk Nord"]),
        ("district=hoerde", ["Klangraum Süd"]),
        ("cooperation=1", ["Klangraum Süd"]),
        ("accessible=1", []),
        ("sector=unbekannt", []),
        ("district=%00", []),
        ("q=%00", []),
        ("q=Klangraum&kind=freelancer", []),
    ],
)
def test_filters_are_those_of_the_page(ask, three, query, expected):
    assert names(ask(f"/profiles?{query}")) == expected


def test_pages_hold_every_profile_once(ask, client, three):
    first = ask("/profiles?limit=2&sort=name")
    second = client.get(first["next"]).json()

    assert (names(first), names(second), second["next"]) == (["Bande", "Klangraum Süd"], ["Lichtwerk Nord"], None)
    assert (first["total"], second["total"]) == (3, 3)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("limit=0", "limit"),
        ("limit=-5", "limit"),
        ("limit=1000", "limit"),
        ("limit=viele", "limit"),
        ("kind=raumschiff", "kind"),
        ("sort=zufall", "sort"),
        ("cooperation=vielleicht", "cooperation"),
        ("q=" + "x" * 10_000, "q"),
        ("&".join(f"sector={number}" for number in range(51)), "sector"),
    ],
)
def test_parameter_that_makes_no_sense_is_named(client, db, query, where):
    answer = client.get(f"/api/v1/profiles?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert [told.partition(":")[0] for told in answer.json()["errors"]] == [where]


QUESTIONS = ["", "sort=name", "sort=newest", "sort=distance&near=51.5,7.46&radius=50000", "q=Atelier", "q=Atelierr"]


@pytest.mark.parametrize("query", QUESTIONS)
def test_pages_skip_and_repeat_nothing_while_profiles_come_and_go(ask, client, officer, query):
    factories.city()
    there = [
        factories.profile(name=f"Atelier {name}", sites=(factories.site((51.5 + number / 1000, 7.46)),))
        for number, name in enumerate(["Süd", "Nord", "Ost", "Ost", "West", "Mitte", "Zwei"])
    ]
    gone, *kept = there
    follower.rebuild()
    seen, address = [], f"/api/v1/profiles?limit=2&{query}"

    while address:
        answer = client.get(address)
        page = answer.json()
        seen.extend(item["id"] for item in page["items"])
        assert answer.get("Link") == (f'<{page["next"]}>; rel="next"' if page["next"] else None)
        address = page["next"]
        if gone is not None:
            actions.withdraw(gone, actor=officer, at=factories.NOON)
            gone = None
        for name in ("AAA Atelier Atelier", "Zz Atelier"):
            if len(seen) < 6:
                factories.profile(name=name, sites=(factories.site((51.5, 7.46)),))
        follower.Follower().follow()

    assert len(seen) == len(set(seen))
    assert {profile.pk for profile in kept} <= set(seen)


def test_cursor_of_another_question_is_refused_in_plain_words(ask, client, three):
    cursor = QueryDict(urlsplit(ask("/profiles?limit=1&sort=name")["next"]).query)["cursor"]

    for query in ("sort=newest", "sort=name&kind=company", "sort=name&q=Klangraum"):
        answer = client.get("/api/v1/profiles", QueryDict(f"{query}&cursor={cursor}").dict())
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
        assert "another question" in answer.json()["detail"]
    assert client.get("/api/v1/profiles", {"sort": "name", "limit": 2, "cursor": cursor}).status_code == 200


@pytest.mark.parametrize("path", ["/profiles", "/sectors", "/districts"])
@pytest.mark.parametrize("cursor", ["kaputt", "ffffffff", "%00", "%F0%9F%98%80", "x" * 6000])
def test_nonsense_as_a_cursor_is_a_problem(client, db, path, cursor):
    answer = client.get(f"/api/v1{path}?cursor={cursor}")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert "comes from no page" in answer.json()["detail"]


def test_sectors_and_professions_are_listed(ask):
    factories.vocabulary()

    assert [item["slug"] for item in ask("/sectors")["items"]] == ["design", "musik"]
    [first, *_rest] = ask("/professions?limit=1")["items"]
    assert first == {
        "slug": "fotografie",
        "name_de": "Fotografie",
        "name_en": "Photography",
        "sector": "design",
        "other_names": ["Fotograf", "Fotografin"],
    }


@pytest.mark.parametrize(
    "path", ["/profiles", "/profiles?q=Atelier&district=innenstadt-nord", "/sectors", "/professions"]
)
def test_number_of_queries_does_not_grow_with_the_list(client, db, path):
    factories.city()
    counted = []
    for count in (1, 2):
        for profile in factories.profiles(count, sites=(factories.site(),)):
            factories.work(profile)
        follower.rebuild()
        client.get(f"/api/v1{path}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"/api/v1{path}")
        counted.append(len(queries))

    assert counted[0] == counted[1] <= 15


def test_one_profile_asks_few_questions(client, profile, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        client.get(f"/api/v1/profiles/{profile.pk}")
