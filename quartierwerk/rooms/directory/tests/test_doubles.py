"""The office's list of possible doubles."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.rooms.directory import actions
from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.directory.tests import factories


@pytest.fixture
def pair(profile) -> tuple[Profile, Profile]:
    marked = factories.profile(name="Lichtwerk Nord GmbH")
    Profile.objects.filter(pk=marked.pk).update(possible_double_of=profile)
    marked.refresh_from_db()
    return marked, profile


def test_each_marked_profile_stands_beside_the_other(client, officer, pair):
    client.force_login(officer)

    text = client.get(reverse("directory:doubles")).content.decode()

    for one in pair:
        assert one.get_absolute_url() in text


def test_a_withdrawn_profile_is_no_double_any_more(client, officer, pair):
    actions.withdraw(pair[0], actor=officer)
    client.force_login(officer)

    assert "Keine möglichen Doppel" in client.get(reverse("directory:doubles")).content.decode()


def test_the_office_takes_the_mark_off(client, officer, pair):
    client.force_login(officer)

    answer = client.post(reverse("directory:clear_double", args=[pair[0].pk]), follow=True)

    pair[0].refresh_from_db()
    assert pair[0].possible_double_of is None
    assert "gilt nicht mehr als Doppel" in answer.content.decode()


def test_what_is_settled_is_not_settled_twice(client, officer, pair):
    actions.clear_double(pair[0], actor=officer)
    client.force_login(officer)

    with pytest.raises(actions.NotADouble):
        actions.clear_double(pair[0], actor=officer)
    answer = client.post(reverse("directory:clear_double", args=[pair[0].pk]), follow=True)
    assert "nicht mehr als mögliches Doppel" in answer.content.decode()


@pytest.mark.parametrize("who", ["owner", "stranger"])
def test_only_the_office_settles_doubles(client, request, who, pair):
    person = request.getfixturevalue(who)
    client.force_login(person)

    assert client.get(reverse("directory:doubles")).status_code == 403
    with pytest.raises(NotAllowed):
        actions.clear_double(pair[0], actor=person)


def test_the_number_of_questions_does_not_grow(client, officer, profile):
    client.force_login(officer)
    client.get(reverse("directory:doubles"))  # the first visit of a session also notes its device
    asked = []
    for number in (1, 2, 3):
        marked = factories.profile(name=f"Noch eins {number}")
        Profile.objects.filter(pk=marked.pk).update(possible_double_of=profile)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("directory:doubles"))
        asked.append(len(queries))

    assert asked[0] == asked[2] <= 15
