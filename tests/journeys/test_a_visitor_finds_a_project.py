"""A visitor finds a project on the list and on the map, by keyboard, and reads its page; without a script as well.

Before, its keeper adds a picture and tells what became of it, and the office shows that and thanks whoever gave.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.tests.factories import districts
from quartierwerk.rooms.directory.tests.factories import NORTH, picture
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests import showing_factories as shows
from tests.journeys.conftest import PHONE, sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_visitor_finds_a_project_and_reads_it(page, keyboard, live_server, assert_accessible):
    project = factories.project(plain="Es gibt Lichter.\nAlle können kommen.", partners="Chor der Vielen")
    shows.picture(project)
    shows.picture(project, alt="Der Chor auf der Bühne")
    shows.effect(project)
    shows.pinned(project, NORTH)
    shows.received(project, cents=50_000)
    for title in ("Hafenfest", "Ohne Ort"):
        factories.project(title, further=True)
    lead, _other = districts()

    # On the list, with a filter that the map keeps.
    page.goto(f"{live_server.url}/projekte/")
    assert_accessible(page)
    keyboard.toggle(page.get_by_role("checkbox", name="mit Geld von anderen"))
    page.wait_for_url("**/projekte/?*money=1*")
    expect(page.locator(".list__total")).to_contain_text("1")
    keyboard.follow("Karte")
    expect(page.get_by_role("heading", name="Projekte auf der Karte")).to_be_visible()
    expect(page.locator(".map__mark")).to_have_count(1)
    assert_accessible(page)

    # One project alone leads to its page.
    keyboard.enter(page.get_by_role("link", name=f"1 Projekt: Lichterfest, {lead.title}"))
    expect(page.get_by_role("heading", level=1, name="Lichterfest")).to_be_visible()
    for said in ("In Einfacher Sprache", "Was daraus wurde", "von anderen eingegangen", "Chor der Vielen"):
        expect(page.get_by_text(said).first).to_be_visible()
    expect(page.get_by_role("img", name="Laternen auf dem Marktplatz")).to_be_visible()
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    assert_accessible(page)
    assert not sideways(page)
    keyboard.follow("Auf der Karte der Projekte")
    expect(page.get_by_role("heading", name="Projekte auf der Karte")).to_be_visible()
    assert_accessible(page)
    assert not sideways(page)


def test_list_and_map_are_equal_without_a_script(page_without_scripts, live_server):
    page = page_without_scripts
    for title in ("Hafenfest", "Nordfest"):
        shows.pinned(factories.project(title), NORTH)
    factories.project("Ohne Ort")

    page.goto(f"{live_server.url}/projekte/karte/")
    expect(page.get_by_text("1 davon ohne Ort auf der Karte")).to_be_visible()
    expect(page.locator(".lines > .line")).to_have_count(3)
    page.get_by_role("link", name="2 Projekte").click()
    expect(page.locator(".lines > .line")).to_have_count(2)
    page.get_by_role("link", name="Karte", exact=True).click()
    page.get_by_role("link", name="Näher heran").click()
    expect(page.locator(".map__mark")).to_have_count(1)


def test_what_a_keeper_adds_is_shown_by_the_office_which_thanks(page, keyboard, enters, officer, assert_accessible):
    keeper = accounts.person("Greta Gruppe")
    project = factories.project(by=keeper)
    shows.received(project, source="Bäckerei Korn")
    file = {"name": "fest.jpg", "mimeType": "image/jpeg", "buffer": picture().read()}

    enters(keeper, project.get_absolute_url(), on=PHONE)
    keyboard.follow("Bilder")
    page.get_by_label("Bild", exact=True).set_input_files(file)
    keyboard.write(page.get_by_label("Bildbeschreibung"), "Ein Chor auf der Bühne")
    keyboard.write(page.get_by_label("Wer hat das Bild gemacht?"), "Chor der Vielen")
    keyboard.push("Bild hinzufügen")
    expect(page.locator("#errors")).to_be_focused()
    assert_accessible(page)
    page.get_by_label("Bild", exact=True).set_input_files(file)
    keyboard.toggle(page.get_by_label("Das Bild darf veröffentlicht werden"))
    keyboard.push("Bild hinzufügen")
    expect(page.get_by_text("noch nicht öffentlich").first).to_be_visible()
    assert_accessible(page)
    page.goto(f"{page.url.split('/projekte/')[0]}{project.get_absolute_url()}")
    keyboard.follow("Erzählen, was daraus wurde")
    keyboard.write(page.get_by_label("Was daraus wurde"), "Der Platz war voll.")
    keyboard.write(page.get_by_label("Wie viele dabei waren"), "400")
    keyboard.write(page.get_by_label("Stunden Ehrenamt"), "120")
    assert_accessible(page)
    keyboard.push("Speichern")

    enters(officer, project.get_absolute_url())
    assert_accessible(page)
    keyboard.push("Allen zeigen")
    expect(page.get_by_text("noch nicht öffentlich")).to_have_count(0)
    keyboard.follow("Danken")
    keyboard.write(page.get_by_label("E-Mail-Adresse"), "korn@baeckerei.example")
    keyboard.push("Ansehen, wie es hinausgeht")
    expect(page.get_by_role("heading", name="So geht es hinaus")).to_be_visible()
    assert_accessible(page)
    keyboard.push("Danken")
    expect(page.get_by_role("heading", name="Gedankt")).to_be_visible()
    assert_accessible(page)
    assert OutgoingMail.objects.filter(to="korn@baeckerei.example").count() == 1
