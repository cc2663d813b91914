"""The treasury keeps a year, from the scheme to a payment that one person proposes and another one releases."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quartierwerk.rooms.budget import actions
from quartierwerk.rooms.budget.models import Order, Pot
from quartierwerk.rooms.budget.rules import Sums
from quartierwerk.rooms.budget.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def keeper(directory):
    """The treasurer of a city whose scheme provides for 16,000 euros a year."""
    somebody = factories.treasurer()
    terms = actions.PillarTerms(name_de="Sachkosten", first_year=2016, total_cents=1_600_000, basis="Ratsbeschluss")
    actions.add_pillar(terms, actor=somebody)
    return somebody


def test_the_treasury_pays_by_four_eyes(page, keyboard, live_server, sign_in, keeper, officer, assert_accessible):
    def button(name):
        return page.get_by_role("button", name=name, exact=True)

    def link(name):
        return page.get_by_role("link", name=name, exact=True)

    def fill(**said):
        for label, text in said.items():
            keyboard.write(page.get_by_label(label), text)

    sign_in(page, keeper)
    page.goto(f"{live_server.url}/kasse/")
    expect(page.get_by_text("Noch kein Haushaltsjahr")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(link("Haushaltsjahr eröffnen"))
    expect(page.get_by_text("Sachkosten: 1 Topf, vorgesehen 16.000,00 €")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(button("Eröffnen"))
    keyboard.enter(page.get_by_role("link", name="Nach Plan zuweisen"))
    expect(page.get_by_text("Zugewiesen werden zusammen 16.000,00 €")).to_be_visible()
    fill(Grundlage="Ratsbeschluss vom 1. Februar")
    keyboard.enter(button("Zuweisen"))
    expect(page.get_by_text("Von 16.000,00 € sind 0,00 € ausgezahlt")).to_be_visible()
    assert_accessible(page)

    keyboard.enter(link("Sachkosten"))
    assert_accessible(page)
    keyboard.enter(link("Reservieren"))
    fill(**{"Betrag in Euro": "1,234", "Wofür": "Lichterfest"})
    keyboard.enter(button("Reservieren"))
    expect(page.locator("#errors")).to_be_focused()
    assert_accessible(page)
    fill(**{"Betrag in Euro": "1.500,50"})
    keyboard.enter(button("Reservieren"))
    keyboard.enter(link("Festlegen"))
    expect(page.get_by_label("Betrag in Euro")).to_have_value("1.500,50")
    keyboard.enter(button("Festlegen"))
    assert_accessible(page)
    keyboard.enter(link("Zahlung vorschlagen"))
    fill(**{"Betrag in Euro": "1.000", "Wer das Geld bekommt": "Verein Licht", "Verwendungszweck": "Rate 1"})
    keyboard.enter(button("Zahlung vorschlagen"))
    expect(page.get_by_text("Sie haben diese Zahlung vorgeschlagen")).to_be_visible()
    expect(link("Freigeben")).to_have_count(0)
    assert_accessible(page)

    page.context.clear_cookies()
    sign_in(page, officer)
    page.goto(f"{live_server.url}/kasse/zahlungen/")
    assert_accessible(page)
    keyboard.toggle(page.get_by_label("„Rate 1“ auswählen"))
    keyboard.enter(button("Ausgewählte freigeben"))
    expect(page.get_by_text("Zusammen 1.000,00 €")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(button("Freigeben"))
    expect(page.get_by_text("1 Zahlung ist freigegeben.")).to_be_visible()

    page.goto(f"{live_server.url}/kasse/")
    said = (
        "Von 16.000,00 € sind 1.000,00 € ausgezahlt, 500,50 € festgelegt und 0,00 € reserviert; 14.499,50 € sind noch"
    )
    expect(page.get_by_text(said)).to_be_visible()
    assert_accessible(page)
    page.goto(f"{live_server.url}/kasse/journal/")
    expect(page.get_by_role("row", name="Auszahlung")).to_be_visible()
    assert_accessible(page)
    assert Pot.objects.get().sums == Sums(funds=1_600_000, committed=50_050, paid=100_000)
    assert (Order.objects.get().proposed_by, Order.objects.get().decided_by) == (keeper, officer)


def test_the_treasury_works_without_scripts(page_without_scripts, live_server, sign_in, keeper, screens):
    page = page_without_scripts
    pot = factories.pot(cents=100_000, by=keeper)
    sign_in(page, keeper)

    page.goto(f"{live_server.url}/kasse/")
    page.get_by_label("Gruppiert nach").select_option("bezirk")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.get_by_role("rowheader", name="gesamte Stadt")).to_be_visible()
    page.goto(live_server.url + pot.get_absolute_url())
    page.get_by_role("link", name="Buchungen 1").click()

    expect(page.get_by_role("row", name="Zuweisung")).to_be_visible()
