import pytest

from quartierwerk.foundation import search
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.search.follower import rebuild
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.places import demo

pytestmark = pytest.mark.django_db


def test_places_are_found_by_everyday_name_and_lead_to_their_page():
    demo.load(actor=system("test"))
    rebuild(kinds=["places.place"])

    found = search.find("places.place", search.Query(text="Echt Nordstadt"))

    assert [card["url"] for card in found.cards][:1] == ["/quartiere/nordstadt/"]


def test_the_card_of_a_place_is_there_in_both_languages():
    demo.load(actor=system("test"))
    rebuild(kinds=["places.place"])

    [card] = search.find("places.place", search.Query(text="Hörde Zentrum", limit=1)).cards

    assert (card["title"], card["line"]) == ("Hörde Zentrum", "Kreativquartier · Hörde")
    assert (card["title_en"], card["line_en"]) == ("Hörde centre", "Creative quarter · Hörde")


def test_the_city_itself_has_no_card():
    city = demo.load(actor=system("test"))
    rebuild(kinds=["places.place"])

    assert search.card(reference(city)) is None
