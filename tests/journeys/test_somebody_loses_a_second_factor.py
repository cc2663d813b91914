"""Somebody has lost their second factor: two in the office reset it, by keyboard; the person sets up another one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quartierwerk.rooms.accounts.queries import second_factors
from quartierwerk.rooms.accounts.tests import factories as accounts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_two_people_in_the_office_reset_a_lost_second_factor(
    page, keyboard, live_server, sign_in, officer, assert_accessible
):
    lost = accounts.person("Lotte Verloren")
    accounts.app(lost)
    sign_in(page, officer)
    page.goto(f"{live_server.url}/konto/stelle/zweiter-faktor/")
    keyboard.write(page.get_by_label("E-Mail-Adresse"), "niemand@beispiel.example")
    keyboard.press("Enter")
    expect(page.get_by_text("Mit dieser Adresse meldet sich niemand an.").first).to_be_visible()
    assert_accessible(page)
    page.get_by_label("E-Mail-Adresse").fill(lost.email)
    keyboard.enter(page.get_by_role("button", name="Zurücksetzen veranlassen"))
    expect(page.get_by_text("Veranlasst.")).to_be_visible()
    expect(page.get_by_role("button", name="Bestätigen")).to_have_count(0)
    assert_accessible(page)

    sign_in(page, accounts.officer("Zweite Kraft"))
    page.goto(f"{live_server.url}/konto/stelle/zweiter-faktor/")
    expect(page.get_by_text("Lotte Verloren")).to_be_visible()
    keyboard.enter(page.get_by_role("button", name="Bestätigen"))
    expect(page.get_by_text("Zurückgesetzt.")).to_be_visible()
    assert_accessible(page)

    assert second_factors(lost) == []
