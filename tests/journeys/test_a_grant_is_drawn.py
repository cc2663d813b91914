"""A grant is drawn, by keyboard alone.

On a phone whoever is funded names an account and asks; the office checks, the treasury orders, somebody else releases;
the account changes, and nothing goes to it before a second look.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.rooms.budget.tests import factories as money
from quartierwerk.rooms.funding.models import BankDetails, Drawdown
from quartierwerk.rooms.funding.rules import DrawdownState
from quartierwerk.rooms.funding.tests import drawing as make
from quartierwerk.rooms.funding.tests.letters import CITY
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_grant_is_drawn(page, keyboard, enters, directory, owner, officer, assert_accessible):
    grant, treasurer = make.granted(owner, terms=CITY), money.treasurer("Kaspar Kasse")
    case = grant.get_absolute_url()

    # A notice pays at once where nobody goes to court; the account is typed wrongly at first.
    enters(owner, case, on=PHONE)
    expect(page.get_by_text("Dann ist der Bescheid bestandskräftig")).to_be_visible()
    assert_accessible(page)
    keyboard.follow("Auf die Klage verzichten")
    assert_accessible(page)
    keyboard.push("Verzichten")
    keyboard.follow("Konto hinterlegen")
    keyboard.write(page.get_by_label("Das Konto lautet auf"), "Verein Lichterfest")
    keyboard.write(page.get_by_label("IBAN"), "DE02 1203 0000 0000 2020 52")
    keyboard.push("Konto speichern")
    expect(page.get_by_role("alert").get_by_text("Diese IBAN stimmt nicht.")).to_be_visible()
    assert_accessible(page)
    keyboard.write(page.get_by_label("IBAN"), make.IBAN)
    keyboard.push("Konto speichern")
    expect(page.get_by_text("Gezahlt wird auf das Konto …\u20602051.")).to_be_visible()
    assert_accessible(page)

    # Money is asked for, more than there is at first.
    keyboard.follow("Mittel abrufen")
    keyboard.write(page.get_by_label("Betrag in Euro"), "2.000")
    page.get_by_label("Gebraucht am").fill(f"{clock.today()}")
    keyboard.write(page.get_by_label("Wofür"), "Bühne 600 €")
    keyboard.push("Abrufen")
    expect(page.locator("#errors")).to_be_focused()
    assert_accessible(page)
    keyboard.write(page.get_by_label("Betrag in Euro"), "600")
    keyboard.push("Abrufen")
    expect(page.get_by_text("wird geprüft", exact=True)).to_be_visible()
    assert_accessible(page)
    drawdown = Drawdown.objects.get()

    # The office checks, the treasury orders, somebody else releases.
    enters(officer, "/abrufe/")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="600,00"))
    expect(page.get_by_text("DE02 1203 0000 0000 2020 51")).to_be_visible()
    assert_accessible(page)
    keyboard.push("Sachlich und rechnerisch richtig")
    expect(page.get_by_text("Als richtig festgestellt.")).to_be_visible()
    enters(treasurer, "/abrufe/?state=checked")
    assert_accessible(page)
    keyboard.toggle(page.get_by_label(f"„{drawdown}“ auswählen"))
    keyboard.push("Ausgewählte anweisen")
    expect(page.get_by_text("1 Auszahlung ist angewiesen.")).to_be_visible()
    enters(officer, "/kasse/zahlungen/")
    keyboard.toggle(page.get_by_label(f"{drawdown}"))
    keyboard.push("Ausgewählte freigeben")
    keyboard.push("Freigeben")
    expect(page.get_by_text("1 Zahlung ist freigegeben.")).to_be_visible()

    # It has arrived; then the account changes.
    enters(owner, case, on=PHONE)
    expect(page.get_by_text("ausgezahlt", exact=True).last).to_be_visible()
    expect(page.get_by_text("zu verwenden bis").last).to_be_visible()
    assert_accessible(page)
    keyboard.follow("Konto ändern")
    keyboard.write(page.get_by_label("Das Konto lautet auf"), "Verein Lichterfest")
    keyboard.write(page.get_by_label("IBAN"), make.OTHER)
    keyboard.push("Konto speichern")
    expect(page.get_by_text("wartet auf Bestätigung")).to_be_visible()
    enters(officer, case)
    keyboard.follow("Konto bestätigen")
    assert_accessible(page)
    keyboard.push("Bestätigen")
    expect(page.locator("#errors")).to_be_focused()
    keyboard.write(page.get_by_label("Wie Sie sich vergewissert haben"), "Rückruf unter der Nummer im Antrag")
    keyboard.push("Bestätigen")
    expect(page.get_by_text("Das Konto ist bestätigt.")).to_be_visible()
    assert_accessible(page)

    assert Drawdown.objects.explained().get().standing == DrawdownState.PAID
    assert BankDetails.objects.latest().get().is_confirmed
