"""An owner invites somebody to keep the profile too; they accept with the mailed link, by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_owner_invites_and_the_colleague_accepts(
    page, keyboard, live_server, sign_in, owner, profile, assert_accessible
):
    sign_in(page, owner)
    page.goto(live_server.url + profile.get_absolute_url())
    keyboard.enter(page.get_by_role("link", name="Mitverwalten"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(profile.name)
    assert_accessible(page)
    keyboard.write(page.get_by_label("E-Mail-Adresse"), "neu@beispiel.example")
    keyboard.press("Enter")
    expect(page.get_by_text("Die Einladung ist unterwegs.")).to_be_visible()
    expect(page.get_by_role("button", name="Zurückziehen")).to_be_visible()
    assert_accessible(page)
    link = re.search(r"(/konto/einladung/\S+)", OutgoingMail.objects.get(to="neu@beispiel.example").text)[1]

    page.goto(live_server.url + link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Diese Einladung ging an eine andere Adresse")
    assert_accessible(page)

    sign_in(page, factories.person("Kolja Neu", email="neu@beispiel.example"))
    page.goto(live_server.url + link)
    expect(page.get_by_text(f"„{profile.name}“")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Annehmen"))
    expect(page.get_by_text("Die Rolle gehört jetzt Ihnen.")).to_be_visible()


def test_somebody_changes_their_address(page, keyboard, live_server, sign_in, owner, assert_accessible):
    sign_in(page, owner)
    page.goto(f"{live_server.url}/konto/")
    keyboard.enter(page.get_by_role("link", name="Adresse ändern"))
    assert_accessible(page)
    keyboard.write(page.get_by_label("Neue E-Mail-Adresse"), "anders@beispiel.example")
    keyboard.press("Enter")
    code = page.get_by_label("Code aus der Mail")
    expect(code).to_be_visible()
    assert_accessible(page)
    [sent] = re.findall(r"^ {4}(\S+)$", OutgoingMail.objects.latest("pk").text, re.MULTILINE)
    keyboard.write(code, sent)
    keyboard.press("Enter")
    expect(page.get_by_text("Sie melden sich mit anders@beispiel.example an.")).to_be_visible()
