"""The office's synonyms."""

from __future__ import annotations

import pytest
from django.urls import reverse

from quartierwerk.rooms.directory.models import Synonym
from quartierwerk.rooms.directory.tests import factories

LIST = "/verzeichnis/synonyme/"


@pytest.mark.parametrize("path", [LIST, f"{LIST}neu/", f"{LIST}1/"])
def test_only_the_office_gets_in(client, owner, path):
    assert client.get(path).status_code == 302

    client.force_login(owner)
    assert client.get(path).status_code == 403
    assert client.post(f"{LIST}neu/", {"words": "a\nb"}).status_code == 403


def test_the_list_shows_the_groups_that_count(office):
    factories.synonyms("Tischlerei", "Schreinerei")
    factories.synonyms("Fotograf", "Lichtbildner")

    answer = office.get(LIST)

    assert [group.words for group in answer.context["page"]] == [
        ["Fotograf", "Lichtbildner"],
        ["Tischlerei", "Schreinerei"],
    ]


def test_a_group_is_found_by_the_beginning_of_any_word(office):
    factories.synonyms("Tischlerei", "Schreinerei")
    factories.synonyms("Fotograf", "Lichtbildner")

    assert [str(group) for group in office.get(f"{LIST}?q=schrei").context["page"]] == ["Tischlerei, Schreinerei"]
    assert "Kein Wort beginnt so" in office.get(f"{LIST}?q=xyz").content.decode()


def test_an_empty_list_says_what_will_be_here(office):
    assert "Noch keine Synonyme" in office.get(LIST).content.decode()


def test_a_new_group_is_kept(office):
    answer = office.post(f"{LIST}neu/", {"words": "Fotograf\nLichtbildner, Fotokünstler\n\n"})

    assert answer["Location"] == LIST
    assert Synonym.objects.get().words == ["Fotograf", "Lichtbildner", "Fotokünstler"]


def test_a_group_of_one_word_is_refused_and_stays_in_the_form(office):
    answer = office.post(f"{LIST}neu/", {"words": "Fotograf"})

    assert answer.status_code == 422
    assert "mindestens zwei verschiedene Wörter" in answer.content.decode()
    assert "Fotograf</textarea>" in answer.content.decode()


def test_a_group_is_changed_and_dropped(office):
    group = factories.synonyms("Fotograf", "Lichtbildner")
    url = reverse("directory:edit_synonyms", args=[group.pk])

    office.post(url, {"words": "Fotograf\nKnipser"})
    group.refresh_from_db()
    assert group.words == ["Fotograf", "Knipser"]

    office.post(url, {"words": "Fotograf\nKnipser", "drop": "1"})
    assert list(office.get(LIST).context["page"]) == []


def test_the_list_asks_a_constant_number_of_questions(office, django_assert_max_num_queries):
    office.get(LIST)  # the first visit of a session also notes its device
    asked = []
    for number in (1, 2):
        for more in range(number):
            factories.synonyms(f"Wort{number}{more}", f"Wort{number}{more}b")
        with django_assert_max_num_queries(15) as captured:
            office.get(LIST)
        asked.append(len(captured.captured_queries))

    assert asked[0] == asked[1]
