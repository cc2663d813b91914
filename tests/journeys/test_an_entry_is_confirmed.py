"""A mail asks whether an entry still holds, one button answers; what nobody answers the office confirms."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions
from quartierwerk.rooms.directory.models import Asking
from quartierwerk.rooms.directory.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_somebody_confirms_with_one_button(page, keyboard, live_server, directory, assert_accessible):
    profile = directory["Lichtwerk Nord"]
    actions.ask([profile], actor=system("worker"))
    link = re.search(r"(/verzeichnis/stimmt-noch/\S+)", OutgoingMail.objects.latest("pk").text)[1]

    page.goto(live_server.url + link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Stimmt dieser Eintrag noch?")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Stimmt noch"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Vielen Dank")
    assert_accessible(page)
    assert Asking.objects.get().answer == "confirmed"


def test_the_office_confirms_what_nobody_could_be_asked_about(
    page, keyboard, live_server, directory, sign_in, officer, assert_accessible
):
    quiet = factories.profile(name="Stille Werkstatt", contacts=(factories.phone(),))
    actions.ask([quiet], actor=system("worker"))
    sign_in(page, officer)
    page.goto(f"{live_server.url}/arbeit/")
    keyboard.enter(page.get_by_role("main").get_by_role("link", name=re.compile("Unbestätigte Einträge")))
    expect(page.get_by_text("Es ist keine Adresse hinterlegt.")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Bestätigen"))
    assert_accessible(page)
    keyboard.write(page.get_by_label("Notiz"), "Am Telefon")
    keyboard.enter(page.get_by_role("button", name="Stimmt noch"))

    expect(page.get_by_text("„Stille Werkstatt“ ist bestätigt.")).to_be_visible()
    assert_accessible(page)
    assert Asking.objects.get().note == "Am Telefon"
