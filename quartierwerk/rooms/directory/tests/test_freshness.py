"""The feed and the files: asked again they cost next to nothing, and nobody gets what only others may see."""

from __future__ import annotations

import pytest

from quartierwerk.foundation.search import follower
from quartierwerk.rooms.directory import actions, rules
from quartierwerk.rooms.directory.tests import factories

pytestmark = pytest.mark.django_db
FEED, MAP = "/verzeichnis/neu.atom", "/verzeichnis/karte/bild.png"
FILES = ["/verzeichnis/export/csv/", "/verzeichnis/export/xlsx/", "/verzeichnis/export/geojson/"]


@pytest.fixture
def indexed(profile):
    follower.rebuild()
    return profile


def read(answer) -> bytes:
    """The body; a file that is read to its end is closed."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("path", [FEED, MAP, *FILES])
def test_outlet_that_has_not_changed_answers_without_a_body(client, indexed, path, django_assert_max_num_queries):
    first = client.get(path)
    assert read(first)

    with django_assert_max_num_queries(3):
        again = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == first["Cache-Control"]
    assert "public" in first["Cache-Control"]


@pytest.mark.parametrize("path", [FEED, MAP, *FILES])
def test_outlet_of_changed_data_is_told_anew(client, indexed, officer, path):
    first = client.get(path)
    before = read(first)
    actions.edit(indexed, actor=officer, content=factories.content(name="Anders"), at=factories.NOON)

    again = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again["ETag"] == first["ETag"]) == (200, False)
    assert read(again) != before or path == MAP


def test_other_languages_and_questions_have_other_tags(client, indexed):
    addresses = [FEED, f"/en{FEED}", f"{FEED}?kind=company", FILES[0], f"/en{FILES[0]}", FILES[1]]

    answers = [client.get(address) for address in addresses]

    assert all(map(read, answers))
    assert len({answer["ETag"] for answer in answers}) == len(addresses)


@pytest.mark.parametrize("path", FILES)
def test_file_of_somebody_signed_in_is_theirs_alone(client, indexed, owner, officer, path):
    answers = {"visitor": client.get(path)}
    for person in (owner, officer):
        client.force_login(person)
        answers[person.pk] = client.get(path, headers={"If-None-Match": answers["visitor"]["ETag"]})

    assert all(read(answer) for answer in answers.values())
    assert len({answer["ETag"] for answer in answers.values()}) == 3
    for who, answer in answers.items():
        assert "Cookie" in answer["Vary"]
        assert answer["Cache-Control"] == ("public, max-age=60" if who == "visitor" else "private, no-cache")


def test_officer_who_is_one_no_more_gets_another_file(client, indexed, officer):
    actions.edit(
        indexed,
        actor=officer,
        content=factories.content(contacts=(factories.phone("0231 654321", visibility=rules.Visibility.OFFICE),)),
        at=factories.NOON,
    )
    client.force_login(officer)
    first = client.get(FILES[0])
    assert b"654321" in read(first)
    officer.roles.all().delete()

    again = client.get(FILES[0], headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200
    assert b"654321" not in read(again)


def test_outlet_without_an_index_is_kept_by_nobody(client, db):
    answer = client.get(FEED)

    assert (answer.status_code, answer["Cache-Control"], "ETag" in answer) == (503, "no-store", False)
