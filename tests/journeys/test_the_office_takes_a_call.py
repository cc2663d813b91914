"""Somebody calls; the office enters it on their behalf, with the line above every page, and ends it; by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_call_is_entered_on_behalf_of_the_caller(
    page, keyboard, live_server, sign_in, officer, profile, assert_accessible
):
    sign_in(page, officer)
    page.goto(f"{live_server.url}/konto/stelle/im-auftrag/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Im Auftrag handeln")
    keyboard.write(page.locator("#id_name"), "Ilse Iven")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Im Auftrag handeln")).to_be_visible()
    assert_accessible(page)

    page.get_by_label("Telefon").check()
    page.get_by_label("Wann").fill(str(clock.today()))
    keyboard.enter(page.get_by_role("button", name="Beginnen"))
    line = page.get_by_text("Sie handeln für Ilse Iven (Telefon,")
    expect(line).to_be_visible()
    assert_accessible(page)

    page.goto(f"{live_server.url}{profile.get_absolute_url()}")
    expect(line).to_be_visible()
    assert_accessible(page)
    page.goto(f"{live_server.url}/konto/")
    keyboard.write(page.locator("#id_name"), "Stella S.")
    keyboard.press("Enter")
    expect(page.get_by_text("Ihre Angaben sind gespeichert.")).to_be_visible()
    assert AuditRow.objects.get(verb="accounts.edit").channel == "phone"

    keyboard.enter(page.get_by_role("button", name="Beenden"))
    expect(page.get_by_text("Sie handeln wieder für sich selbst.")).to_be_visible()
    expect(line).to_have_count(0)
    expect(page.get_by_text("im Auftrag von Ilse Iven")).to_be_visible()
    assert_accessible(page)
