"""A decision becomes a letter by two people of the office, lies in the portal, and is retrieved: by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.funding.models import Letter
from quartierwerk.rooms.funding.rules import LetterState
from quartierwerk.rooms.funding.tests import letters as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 800}


def test_a_letter_arrives(page, keyboard, live_server, sign_in, directory, assert_accessible):
    make.texts()
    first, second = make.second_officer("Erna Erste"), make.second_officer("Zoe Zweite")
    keeper = make.agreed(accounts.person("Greta Gruppe"))
    application = make.decided(keeper)

    sign_in(page, first)
    page.goto(f"{live_server.url}/schreiben/?state=draft")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name=application.number))
    expect(page.get_by_text("eintausendfünfhundert Euro").first).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Schreiben entwerfen"))
    expect(page.get_by_text("Freigeben muss es eine andere Person")).to_be_visible()
    letter = Letter.objects.get()

    sign_in(page, second)
    page.goto(f"{live_server.url}{letter.get_absolute_url()}")
    assert_accessible(page)
    for step, button in (("Freigeben", "Freigeben"), ("Ausfertigen", "Ausfertigen")):
        keyboard.enter(page.get_by_role("link", name=step, exact=True))
        keyboard.enter(page.get_by_role("button", name=button))
    keyboard.enter(page.get_by_role("link", name="Bekannt geben"))
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Eintragen"))
    expect(page.get_by_text("liegt im Portal")).to_be_visible()

    sign_in(page, keeper)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/mein/")
    keyboard.enter(page.get_by_role("link", name="Ein Schreiben für Sie"))
    assert_accessible(page)
    expect(page.get_by_text("Zuwendungsbescheid")).to_have_count(0)
    keyboard.enter(page.get_by_role("button", name="Schreiben abrufen"))
    expect(page.get_by_text("Klage möglich bis")).to_be_visible()
    assert_accessible(page)
    letter.refresh_from_db()
    assert letter.state == LetterState.SERVED
