"""Somebody looks at what the house knows, takes it along, and erases the account; by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_somebody_takes_their_data_along_and_goes(page, keyboard, live_server, sign_in, profile, assert_accessible):
    person = factories.person("Ada Beispiel", email="ada@beispiel.example")
    factories.proposal(profile, actor=person, tagline_de="Neu", note="Der Ort hat gewechselt.")
    sign_in(page, person)
    page.goto(f"{live_server.url}/konto/")
    keyboard.enter(page.get_by_role("link", name="Meine Daten"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Meine Daten")
    assert_accessible(page)
    with page.expect_download() as download:
        keyboard.enter(page.get_by_role("button", name="Alles als Datei mitnehmen"))
    assert download.value.suggested_filename.endswith(".zip")

    keyboard.enter(page.get_by_role("button", name="Konto löschen"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Konto löschen?")
    assert_accessible(page)
    code = re.search(r"^ {4}(\S+)$", OutgoingMail.objects.latest("pk").text, re.MULTILINE)[1]
    page.get_by_label("Code aus der Mail").fill(code)
    keyboard.enter(page.get_by_role("button", name="Konto endgültig löschen"))

    expect(page.get_by_text("Ihr Konto ist gelöscht.")).to_be_visible()
    assert_accessible(page)
    assert Person.objects.get(pk=person.pk).erased_at
