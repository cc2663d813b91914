"""A repayment: the office hears a group, the group answers on a phone, it is claimed, and comes back by the bank."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.foundation.facts.delivery import deliver_waiting
from quartierwerk.rooms.budget.tests import factories as money
from quartierwerk.rooms.budget.tests import statements
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Application, Letter, Recovery
from quartierwerk.rooms.funding.rules import ApplicationState, ProofMarks, RecoveryState, Way
from quartierwerk.rooms.funding.tests import letters, proofs, recovering
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_grant_is_claimed_back(page, keyboard, enters, owner, officer, assert_accessible, tmp_path):
    application = _overpaid(owner, officer)
    second = letters.second_officer()

    # The settlement says how much is too much; whoever got it is heard first.
    enters(officer, application.get_absolute_url())
    keyboard.follow("Geld zurückfordern")
    expect(page.get_by_label("Es geht um")).to_have_value("200,00")
    assert_accessible(page)
    keyboard.push("Anhörung einleiten")
    expect(page.locator("#errors")).to_be_focused()
    keyboard.write(page.get_by_label("Was geschehen ist"), "Das Fest war billiger als geplant.")
    keyboard.push("Anhörung einleiten")
    expect(page.get_by_text("Die Anhörung ist eingeleitet.")).to_be_visible()
    assert_accessible(page)
    recovery = Recovery.objects.get()
    _draft(page, keyboard, enters, officer, recovery, assert_accessible)
    _send(second, officer)

    # The group answers on a phone.
    enters(owner, application.get_absolute_url(), on=PHONE)
    keyboard.follow(str(recovery))
    expect(page.get_by_text("Das Fest war billiger als geplant.")).to_be_visible()
    assert_accessible(page)
    keyboard.follow("Sich äußern")
    keyboard.write(page.get_by_label("Was Sie dazu sagen"), "50 Euro für das Licht fehlen in der Rechnung.")
    assert_accessible(page)
    keyboard.push("Absenden")
    expect(page.get_by_text("Ihre Äußerung ist angekommen.")).to_be_visible()

    # The office decides.
    enters(officer, recovery.get_absolute_url())
    expect(page.get_by_text("50 Euro für das Licht")).to_be_visible()
    keyboard.follow("Zurückfordern")
    keyboard.write(page.get_by_label("Wie die Äußerung gewichtet ist"), "Die Rechnung über das Licht lag schon vor.")
    assert_accessible(page)
    keyboard.push("Zurückfordern")
    expect(page.get_by_text("Entschieden.")).to_be_visible()
    _draft(page, keyboard, enters, officer, recovery, assert_accessible)
    _send(second, officer)

    # It comes back by the bank, and the case is closed.
    treasurer = money.treasurer("Kassia Kunz")
    purpose = f"Rückzahlung {application.number}"
    entry = statements.line(200_00, day=clock.today(), purpose=purpose)
    file = tmp_path / "1.xml"
    file.write_bytes(statements.statement([entry], total=200_00, number="1"))
    enters(treasurer, "/kasse/auszuege/")
    keyboard.follow("Kontoauszug einlesen")
    page.get_by_label("Kontoauszug").set_input_files(file)
    keyboard.push("Einlesen")
    keyboard.enter(page.get_by_role("link", name="1 ·"))
    keyboard.follow("Verein Licht")
    assert_accessible(page)
    keyboard.follow("Rückzahlung buchen")
    keyboard.push("Buchen")
    expect(page.get_by_text("Die Rückzahlung ist gebucht.")).to_be_visible()
    deliver_waiting()
    recovery.refresh_from_db()
    application.refresh_from_db()
    assert (recovery.state, application.state) == (RecoveryState.REPAID, ApplicationState.CLOSED)
    enters(owner, recovery.get_absolute_url(), on=PHONE)
    expect(page.get_by_text("zurückgezahlt", exact=True).first).to_be_visible()
    assert_accessible(page)


def _overpaid(owner, officer) -> Application:
    """A settled case of which 1,400 € are paid and 1,200 € were needed."""
    application = recovering.paid_out(owner, office=officer, cents=140_000)
    application = proofs.handed_in(application, by=owner, spent=(170_000, 0))
    nothing = ProofMarks(vouchers={}, lines={})
    application = actions.check_proof(application, actor=officer, marks=nothing, note="Stimmt.")
    return actions.settle_grant(application, actor=officer)


def _draft(page, keyboard, enters, officer, recovery, assert_accessible) -> None:
    """The letter that is due, from the page of the claim."""
    enters(officer, recovery.get_absolute_url())
    keyboard.follow("Schreiben entwerfen")
    assert_accessible(page)
    keyboard.push("Schreiben entwerfen")
    expect(page.get_by_text("Freigeben muss es eine andere Person")).to_be_visible()


def _send(second, officer) -> None:
    """What was drafted last is approved, issued and handed over."""
    letter = Letter.objects.order_by("pk").last()
    actions.approve_letter(letter, actor=second)
    letter = actions.issue_letter(Letter.objects.get(pk=letter.pk), actor=officer)
    actions.serve_letter(letter, actor=officer, way=Way.HAND)
