"""The office builds what an application asks, by keyboard alone and without a script, and sees it as applicants do."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.funding import queries, rules
from quartierwerk.rooms.funding.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("browser_page", ["page", "page_without_scripts"])
def test_the_office_asks(request, browser_page, live_server, sign_in, directory, assert_accessible):
    page = request.getfixturevalue(browser_page)

    def look():  # axe is a script itself
        if browser_page == "page":
            assert_accessible(page)

    programme = factories.regulated(factories.programme("Fonds für Feste"))
    sign_in(page, accounts.officer())

    page.goto(f"{live_server.url}{programme.get_absolute_url()}")
    look()
    page.get_by_role("link", name="Fragen im Antrag").click()
    look()
    page.get_by_role("link", name="Abschnitt anlegen").click()
    look()
    page.get_by_label("Überschrift").fill("Zum Fest")
    page.keyboard.press("Enter")
    for label, kind in (("Wie hoch?", "kurzer Text"), ("Brauchen Sie einen Zaun?", "Ja oder Nein")):
        page.get_by_role("link", name="Frage anlegen").click()
        look()
        page.get_by_label("Frage", exact=True).fill(label)
        page.get_by_label("Geantwortet wird mit").select_option(label=kind)
        page.get_by_role("button", name="Speichern").press("Enter")
    page.get_by_role("button", name="„Wie hoch?“ nach unten").press("Enter")
    page.locator("#question-q1").get_by_role("link", name="Ändern").press("Enter")
    look()
    page.get_by_label("Ja", exact=True).press("Space")
    page.get_by_role("button", name="Speichern").press("Enter")
    expect(page.get_by_text("Nur bei „Ja“ auf die Frage „Brauchen Sie einen Zaun?“")).to_be_visible()
    look()

    page.get_by_role("link", name="Ansehen wie Antragstellende").click()
    answer = page.get_by_label("Wie hoch?")
    look()
    if browser_page == "page":
        expect(answer).to_be_hidden()
        page.get_by_label("Ja").press("Space")
    expect(answer).to_be_visible()
    page.get_by_role("link", name="Zurück zu den Fragen").click()
    page.get_by_role("link", name="Fragen festlegen").press("Enter")
    look()
    page.get_by_role("button", name="Fragen festlegen").press("Enter")

    expect(page.get_by_text("Die Fragen sind festgelegt.")).to_be_visible()
    asked = list(rules.questions(queries.questionnaire_of(programme).asks))
    assert [(one.label_de, bool(one.only_if)) for one in asked] == [
        ("Brauchen Sie einen Zaun?", False),
        ("Wie hoch?", True),
    ]
