"""A club writes an application on its phone, by keyboard alone.

Nothing typed is lost, what is missing is said, a question hangs on another, a file goes along, and what was submitted
stands.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.foundation.papers.tests.made import PDF
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.rules import ApplicationState, Condition, QuestionKind
from quartierwerk.rooms.funding.tests import factories
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_group_applies(page, keyboard, enters, directory, assert_accessible):
    keeper = accounts.person("Greta Gruppe")
    fence = Condition(question="q1", answers=("yes",))
    programme = factories.asked(
        factories.regulated(factories.programme("Fonds für Feste")),
        factories.question("q1", QuestionKind.YES_NO, label_de="Brauchen Sie einen Zaun?", is_required=True),
        factories.question("q2", label_de="Wie hoch soll er sein?", is_required=True, only_if=fence),
        factories.question("q3", QuestionKind.FILES, label_de="Lageplan", is_required=True),
    )
    first = clock.today() + timedelta(days=60)
    factories.project(by=keeper, starts_on=first, ends_on=first)
    enters(keeper, f"{programme.get_absolute_url()}antrag/", on=PHONE)
    keyboard.push("Antrag für „Lichterfest“ beginnen")
    keyboard.write(page.get_by_label("Wofür Sie das Geld brauchen"), "Für die Bühne und den Strom.")
    keyboard.write(page.locator("[name=cost_0]"), "Bühne")
    keyboard.write(page.locator("[name=cents_0]"), "1.200,00")
    keyboard.write(page.get_by_label("Beantragt"), "1.000")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Im Plan fehlen noch 200,00")).to_be_visible()
    expect(page.get_by_text("gespeichert")).to_be_visible()
    assert_accessible(page)

    # Another device: what was typed stands there.
    enters(keeper, "/mein/", on=PHONE)
    keyboard.enter(page.get_by_role("link", name="Fonds für Feste: Lichterfest"))
    expect(page.get_by_label("Wofür Sie das Geld brauchen")).to_have_value("Für die Bühne und den Strom.")
    expect(page.locator("[name=cents_0]")).to_have_value("1.200,00")

    keyboard.push("Antrag einreichen")
    expect(page.get_by_role("alert").get_by_text("Im Plan fehlen noch 200,00")).to_be_visible()
    assert_accessible(page)
    keyboard.write(page.locator("[name=source_0]"), "Kasse des Vereins")
    keyboard.write(page.locator("[name=money_0]"), "200")
    keyboard.toggle(page.get_by_label("Das Projekt hat noch nicht begonnen"))
    expect(page.get_by_label("Wie hoch soll er sein?")).to_be_hidden()
    keyboard.toggle(page.get_by_role("group", name="Brauchen Sie einen Zaun?").get_by_label("Ja"))
    expect(page.get_by_text("Bitte beantworten Sie: Wie hoch soll er sein?")).to_be_visible()
    keyboard.write(page.get_by_label("Wie hoch soll er sein?"), "Hüfthoch")
    page.get_by_label("Lageplan").set_input_files({"name": "Plan.pdf", "mimeType": "application/pdf", "buffer": PDF})
    keyboard.push("Datei hochladen")
    expect(page.get_by_role("link", name="Plan.pdf")).to_be_visible()
    expect(page.get_by_label("Wie hoch soll er sein?")).to_have_value("Hüfthoch")
    expect(page.get_by_text("Nichts fehlt.")).to_be_visible()
    assert_accessible(page)
    keyboard.push("Antrag einreichen")

    expect(page.get_by_text("Der Antrag ist eingereicht.")).to_be_visible()
    expect(page.get_by_role("link", name="Eingangsbestätigung (PDF)")).to_be_visible()
    assert_accessible(page)
    application = Application.objects.get()
    assert (application.state, application.asked_cents) == (ApplicationState.SUBMITTED, 1_000_00)
    assert application.is_sound and application.said.answers["q2"] == "Hüfthoch"
    assert application.said.answers["q3"][0]["name"] == "Plan.pdf"
    expect(page.get_by_text("Hüfthoch")).to_be_visible()
