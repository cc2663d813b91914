"""Those that a new entry resembles: whom they show, to whom, and how often."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.rooms.directory import actions, queries, rules
from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.directory.tests import factories
from quartierwerk.rooms.directory.views import alike

LOOK = "/verzeichnis/aehnliche/"


@pytest.fixture
def studio(db) -> Profile:
    """A studio with an address, a number for all, one for the office, and a mailbox."""
    return factories.profile(
        sites=(factories.site(),),
        contacts=(
            factories.phone("0231 111111"),
            factories.phone("0231 222222", visibility="office"),
            factories.email("post@lichtwerk.example"),
        ),
    )


def found(*, person=None, name: str, **changes) -> list[Profile]:
    return [one.profile for one in queries.alike(rules.ProfileContent(name=name, **changes), person=person)]


def test_a_slip_in_the_name_is_found_at_the_same_address_and_over_the_same_number(studio):
    assert found(name="Lichtwerk Nrod") == []
    assert found(name="Lichtwerk Nrod", sites=(factories.site(None),)) == [studio]
    assert found(name="Lichtwerk Nrod", contacts=(factories.phone("+49 231 111111"),)) == [studio]


@pytest.mark.parametrize("secret", [factories.email(), factories.phone("0231 222222")])
def test_nobody_learns_whose_a_hidden_field_is(studio, officer, secret):
    assert found(name="Nordlichtwerk", contacts=(secret,)) == []
    assert found(name="Lichtwerk", contacts=(secret,)) == []
    assert found(person=officer, name="Lichtwerk", contacts=(secret,)) == [studio]


def test_only_what_is_public_is_shown(studio, officer):
    actions.withdraw(studio, actor=officer)

    assert found(name="Lichtwerk Nord") == found(person=officer, name="Lichtwerk Nord") == []


def test_a_half_filled_form_is_enough_while_typing(client, studio):
    answer = client.post(LOOK, {"name": "Lichtwerk Nord", "sites-0-postcode": "4", "contacts-0-value": "0"})

    text = answer.content.decode()
    assert studio.get_absolute_url() in text and "gleicher Name" in text
    assert reverse("directory:propose", args=[studio.pk]) in text
    assert "<html" not in text and Profile.objects.count() == 1
    assert client.post(LOOK, {"name": "Ganz anders"}).content.decode().strip() == ""
    assert client.post(LOOK, {}).content.decode().strip() == ""
    assert client.get(LOOK).status_code == 405


def test_one_sender_looks_only_so_often(client, monkeypatch, db):
    monkeypatch.setattr(alike, "MOST_LOOKS", 2)

    answers = [client.post(LOOK, {"name": "Licht"}).status_code for _ in range(3)]

    assert answers == [200, 200, 429]


def test_the_number_of_questions_does_not_grow(client, db):
    factories.city()
    client.post(LOOK, {"name": "Lichtwerk Nord"})
    asked = []
    for number in (1, 3):
        for count in range(number):
            factories.profile(sites=(factories.site(None, house_number=f"{number}{count}"),))
        client.post(LOOK, {"name": "Lichtwerk Nord"})
        with CaptureQueriesContext(connection) as asking:
            client.post(LOOK, {"name": "Lichtwerk Nord"})
        asked.append(len(asking))

    assert asked[0] == asked[1] <= 20
