"""Somebody in the office names a deputy before a holiday; the deputy works meanwhile and ends it early, by keyboard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Deputyship
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.accounts.tests import factories as accounts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_deputy_stands_in_and_it_ends(
    page, keyboard, live_server, sign_in, officer, owner, profile, assert_accessible
):
    accounts.role(officer, scope=profile.reference)
    accounts.role(owner, RoleName.DISTRICT_OFFICER, scope="places.place:9")  # else the office would not pass to her
    sign_in(page, officer)
    page.goto(f"{live_server.url}/konto/")
    keyboard.enter(page.get_by_role("link", name="Vertretungen"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Vertretungen")
    assert_accessible(page)

    today = clock.today()
    page.get_by_label("Wer vertritt").select_option(label="Ova Eigen")
    page.get_by_label("Erster Tag").fill(str(today - timedelta(days=1)))
    page.get_by_label("Letzter Tag").fill(str(today + timedelta(days=7)))
    keyboard.enter(page.get_by_role("button", name="Vertretung einrichten"))
    expect(page.get_by_text("Der erste Tag ist schon vorbei.").first).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Erster Tag").fill(str(today))
    keyboard.enter(page.get_by_role("button", name="Vertretung einrichten"))
    expect(page.get_by_text("Die Vertretung ist eingerichtet.")).to_be_visible()
    assert_accessible(page)

    sign_in(page, owner)
    page.goto(f"{live_server.url}/arbeit/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Was wartet")
    page.goto(f"{live_server.url}/konto/vertretungen/")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Beenden"))
    expect(page.get_by_text("Die Vertretung ist beendet.")).to_be_visible()
    page.goto(f"{live_server.url}/mein/")
    expect(page.get_by_role("link", name="Überblick")).to_have_count(0)
    assert Deputyship.objects.get().ended_at is not None


def test_the_office_arranges_it_for_somebody_who_is_ill(
    page, keyboard, live_server, sign_in, officer, profile, assert_accessible
):
    colleague = accounts.person("Kranka Meier")
    [(name, scope)] = officer.roles_today
    accounts.role(colleague, name, scope=scope)
    sign_in(page, officer)
    page.goto(f"{live_server.url}/konto/stelle/")
    keyboard.enter(page.get_by_role("listitem").filter(has_text="Kranka Meier").get_by_role("link", name="Vertretung"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Vertretung für Kranka Meier")
    assert_accessible(page)
    page.get_by_label("Wer vertritt").select_option(label="Stabs Stella")
    page.get_by_label("Worin").select_option(index=1)
    page.get_by_label("Erster Tag").fill(str(clock.today()))
    page.get_by_label("Letzter Tag").fill(str(clock.today() + timedelta(days=3)))
    keyboard.enter(page.get_by_role("button", name="Vertretung einrichten"))
    expect(page.get_by_text("Die Vertretung ist eingerichtet.")).to_be_visible()
    page.goto(f"{live_server.url}/konto/stelle/")
    expect(page.get_by_text("Stabs Stella für Kranka Meier")).to_be_visible()
    assert_accessible(page)
