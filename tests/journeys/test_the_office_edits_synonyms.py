"""The office teaches the search a word, and the search follows; by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation.search.follower import Follower

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_office_edits_synonyms(page, keyboard, live_server, sign_in, directory, officer, assert_accessible):
    search = f"{live_server.url}/verzeichnis/?q=Lichtbildner"
    nothing = page.get_by_text("Dazu haben wir nichts gefunden")
    words = page.get_by_label("Wörter")
    save = page.get_by_role("button", name="Speichern")
    sign_in(page, officer)

    page.goto(search)
    expect(nothing).to_be_visible()
    assert_accessible(page)
    page.goto(f"{live_server.url}/arbeit/")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Synonyme"))
    expect(page.get_by_text("Noch keine Synonyme")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Neue Gruppe").first)

    keyboard.write(words, "Lichtbildner")
    keyboard.enter(save)
    expect(page.locator("#errors")).to_be_focused()
    assert_accessible(page)
    keyboard.enter(page.locator("#errors").get_by_role("link", name="Wörter"))
    expect(words).to_be_focused()
    keyboard.write(words, "Fotograf")
    keyboard.press("Enter")
    page.keyboard.type("Lichtbildner")
    keyboard.enter(save)
    expect(page.get_by_role("cell", name="Fotograf · Lichtbildner")).to_be_visible()
    assert_accessible(page)

    Follower().follow()
    page.goto(search)
    expect(page.get_by_role("link", name="Lichtwerk Nord")).to_be_visible()

    page.goto(f"{live_server.url}/verzeichnis/synonyme/")
    keyboard.enter(page.get_by_role("link", name="Bearbeiten Fotograf"))
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Gruppe aufheben"))
    expect(page.get_by_text("Die Gruppe gilt nicht mehr.")).to_be_visible()
    Follower().follow()
    page.goto(search)
    expect(nothing).to_be_visible()
