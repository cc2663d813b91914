"""A visitor meets a barrier, reports it without an account, and the office answers; it also publishes its imprint."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation.mail.models import OutgoingMail
from tests.journeys.conftest import a_minute_later

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_barrier_is_reported_by_keyboard_and_answered(
    page, keyboard, live_server, directory, sign_in, officer, assert_accessible
):
    page.goto(f"{live_server.url}/verzeichnis/")
    keyboard.enter(page.get_by_role("link", name="Barriere melden"))
    expect(page.get_by_label("Auf welcher Seite?")).to_have_value("/verzeichnis/")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Meldung senden"))
    expect(page.locator("#errors")).to_be_focused()
    keyboard.write(page.get_by_label("Was geht nicht, oder was brauchen Sie?"), "Der Knopf hat keinen Namen.")
    keyboard.write(page.get_by_label("Ihre E-Mail-Adresse"), "ute@gast.example")
    with a_minute_later():
        keyboard.enter(page.get_by_role("button", name="Meldung senden"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Danke, Ihre Meldung ist da")

    sign_in(page, officer)
    page.goto(f"{live_server.url}/arbeit/")
    keyboard.enter(page.get_by_role("link", name=re.compile("Barrieren, die jemand gemeldet hat")))
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="/verzeichnis/"))
    expect(page.get_by_text("Der Knopf hat keinen Namen.")).to_be_visible()
    assert_accessible(page)
    keyboard.write(page.get_by_label("Ihre Antwort"), "Jetzt hat er einen.")
    keyboard.enter(page.get_by_role("button", name="Antwort senden"))
    expect(page.get_by_text("Die Antwort ist unterwegs.")).to_be_visible()
    assert "Jetzt hat er einen." in OutgoingMail.objects.get(to="ute@gast.example").text


def test_the_office_looks_at_the_imprint_and_publishes_it_without_scripts(
    page_without_scripts, live_server, directory, sign_in, officer
):
    page = page_without_scripts
    page.goto(f"{live_server.url}/impressum/")
    expect(page.get_by_text("Entwurf der Software")).to_be_visible()

    sign_in(page, officer)
    page.goto(f"{live_server.url}/seiten/imprint/")
    page.get_by_label("Text", exact=True).fill("## Kontakt\n\nWir sitzen am Markt.")
    page.get_by_role("button", name="Vorschau").click()
    expect(page.get_by_role("region", name="Vorschau, noch nicht veröffentlicht")).to_contain_text("am Markt")
    page.get_by_role("button", name="Veröffentlichen").click()

    expect(page).to_have_url(f"{live_server.url}/impressum/")
    expect(page.get_by_role("heading", name="Kontakt")).to_be_visible()
    expect(page.get_by_text("Entwurf der Software")).to_have_count(0)
