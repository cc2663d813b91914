"""Lists: a page of rows, their number in words, and shelves."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import ngettext_lazy
from django_htmx.middleware import HtmxDetails

from quartierwerk.foundation.ui.lists import Shelf, listed, page_of, shelved
from quartierwerk.rooms.accounts.models import Person

pytestmark = pytest.mark.django_db

PEOPLE = ngettext_lazy("Mensch", "Menschen")


@pytest.fixture
def ask(rf):
    def of(path="/"):
        request = rf.get(path)
        request.user, request.htmx = AnonymousUser(), HtmxDetails(request)
        return request

    return of


@pytest.fixture
def shelves():
    Person.objects.bulk_create(Person(name=name) for name in ("Ada", "Bea", "Cyd"))
    return [
        Shelf("first", "Vorn", Person.objects.filter(name="Ada").order_by("pk"), PEOPLE),
        Shelf("rest", "Hinten", Person.objects.exclude(name="Ada").order_by("-name"), PEOPLE),
        Shelf("nobody", "Niemand", Person.objects.none(), PEOPLE),
    ]


def text(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(("asked", "number"), [("", 1), ("2", 2), ("99", 3), ("x", 1)])
def test_a_page_is_the_one_that_the_address_names_or_the_nearest(ask, asked, number):
    assert page_of(ask(f"/?page={asked}"), range(5), size=2).number == number


@pytest.mark.parametrize(("rows", "words"), [(["x"], "Mensch"), (["x", "y"], "Menschen")])
def test_a_list_says_how_many_there_are(ask, rows, words):
    assert f'data-said="{len(rows)} {words}"' in text(listed(ask(), "ui/list.html", rows, words=PEOPLE, heading="Alle"))


def test_a_list_without_a_question_has_no_search(ask):
    assert 'type="search"' not in text(listed(ask(), "ui/list.html", ["x"], words=PEOPLE, heading="Alle"))
    assert 'type="search"' in text(listed(ask(), "ui/list.html", ["x"], words=PEOPLE, heading="Alle", q=""))


@pytest.mark.parametrize(("state", "on"), [("", "Vorn 1"), ("rest", "Hinten 2"), ("unknown", "Vorn 1")])
def test_shelves_show_their_numbers_and_the_chosen_one(ask, shelves, state, on):
    shown = text(shelved(ask(f"/?state={state}"), "ui/list.html", shelves, heading="Alle"))

    assert f'aria-current="true">{on}</a>' in shown
    assert ">Niemand 0</a>" in shown


def test_shelves_cost_the_same_however_many_there_are(ask, shelves):
    shelved(ask(), "ui/list.html", shelves, heading="Alle")
    cost = []

    for number in (1, 3):
        with CaptureQueriesContext(connection) as asked:
            shelved(ask(), "ui/list.html", shelves[:number], heading="Alle")
        cost.append(len(asked))

    assert cost[0] == cost[1]
