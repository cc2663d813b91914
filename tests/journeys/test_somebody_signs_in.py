"""Somebody signs in with a mailed code and out again, on a phone, by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation.mail.models import OutgoingMail

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def mailed_code() -> str:
    [code] = re.findall(r"^ {4}(\S+)$", OutgoingMail.objects.latest("pk").text, re.MULTILINE)
    return code


def test_somebody_signs_in_and_out_again(page, keyboard, live_server, owner, assert_accessible):
    page.set_viewport_size({"width": 390, "height": 844})
    menu = page.locator(".head summary", has_text="Menü")
    page.goto(live_server.url)

    keyboard.enter(menu)
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Anmelden"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    assert_accessible(page)
    keyboard.write(page.get_by_label("E-Mail-Adresse"), owner.email)
    keyboard.press("Enter")

    code = page.get_by_label("Code aus der Mail")
    expect(code).to_be_visible()
    assert_accessible(page)
    keyboard.write(code, "FALSCH")
    keyboard.press("Enter")
    expect(page.locator("#errors")).to_be_focused()
    assert_accessible(page)
    keyboard.write(code, mailed_code())
    keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/")

    keyboard.enter(menu)
    keyboard.enter(page.locator("summary", has_text="Ova Eigen"))
    expect(page.get_by_role("link", name="Mein Bereich")).to_be_visible()
    assert_accessible(page)
    keyboard.press("Escape")
    expect(page.get_by_role("link", name="Mein Bereich")).to_be_hidden()
    keyboard.enter(menu)
    keyboard.enter(page.locator("summary", has_text="Ova Eigen"))
    keyboard.enter(page.get_by_role("button", name="Abmelden"))
    expect(page).to_have_url(f"{live_server.url}/")
    keyboard.enter(menu)
    expect(page.get_by_role("link", name="Anmelden")).to_be_visible()


def test_somebody_mistypes_the_address_and_begins_again(page, keyboard, live_server, owner):
    page.goto(f"{live_server.url}/konto/anmelden/")
    keyboard.write(page.get_by_label("E-Mail-Adresse"), "tippfehler@personen.example")
    keyboard.press("Enter")

    expect(page.get_by_label("Code aus der Mail")).to_be_visible()
    keyboard.enter(page.get_by_role("button", name="Andere Adresse verwenden"))

    expect(page.get_by_label("E-Mail-Adresse")).to_be_visible()
