"""The office merges a double by keyboard; its old address and number lead to the one that stays, and it comes back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.directory.schedule import look_for_doubles
from quartierwerk.rooms.directory.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_double_is_merged_and_the_old_link_works(
    page, keyboard, live_server, directory, sign_in, officer, assert_accessible
):
    stays = directory["Lichtwerk Nord"]
    goes = factories.profile(name="Lichtwerk Nord GmbH", tagline_de="Porträts und mehr")
    look_for_doubles()
    sign_in(page, officer)
    page.goto(f"{live_server.url}/arbeit/")
    keyboard.enter(page.get_by_role("link", name=re.compile("Mögliche Doppel")))
    expect(page.get_by_text("gleicher Name").first).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Vergleichen").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ist es derselbe Eintrag?")
    assert_accessible(page)
    # The sentence of the one that goes is taken; everything else stays as it proposes itself.
    sentence = page.get_by_role("group", name="In einem Satz", exact=True)
    expect(sentence.get_by_role("radio").first).to_be_checked()
    keyboard.go_to(sentence.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    expect(sentence.get_by_role("radio").nth(1)).to_be_checked()
    keyboard.enter(page.get_by_role("button", name="Zusammenführen"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Lichtwerk Nord")
    expect(page.get_by_text("Porträts und mehr").first).to_be_visible()
    assert_accessible(page)

    page.context.clear_cookies()
    for old in (goes.get_absolute_url(), f"/verzeichnis/{goes.pk}/", f"/en/verzeichnis/{goes.pk}/"):
        page.goto(live_server.url + old)
        expect(page).to_have_url(re.compile(f"/{stays.pk}/lichtwerk-nord/$"))
    assert page.request.get(f"{live_server.url}/api/v1/profiles/{goes.pk}").json()["id"] == stays.pk

    sign_in(page, officer)
    page.goto(live_server.url + stays.get_absolute_url())
    keyboard.enter(page.get_by_role("link", name="Zusammenführung zurücknehmen"))
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Zusammenführung zurücknehmen"))
    expect(page.get_by_text("Beide Profile stehen wieder für sich.")).to_be_visible()
    assert set(Profile.objects.visible_to(None)) >= {stays, goes}


def test_whoever_types_an_entry_sees_those_it_resembles(page, keyboard, live_server, directory, assert_accessible):
    page.goto(f"{live_server.url}/verzeichnis/eintrag-vorschlagen/")
    keyboard.write(page.get_by_label("Name").first, "Lichtwerk Nord")

    expect(page.get_by_role("status").get_by_role("link", name="Lichtwerk Nord", exact=True)).to_be_visible()

    assert_accessible(page)
    keyboard.write(page.get_by_label("Name").first, "Ganz anders")
    expect(page.get_by_text("Gibt es diesen Eintrag schon?")).to_be_hidden()
