"""The last keeper of a profile wants to go: first refused, then handed over, then gone; by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quartierwerk.rooms.accounts.queries import holders
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.accounts.tests import factories as accounts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_keeper_hands_over_and_leaves(
    page, keyboard, live_server, sign_in, owner, stranger, profile, assert_accessible
):
    [(name, scope)] = stranger.roles_today
    accounts.role(owner, name, scope=scope)  # they keep another profile together
    sign_in(page, owner)
    page.goto(f"{live_server.url}/konto/")
    keyboard.enter(page.get_by_role("link", name="Übergeben und ausscheiden"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Übergeben und ausscheiden")
    assert_accessible(page)

    keyboard.enter(page.get_by_role("link", name="Ausscheiden", exact=True))
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Ausscheiden"))
    expect(page.get_by_text(f"„{profile.name}“").first).to_be_visible()
    assert_accessible(page)

    keyboard.enter(page.get_by_role("link", name="Übergeben und ausscheiden"))
    page.get_by_label("Wer übernimmt").select_option(label="Fremda Anders")
    keyboard.enter(page.get_by_role("button", name="Übergabe prüfen"))
    expect(page.get_by_role("heading", level=1)).to_have_text("An Fremda Anders übergeben?")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Übergeben"))
    expect(page.get_by_text("Übergeben an Fremda Anders.")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Ausscheiden", exact=True))
    keyboard.enter(page.get_by_role("button", name="Ausscheiden"))
    expect(page.get_by_text("Sie sind abgemeldet")).to_be_visible()
    assert holders(RoleName.PROFILE_ADMIN, scope=profile.reference).get() == stranger
