"""Autosave: kept per person, form and thing; two windows never overwrite each other unseen."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from quartierwerk.foundation import clock
from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.drafts.models import Draft
from quartierwerk.foundation.privacy import find

URL = "/entwurf/directory.profile/"


@pytest.fixture
def writer(client, db):
    somebody = get_user_model().objects.create(name="Tipp Tapp", email="tipp@personen.example")
    client.force_login(somebody)
    return somebody


def test_a_visitor_keeps_no_draft(client, db):
    answer = client.post(URL, {"name": "x"})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/konto/")


def test_what_is_typed_is_kept_without_the_machinerys_fields(client, writer, time_machine):
    time_machine.move_to("2026-06-03 12:32:00+00:00", tick=False)

    answer = client.post(URL, {"name": "Atelier", "sectors": ["a", "b"], "draft_about": "", "draft_version": "0"})

    assert answer.json() == {"version": 1, "said": "gespeichert 14:32 Uhr"}
    assert Draft.objects.get().data == {"name": ["Atelier"], "sectors": ["a", "b"]}


def test_each_save_counts_and_an_old_window_is_told(client, writer):
    client.post(URL, {"name": "A", "draft_version": "0"})
    assert client.post(URL, {"name": "AB", "draft_version": "1"}).json()["version"] == 2

    answer = client.post(URL, {"name": "alt", "draft_version": "1"})

    assert answer.status_code == 409
    assert "inzwischen weitergeschrieben" in answer.json()["said"]
    assert Draft.objects.get().data == {"name": ["AB"]}


def test_a_window_that_missed_an_answer_goes_on(client, writer):
    said = {"draft_version": "0", "draft_window": "a" * 32}
    client.post(URL, said | {"name": "A", "draft_turn": "1"})

    answer = client.post(URL, said | {"name": "AB", "draft_turn": "2"})

    assert answer.json()["version"] == 2
    assert Draft.objects.get().data == {"name": ["AB"]}


@pytest.mark.parametrize(
    "late",
    [
        {"draft_window": "b" * 32, "draft_turn": "3"},  # another window
        {"draft_window": "a" * 32, "draft_turn": "1"},  # an attempt that another has overtaken
        {"draft_window": "", "draft_turn": "3"},  # no script
    ],
)
def test_what_comes_late_overwrites_nothing(client, writer, late):
    client.post(URL, {"name": "A", "draft_version": "0"})
    client.post(URL, {"name": "AB", "draft_version": "1", "draft_window": "a" * 32, "draft_turn": "2"})

    answer = client.post(URL, {"name": "alt", "draft_version": "0"} | late)

    assert answer.status_code == 409
    assert Draft.objects.get().data == {"name": ["AB"]}


def test_nonsense_as_version_counts_as_none(client, writer):
    assert client.post(URL, {"name": "A", "draft_version": "²"}).json()["version"] == 1


@pytest.mark.parametrize(
    ("url", "about"),
    [("/entwurf/irgendwas/", ""), ("/entwurf/A.B/", ""), (URL, "keine Referenz"), (URL, "a.b:x"), (URL, "x" * 500)],
)
def test_what_is_no_form_of_ours_is_refused(client, writer, url, about):
    answer = client.post(url, {"name": "A", "draft_about": about})

    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_a_draft_has_an_end(client, writer):
    answer = client.post(URL, {"about": "x" * (keeping.MOST_BYTES + 1)})

    assert answer.status_code == 422
    assert "zu lang" in answer.json()["said"]


def test_nobody_keeps_drafts_without_end(client, writer):
    for number in range(keeping.MOST_DRAFTS):
        keeping.save("directory.profile", person=writer, about=f"directory.profile:{number + 1}", data={}, version=0)

    answer = client.post(URL, {"name": "A", "draft_about": "directory.profile:9999"})

    assert answer.status_code == 422
    assert Draft.objects.count() == keeping.MOST_DRAFTS


def test_a_draft_comes_back_as_it_was_sent(writer):
    draft = keeping.save("directory.profile", person=writer, about="", data={"a": ["1", "2"], "b": ["3"]}, version=0)

    data = keeping.as_posted(draft)

    assert (data.getlist("a"), data["b"]) == (["1", "2"], "3")
    assert keeping.as_posted(None) is None


def test_a_draft_is_thrown_away_and_one_is_back_where_one_was(client, writer):
    client.post(URL, {"name": "A", "draft_version": "0"})

    answer = client.post(f"{URL}verwerfen/", {"draft_about": "", "next": "/verzeichnis/neu/"})

    assert answer["Location"] == "/verzeichnis/neu/"
    assert not Draft.objects.exists()


def test_throwing_away_leads_nowhere_else(client, writer):
    answer = client.post(f"{URL}verwerfen/", {"next": "https://woanders.example/"})

    assert answer["Location"] == "/"


def test_old_drafts_are_forgotten(writer, time_machine):
    time_machine.move_to("2026-01-01 12:00:00+00:00", tick=False)
    keeping.save("directory.profile", person=writer, about="", data={}, version=0)
    time_machine.move_to("2026-06-01 12:00:00+00:00", tick=False)
    keeping.save("directory.profile", person=writer, about="directory.profile:1", data={}, version=0)

    assert find("drafts.drafts").forget(at=clock.now(), actor=None) == 1
    assert Draft.objects.get().about == "directory.profile:1"


def test_a_draft_names_its_form_thing_and_version(writer):
    draft = keeping.save("directory.profile", person=writer, about="directory.profile:1", data={}, version=0)

    assert str(draft) == "directory.profile directory.profile:1 v1"
