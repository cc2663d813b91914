"""An application comes on paper: the office types it in with its scan, asks back by post and enters the answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.foundation.papers.tests.made import PDF
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.rules import ApplicationState
from quartierwerk.rooms.funding.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_office_takes_paper(page, keyboard, live_server, sign_in, directory, officer, assert_accessible):
    first = clock.today() + timedelta(days=30)
    factories.regulated(factories.programme("Fonds für Feste"))
    project = factories.project("Hofmusik", starts_on=first, ends_on=first)
    sign_in(page, officer)

    page.goto(f"{live_server.url}/antraege/")
    keyboard.enter(page.get_by_role("link", name="Vom Papier eintragen"))
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Fonds für Feste"))
    assert_accessible(page)
    page.get_by_label("Projekt").select_option(str(project.pk))
    page.get_by_label("Eingegangen am").fill(f"{clock.today() - timedelta(days=2)}")
    keyboard.write(page.get_by_label("Wer den Antrag stellt"), "Verein Hofmusik, Hinterhof 3, Dortmund")
    keyboard.enter(page.get_by_role("button", name="Weiter zum Antrag"))
    expect(page.get_by_text("Auf Papier eingegangen am")).to_be_visible()
    keyboard.write(page.get_by_label("Wofür Sie das Geld brauchen"), "Für die Bühne.")
    keyboard.write(page.get_by_label("Beantragt"), "900")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Das fehlt auf dem Papier")).to_be_visible()
    scan = {"name": "Antrag.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.get_by_label("Der unterschriebene Antrag als Scan").set_input_files(scan)
    keyboard.enter(page.get_by_role("button", name="Datei hochladen"))
    expect(page.get_by_role("link", name="Antrag.pdf")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Antrag eintragen"))
    expect(page.get_by_text("Der Antrag ist eingetragen.")).to_be_visible()
    assert_accessible(page)

    keyboard.enter(page.get_by_role("link", name="Prüfen", exact=True))
    keyboard.enter(page.get_by_role("button", name="Prüfung speichern"))
    keyboard.enter(page.get_by_role("link", name="Nachfordern"))
    keyboard.write(page.get_by_label("Was fehlt?"), "Was kostet die Bühne?")
    keyboard.enter(page.get_by_role("button", name="Frage festhalten"))
    keyboard.enter(page.get_by_role("link", name="Antwort vom Papier eintragen"))
    keyboard.write(page.get_by_label("Antwort", exact=True), "Sie kostet 900 Euro.")
    keyboard.enter(page.get_by_role("button", name="Antwort eintragen"))
    expect(page.get_by_text("Die Antwort ist eingetragen.")).to_be_visible()

    application = Application.objects.get()
    assert (application.state, application.applicant) == (ApplicationState.FORMAL_CHECK, None)
    assert application.said.answers["paper"][0]["name"] == "Antrag.pdf"
