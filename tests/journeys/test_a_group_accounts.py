"""A group photographs its receipts, sees what it will get, hands in; the office checks, gives back, settles.

On a phone and by keyboard alone; nothing is lost on the way, and each side sees the same reckoning.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.funding.models import Application, Settlement, Voucher
from quartierwerk.rooms.funding.rules import ApplicationState, Financing, ProofLevel
from quartierwerk.rooms.funding.tests import letters as make
from quartierwerk.rooms.funding.tests import proofs
from quartierwerk.rooms.funding.tests.factories import CLUBS
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TERMS = replace(CLUBS, financing=Financing.DEFICIT, proof=ProofLevel.VOUCHERS)


def photo() -> bytes:
    """A receipt as a telephone sees it: larger than any screen, and lying on its side."""
    picture, kept = Image.new("RGB", (1600, 2400), "white"), BytesIO()
    turned = Image.Exif()
    turned[0x0112] = 6
    picture.save(kept, "JPEG", exif=turned)
    return kept.getvalue()


def test_a_group_accounts(page, keyboard, enters, directory, assert_accessible):
    group, office = accounts.person("Greta Gruppe"), make.second_officer("Erna Erste")
    application = proofs.served(group, office=office, terms=TERMS)
    proofs.paid(application, cents=1_000_00)
    comes = partial(enters, on=PHONE)

    comes(group, application.get_absolute_url())
    expect(page.get_by_role("heading", name="Verwendungsnachweis")).to_be_visible()
    assert_accessible(page)
    keyboard.push("Nachweis schreiben")
    adds(page, keyboard, assert_accessible, reason="Bühne", euros="1.700,00")
    keyboard.follow("Beleg hinzufügen")
    adds_one(page, keyboard, reason="Sekt für alle", euros="100")
    keyboard.push("Beleg speichern")
    writes(page, keyboard, assert_accessible)

    # Another device: what was typed stands there.
    comes(group, application.get_absolute_url())
    keyboard.follow("Am Nachweis weiterschreiben")
    expect(page.get_by_label("Was Sie gemacht haben")).to_have_value("Zwei Tage, acht Gruppen, viele Laternen.")
    keyboard.push("Nachweis einreichen")
    expect(page.get_by_text("Der Verwendungsnachweis ist eingereicht. Danke.")).to_be_visible()
    assert_accessible(page)

    enters(office, application.get_absolute_url(), on=DESK)
    keyboard.follow("Nachweis zurückgeben")
    keyboard.write(page.get_by_label("Was fehlt oder nicht stimmt"), "Wie viele Gruppen waren es?")
    keyboard.push("Zurückgeben")
    expect(page.get_by_text("Der Nachweis ist zurückgegeben.")).to_be_visible()

    comes(group, application.get_absolute_url())
    keyboard.follow("Am Nachweis weiterschreiben")
    expect(page.get_by_text("Wie viele Gruppen waren es?")).to_be_visible()
    expect(page.get_by_text("Sekt für alle")).to_be_visible()
    keyboard.toggle(page.get_by_label("Die Angaben stimmen"))  # declared anew each time
    assert_accessible(page)
    keyboard.push("Nachweis einreichen")
    expect(page.get_by_text("Der Verwendungsnachweis ist eingereicht. Danke.")).to_be_visible()

    enters(office, application.get_absolute_url(), on=DESK)
    checks(page, keyboard, assert_accessible)
    keyboard.follow("Abrechnen")
    expect(page.get_by_text("Noch zu zahlen: 200,00")).to_be_visible()
    assert_accessible(page)
    keyboard.push("Abrechnen")
    expect(page.get_by_text("Der Antrag ist abgerechnet.")).to_be_visible()

    comes(group, application.get_absolute_url())
    keyboard.follow("So ist abgerechnet")
    expect(page.get_by_text("Alkohol wird nicht gefördert.").first).to_be_visible()
    assert_accessible(page)
    settled = Settlement.objects.get()
    # 1,700 of the stage counts, 500 of one's own: 1,200, of which 1,000 were paid.
    assert (settled.final_cents, settled.balance, settled.released_cents) == (1_200_00, 200_00, 300_00)
    assert Application.objects.get().state == ApplicationState.SETTLED


def adds(page, keyboard, assert_accessible, *, reason, euros):
    """The first receipt, with its picture."""
    assert_accessible(page)
    keyboard.follow("Beleg hinzufügen")
    assert_accessible(page)
    picture = {"name": "IMG_0815.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    page.get_by_label("Foto oder Datei").set_input_files(picture)
    adds_one(page, keyboard, reason=reason, euros=euros)
    keyboard.push("Beleg speichern")
    expect(page.get_by_text("Der Beleg steht auf der Liste.")).to_be_visible()
    expect(page.get_by_role("link", name="Beleg 1 ansehen")).to_be_visible()
    assert Voucher.objects.get().paper.kind == "jpg"
    assert_accessible(page)


def adds_one(page, keyboard, *, reason, euros):
    keyboard.write(page.get_by_label("Betrag"), euros)
    page.get_by_label("Datum des Belegs").fill(f"{clock.today()}")
    keyboard.write(page.get_by_label("Wofür"), reason)
    keyboard.write(page.get_by_label("Wer das Geld bekommen hat"), "Handel Hase")


def writes(page, keyboard, assert_accessible):
    """The report; what one gets is said beside it, before anything is sent."""
    keyboard.write(page.get_by_label("Was Sie gemacht haben"), "Zwei Tage, acht Gruppen, viele Laternen.")
    keyboard.write(page.get_by_label("Wie viele dabei waren"), "240")
    keyboard.write(page.get_by_label("Kasse"), "500")
    page.keyboard.press("Tab")
    expect(page.get_by_role("heading", name="Das bekommen Sie am Ende")).to_be_visible()
    expect(page.locator("#stand").get_by_text("1.300,00").first).to_be_visible()
    expect(page.get_by_text("Bitte bestätigen Sie")).to_be_visible()
    keyboard.toggle(page.get_by_label("Die Angaben stimmen"))
    expect(page.get_by_text("Nichts fehlt.")).to_be_visible()
    expect(page.get_by_text("gespeichert", exact=False).first).to_be_visible()
    assert_accessible(page)


def checks(page, keyboard, assert_accessible):
    """Everything on one screen: what is refused changes the sum at once."""
    keyboard.follow("Verwendungsnachweis prüfen")
    assert_accessible(page)
    keyboard.push("Stichprobe ziehen")
    expect(page.get_by_text("in der Stichprobe").first).to_be_visible()
    refused = page.get_by_role("group", name="Sekt für alle")
    keyboard.write(refused.get_by_label("nicht anerkannt"), "100")
    keyboard.write(refused.get_by_label("warum"), "Alkohol wird nicht gefördert.")
    keyboard.write(page.get_by_label("Prüfvermerk"), "Beide Belege angesehen.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("status").get_by_text("1.200,00").first).to_be_visible()
    assert_accessible(page)
    keyboard.push("Prüfung speichern")
    expect(page.get_by_text("Die Prüfung ist gespeichert.")).to_be_visible()
