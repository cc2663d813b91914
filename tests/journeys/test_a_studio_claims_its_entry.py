"""A studio finds itself unclaimed, claims its entry and corrects it: by the mailbox on file, and through the office."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.directory.tests import factories
from tests.journeys.conftest import a_minute_later

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STUDIO = "post@lichtwerk.example"


@pytest.fixture
def unclaimed(directory):
    """A studio of which the directory knows an address and little else."""
    profile = factories.profile(name="Studio Kanal", contacts=(factories.email(STUDIO),))
    follower.rebuild()
    return profile


def test_whoever_reads_the_mailbox_keeps_the_entry_at_once(
    page, keyboard, live_server, unclaimed, sign_in, screens, assert_accessible
):
    page.goto(f"{live_server.url}/verzeichnis/?q=Studio+Kanal")
    keyboard.enter(page.get_by_role("link", name="Studio Kanal"))
    keyboard.enter(page.get_by_role("link", name="Selbst verwalten"))
    expect(page.get_by_role("heading", level=1)).to_have_text("„Studio Kanal“ selbst verwalten")
    for _screen in screens(page):
        assert_accessible(page)
    with a_minute_later():
        keyboard.enter(page.get_by_role("button", name="Link schicken"))
        expect(page.get_by_text("Die Mail mit dem Link ist unterwegs")).to_be_visible()
    link = re.search(r"(/verzeichnis/ansprueche/link/\S+)", OutgoingMail.objects.get(to=STUDIO).text)[1]

    page.goto(live_server.url + link)
    expect(page.get_by_role("link", name="Anmelden und weiter")).to_be_visible()
    for _screen in screens(page):
        assert_accessible(page)
    sign_in(page, factories.person("Lia Licht", email="lia@post.example"))
    page.goto(live_server.url + link)
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Eintrag verwalten"))
    expect(page.get_by_text("Sie verwalten diesen Eintrag jetzt.")).to_be_visible()
    keyboard.write(page.get_by_role("textbox", name="In einem Satz (freiwillig)", exact=True), "Licht am Wasser")
    keyboard.enter(page.get_by_role("button", name="Speichern"))
    expect(page.get_by_text("Licht am Wasser")).to_be_visible()
    expect(page.get_by_text("vom Profil selbst")).to_be_visible()

    page.goto(live_server.url + link)
    expect(page.get_by_text("Dieser Link gilt nicht mehr").first).to_be_visible()


def test_through_the_office_claim_and_correction_are_seen_together(
    page, keyboard, live_server, unclaimed, sign_in, officer, screens, assert_accessible
):
    lia = factories.person("Lia Licht", email="lia@post.example")
    sign_in(page, lia)
    page.goto(f"{live_server.url}/verzeichnis/{unclaimed.pk}/selbst-verwalten/")
    keyboard.enter(page.get_by_role("button", name="Um Verwaltung bitten"))
    expect(page.locator("#errors")).to_be_focused()
    assert_accessible(page)
    keyboard.write(page.get_by_label("Wie gehören Sie dazu?"), "Ich führe das Studio und stehe im Impressum.")
    keyboard.enter(page.get_by_role("button", name="Um Verwaltung bitten"))
    expect(page.get_by_text("Danke. Ihre Bitte liegt vor")).to_be_visible()
    page.goto(f"{live_server.url}/mein/")
    keyboard.enter(page.get_by_role("link", name="Studio Kanal"))
    expect(page.get_by_text("Ihre Bitte wartet auf eine Entscheidung.")).to_be_visible()
    for _screen in screens(page):
        assert_accessible(page)
    keyboard.enter(page.get_by_role("main").get_by_role("link", name="Änderung vorschlagen"))
    keyboard.write(page.get_by_role("textbox", name="In einem Satz (freiwillig)", exact=True), "Licht am Wasser")
    with a_minute_later():
        keyboard.enter(page.get_by_role("button", name="Vorschlag senden"))
        expect(page.get_by_text("Er wartet auf eine Entscheidung.")).to_be_visible()
    page.goto(live_server.url + unclaimed.get_absolute_url())
    expect(page.get_by_text("Licht am Wasser")).to_have_count(0)

    sign_in(page, officer)
    page.goto(f"{live_server.url}/arbeit/")
    keyboard.enter(page.get_by_role("link", name=re.compile("Ansprüche auf Profile, die auf eine Entscheidung")))
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Studio Kanal"))
    for _screen in screens(page):
        assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Bestätigen"))
    expect(page.get_by_text("Bestätigt. Lia Licht verwaltet jetzt")).to_be_visible()
    keyboard.enter(page.get_by_role("main").get_by_role("link", name="In einem Satz"))
    keyboard.enter(page.get_by_role("button", name="Angekreuztes übernehmen"))
    expect(page.get_by_text("Übernommen. So steht es jetzt im Verzeichnis.")).to_be_visible()
    subjects = set(OutgoingMail.objects.filter(to=lia.email).values_list("subject", flat=True))
    assert {"Ihre Bitte zu „Studio Kanal“ liegt vor", "Sie verwalten jetzt „Studio Kanal“"} <= subjects
    assert not any("mit verwalten" in subject for subject in subjects)

    sign_in(page, lia)
    page.goto(live_server.url + unclaimed.get_absolute_url())
    expect(page.get_by_text("Licht am Wasser")).to_be_visible()
    expect(page.get_by_role("link", name="Bearbeiten")).to_be_visible()
