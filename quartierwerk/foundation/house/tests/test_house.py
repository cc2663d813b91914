"""Whose house it is, and how its city calls things."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from quartierwerk.foundation.house import words
from quartierwerk.foundation.house.holding import house, offered
from quartierwerk.foundation.house.models import House
from quartierwerk.foundation.kept.memory import held

pytestmark = pytest.mark.django_db
OWN = {"district": {"one": "Ortsteil", "many": "Ortsteile", "one_en": "part of town", "many_en": "parts of town"}}


def test_a_house_that_nobody_founded_has_no_name_and_the_products_words():
    assert (house().title, house().languages, words.word("district")) == ("", ["de", "en"], "Stadtbezirk")


def test_a_house_has_a_name_in_each_language():
    House.objects.create(name="Köln", name_en="Cologne")

    with translation.override("en"):
        assert house().title == "Cologne"
    assert str(house()) == "Köln"


def test_there_is_one_house_only():
    House.objects.create(name="Musterstadt")

    with pytest.raises(IntegrityError), transaction.atomic():
        House.objects.create(pk=2, name="Nebenan")


def test_held_the_house_is_read_once_and_only_if_somebody_asks():
    House.objects.create(name="Musterstadt")

    with CaptureQueriesContext(connection) as queries, held():
        assert len(queries) == 0
        assert [house().name, house().name, words.word("quarter")] == ["Musterstadt", "Musterstadt", "Kreativquartier"]
    assert len(queries) == 2  # what state it is in, and the row
    with CaptureQueriesContext(connection) as queries, held():
        assert house().name == "Musterstadt"
    assert len(queries) == 1


def test_what_is_held_ends_with_its_block():
    with held():
        assert house().name == ""
        House.objects.create(name="Musterstadt")
        assert house().name == ""
    assert house().name == "Musterstadt"


@pytest.mark.parametrize(
    ("language", "one", "many", "other"),
    [("de", "Ortsteil", "Ortsteile", "Teilmarkt"), ("en", "Part of town", "Parts of town", "Sector")],
)
def test_a_city_has_its_own_words_and_else_the_products(language, one, many, other):
    House.objects.create(name="Musterstadt", words=OWN)

    with translation.override(language):
        assert (words.word("district"), words.words("district"), words.word("sector")) == (one, many, other)


def test_a_word_without_english_of_its_own_is_the_products_there():
    House.objects.create(name="Musterstadt", words={"district": {"one": "Ortsteil", "many": "Ortsteile"}})

    with translation.override("en"):
        assert words.words("district") == "Districts"


def test_english_writes_a_word_small_inside_a_sentence():
    with translation.override("en"):
        assert words.in_sentence(words.words("district")) == "districts"
    assert words.in_sentence(words.words("district")) == "Stadtbezirke"


def test_a_lazy_word_follows_the_city():
    label = words.words_lazy("district")

    assert str(label) == "Stadtbezirke"
    House.objects.create(name="Musterstadt", words=OWN)
    assert str(label) == "Ortsteile"


def test_spoken_words_are_the_citys_own_in_both_languages():
    House.objects.create(name="Musterstadt", words=OWN)

    assert set(words.spoken("district", "quarter")) == set(OWN["district"].values())
    assert set(words.registered()) == {"district", "neighbourhood", "centre", "quarter", "sector", "office"}


def test_a_language_that_the_city_does_not_offer_becomes_german():
    House.objects.create(name="Musterstadt", languages=["de"])

    assert [offered("de"), offered("en")] == ["de", "de"]


def test_an_english_address_leads_to_its_german_page_where_only_german_is_offered(client):
    House.objects.create(name="Musterstadt", languages=["de"])

    answer = client.get("/en/verzeichnis/?q=Foto")

    assert (answer.status_code, answer["Location"]) == (302, "/verzeichnis/?q=Foto")
    assert client.post("/en/konto/anmelden/", {"email": "a@b.example"}).status_code == 404
    assert client.get("/en/gibt-es-nicht/").status_code == 404


def test_an_english_address_answers_where_english_is_offered(client):
    House.objects.create(name="Musterstadt")

    assert client.get("/en/verzeichnis/").status_code == 200


def test_whether_the_process_lives_is_answered_without_the_house(client, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:  # whether the database answers
        assert client.get("/healthz").status_code == 200
    assert "house" not in asked.captured_queries[0]["sql"]
