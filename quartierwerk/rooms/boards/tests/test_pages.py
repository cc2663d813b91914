"""The pages of bodies: whom they show what, by which filters, with how many questions; and the office's forms."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation import clock, waiting
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts.models import Viewing
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards import actions, queries
from quartierwerk.rooms.boards.forms.procedures import filled_in
from quartierwerk.rooms.boards.models import Body, Procedure
from quartierwerk.rooms.boards.rules import PROPOSALS, BodyKind, SeatRole
from quartierwerk.rooms.boards.tests import factories

pytestmark = pytest.mark.django_db
OVERVIEW = "/gremien/"
DAY = date(2026, 6, 1)


def text_of(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def rules_as_typed(**more) -> dict[str, object]:
    """What the form shows for a steering board, with a basis."""
    given = filled_in(PROPOSALS[BodyKind.STEERING_BOARD]) | {"basis": "§ 49 GO", "valid_from": "2026-06-01"} | more
    return {name: value for name, value in given.items() if value is not False or name.endswith("more_than")}


def test_visitors_see_public_bodies_only(client, officer):
    factories.body("Beirat Offen")
    factories.body("Jury Geheim", is_public=False)

    assert "Beirat Offen" in (text := text_of(client, OVERVIEW)) and "Jury Geheim" not in text
    assert client.get("/gremien/jury-geheim/").status_code == 404
    client.force_login(officer)
    assert "Jury Geheim" in text_of(client, OVERVIEW)


def test_the_overview_is_filtered_by_district_kind_state_and_name(client):
    north, _south = factories.districts()
    factories.body("Beirat der Stadt")
    factories.body("Forum Größe", kind=BodyKind.CITIZENS_FORUM, district=north)
    over = factories.body("Altes Gremium")
    actions.dissolve(over, actor=system("test"), until_on=date(2021, 1, 1))

    def names(question: str) -> set[str]:
        text = text_of(client, f"{OVERVIEW}?{question}")
        return {name for name in ("Beirat der Stadt", "Forum Größe", "Altes Gremium") if name in text}

    assert names("") == {"Beirat der Stadt", "Forum Größe"}
    assert names("district=city") == {"Beirat der Stadt"}
    assert names(f"district={north.slug}") == {"Forum Größe"}
    assert names(f"district={north.slug}&district=city") == {"Beirat der Stadt", "Forum Größe"}
    assert names("kind=citizens_forum") == {"Forum Größe"}
    assert names("state=over") == {"Altes Gremium"}
    assert names("q=groesse") == {"Forum Größe"}
    assert names("q=nichts") == set()


def test_the_overview_asks_as_often_for_one_body_as_for_many(client, officer):
    client.force_login(officer)
    factories.seat(factories.body("Eins"))
    client.get(OVERVIEW)
    with CaptureQueriesContext(connection) as one:
        client.get(OVERVIEW)
    for name in ("Zwei", "Drei"):
        factories.seat(factories.body(name, district=factories.districts()[0]))
    client.get(OVERVIEW)
    with CaptureQueriesContext(connection) as many:
        client.get(OVERVIEW)

    assert len(one) == len(many) <= 15


def test_a_body_shows_its_rules_and_who_sits_there_but_no_address(client):
    body = factories.body("Beirat", statutes_de="## § 1\n\nDer Beirat berät.")
    factories.rules(body)
    factories.seat(
        body,
        accounts.person("Vera Vorn", email="vera@gremien.example"),
        role=SeatRole.CHAIR,
        said=actions.Said(represents="Handwerk", appointed_by="Kammer", substitute=accounts.person("Ersa Tz")),
    )
    factories.seat(body, accounts.person("Mia Mit", email=None), email="mia@gremien.example")

    text = text_of(client, body.get_absolute_url())

    for said in ("Vera Vorn", "Handwerk", "Mia Mit", "Vorsitz", "Der Beirat berät.", "§ 9 der Satzung"):
        assert said in text
    assert "mehr als die Hälfte der 2 stimmberechtigten Sitze" in text
    assert "@gremien.example" not in text and "Kammer" not in text and "Ersa Tz" not in text


def test_a_body_shows_who_sat_there_on_a_day(client):
    body = factories.body()
    factories.rules(body, notice_days=3)
    factories.rules(body, valid_from=clock.today() + timedelta(days=1), notice_days=99)
    factories.seat(body, accounts.person("Erna Einst"), role=SeatRole.CHAIR, valid_to=DAY)
    factories.seat(body, accounts.person("Neo Neu"), role=SeatRole.CHAIR, valid_from=DAY)

    before = client.get(f"{body.get_absolute_url()}?am=2026-05-31").context
    now = client.get(body.get_absolute_url()).context

    assert [str(seat) for seat in before["seats"]] == ["Erna Einst"]
    assert [str(seat) for seat in before["coming"]] == ["Neo Neu"]
    assert [str(seat) for seat in now["seats"]] == ["Neo Neu"]
    assert [str(seat) for seat in now["page"]] == ["Erna Einst"]
    assert now["procedure"].notice_days == 3
    for nonsense in ("bald", "2026-02-30"):
        assert client.get(f"{body.get_absolute_url()}?am={nonsense}").context["on"] == clock.today()


def test_a_body_asks_as_often_for_one_seat_as_for_many(client, officer):
    client.force_login(officer)
    body = factories.body()
    factories.rules(body)

    def fill() -> int:
        factories.seat(body, said=actions.Said(substitute=accounts.person()))
        factories.seat(body, valid_to=DAY)
        factories.seat(body, valid_from=clock.today() + timedelta(days=3))
        client.get(body.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            client.get(body.get_absolute_url())
        return len(asked)

    assert fill() == (fill(), fill())[1] <= 15


def test_members_see_their_body_and_their_substitutes(client):
    body, member = factories.body(is_public=False), accounts.person("Vera Vorn")
    factories.seat(body, member, said=actions.Said(substitute=accounts.person("Ersa Tz")))
    client.force_login(member)

    assert "Ersa Tz" in (text := text_of(client, body.get_absolute_url()))
    assert "Sitz besetzen" not in text
    assert body.name in text_of(client, reverse("portal:mine"))


def test_the_office_founds_a_body_and_goes_on_with_its_rules(office):
    given = {"kind": "steering_board", "name_de": "Lenkungsgremium Hafen", "since_on": "2026-06-01", "is_public": "on"}

    answer = office.post(reverse("boards:found"), given)

    assert answer.url == reverse("boards:regulate", args=["lenkungsgremium-hafen"])
    form = office.get(answer.url).context["form"]
    assert (form["quorum_mode"].value(), form["valid_from"].value()) == ("presumed", DAY)
    assert office.post(reverse("boards:found"), given | {"name_de": ""}).status_code == 422


def test_rules_are_read_in_words_before_they_are_laid_down(office):
    body = factories.body(kind=BodyKind.STEERING_BOARD)
    url = reverse("boards:regulate", args=[body.slug])

    preview = office.post(url, rules_as_typed(preview="1")).content.decode()

    assert "mehr als die Hälfte der Sitze mit Stimmrecht" in preview
    assert not Procedure.objects.exists()
    assert office.post(url, rules_as_typed(basis="")).status_code == 422
    assert office.post(url, rules_as_typed()).url == body.get_absolute_url()
    assert Procedure.objects.get().rule_set.recusal_law == "municipal"
    assert office.post(url, rules_as_typed()).status_code == 422


def test_rules_that_hold_later_are_withdrawn_after_a_second_look(office):
    body = factories.body()
    factories.rules(body, valid_from=clock.today() + timedelta(days=1))
    url = reverse("boards:withdraw", args=[body.slug, Procedure.objects.get().pk])

    assert "Ein Antrag ist angenommen" in text_of(office, url)
    office.post(url)

    assert not queries.procedures_of(body).exists()
    assert office.get(url).status_code == 404


def test_editing_says_when_somebody_was_faster(office, officer):
    body = factories.body()
    url = reverse("boards:edit", args=[body.slug])
    based_on = office.get(url).context["form"]["based_on"].value()
    given = {"name_de": "Beirat Zwei", "is_public": "on", "based_on": based_on}

    assert office.post(url, given).status_code == 302
    assert office.post(url, given | {"name_de": "Beirat Drei"}).status_code == 422

    assert Body.objects.get().name_de == "Beirat Zwei"


def test_a_body_is_dissolved_on_a_day(office):
    body = factories.body()

    office.post(reverse("boards:dissolve", args=[body.slug]), {"until_on": "2026-06-01"})

    assert Body.objects.get().until_on == DAY


def test_somebody_is_appointed_corrected_and_ended(office, officer):
    body, known = factories.body(), accounts.person("Vera Vorn", email="vera@gremien.example")
    given = {"name": "V. Vorn", "email": "Vera@gremien.example", "role": "chair", "valid_from": "2026-06-01"}

    office.post(reverse("boards:appoint", args=[body.slug]), given | {"is_voting": "on", "represents": "Handel"})
    seat = body.seats.get()
    again = office.post(reverse("boards:appoint", args=[body.slug]), given)
    page = text_of(office, reverse("boards:correct", args=[body.slug, seat.pk]))
    unknown = {"substitute": "niemand@gremien.example"}
    refused = office.post(reverse("boards:correct", args=[body.slug, seat.pk]), unknown)
    office.post(reverse("boards:correct", args=[body.slug, seat.pk]), {"represents": "Handwerk"})
    office.post(reverse("boards:end", args=[body.slug, seat.pk]), {"last_day": "2026-07-31"})

    assert (again.status_code, refused.status_code) == (422, 422)
    assert "vera@gremien.example" in page
    assert Viewing.objects.about(known).filter(viewer=officer, page="boards.seat").exists()
    seat.refresh_from_db()
    assert (seat.person, seat.represents, seat.last_day) == (known, "Handwerk", date(2026, 7, 31))


def test_a_district_officer_works_on_their_own_bodies_only(client):
    north, south = factories.districts()
    own, other = factories.body("Gremium Nord", district=north), factories.body("Gremium Süd", district=south)
    client.force_login(factories.district_officer(north))

    for name in ("edit", "appoint", "upload", "addressees", "write"):
        assert client.get(reverse(f"boards:{name}", args=[own.slug])).status_code == 200
        assert client.get(reverse(f"boards:{name}", args=[other.slug])).status_code == 403
    for name in ("dissolve", "regulate"):
        assert client.get(reverse(f"boards:{name}", args=[own.slug])).status_code == 403
    assert "Gremium Nord" in (text := text_of(client, reverse("boards:pending"))) and "Gremium Süd" not in text


def test_what_is_due_waits_in_the_cockpit(officer, stranger):
    body, today = factories.body(), clock.today()
    factories.seat(body, valid_to=today + timedelta(days=30))
    factories.seat(body, valid_to=today + timedelta(days=90))
    factories.body("Versammlung", kind=BodyKind.ASSEMBLY)

    piles = {str(pile.label): pile.number for pile in waiting.piles_of(officer)}

    assert piles["Sitze in Gremien, deren Zeit endet"] == 1
    assert piles["Gremien ohne Vorsitz"] == 1
    assert not any("Gremien" in str(pile.label) for pile in waiting.piles_of(stranger))


def test_the_page_of_a_district_points_to_its_bodies(client):
    north, south = factories.districts()
    factories.body("Gremium Nord", district=north)
    factories.body("Geheim", district=north, is_public=False)

    assert f"/gremien/?district={north.slug}" in text_of(client, north.get_absolute_url())
    assert "/gremien/?district=" not in text_of(client, south.get_absolute_url())


def test_the_site_search_finds_public_bodies(client):
    factories.body("Lenkungsgremium Hafen")
    factories.body("Geheime Hafenjury", is_public=False)
    follower.rebuild()

    text = text_of(client, "/suche/?q=Hafen")

    assert "Lenkungsgremium Hafen" in text and "Geheime" not in text


def test_machines_read_public_bodies_with_their_seats(client):
    north, _south = factories.districts()
    body = factories.body("Forum Nord", district=north)
    factories.body("Geheim", is_public=False)
    factories.seat(body, accounts.person("Vera Vorn"), role=SeatRole.CHAIR, said=actions.Said(represents="Handel"))
    factories.seat(body, valid_to=DAY)

    answer = client.get("/api/v1/bodies").json()
    one = client.get(f"/api/v1/bodies/{body.slug}").json()

    assert (answer["total"], answer["items"]) == (1, [one])
    assert one["membership"] == [
        {
            "name": "Vera Vorn",
            "role": "chair",
            "voting_right": True,
            "on_behalf_of": "Handel",
            "start_date": "2020-01-01",
            "end_date": None,
        }
    ]
    assert client.get("/api/v1/bodies?kind=jury").json()["total"] == 0
    assert client.get(f"/api/v1/bodies?district={north.slug}").json()["total"] == 1
    assert client.get("/api/v1/bodies/geheim").status_code == 404


def test_own_data_hold_the_seats(client):
    body, person = factories.body(), accounts.person("Vera Vorn")
    factories.seat(body, person, said=actions.Said(represents="Handel"))
    client.force_login(person)

    assert "Sitze in Gremien" in text_of(client, reverse("accounts:own_data"))
