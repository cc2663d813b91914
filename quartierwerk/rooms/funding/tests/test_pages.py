"""The pages of funding: whom they show what, with how many questions; the office's forms; the open interface."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation import clock
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.boards.tests import factories as boards
from quartierwerk.rooms.funding import queries
from quartierwerk.rooms.funding.forms.rule_sets import filled_in
from quartierwerk.rooms.funding.models import Programme, Round, RuleSet
from quartierwerk.rooms.funding.rules import Financing, Intake
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests.factories import CLUBS

pytestmark = pytest.mark.django_db
OVERVIEW = "/foerderung/"


def text_of(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def typed(terms=CLUBS, **more) -> dict[str, object]:
    """What a browser sends where the form shows these terms."""
    given = filled_in(terms) | {"valid_from": "2020-01-01"} | more
    return {name: value for name, value in given.items() if value not in (None, False, ())}


# Who sees what


def test_visitors_see_public_programmes_only(client, officer):
    factories.programme("Offener Fonds")
    hidden = factories.programme("Geheimer Fonds", is_public=False)

    assert "Offener Fonds" in (text := text_of(client, OVERVIEW)) and "Geheimer" not in text
    for name in ("programme", "reckon"):
        assert client.get(reverse(f"funding:{name}", args=[hidden.slug])).status_code == 404
    client.force_login(officer)
    assert "Geheimer Fonds" in text_of(client, OVERVIEW)


@pytest.mark.parametrize(
    ("terms", "begins", "said"),
    [
        (None, None, "ohne Bedingungen"),
        (CLUBS, None, "laufend offen"),
        (replace(CLUBS, intake=Intake.ROUNDS), None, "zurzeit keine Runde"),
        (replace(CLUBS, intake=Intake.ROUNDS), 0, "offen bis"),
        (replace(CLUBS, intake=Intake.ROUNDS), 3, "ab "),
    ],
)
def test_the_overview_says_where_one_can_apply(client, terms, begins, said):
    programme = factories.programme()
    if terms:
        factories.regulated(programme, terms=terms)
    if begins is not None:
        factories.called(programme, begins=begins)

    assert said in text_of(client, OVERVIEW)


@pytest.mark.parametrize("number", [1, 3])
def test_the_overview_asks_the_same_few_questions(client, number):
    for which in range(number):
        programme = factories.regulated(factories.programme(f"Fonds {which}"))
        factories.called(programme)
        factories.called(programme, begins=60)
    text_of(client, OVERVIEW)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        text_of(client, OVERVIEW)

    assert len(asked) <= 8


def test_a_programme_shows_its_terms_in_words_with_their_source(client):
    jury = boards.body("Jury der Stadt")
    terms = replace(CLUBS, max_cents=250_000, body=jury.pk, guideline="## Zweck\n\nFeste feiern.")
    programme = factories.regulated(factories.programme(purpose_de="Feste **aller** Art."), terms=terms)

    text = text_of(client, programme.get_absolute_url()).replace("\xa0", " ")

    for said in (
        "<strong>aller</strong>",
        "Höchstens 2.500,00 € je Projekt.",
        "Es entscheidet: Jury der Stadt.",
        "Richtlinie vom 1. Januar 2020",
        "Feste feiern.",
    ):
        assert said in text
    assert jury.get_absolute_url() in text


def test_the_name_of_a_body_that_is_not_public_is_no_link(client):
    jury = boards.body("Stille Jury", is_public=False)
    programme = factories.regulated(terms=replace(CLUBS, body=jury.pk))

    assert jury.get_absolute_url() not in text_of(client, programme.get_absolute_url())


def test_older_and_coming_versions_of_the_terms_can_be_read(client):
    programme = factories.regulated()
    factories.regulated(
        programme, terms=replace(CLUBS, basis="Neue Richtlinie"), valid_from=clock.today() + timedelta(days=9)
    )
    coming = queries.rule_sets_of(programme)[0]

    assert "Neue Richtlinie" in text_of(client, reverse("funding:terms", args=[programme.slug, coming.pk]))
    other = factories.programme("Anderer")
    assert client.get(reverse("funding:terms", args=[other.slug, coming.pk])).status_code == 404


# What could be funded


def test_figures_in_the_address_are_worked_out(client):
    terms = replace(CLUBS, financing=Financing.SHARE, max_rate_bp=5_000, volunteer_rate_cents=1_000)
    programme = factories.regulated(terms=terms)
    url = reverse("funding:reckon", args=[programme.slug])

    text = text_of(client, f"{url}?ausgaben=2.000,00&davon_nicht=200&eigene=100&stunden=10").replace("\xa0", " ")

    # Half of 1,800 spent and 100 for voluntary work.
    assert "Höchstens 950,00 €" in text
    assert "darin 100,00 € für Ehrenamt" in text


def test_voluntary_work_is_asked_for_only_where_it_counts(client):
    url = reverse("funding:reckon", args=[factories.regulated().slug])

    assert "stunden" not in text_of(client, url)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("ausgaben=", "zwingend erforderlich"),
        ("ausgaben=viel", "kein Betrag"),
        ("ausgaben=100&davon_nicht=200", "mehr als alle Ausgaben"),
        ("ausgaben=1" + "0" * 30, "zu groß"),
    ],
)
def test_figures_that_are_none_are_said_at_their_field(client, question, said):
    url = reverse("funding:reckon", args=[factories.regulated().slug])

    answer = client.get(f"{url}?{question}")

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_nothing_is_worked_out_without_terms(client):
    assert client.get(reverse("funding:reckon", args=[factories.programme().slug])).status_code == 404


# The office


def test_the_office_enters_a_programme_and_goes_on_to_its_terms(office):
    answer = office.post(
        "/foerderung/neu/", {"name_de": "Kulturfonds", "summary_de": "Für Kultur.", "since_on": "2026-01-01"}
    )

    assert answer.url == "/foerderung/kulturfonds/bedingungen/neu/"
    assert not Programme.objects.get().is_public


def test_terms_are_read_in_words_before_they_are_laid_down(office):
    programme = factories.programme()
    url = reverse("funding:regulate", args=[programme.slug])

    preview = office.post(url, typed(max_cents="2.500,00", preview="1"))

    assert "Höchstens 2.500,00\xa0€ je Projekt." in preview.content.decode()
    assert not RuleSet.objects.exists()
    assert office.post(url, typed(max_cents="2.500,00")).url == programme.get_absolute_url()
    assert RuleSet.objects.get().max_cents == 250_000


def test_shares_and_criteria_are_read_as_people_write_them(office):
    jury = boards.body("Jury")
    programme = factories.programme()
    sent = typed(
        max_rate_bp="12,5 %",
        decider=f"body:{jury.pk}",
        name_de_0="Wirkung",
        weight_0="3",
        name_de_2="Beteiligung",
        weight_2="",
    )

    office.post(reverse("funding:regulate", args=[programme.slug]), sent)

    terms = RuleSet.objects.get().terms
    assert (terms.max_rate_bp, terms.body) == (1_250, jury.pk)
    assert [(one.name_de, one.weight) for one in terms.criteria] == [("Wirkung", 3), ("Beteiligung", 1)]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"max_rate_bp": "150"}, "von 0 bis 100 Prozent"),
        ({"max_rate_bp": "viel"}, "von 0 bis 100 Prozent"),
        ({"financing": "share"}, "muss den Höchstsatz nennen"),
        ({"decider": "body:999999"}, "gültige Auswahl"),
        ({"basis": ""}, "zwingend erforderlich"),
        ({"valid_from": "2019-12-31"}, "keine neuen Bedingungen"),
        ({"valid_from": "99999-01-01"}, "gültiges Datum"),
    ],
)
def test_terms_that_cannot_be_are_said_at_their_field(office, sent, said):
    programme = factories.programme()

    answer = office.post(reverse("funding:regulate", args=[programme.slug]), typed(**sent))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not RuleSet.objects.exists()


def test_the_form_begins_from_the_latest_terms(office):
    terms = replace(CLUBS, max_cents=123_400, volunteer_rate_cents=1_500, volunteer_cap_bp=2_000)
    programme = factories.regulated(terms=terms)

    text = text_of(office, reverse("funding:regulate", args=[programme.slug]))

    assert "1.234,00" in text and "15,00" in text and 'value="20"' in text


def test_rounds_are_set_up_moved_and_dropped(office):
    programme = factories.programme()
    soon = clock.today() + timedelta(days=5)
    days = {"opens_on": soon.isoformat(), "closes_on": (soon + timedelta(days=5)).isoformat()}

    office.post(reverse("funding:call", args=[programme.slug]), {"name": "Herbst", **days})
    called = Round.objects.get()
    office.post(reverse("funding:move_round", args=[programme.slug, called.pk]), {"name": "Winter", **days})
    assert Round.objects.get().name == "Winter"
    office.post(reverse("funding:drop_round", args=[programme.slug, called.pk]))
    assert not Round.objects.exists()


def test_a_last_day_is_set(office):
    programme = factories.programme()

    office.post(reverse("funding:end", args=[programme.slug]), {"until_on": clock.today().isoformat()})

    assert Programme.objects.get().until_on == clock.today()


def test_words_that_somebody_changed_meanwhile_are_not_lost(office):
    programme = factories.programme()
    words = {"name_de": "A", "summary_de": "B", "based_on": "x" * 16}

    answer = office.post(reverse("funding:edit", args=[programme.slug]), words)

    assert answer.status_code == 422
    assert 'value="A"' in answer.content.decode()
    words["based_on"] = answer.context["form"]["based_on"].value()
    assert office.post(reverse("funding:edit", args=[programme.slug]), words).status_code == 302
    assert Programme.objects.get().name_de == "A"


# Search, machines


def test_the_search_finds_public_programmes_only(client):
    factories.programme("Brunnenfonds", purpose_de="Für Brunnen.")
    factories.programme("Brunnenfonds geheim", is_public=False)
    follower.rebuild()

    text = text_of(client, "/suche/?q=Brunnenfonds")

    assert "/foerderung/brunnenfonds/" in text
    assert "geheim" not in text


def test_machines_read_public_programmes_with_terms_and_rounds(client):
    programme = factories.regulated(terms=replace(CLUBS, max_cents=250_000))
    called = factories.called(programme)
    factories.programme("Geheim", is_public=False)

    found = client.get("/api/v1/programmes").json()["items"]

    assert [one["slug"] for one in found] == [programme.slug]
    assert found[0]["is_open"] and found[0]["terms"]["max_cents"] == 250_000
    assert found[0]["rounds"] == [
        {"name": called.name, "opens_on": called.opens_on.isoformat(), "closes_on": called.closes_on.isoformat()}
    ]
    assert client.get("/api/v1/programmes/geheim").status_code == 404
    assert client.get(f"/api/v1/programmes/{programme.slug}").json()["name"] == programme.name_de
