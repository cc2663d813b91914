"""The annual report: the office begins, writes and publishes it; a visitor reads it on a phone and takes it along."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.foundation.documents.tests.made import Made
from quartierwerk.rooms.boards.tests.factories import districts
from quartierwerk.rooms.funding.tests.world import World
from tests.journeys.conftest import PHONE, sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_office_reports_a_year(page, keyboard, enters, officer, live_server, assert_accessible):
    districts()
    World(60, years=3, seed=11)
    year = clock.today().year - 1

    # Begun from the figures.
    enters(officer, "/foerderung/berichte/")
    assert_accessible(page)
    keyboard.follow("Bericht beginnen")
    assert_accessible(page)
    keyboard.write(page.get_by_label("Jahr"), str(clock.today().year + 1))
    keyboard.push("Entwurf anlegen")
    expect(page.locator("#errors")).to_be_focused()
    keyboard.write(page.get_by_label("Jahr"), str(year))
    keyboard.push("Entwurf anlegen")
    assert f"Im Jahr {year} ging" in page.get_by_label("Wie viele Anträge es gab").input_value()
    assert_accessible(page)

    # Written, looked at, published.
    keyboard.write(page.get_by_label("Vorwort"), "Danke an alle, die mitgemacht haben.")
    keyboard.push("Speichern")
    expect(page.get_by_role("heading", level=1, name=f"Geschäftsbericht {year}")).to_be_visible()
    expect(page.get_by_text("Danke an alle, die mitgemacht haben.")).to_be_visible()
    assert_accessible(page)
    keyboard.follow("Veröffentlichen")
    assert_accessible(page)
    keyboard.push("Veröffentlichen")
    expect(page.get_by_text("Der Bericht ist veröffentlicht.")).to_be_visible()
    expect(page.get_by_role("link", name="Texte schreiben")).to_have_count(0)

    # A visitor reads it on a phone, and takes it along.
    page.context.clear_cookies()
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/foerderung/zahlen/")
    keyboard.follow("Geschäftsberichte")
    assert_accessible(page)
    assert not sideways(page)
    keyboard.follow(f"Geschäftsbericht {year}")
    expect(page.get_by_text("Danke an alle, die mitgemacht haben.")).to_be_visible()
    expect(page.get_by_role("table", name="Höhe der Bewilligungen")).to_be_visible()
    assert_accessible(page)
    assert not sideways(page)
    address = page.get_by_role("link", name="Als PDF").get_attribute("href")
    made = Made(page.request.get(f"{live_server.url}{address}").body())
    assert made.root["/MarkInfo"]["/Marked"] and "Danke an alle" in made.text
