"""Somebody looks for a photographer in the Nordstadt and writes to one, by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from quartierwerk.foundation.mail.models import OutgoingMail
from tests.journeys.conftest import a_minute_later
from tests.journeys.keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "post@lichtwerk.example"
SENDER = "carla@auftrag.example"
TEXT = "Guten Tag, wir suchen jemanden für Porträts in unserer Werkstatt."


def names(page: Page) -> list[str]:
    """The profiles of the list, from top to bottom."""
    return page.locator("#list .card__title").all_inner_texts()


def assert_arrived() -> None:
    [mail] = OutgoingMail.objects.all()
    assert (mail.to, mail.reply_to) == (ADDRESS, SENDER)
    assert TEXT in mail.text


def test_a_client_finds_a_photographer(page, keyboard, live_server, directory, assert_accessible):
    page.goto(live_server.url)
    box = page.get_by_role("combobox", name="Was oder wen suchen Sie?")
    listbox = page.get_by_role("listbox")

    # The suggestions open, close on Esc without taking the text away, and are chosen with the arrows.
    keyboard.write(box, "Foto")
    expect(listbox).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert_accessible(page)
    keyboard.press("Escape")
    expect(listbox).to_be_hidden()
    expect(box).to_have_value("Foto")
    keyboard.press("ArrowDown")
    expect(listbox).to_be_visible()
    keyboard.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_contain_text("Fotografie")
    expect(box).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    assert_accessible(page)
    keyboard.press("Enter")

    # The place in the words becomes a chip.
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Verzeichnis\s+3"))
    assert "q=Fotografie" in page.url
    keyboard.write(page.get_by_role("combobox", name="Suchen"), "Fotografin Nordstadt")
    keyboard.press("Enter")
    chip = page.get_by_role("link", name="Ort: Nordstadt entfernen")
    expect(chip).to_be_visible()
    assert sorted(names(page)) == ["Augenblick am Nordmarkt", "Lichtwerk Nord"]
    assert_accessible(page)
    keyboard.enter(chip)
    expect(chip).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert len(names(page)) == 3

    # A filter and the order: what was used keeps the focus, and the address says it all.
    cooperation = page.get_by_role("checkbox", name="offen für Kooperation")
    keyboard.toggle(cooperation)
    expect(page.get_by_role("link", name=re.compile("offen für Kooperation entfernen"))).to_be_visible()
    expect(cooperation).to_be_checked()
    expect(cooperation).to_be_focused()
    keyboard.go_to(page.get_by_label("Sortierung"))
    keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("sort=name"))
    expect(page.get_by_label("Sortierung")).to_be_focused()
    assert names(page) == ["Augenblick am Nordmarkt", "Lichtwerk Nord"]
    assert "cooperation=1" in page.url
    assert_accessible(page)

    keyboard.enter(page.get_by_role("link", name="Lichtwerk Nord"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Lichtwerk Nord")
    assert ADDRESS not in page.content()
    assert_accessible(page)

    # The message: first with nothing in it.
    keyboard.enter(page.get_by_role("link", name="Nachricht schreiben"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Nachricht an Lichtwerk Nord")
    assert ADDRESS not in page.content()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Nachricht senden"))
    expect(page.locator("#errors")).to_be_focused()
    assert_accessible(page)
    keyboard.enter(page.locator("#errors").get_by_role("link", name="Ihr Name"))
    expect(page.get_by_label("Ihr Name")).to_be_focused()
    _write_the_message(page, keyboard)
    with a_minute_later():
        keyboard.enter(page.get_by_role("button", name="Nachricht senden"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Nachricht ist unterwegs")
    assert ADDRESS not in page.content()
    assert_accessible(page)
    assert_arrived()


def _write_the_message(page: Page, keyboard: Keyboard) -> None:
    keyboard.write(page.get_by_label("Ihr Name"), "Carla Auftrag")
    keyboard.write(page.get_by_label("Ihre E-Mail-Adresse"), SENDER)
    keyboard.write(page.get_by_label("Ihre Nachricht"), TEXT)


def test_the_same_without_javascript(page_without_scripts, live_server, directory):
    page, keyboard = page_without_scripts, Keyboard(page_without_scripts)
    page.goto(live_server.url)

    keyboard.write(page.get_by_label("Was oder wen suchen Sie?"), "Fotografin Nordstadt")
    keyboard.press("Enter")
    expect(page.get_by_role("link", name="Ort: Nordstadt entfernen")).to_be_visible()
    assert sorted(names(page)) == ["Augenblick am Nordmarkt", "Lichtwerk Nord"]
    keyboard.toggle(page.get_by_role("checkbox", name="offen für Kooperation"))
    keyboard.go_to(page.get_by_label("Sortierung"))
    keyboard.press("ArrowDown")
    keyboard.enter(page.get_by_role("button", name="Filter anwenden"))
    expect(page).to_have_url(re.compile("cooperation=1.*sort=name|sort=name.*cooperation=1"))
    assert names(page) == ["Augenblick am Nordmarkt", "Lichtwerk Nord"]

    keyboard.enter(page.get_by_role("link", name="Lichtwerk Nord"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Lichtwerk Nord")
    assert ADDRESS not in page.content()
    keyboard.enter(page.get_by_role("link", name="Nachricht schreiben"))
    _write_the_message(page, keyboard)
    assert ADDRESS not in page.content()
    with a_minute_later():
        keyboard.enter(page.get_by_role("button", name="Nachricht senden"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Nachricht ist unterwegs")
    assert ADDRESS not in page.content()
    assert_arrived()
