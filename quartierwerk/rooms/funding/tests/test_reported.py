"""What was reported elsewhere of a year: entered, put right, struck; and what machines read of all years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import MovedOn, NotAllowed
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.tests.factories import district_officer, districts
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import ReportedFigure
from quartierwerk.rooms.funding.rules import IncomeKind, Promise, Reported, Rounded
from quartierwerk.rooms.funding.tests import factories

database = pytest.mark.django_db
TOLD = Reported(year=2015, projects=251, with_third_party=142, city_grant_cents=0, source="Geschäftsbericht 2015")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, None),
        ({"projects": None}, None),
        ({"year": 1899}, "year"),
        ({"projects": None, "with_third_party": None, "city_grant_cents": None}, "projects"),
        ({"projects": -1}, "projects"),
        ({"with_third_party": 252}, "with_third_party"),
        ({"third_party_share_bp": 10_001}, "third_party_share_bp"),
        ({"rounded": Rounded.PAID_OUT}, "rounded"),
        ({"rounded": Rounded.CITY_GRANT}, None),
        ({"source": " "}, "source"),
        ({"doubt": "x" * 501}, "doubt"),
    ],
)
def test_what_can_be_reported(said, field):
    found = rules.reported_problem(replace(TOLD, **said))

    assert (found.field if found else None) == field


@pytest.mark.parametrize(
    ("said", "share"),
    [({}, 5657), ({"with_third_party": None, "third_party_share_bp": 5000}, 5000), ({"projects": 0}, None)],
)
def test_a_share_is_reported_or_follows_from_the_numbers(said, share):
    assert replace(TOLD, **said).share_bp == share


@database
def test_the_office_enters_puts_right_and_strikes(officer):
    figure = actions.report_year(replace(TOLD, source="  Geschäftsbericht   2015 "), actor=officer)
    assert figure.reported == TOLD

    right = replace(TOLD, projects=250, doubt="Eine andere Quelle nennt 251.")
    actions.correct_reported(figure, actor=officer, reported=right, based_on=TOLD.digest)
    figure.refresh_from_db()
    assert figure.reported == right

    actions.drop_reported(figure, actor=officer)
    assert not ReportedFigure.objects.exists()


@database
def test_nobody_else_does(officer):
    figure = actions.report_year(TOLD, actor=officer)

    for somebody in (district_officer(districts()[0]), accounts.person(), None):
        with pytest.raises(NotAllowed):
            actions.report_year(replace(TOLD, source="Andere"), actor=somebody)
        with pytest.raises(NotAllowed):
            actions.correct_reported(figure, actor=somebody, reported=TOLD, based_on=TOLD.digest)
        with pytest.raises(NotAllowed):
            actions.drop_reported(figure, actor=somebody)


@database
def test_two_sources_may_differ_and_one_says_a_thing_once(officer):
    actions.report_year(TOLD, actor=officer)
    actions.report_year(replace(TOLD, source="Zeitung", projects=240, with_third_party=None), actor=officer)
    actions.report_year(replace(TOLD, district=districts()[0].pk), actor=officer)

    with pytest.raises(actions.ReportedAlready):
        actions.report_year(TOLD, actor=officer)
    with pytest.raises(actions.ReportRefusedSo):
        actions.report_year(replace(TOLD, district=districts()[0].parent_id), actor=officer)
    assert ReportedFigure.objects.count() == 3


@database
def test_who_looked_before_somebody_changed_it_is_told(officer):
    figure = actions.report_year(TOLD, actor=officer)
    actions.correct_reported(figure, actor=officer, reported=replace(TOLD, projects=250), based_on=TOLD.digest)

    with pytest.raises(MovedOn):
        actions.correct_reported(figure, actor=officer, reported=TOLD, based_on=TOLD.digest)


@database
@pytest.mark.parametrize("columns", [{"with_third_party": 252}, {"source": ""}, {"third_party_share_bp": 10_001}])
def test_the_database_holds_it_too(officer, columns):
    figure = actions.report_year(TOLD, actor=officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReportedFigure.objects.filter(pk=figure.pk).update(**columns)


@database
def test_the_pages_of_the_office(office):
    data = {
        "year": 2019,
        "projects": 269,
        "third_party_share_bp": "62,5",
        "paid_out_cents": "460.000",
        "rounded": "paid_out_cents",
        "source": "Bericht",
    }
    assert office.post(reverse("funding:report_year"), data).status_code == 302
    figure = ReportedFigure.objects.get()
    assert (figure.paid_out_cents, figure.district) == (46_000_000, None)

    page = office.get(figure.get_absolute_url()).content.decode()
    right = data | {"projects": 270, "based_on": figure.reported.digest}
    assert office.post(figure.get_absolute_url(), right).status_code == 302
    refused = office.post(figure.get_absolute_url(), right | {"projects": 271})
    assert refused.status_code == 422  # somebody was faster
    again = right | {"projects": 271, "based_on": refused.context["form"]["based_on"].value()}
    assert office.post(figure.get_absolute_url(), again).status_code == 302
    assert office.post(reverse("funding:report_year"), data | {"source": ""}).status_code == 422

    assert "460.000,00" in page
    listed = office.get(reverse("funding:reported")).content.decode()
    assert "271 Projekte" in listed and "62,5\xa0% mit Drittmitteln" in listed
    assert "rund 460.000,00" in Client().get(reverse("funding:figures")).content.decode()
    assert Client().get(reverse("funding:reported")).status_code == 302


# --- For machines ------------------------------------------------------------------------------------------------


@pytest.fixture
def years(officer):
    """A reported year of the city, one of a district, and two projects of this year, one with money from others."""
    first, second = districts()
    day = date(clock.today().year, 1, 1)
    mine = factories.project("Eins", starts_on=day, ends_on=day)
    factories.contribution(mine, kind=IncomeKind.THIRD_PARTY, state=Promise.RECEIVED)
    factories.project("Zwei", starts_on=day, ends_on=day)
    actions.report_year(TOLD, actor=officer)
    actions.report_year(Reported(year=2019, district=second.pk, projects=61, source="Bericht"), actor=officer)
    return first, second


def told(client, **asked) -> list[dict]:
    answer = client.get("/api/v1/statistics/projects", asked)
    assert answer.status_code == 200
    return answer.json()["items"]


@database
def test_machines_read_what_is_counted_and_what_was_reported_apart(client, years):
    first, second = years
    year = clock.today().year

    rows = told(client)

    assert [(one["year"], one["district"], one["kind"], one["projects"]) for one in rows] == [
        (2015, None, "reported", 251),
        (2019, second.slug, "reported", 61),
        (year, None, "computed", 2),
        (year, first.slug, "computed", 2),
    ]
    assert rows[0]["source"] == "Geschäftsbericht 2015" and rows[0]["city_grant_cents"] == 0
    assert (rows[2]["with_third_party"], rows[2]["third_party_share_bp"], rows[2]["paid_out_cents"]) == (1, 5000, 0)


@database
def test_machines_narrow_it_and_page_through_it(client, years):
    first, second = years

    assert [one["year"] for one in told(client, year=2015)] == [2015]
    assert [one["year"] for one in told(client, district=second.slug)] == [2019]
    assert {one["district"] for one in told(client, is_city="true")} == {None}
    assert {one["kind"] for one in told(client, kind="computed")} == {"computed"}
    page = client.get("/api/v1/statistics/projects", {"limit": 3}).json()
    rest = client.get(page["next"]).json()
    assert (page["total"], len(page["items"]), len(rest["items"]), rest["next"]) == (4, 3, 1, None)
