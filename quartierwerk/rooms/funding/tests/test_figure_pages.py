"""The page of figures: who sees what, every figure leading to its cases, its tables to take along, its questions."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.tests.factories import district_officer, districts
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.rules import Intake, Reported
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests.factories import CLUBS
from quartierwerk.rooms.funding.tests.world import World

pytestmark = pytest.mark.django_db
CELL = re.compile(r'<td class="num"><a href="([^"]+)">([\d.,\u00a0 €%]+)</a></td>')
LIST_TOTAL = re.compile(r'class="list__total">([\d.]+)')
COUNT = re.compile(r"[\d.]+")


def figures(client: Client, **asked: object) -> str:
    answer = client.get(reverse("funding:figures"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def cells(text: str) -> set[tuple[str, str]]:
    return {(unescape(url), value) for url, value in CELL.findall(text)}


def total(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    found = LIST_TOTAL.search(answer.content.decode())
    assert found, url
    return found[1]


def test_each_number_is_the_total_of_the_list_it_leads_to(office):
    districts()
    World(40, years=3, seed=3)
    this_year = clock.today().year

    for asked in ({}, {"since": this_year - 1}, {"about": 0, "lead": districts()[0].slug}):
        found = [(url, value) for url, value in cells(figures(office, **asked)) if COUNT.fullmatch(value)]
        assert found
        for url, value in found:
            assert total(office, url) == value, url
    assert any(url.startswith(reverse("funding:applications")) for url, _value in found)
    assert any(url.startswith(reverse("funding:projects")) for url, _value in found)


def test_a_sum_leads_to_the_cases_that_it_is_made_of(office):
    districts()
    World(40, years=3, seed=4)

    sums = [(url, value) for url, value in cells(figures(office)) if "€" in value]

    assert sums
    assert all(int(total(office, url)) > 0 for url, _value in sums)


def test_a_visitor_is_led_to_public_projects_and_never_to_who_was_refused(client):
    districts()
    World(60, years=3, seed=5)

    found = cells(figures(client))

    assert found
    for url, _value in found:
        assert url.startswith(reverse("funding:projects"))
        assert not re.search(r"figure=(applied|decided|rejected)", url)
        client.get(url)
    refused = client.get(reverse("funding:projects"), {"figure": "rejected"}).content.decode()
    assert "Zahl der Statistik" not in refused


def test_a_list_says_of_which_figure_it_is_and_keeps_its_own_filters(office):
    districts()
    World(30, years=2, seed=6)
    year = clock.today().year

    text = office.get(
        reverse("funding:applications"), {"figure": "granted", "since": year, "pillar": 0, "size": "500"}
    ).content.decode()

    for said in ("bewilligte Anträge", "ab dem Jahr", str(year), "ohne", "bis 500 €"):
        assert said in text
    assert office.get(reverse("funding:applications"), {"figure": "erfunden"}).status_code == 200


def test_nonsense_in_the_address_narrows_nothing(client):
    factories.project()

    text = figures(client, since="abc", until="99999", about="x", pillar="1" * 30, lead="a\x00b", reach="?", size="9")

    assert "Zahlen zur Förderung" in text


def test_an_empty_city_says_so(client):
    districts()

    text = figures(client)

    assert "Hier gibt es noch nichts zu zählen." in text
    assert '<svg class="columns__drawing"' not in text


def test_what_was_reported_stands_beside_what_is_counted(client, officer):
    first = clock.today().replace(day=1)
    factories.project(starts_on=first, ends_on=first)
    told = Reported(year=first.year, projects=338, with_third_party=169, source="Jahresbericht", doubt="Eine Quelle.")
    actions.report_year(told, actor=officer)
    actions.report_year(replace(told, district=districts()[1].pk, projects=300), actor=officer)

    text = figures(client)

    assert text.count("Jahresbericht") == 1  # the district's own stands on the page of the district
    assert "169 (50\u00a0%)" in text and "Eine Quelle." in text
    assert 'class="columns__drawing"' in text
    assert "300" in figures(client, lead=districts()[1].slug)


def test_figures_of_a_sealed_round_wait_for_its_end(office):
    by = accounts.person()
    fund = factories.regulated(factories.programme("Versiegelt"), terms=replace(CLUBS, intake=Intake.ROUNDS))
    factories.called(fund, days=20, is_sealed=True)
    factories.submitted(by, of=fund)

    for who in (Client(), office):
        assert "<dt>Anträge</dt><dd>0</dd>" in figures(who)


def test_the_tables_can_be_taken_along(client, officer):
    factories.project()
    actions.report_year(Reported(year=2015, projects=251, city_grant_cents=0, source="Bericht"), actor=officer)

    answer = client.get(reverse("funding:figures_file", args=["csv"]))
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";"))

    assert rows[0] == ["Tabelle", "Zeile", "Zahl", "Wert", "Einheit", "Quelle"]
    assert ["Nach Jahr", "zusammen", "Projekte", "1", "Anzahl", "hier gezählt"] in rows
    assert ["Berichtete Zahlen", "2015", "Zuschuss der Stadt", "0", "Cent", "Bericht"] in rows
    sheet = client.get(reverse("funding:figures_file", args=["xlsx"]))
    assert b"".join(sheet.streaming_content).startswith(b"PK")
    assert client.get(reverse("funding:figures_file", args=["pdf"])).status_code == 404


@pytest.mark.parametrize("who", ["client", "office"])
def test_the_page_asks_as_much_however_much_there_is(request, who):
    browser = request.getfixturevalue(who)
    districts()
    World(5, years=2, seed=8)
    counts = []
    for more in (0, 20):
        for number in range(more):
            factories.project(f"Noch eins {number}")
        figures(browser)
        with CaptureQueriesContext(connection) as asked:
            figures(browser)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 15


def test_a_district_sees_the_whole_and_is_led_to_its_own(client):
    by = accounts.person()
    factories.submitted(by, of=factories.regulated())
    client.force_login(district_officer(districts()[1]))

    text = figures(client)

    assert "<dt>Anträge</dt><dd>1</dd>" in text
    assert "Verwaltungen der Bezirke" in text
