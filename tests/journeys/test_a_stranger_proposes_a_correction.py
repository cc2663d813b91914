"""A stranger corrects a profile without an account, the office takes a part of it, and the stranger reads so."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.directory.tests import factories
from tests.journeys.conftest import a_minute_later

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESS = "nele@post.example"


def link_in_mail() -> str:
    mail = OutgoingMail.objects.filter(to=ADDRESS).latest("pk")
    return re.search(r"(/verzeichnis/vorschlaege/\S+)", mail.text)[1]


def test_a_correction_is_taken_in_part_and_its_author_reads_it(
    page, keyboard, live_server, directory, sign_in, officer, assert_accessible
):
    profile = directory["Lichtwerk Nord"]
    page.goto(live_server.url + profile.get_absolute_url())
    keyboard.enter(page.get_by_role("link", name="Änderung vorschlagen"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lichtwerk Nord")
    assert_accessible(page)
    keyboard.write(page.get_by_role("textbox", name="In einem Satz (freiwillig)", exact=True), "Porträts im Studio")
    keyboard.write(page.get_by_label("Hausnummer").first, "14")
    keyboard.write(page.get_by_label("Ihre E-Mail-Adresse"), ADDRESS)
    with a_minute_later():
        keyboard.enter(page.get_by_role("button", name="Vorschlag senden"))
        expect(page.get_by_text("Er wartet auf eine Entscheidung.")).to_be_visible()
    assert_accessible(page)
    follow = link_in_mail()
    page.goto(live_server.url + profile.get_absolute_url())
    expect(page.get_by_text("Porträts bei Tageslicht")).to_be_visible()

    # Meanwhile somebody writes another sentence; the office sees three states of it, not ticked.
    owner = factories.make_admin(factories.person("Ova Eigen"), of=profile)
    factories.edited(profile, actor=owner, tagline_de="Porträts draußen")
    sign_in(page, officer)
    page.goto(f"{live_server.url}/arbeit/")
    keyboard.enter(page.get_by_role("link", name=re.compile("Vorschläge, die auf eine Entscheidung warten")))
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Lichtwerk Nord"))
    sentence = page.get_by_role("checkbox", name="„In einem Satz“ übernehmen")
    number = page.get_by_role("checkbox", name="„Adresse“ übernehmen")
    expect(sentence).not_to_be_checked()
    expect(number).to_be_checked()
    expect(page.get_by_text("Als es vorgeschlagen wurde")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Ablehnen"))
    expect(page.locator("#errors")).to_be_focused()
    assert_accessible(page)
    keyboard.write(page.get_by_label("Ihre Worte dazu"), "Den Satz hat das Studio selbst neu geschrieben.")
    keyboard.enter(page.get_by_role("button", name="Angekreuztes übernehmen"))
    expect(page.get_by_text("Übernommen. So steht es jetzt im Verzeichnis.")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{live_server.url}/verzeichnis/{profile.pk}/verlauf/")
    expect(page.get_by_role("link", name="Vorschlag übernommen")).to_be_visible()
    assert_accessible(page)

    page.context.clear_cookies()
    assert link_in_mail() == follow
    page.goto(live_server.url + follow)
    expect(page.get_by_text("Er ist zum Teil übernommen.")).to_be_visible()
    expect(page.get_by_text("Den Satz hat das Studio selbst neu geschrieben.")).to_be_visible()
    assert_accessible(page)
    page.goto(live_server.url + profile.get_absolute_url())
    expect(page.get_by_text("Münsterstraße 14")).to_be_visible()
    expect(page.get_by_text("Porträts draußen")).to_be_visible()
