"""Finding projects on the list and on the map, which are equal."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quartierwerk.rooms.boards.tests.factories import districts
from quartierwerk.rooms.directory.tests.factories import NORTH
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests import showing_factories as shows
from quartierwerk.rooms.funding.tests.test_projects import text_of

pytestmark = pytest.mark.django_db
LIST, MAP = "/projekte/", "/projekte/karte/"
FAR = NORTH[0] + 0.004, NORTH[1] + 0.004


def marks(text: str) -> list[int]:
    """The numbers on the discs."""
    return sorted(int(number) for number in re.findall(r'aria-hidden="true">(\d+)</text></g></a>', text))


def total(text: str) -> int:
    return int(re.search(r'list__total">(\d+)', text)[1])


def test_the_map_shows_what_the_list_shows(client):
    lead, other = districts()
    shows.pinned(factories.project("Nordfest", further=True), NORTH)
    shows.pinned(factories.project("Hafenfest"), NORTH)
    factories.project("Ohne Ort")
    secret = factories.project("Geheim", is_public=False)
    shows.pinned(secret, NORTH)

    for question in ("", f"?district={other.slug}", "?year=1999"):
        assert total(text_of(client, LIST + question)) == total(text_of(client, MAP + question))
    text = text_of(client, MAP)
    assert marks(text) == [2] and "1 davon ohne Ort auf der Karte" in text and "Geheim" not in text
    assert marks(text_of(client, f"{MAP}?district={other.slug}")) == [1]


def test_one_project_leads_to_its_page_and_a_few_to_their_list(client):
    near, far = factories.project("Nordfest"), factories.project("Hafenfest")
    shows.pinned(near, NORTH)
    shows.pinned(far, (51.50, 7.46))
    text = text_of(client, MAP)

    assert f'href="{near.get_absolute_url()}" aria-label="1 Projekt: Nordfest, Stadtmitte-Nord"' in text
    shows.pinned(far, NORTH)
    box = re.search(r'href="(/projekte/\?box=[^"]+)" aria-label="2 Projekte', text_of(client, MAP))[1]
    assert total(text_of(client, box)) == 2 and "Kartenausschnitt" in text_of(client, box)


def test_what_is_outside_of_the_box_is_not_found(client):
    shows.pinned(factories.project("Nordfest"), NORTH)
    factories.project("Ohne Ort")

    assert total(text_of(client, f"{LIST}?box=7.4,51.5,7.5,51.6")) == 1
    assert total(text_of(client, f"{LIST}?box=7.1,51.1,7.2,51.2")) == 0
    assert total(text_of(client, f"{LIST}?box=unsinn")) == 2


def test_with_money_of_others_means_that_it_came_in(client):
    shows.received(factories.project("Gefördert"))
    factories.contribution(factories.project("Versprochen"))

    found = text_of(client, f"{LIST}?money=1")
    assert total(found) == 1 and "Gefördert" in found
    assert total(text_of(client, f"{LIST}?money=hm")) == 2


@pytest.mark.parametrize("question", ["view=13/51.53/7.46", "view=unsinn", "page=9", "view=19/0/0", "box=1,1,2,2"])
def test_no_address_breaks_the_map(client, question):
    shows.pinned(factories.project(), NORTH)

    assert client.get(f"{MAP}?{question}").status_code == 200


@pytest.mark.parametrize("address", [LIST, MAP])
@pytest.mark.parametrize("number", [1, 3])
def test_both_ask_the_same_few_questions(client, address, number):
    for which in range(number):
        project = shows.pinned(factories.project(f"Fest {which}", further=True), NORTH)
        shows.picture(project)
    text_of(client, address)

    with CaptureQueriesContext(connection) as asked:
        text_of(client, address)

    assert len(asked) <= 15
