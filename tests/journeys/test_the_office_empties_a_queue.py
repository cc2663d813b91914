"""The office empties a queue of fifty with the keys alone, with single letters, and once without any script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Assignment
from quartierwerk.rooms.directory import queries
from quartierwerk.rooms.directory.models import ChangeRequest, Profile, Report
from quartierwerk.rooms.directory.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fifty(directory) -> None:
    """44 proposals, of which one is in conflict, four reports and two possible doubles."""
    kept = directory["Lichtwerk Nord"]
    start = clock.now() - timedelta(days=40)
    for number in range(43):
        one = factories.profile(name=f"Atelier {number:02}")
        factories.proposal(one, tagline_de=f"Satz {number}", at=start + timedelta(hours=12 * number))
    factories.proposal(kept, tagline_de="Porträts im Studio", at=start + timedelta(days=30))
    factories.edited(kept, actor=factories.make_officer(factories.person("Kora Kollegin")), tagline_de="Draußen")
    for number in range(4):
        one = Profile.objects.get(name=f"Atelier {number:02}")
        factories.report(one, text=f"Grund {number}", at=start - timedelta(days=number))
    for marked in Profile.objects.filter(name__in=["Atelier 05", "Atelier 06"]):
        factories.pair(kept, marked, at=start - timedelta(days=9))


def hears_keys(page) -> None:
    """Wait until the list stands there and its script has begun."""
    expect(page.get_by_role("button", name="Tastenkürzel")).to_be_visible()


def test_fifty_things_are_decided_with_the_keys_alone(
    page, keyboard, live_server, directory, sign_in, officer, assert_accessible
):
    fifty(directory)
    sign_in(page, officer)
    page.goto(f"{live_server.url}/arbeit/warteschlange/")
    expect(page.locator("h1")).to_have_text("Warteschlange 50")
    expect(page.locator(".queue__row")).to_have_count(50)
    assert_accessible(page)

    # The two oldest are doubles: select them with j and x, and say with d that they are none.
    keyboard.press("j", "x", "j", "x")
    expect(page.locator("[data-chosen]")).to_have_text("(2)")
    keyboard.press("d")
    expect(page.get_by_text("2 als kein Doppel vermerkt.")).to_be_visible()
    hears_keys(page)

    # The oldest report is opened with o and decided on its page; the line above leads on to the next one.
    keyboard.press("j", "o")
    expect(page.locator("h1")).to_have_text("Meldung zu „Atelier 03“")
    assert_accessible(page)
    keyboard.write(page.get_by_label("Ihre Begründung"), "Angabe berichtigt, j x a r bleiben Buchstaben.")
    keyboard.enter(page.get_by_role("button", name="Berechtigt, ist erledigt"))
    expect(page.get_by_text("Entschieden.")).to_be_visible()
    page.keyboard.press("Control+Home")
    keyboard.enter(page.get_by_role("link", name="Weiter zum Nächsten"))
    expect(page.locator("h1")).to_have_text("Meldung zu „Atelier 02“")
    keyboard.enter(page.get_by_role("button", name="Zurück zur Liste"))

    # The other three reports go together, with one reason.
    keyboard.enter(page.get_by_role("link", name="Meldungen 3"))
    expect(page.locator(".queue__row")).to_have_count(3)
    hears_keys(page)
    keyboard.enter(page.get_by_role("link", name="Alle auf dieser Seite auswählen"))
    keyboard.press("u")
    expect(page.locator("h1")).to_have_text("Unbegründet: 3")
    assert_accessible(page)
    keyboard.write(page.get_by_label("Begründung"), "Geprüft; die Angaben stimmen.")
    keyboard.enter(page.get_by_role("button", name="Unbegründet"))
    expect(page.get_by_text("3 als unbegründet erledigt.")).to_be_visible()
    expect(page.get_by_text("In dieser Auswahl wartet nichts")).to_be_visible()
    assert_accessible(page)

    # One proposal is refused where one stands on it, then all others are taken; the one in conflict stays.
    keyboard.enter(page.get_by_role("link", name="Alles zeigen"))
    expect(page.locator("h1")).to_have_text("Warteschlange 44")
    hears_keys(page)
    keyboard.press("j", "r")
    keyboard.write(page.get_by_label("Begründung"), "Das ist Werbung.")
    keyboard.enter(page.get_by_role("button", name="Ablehnen"))
    expect(page.get_by_text("1 abgelehnt.")).to_be_visible()
    hears_keys(page)
    keyboard.enter(page.get_by_role("link", name="Alle auf dieser Seite auswählen"))
    keyboard.press("a")
    expect(page.locator("h1")).to_have_text("Übernehmen: 43")
    keyboard.enter(page.get_by_role("button", name="Übernehmen"))
    expect(page.get_by_text("42 übernommen.")).to_be_visible()
    expect(page.get_by_text("Seit dem Vorschlag hat jemand dasselbe geändert.")).to_be_visible()
    assert_accessible(page)
    keyboard.press("j", "m")
    expect(page.get_by_text("Sie kümmern sich")).to_be_visible()
    hears_keys(page)
    keyboard.press("j", "Enter")
    expect(page.locator("h1")).to_have_text("Vorschlag zu „Lichtwerk Nord“")
    keyboard.toggle(page.get_by_role("checkbox", name="„In einem Satz“ übernehmen"))
    keyboard.enter(page.get_by_role("button", name="Angekreuztes übernehmen"))
    page.keyboard.press("Control+Home")
    keyboard.enter(page.get_by_role("link", name="Weiter zum Nächsten"))
    expect(page.get_by_text("Nichts wartet")).to_be_visible()

    states = ChangeRequest.objects.values_list("state", flat=True)
    assert (list(states).count("accepted"), list(states).count("refused")) == (43, 1)
    assert not Report.objects.waiting().exists()
    assert Assignment.objects.get().person == officer
    assert queries.content_of(directory["Lichtwerk Nord"]).tagline_de == "Porträts im Studio"


def test_single_letters_can_be_switched_off_and_stay_off(
    page, keyboard, live_server, directory, sign_in, officer, assert_accessible
):
    factories.proposal(directory["Blende Süd"], tagline_de="Neu")
    sign_in(page, officer)
    page.goto(f"{live_server.url}/arbeit/warteschlange/")

    hears_keys(page)
    keyboard.press("?")
    expect(page.get_by_role("heading", name="Tastenkürzel")).to_be_visible()
    assert_accessible(page)
    keyboard.toggle(page.get_by_role("checkbox", name="Tastenkürzel mit einzelnen Buchstaben benutzen"))
    keyboard.press("Escape")
    page.reload()
    hears_keys(page)
    keyboard.go_to(page.get_by_role("link", name="Blende Süd"))
    keyboard.press("x", "a", "?")

    expect(page.locator("h1")).to_have_text("Warteschlange 1")
    expect(page.get_by_role("checkbox", name="„Blende Süd“ auswählen")).not_to_be_checked()
    keyboard.enter(page.get_by_role("button", name="Tastenkürzel"))
    expect(page.get_by_role("checkbox", name="Tastenkürzel mit einzelnen Buchstaben benutzen")).not_to_be_checked()


def test_without_scripts_tab_space_and_enter_are_enough(page_without_scripts, live_server, directory, sign_in, officer):
    page = page_without_scripts
    for name in ("Blende Süd", "Klangraum"):
        factories.proposal(directory[name], tagline_de="Neu")
    sign_in(page, officer)
    page.goto(f"{live_server.url}/arbeit/warteschlange/")
    expect(page.get_by_role("button", name="Tastenkürzel")).to_have_count(0)

    page.get_by_role("link", name="Alle auf dieser Seite auswählen").focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("checkbox", name="„Klangraum“ auswählen")
    expect(box).to_be_checked()
    box.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Übernehmen").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Übernehmen: 1")
    page.get_by_role("button", name="Übernehmen").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("1 übernommen.")).to_be_visible()
    assert queries.content_of(directory["Blende Süd"]).tagline_de == "Neu"
    assert queries.content_of(directory["Klangraum"]).tagline_de != "Neu"
