"""The office says that a grant is aid, notes it in the register, and claims interest on what did not come back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import AidEntry, InterestClaim
from quartierwerk.rooms.funding.rules import Way
from quartierwerk.rooms.funding.tests import aid, letters, recovering
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_aid_is_said_told_and_entered(page, keyboard, enters, owner, officer, assert_accessible):
    aid.words()
    application = aid.decided(owner)

    # Somebody has to say whether an undertaking gets the money.
    enters(officer, application.get_absolute_url(), on=PHONE)
    expect(page.get_by_text("Ohne das geht kein Schreiben hinaus.")).to_be_visible()
    assert_accessible(page)
    keyboard.follow("Beihilfe prüfen")
    keyboard.choose(page.get_by_label("Ja, sie ist eine De-minimis-Beihilfe"))
    keyboard.write(page.locator("#id_undertaking"), "Studio Lux")
    keyboard.push("Speichern")
    expect(page.locator("#errors")).to_be_focused()
    assert_accessible(page)
    keyboard.write(page.get_by_label("Wirtschaftszweig"), "74.20")
    keyboard.write(page.get_by_label("Beihilfen von anderen in den letzten drei Jahren"), "299.000")
    keyboard.push("Speichern")
    expect(page.get_by_text("über dem Höchstbetrag")).to_be_visible()
    assert_accessible(page)

    # Once the letter is known, it belongs into the register.
    letter = letters.issued(application, by=officer, second=letters.second_officer())
    actions.serve_letter(letter, actor=officer, way=Way.HAND)
    enters(officer, "/beihilfen/")
    expect(page.get_by_text("offen", exact=True)).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Vermerken"))
    keyboard.write(page.get_by_label("Nummer im Register"), "DM-7")
    assert_accessible(page)
    keyboard.push("Vermerken")
    expect(page.get_by_text("Der Eintrag ist vermerkt.")).to_be_visible()
    assert AidEntry.objects.get().number == "DM-7"


def test_interest_is_reckoned_and_claimed(page, keyboard, enters, owner, officer, assert_accessible):
    recovering.rates()
    recovery = recovering.claimed(owner, office=officer)

    enters(officer, "/schreiben/zinssaetze/")
    assert_accessible(page)
    keyboard.follow("Zinssatz eintragen")
    assert_accessible(page)

    enters(officer, recovery.get_absolute_url(), on=PHONE)
    keyboard.follow("Zinsen erheben")
    page.get_by_label("Erster Tag").fill(clock.today().isoformat())
    keyboard.write(page.get_by_label("Warum Zinsen erhoben werden"), "Die Frist ist vorbei.")
    keyboard.push("Rechnen")
    expect(page.locator("#reckoned")).to_be_visible()
    assert_accessible(page)
    keyboard.push("Zinsen erheben")
    expect(page.get_by_text("Die Zinsen sind erhoben.")).to_be_visible()
    assert_accessible(page)
    keyboard.follow("Schreiben über Zinsen entwerfen")
    expect(page.get_by_text("So sind die Zinsen gerechnet").first).to_be_visible()
    assert_accessible(page)
    keyboard.push("Schreiben entwerfen")
    expect(page.get_by_text("Freigeben muss es eine andere Person")).to_be_visible()
    assert InterestClaim.objects.get().letters.count() == 1
