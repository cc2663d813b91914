"""The pages as people read them, and the office's desk."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quartierwerk.foundation.house.models import LEGAL, House
from quartierwerk.foundation.privacy import registered
from quartierwerk.foundation.waiting import piles_of
from quartierwerk.rooms.newsroom import actions, queries, rules
from quartierwerk.rooms.newsroom.rules import PageKind
from quartierwerk.rooms.newsroom.urls import SLUGS

pytestmark = pytest.mark.django_db
ADDRESSES = [f"/{slug}/" for slug in SLUGS.values()]
LEGAL_FACTS = {key: f"{key.replace('_', ' ')} 7" for key in LEGAL} | {
    "enforcement_url": "https://stelle.example/",
    "enforcement_email": "stelle@land.example",
    "data_protection_email": "schutz@stadt.example",
}


@pytest.fixture
def house(db):
    return House.objects.create(name="Musterstadt", contact_email="post@stadt.example", legal=LEGAL_FACTS)


def words(**other):
    return {"title_de": "Impressum", "text_de": "Wir.", "title_en": "", "text_en": "", "based_on": 0, **other}


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_is_there_before_anybody_founded_anything_and_says_it_is_a_draft(client, address):
    answer = client.get(address)

    assert answer.status_code == 200
    assert "Entwurf der Software" in answer.content.decode()
    assert "None" not in answer.content.decode()


def test_the_first_texts_are_made_from_the_facts_of_the_city(house):
    said = "".join(queries.default_wording(kind).text_de + queries.default_wording(kind).text_en for kind in PageKind)

    assert [key for key, fact in LEGAL_FACTS.items() if fact not in said] == []
    assert "Hier fehlt" not in said and "missing here" not in said
    assert "Musterstadt" in said and "post@stadt.example" in said


def test_what_the_city_has_not_said_is_a_gap_that_one_sees(db):
    said = queries.default_wording(PageKind.IMPRINT)

    assert "Hier fehlt noch die Anschrift" in said.text_de and "still missing" in said.text_en


def test_every_page_leads_to_all_of_them(client, house):
    for address in ["/", "/gibt-es-nicht/", *ADDRESSES]:
        shown = client.get(address).content.decode()
        assert [other for other in ADDRESSES if f'href="{other}"' not in shown] == [], address


def test_the_privacy_page_shows_what_the_house_keeps_whatever_the_office_writes(client, officer):
    actions.publish(
        PageKind.PRIVACY,
        actor=officer,
        wording=rules.Wording(title_de="Datenschutz", text_de="Kurz."),
        based_on=0,
    )

    shown = client.get("/datenschutz/").content.decode()

    assert "Passkeys und zweite Faktoren" in shown and "Mails des Hauses" in shown
    assert {one.room for one in registered()} >= {
        *("accounts", "places", "directory", "newsroom", "mail", "drafts", "limits")
    }
    assert "Passkeys und zweite Faktoren" not in client.get("/impressum/").content.decode()


def test_a_page_without_english_is_shown_in_german_and_says_so(client, officer, house):
    wording = rules.Wording(title_de="Impressum", text_de="Wir sind es.")
    actions.publish(PageKind.IMPRINT, actor=officer, wording=wording, based_on=0)

    english, german = client.get("/en/impressum/").content.decode(), client.get("/impressum/").content.decode()

    assert '<article class="stack" lang="de">' in english and "only available in German" in english
    assert '<article class="stack" lang="de">' in german and "nur auf Deutsch" not in german


def test_what_the_office_writes_is_markup_and_never_html(client, officer):
    text = "# Groß\n\n<script>alert(1)</script>\n\n[Weg](javascript:alert(1)) ![Bild](https://anderswo.example/x.png)"
    wording = rules.Wording(title_de="Impressum", text_de=text)
    actions.publish(PageKind.IMPRINT, actor=officer, wording=wording, based_on=0)

    shown = client.get("/impressum/").content.decode()

    assert "<h2>Groß</h2>" in shown and "&lt;script&gt;alert" in shown
    assert 'href="javascript:' not in shown and "anderswo.example" not in shown


def test_the_sign_language_page_says_that_there_is_no_video_yet(client):
    assert "Hier ist noch kein Video" in client.get("/gebaerdensprache/").content.decode()


# The desk of the office


@pytest.mark.parametrize("path", ["/seiten/", "/seiten/imprint/", "/seiten/imprint/verlauf/"])
def test_only_the_office_gets_in(client, owner, path):
    assert client.get(path).status_code == 302

    client.force_login(owner)
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("path", ["/seiten/blog/", "/seiten/blog/verlauf/", "/seiten/blog/verlauf/1/"])
def test_there_is_no_other_page(office, path):
    assert office.get(path).status_code == 404


def test_the_pile_names_what_nobody_has_looked_at_and_goes(officer, owner):
    def pile(person):
        return [pile.number for pile in piles_of(person) if str(pile.label) == "Pflichtseiten prüfen"]

    assert (pile(officer), pile(owner)) == ([5], [])

    for kind in PageKind:
        wording = queries.default_wording(kind)
        actions.publish(kind, actor=officer, wording=wording, based_on=0)

    assert pile(officer) == []


def test_a_page_is_looked_at_first_and_then_published(office):
    seen = office.post("/seiten/imprint/", words(preview="1", text_de="**Wir** sind es."))

    assert "<strong>Wir</strong> sind es." in seen.content.decode()
    assert queries.standing(PageKind.IMPRINT).is_draft

    answer = office.post("/seiten/imprint/", words(text_de="**Wir** sind es.", note="Neue Anschrift"))

    assert answer["Location"] == "/impressum/"
    assert queries.versions_of(PageKind.IMPRINT).get().note == "Neue Anschrift"
    assert "Entwurf der Software" not in office.get("/impressum/").content.decode()


def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost(office):
    answer = office.post("/seiten/imprint/", words(title_en="Imprint"))

    assert answer.status_code == 422
    assert "Titel und Text zusammen" in answer.content.decode() and 'value="Imprint"' in answer.content.decode()


def test_a_city_without_english_is_asked_for_german_only_and_loses_nothing(office, house):
    House.objects.update(languages=["de"])

    assert "title_en" not in office.get("/seiten/imprint/").content.decode()
    office.post("/seiten/imprint/", {"title_de": "Impressum", "text_de": "Wir.", "based_on": 0})

    assert queries.standing(PageKind.IMPRINT).wording.title_en == "Imprint"


def test_the_history_shows_every_version_and_leads_back(office):
    office.post("/seiten/imprint/", words())
    office.post("/seiten/imprint/", words(text_de="Anders.", based_on=1))

    shown = office.get("/seiten/imprint/verlauf/").content.decode()
    assert "Fassung 2" in shown and 'href="/seiten/imprint/verlauf/1/"' in shown

    assert office.get("/seiten/imprint/verlauf/1/").status_code == 200
    assert office.post("/seiten/imprint/verlauf/1/")["Location"] == "/seiten/imprint/verlauf/"
    assert queries.standing(PageKind.IMPRINT).wording.text_de == "Wir."


@pytest.mark.parametrize("path", ["/impressum/", "/datenschutz/"])
def test_a_page_asks_little(client, house, path):
    client.get(path)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(path)

    assert len(asked) <= 3


def test_the_list_asks_as_much_for_five_versions_as_for_none(office, officer):
    office.get("/seiten/")
    with CaptureQueriesContext(connection) as before:
        office.get("/seiten/")
    for kind in PageKind:
        actions.publish(kind, actor=officer, wording=queries.default_wording(kind), based_on=0)

    with CaptureQueriesContext(connection) as after:
        office.get("/seiten/")

    assert len(after) == len(before) <= 15
