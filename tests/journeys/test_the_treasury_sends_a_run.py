"""Payments leave the house: one gathers them, another releases the run and takes its file, the bank tells the rest."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.rooms.budget import queries
from quartierwerk.rooms.budget.models import PaymentRun, StatementLine
from quartierwerk.rooms.budget.rules import RunState, SentState
from quartierwerk.rooms.budget.tests import factories, statements
from quartierwerk.rooms.budget.tests import run_factories as runs
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_treasury_sends_a_run(page, keyboard, enters, directory, officer, assert_accessible, tmp_path):
    treasurer = factories.treasurer()
    pot = factories.pot(cents=5_000_00, by=treasurer)
    for cents, payee in ((300_00, "Chor am Markt"), (120_50, "Müller & Söhne"), (80_00, "Später e. V.")):
        runs.released(pot, cents=cents, payee=payee, by=treasurer, other=officer)

    def read(*lines, number):
        """The treasurer reads a statement of today."""
        entries = [statements.line(cents, day=clock.today(), **said) for cents, said in lines]
        file = tmp_path / f"{number}.xml"
        file.write_bytes(statements.statement(entries, total=sum(cents for cents, _said in lines), number=number))
        keyboard.follow("Kontoauszug einlesen")
        page.get_by_label("Kontoauszug").set_input_files(file)
        keyboard.push("Einlesen")

    # The account of the house, typed wrongly at first.
    enters(treasurer, "/kasse/laeufe/")
    expect(page.get_by_text("3 freigegebene Zahlungen sind in keinem Lauf.")).to_be_visible()
    assert_accessible(page)
    keyboard.follow("Lauf zusammenstellen")
    expect(page.get_by_text("Noch kein Hauskonto")).to_be_visible()
    assert_accessible(page)
    keyboard.follow("Hauskonto eintragen")
    keyboard.write(page.get_by_label("Inhaber"), "Verein für Höfe")
    keyboard.write(page.get_by_label("IBAN"), "DE02 1203 0000 0000 2020 52")
    keyboard.push("Eintragen")
    expect(page.locator("#errors")).to_be_focused()
    assert_accessible(page)
    keyboard.write(page.get_by_label("IBAN"), statements.IBAN)
    keyboard.push("Eintragen")
    assert_accessible(page)

    # Two of three are gathered; whoever did so cannot release them.
    enters(treasurer, "/kasse/laeufe/neu/")
    keyboard.toggle(page.get_by_role("row", name="Später e. V.").get_by_role("checkbox"))
    assert_accessible(page)
    keyboard.push("Summe ansehen")
    expect(page.get_by_text("2 Zahlungen, zusammen 420,50")).to_be_visible()
    assert_accessible(page)
    keyboard.push("Zurück zur Auswahl")
    expect(page.get_by_role("row", name="Später e. V.").get_by_role("checkbox")).not_to_be_checked()
    keyboard.push("Summe ansehen")
    keyboard.push("Zusammenstellen")
    expect(page.get_by_text("Sie haben diesen Lauf zusammengestellt")).to_be_visible()
    expect(page.get_by_role("link", name="Freigeben", exact=True)).to_have_count(0)
    assert_accessible(page)
    run = PaymentRun.objects.get()

    # Somebody else releases it on a phone, and takes the file.
    enters(officer, run.get_absolute_url(), on=PHONE)
    keyboard.follow("Freigeben")
    expect(page.get_by_text("Zahlungen: 2, zusammen 420,50")).to_be_visible()
    assert_accessible(page)
    keyboard.push("Freigeben")
    expect(page.get_by_text("seine Datei liegt bereit")).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as download:
        keyboard.push("Datei herunterladen")
    assert download.value.suggested_filename == f"{run}.xml"
    assert b"<Nm>Mueller + Soehne</Nm>" in download.value.path().read_bytes()

    # The bank tells of one sum; one payment comes back.
    enters(treasurer, "/kasse/auszuege/")
    read((-420_50, {"file": str(run), "name": "", "purpose": "Sammler"}), number="12")
    expect(page.get_by_text("1 Umsatz eingelesen, davon 1 gleich zugeordnet.")).to_be_visible()
    run.refresh_from_db()
    assert run.state == RunState.EXECUTED
    read((120_50, {"reference": f"{run}-002", "name": "Müller", "purpose": "Konto erloschen"}), number="13")
    keyboard.enter(page.get_by_role("link", name="13 ·"))
    keyboard.follow("Müller")
    expect(page.get_by_text("Nummer der Zahlung im Lauf")).to_be_visible()
    assert_accessible(page)
    keyboard.follow("Rückläufer buchen")
    assert_accessible(page)
    keyboard.push("Buchen")
    expect(page.get_by_text("Der Rückläufer ist gebucht.")).to_be_visible()
    enters(treasurer, run.get_absolute_url())
    expect(page.get_by_text("zurückgekommen")).to_be_visible()
    assert_accessible(page)
    assert [payment.state for payment in queries.payments_of(run)] == [SentState.EXECUTED, SentState.RETURNED]
    assert not StatementLine.objects.open().exists()


def test_a_run_is_gathered_without_scripts(page_without_scripts, live_server, sign_in, directory):
    page, (treasurer, other) = page_without_scripts, runs.keepers()
    runs.account(treasurer)
    pot = factories.pot(cents=500_00, by=treasurer)
    for _number in range(2):
        runs.released(pot, cents=100_00, by=treasurer, other=other)
    sign_in(page, treasurer)

    page.goto(f"{live_server.url}/kasse/laeufe/neu/")
    page.get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="Summe ansehen").click()
    expect(page.get_by_text("1 Zahlung, 100,00")).to_be_visible()
    page.get_by_role("button", name="Zusammenstellen").click()

    expect(page.get_by_text("Sie haben diesen Lauf zusammengestellt")).to_be_visible()
