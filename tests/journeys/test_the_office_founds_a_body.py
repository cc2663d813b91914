"""The office founds a body, lays down its rules, reads in who sits on it; a member finds it; by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.models import Body

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = """Name;E-Mail;Aufgabe;Vertritt
Vera Vorn;vera@gremien.example;Vorsitz;Bezirksvertretung
Mia Mit;mia@gremien.example;Mitglied;Vereine
Ohne Adresse;;beratend;
"""


def test_the_office_founds_a_body(
    page, keyboard, live_server, sign_in, directory, officer, assert_accessible, tmp_path: Path
):
    member = accounts.person("Mia Mit", email="mia@gremien.example")
    file = tmp_path / "lenkungsgremium.csv"
    file.write_text(LIST, encoding="utf-8")
    sign_in(page, officer)

    page.goto(f"{live_server.url}/gremien/")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Gremium gründen"))
    assert_accessible(page)
    keyboard.go_to(page.get_by_label("Art"))
    page.keyboard.type("Lenkungs")
    keyboard.enter(page.get_by_role("button", name="Gremium gründen"))
    expect(page.locator("#errors")).to_be_focused()
    assert_accessible(page)
    keyboard.enter(page.locator("#errors").get_by_role("link", name="Name"))
    page.keyboard.type("Lenkungsgremium Hafen")
    keyboard.enter(page.get_by_role("button", name="Gremium gründen"))

    expect(page.get_by_role("heading", name="Regeln für „Lenkungsgremium Hafen“")).to_be_visible()
    assert_accessible(page)
    keyboard.write(page.get_by_label("Grundlage"), "§ 49 der Gemeindeordnung")
    keyboard.enter(page.get_by_role("button", name="In Worten lesen"))
    expect(page.get_by_text("Beschlussfähig, wenn mehr als die Hälfte der Sitze")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Regeln festlegen"))
    expect(page.get_by_text("Die Regeln sind festgelegt.")).to_be_visible()
    assert_accessible(page)

    keyboard.enter(page.get_by_role("link", name="Liste einlesen"))
    assert_accessible(page)
    page.get_by_label("Datei").set_input_files(file)
    keyboard.enter(page.get_by_role("button", name="Datei prüfen"))
    expect(page.get_by_text("3 Sitze kommen hinzu, wenn Sie übernehmen.")).to_be_visible()
    assert_accessible(page)
    assert not Body.objects.get().seats.exists()
    keyboard.enter(page.get_by_role("button", name="Übernehmen"))
    expect(page.get_by_text("Die Liste ist übernommen.")).to_be_visible()
    expect(page.get_by_text("der 2 stimmberechtigten Sitze")).to_be_visible()
    assert_accessible(page)

    keyboard.enter(page.get_by_role("link", name="Allen schreiben"))
    expect(page.get_by_text("Diese Personen erreicht die Mail nicht: Ohne Adresse")).to_be_visible()
    assert_accessible(page)

    sign_in(page, member)
    page.goto(f"{live_server.url}/mein/")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Lenkungsgremium Hafen"))
    expect(page.get_by_role("heading", name="Wer heute darin sitzt")).to_be_visible()
    expect(page.get_by_text("Vera Vorn")).to_be_visible()
    assert_accessible(page)
