"""Somebody in the office sets up a passkey and an app, signs in with each, and sees their devices, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import CDPSession, Page, expect

from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def local(live_server: Any, settings: Any) -> str:
    """The address of the server by a name: passkeys refuse a bare network address."""
    settings.SITE_URL = f"http://localhost:{live_server.url.rpartition(':')[2]}"
    settings.ALLOWED_HOSTS = ["*"]
    return settings.SITE_URL


@pytest.fixture
def passkeys(page: Page) -> Iterator[CDPSession]:
    """A key that is built into the device and opens by finger, as Chromium plays it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    yield devtools
    devtools.detach()


def mailed_code() -> str:
    [code] = re.findall(r"^ {4}(\S+)$", OutgoingMail.objects.latest("pk").text, re.MULTILINE)
    return code


def ask_for_a_code(page, keyboard, local, person):
    page.goto(f"{local}/konto/anmelden/")
    keyboard.write(page.get_by_label("E-Mail-Adresse"), person.email)
    keyboard.press("Enter")
    expect(page.get_by_label("Code aus der Mail")).to_be_visible()
    keyboard.write(page.get_by_label("Code aus der Mail"), mailed_code())
    keyboard.press("Enter")
    expect(page.get_by_label("Code aus der Mail")).to_be_hidden()


@pytest.fixture
def page(browser, browser_context_args, live_server) -> Iterator[Page]:
    """A page under the server's name, which must stay silent like every other."""
    from tests.journeys.conftest import _watched

    context = browser.new_context(**browser_context_args)
    yield from _watched(context.new_page(), f"http://localhost:{live_server.url.rpartition(':')[2]}")
    context.close()


def test_an_officer_sets_up_a_passkey_and_signs_in_with_it(page, keyboard, local, passkeys, assert_accessible):
    officer = factories.officer("Olga Amt")
    ask_for_a_code(page, keyboard, local, officer)
    page.goto(f"{local}/arbeit/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sicher anmelden")
    expect(page.get_by_text("Ihre Rolle im Amt gilt noch nicht")).to_be_visible()
    assert_accessible(page)

    keyboard.enter(page.get_by_role("link", name="Passkey einrichten"))
    expect(page.get_by_label("Name des Passkeys")).to_have_value("Passkey 1")
    assert_accessible(page)
    keyboard.write(page.get_by_label("Name des Passkeys"), "Diensthandy")
    keyboard.enter(page.get_by_role("button", name="Passkey einrichten"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Notfallcodes")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Ich habe sie aufbewahrt"))
    expect(page.get_by_text("Diensthandy")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{local}/arbeit/")
    expect(page).to_have_url(f"{local}/arbeit/")

    page.context.clear_cookies()
    page.goto(f"{local}/konto/anmelden/?next=/arbeit/")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Mit Passkey anmelden"))
    expect(page).to_have_url(f"{local}/arbeit/")


def test_a_passkey_is_the_second_factor_after_a_mailed_code(page, keyboard, local, passkeys, assert_accessible):
    person = factories.person("Ada Beispiel")
    ask_for_a_code(page, keyboard, local, person)
    page.goto(f"{local}/konto/sicherheit/passkey/")
    keyboard.enter(page.get_by_role("button", name="Passkey einrichten"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Notfallcodes")

    page.context.clear_cookies()
    ask_for_a_code(page, keyboard, local, person)
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Faktor")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Passkey verwenden"))

    expect(page).to_have_url(f"{local}/")


def test_a_passkey_that_is_refused_is_said_on_the_page(page, keyboard, local, passkeys, assert_accessible):
    page.goto(f"{local}/konto/anmelden/")

    keyboard.enter(page.get_by_role("button", name="Mit Passkey anmelden"))  # the device holds none

    expect(page.get_by_text("Der Passkey wurde nicht angenommen.")).to_be_visible()
    assert_accessible(page)


def test_an_app_is_set_up_and_asked_for(page, keyboard, local, assert_accessible):
    officer = factories.officer("Olga Amt")
    ask_for_a_code(page, keyboard, local, officer)
    page.goto(f"{local}/konto/sicherheit/")
    keyboard.enter(page.get_by_role("link", name="App einrichten"))
    expect(page.get_by_label("Code aus der App")).to_be_visible()
    assert_accessible(page)
    secret = page.locator("[data-copy-text]").inner_text()
    keyboard.write(page.get_by_label("Code aus der App"), "000000")
    keyboard.press("Enter")
    expect(page.locator("#errors")).to_be_focused()
    with time_machine.travel(factories.next_half_minute()):
        keyboard.write(page.get_by_label("Code aus der App"), factories.app_code(secret))
        keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Notfallcodes")

    page.context.clear_cookies()
    ask_for_a_code(page, keyboard, local, officer)
    with time_machine.travel(factories.next_half_minute()):
        keyboard.write(page.get_by_label("Code aus der App oder Notfallcode"), factories.app_code(secret))
        keyboard.press("Enter")
        expect(page).to_have_url(f"{local}/")

    page.goto(f"{local}/konto/geraete/")
    expect(page.get_by_text("dieses Gerät")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Alle anderen abmelden"))
    expect(page.get_by_text("Abgemeldet.")).to_be_visible()
    expect(page.get_by_role("button", name="Alle anderen abmelden")).to_be_hidden()
