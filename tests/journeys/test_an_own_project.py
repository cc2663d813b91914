"""An own project from idea to end, by keyboard alone.

A group asks on a phone, the board resolves, invoices are handed in, checked, ordered by one and released by another;
what is left goes back.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.models import Motion
from quartierwerk.rooms.boards.tests import factories as boards
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.budget.tests import factories as money
from quartierwerk.rooms.funding.models import Closing, Invoice, Project
from quartierwerk.rooms.funding.rules import InvoiceState, ProjectKind
from quartierwerk.rooms.funding.tests import own_factories as own
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_own_project_with_invoices(page, keyboard, enters, directory, officer, assert_accessible):
    board, keeper, treasurer = own.board(), accounts.person("Greta Gruppe"), money.treasurer("Kaspar Kasse")
    administration = boards.district_officer(board.body.district)
    yesterday = clock.today() - timedelta(days=1)

    # The idea, and what it needs: on a phone.
    enters(keeper, "/projekte/neu/", on=PHONE)
    keyboard.write(page.get_by_label("Titel"), "Bank am Brunnen")
    keyboard.write(page.get_by_label("Was geschieht"), "Wir bauen eine Bank.")
    page.get_by_label("Art", exact=True).select_option(ProjectKind.OWN.value)
    keyboard.write(page.get_by_label("Wer führt es durch"), "Projektgruppe Nord")
    page.get_by_label("federführend").select_option(f"{board.body.district_id}")
    page.get_by_label("Erster Tag").fill(f"{yesterday}")
    page.get_by_label("Letzter Tag").fill(f"{yesterday}")
    keyboard.push("Projekt anlegen")
    keyboard.follow("Geld und Rechnungen")
    expect(page.get_by_text("ein eigenes Konto brauchen Sie nicht")).to_be_visible()
    assert_accessible(page)
    keyboard.follow("Geld anfragen")
    keyboard.write(page.locator("[name=cost_0]"), "Holz")
    keyboard.push("Anfragen")
    expect(page.locator("#errors")).to_be_focused()
    assert_accessible(page)
    keyboard.write(page.locator("[name=cents_0]"), "600")
    keyboard.write(page.locator("[name=cost_1]"), "Farbe")
    keyboard.write(page.locator("[name=cents_1]"), "80,50")
    keyboard.push("Anfragen")
    expect(page.get_by_text("wartet auf eine Sitzung")).to_be_visible()
    assert_accessible(page)
    project = Project.objects.get()

    # The chair of the board puts it on an agenda; the board resolves.
    enters(board.chair, f"/projekte/{project.pk}/geld/")
    keyboard.follow("Auf die Tagesordnung setzen")
    expect(page.get_by_text("12.000,00 € verfügbar")).to_be_visible()
    assert_accessible(page)
    keyboard.push("Auf die Tagesordnung setzen")
    expect(page.get_by_text("Auf der Tagesordnung.")).to_be_visible()
    expect(page.get_by_role("row", name="11.319,50")).to_be_visible()
    assert_accessible(page)
    own.vote(Motion.objects.get(), board)

    # An invoice, typed wrongly at first.
    enters(keeper, f"/projekte/{project.pk}/geld/", on=PHONE)
    expect(page.get_by_role("link", name="Beschluss 1/")).to_be_visible()
    keyboard.follow("Rechnung einreichen")
    keyboard.write(page.get_by_label("Wer das Geld bekommt"), "Holz Hain")
    keyboard.write(page.get_by_label("Rechnungsnummer"), "R-17")
    page.get_by_label("Datum der Rechnung").fill(f"{yesterday}")
    keyboard.write(page.get_by_label("Betrag in Euro"), "512,40")
    keyboard.write(page.get_by_label("IBAN"), "DE02 1203 0000 0000 2020 52")
    page.get_by_label("Wofür").select_option("Holz")
    keyboard.push("Einreichen")
    expect(page.get_by_role("alert").get_by_text("Diese IBAN stimmt nicht.")).to_be_visible()
    assert_accessible(page)
    keyboard.write(page.get_by_label("IBAN"), own.IBAN)
    keyboard.push("Einreichen")
    expect(page.get_by_text("wird geprüft", exact=True)).to_be_visible()
    assert_accessible(page)
    invoice = Invoice.objects.get()

    # The district checks, the treasury orders, somebody else releases.
    enters(administration, "/rechnungen/")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="512,40"))
    keyboard.push("Sachlich und rechnerisch richtig")
    expect(page.get_by_text("Als richtig festgestellt.")).to_be_visible()
    assert_accessible(page)
    enters(treasurer, invoice.get_absolute_url())
    keyboard.follow("Zahlung anweisen")
    expect(page.get_by_text("DE02 1203 0000 0000 2020 51")).to_be_visible()
    assert_accessible(page)
    keyboard.push("Anweisen")
    expect(page.get_by_text("zur Zahlung angewiesen", exact=True)).to_be_visible()
    enters(officer, "/kasse/zahlungen/")
    assert_accessible(page)
    keyboard.toggle(page.get_by_label("R-17"))
    keyboard.push("Ausgewählte freigeben")
    assert_accessible(page)
    keyboard.push("Freigeben")
    expect(page.get_by_text("1 Zahlung ist freigegeben.")).to_be_visible()
    assert Invoice.objects.get().standing == InvoiceState.PAID

    # The end.
    enters(keeper, f"/projekte/{project.pk}/geld/", on=PHONE)
    expect(page.get_by_text("bezahlt", exact=True).last).to_be_visible()
    keyboard.follow("Projekt abrechnen")
    assert_accessible(page)
    keyboard.write(page.get_by_label("Was stattgefunden hat"), "Die Bank steht.")
    keyboard.write(page.get_by_label("Wie viele dabei waren"), "40")
    keyboard.write(page.get_by_label("Stunden Ehrenamt"), "12")
    keyboard.push("Abrechnen")
    expect(page.get_by_text("Zurück in den Topf gingen 168,10")).to_be_visible()
    assert_accessible(page)
    assert Closing.objects.get().paid_cents == 512_40
    assert Pot.objects.get(pk=board.pot.pk).available == 12_000_00 - 512_40
