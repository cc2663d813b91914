"""Whatever breaks while somebody writes an application: nothing typed is lost, nothing is overwritten or sent twice."""

from __future__ import annotations

from signal import SIGKILL

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from playwright.sync_api import expect

from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.drafts.models import Draft
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.tests import factories
from tests.bench.server import Server
from tests.journeys.conftest import PATIENCE, signed_in
from tests.racing.children import database_url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEED = "Wofür Sie das Geld brauchen"
SAVED = "[data-draft-status]:not(.is-wrong)"


@pytest.fixture
def desk(browser, browser_context_args, live_server, sign_in, directory):
    """Somebody who writes an application; their console may complain, for the network is what breaks."""
    person = accounts.person("Greta Gruppe")
    application = factories.application(person)
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    sign_in(page, person)
    page.goto(f"{live_server.url}/antraege/{application.pk}/schreiben/")
    yield page, application, person
    context.close()


@pytest.fixture
def server(tmp_path):
    """The house's own server, which can be killed, on the database of the test; it is not running yet."""
    server = Server(mode="test", DATABASE_URL=database_url(), DATA_DIR=str(tmp_path))
    yield server
    server.end(by=SIGKILL)


def kept(application) -> str:
    draft = keeping.find("funding.application", person=application.applicant, about=reference(application))
    return draft.data["need"][0] if draft else ""


def fill_in(page) -> None:
    """All that is needed."""
    page.get_by_label(NEED).fill("Für die Bühne.")
    page.locator("[name=cost_0]").fill("Bühne")
    page.locator("[name=cents_0]").fill("1.000")
    page.get_by_label("Beantragt").fill("1.000")
    page.get_by_label("Das Projekt hat noch nicht begonnen").check()


def test_the_network_goes_and_comes_back(desk):
    page, application, _person = desk
    page.context.set_offline(True)
    page.get_by_label(NEED).fill("Ohne Netz geschrieben.")
    expect(page.get_by_text("Noch nicht gespeichert")).to_be_visible()
    page.get_by_role("button", name="Antrag einreichen").click()
    expect(page.get_by_label(NEED)).to_have_value("Ohne Netz geschrieben.")

    page.context.set_offline(False)

    expect(page.locator(SAVED)).to_contain_text("gespeichert")
    assert kept(application) == "Ohne Netz geschrieben."


def test_the_server_is_killed_while_somebody_types(desk, server):
    page, application, _person = desk
    server.start()
    page.goto(f"{server.url}/antraege/{application.pk}/schreiben/")
    fill_in(page)
    expect(page.locator(SAVED)).to_contain_text("gespeichert")

    # In the middle of saving: the draft is held, so that the server has not kept it when it dies.
    with transaction.atomic():
        Draft.objects.select_for_update().get()
        with page.expect_request("**/speichern/"):
            page.get_by_label(NEED).fill("Beim Sichern gestorben.")
        server.end(by=SIGKILL)
    expect(page.get_by_text("Noch nicht gespeichert")).to_be_visible()
    page.get_by_label(NEED).press_sequentially(" Weiter getippt.")
    page.get_by_role("button", name="Antrag einreichen").click()
    expect(page.get_by_text("Noch nicht gespeichert")).to_be_visible()
    expect(page.get_by_label(NEED)).to_have_value("Beim Sichern gestorben. Weiter getippt.")
    assert kept(application) == "Für die Bühne." and Application.objects.get().is_draft

    server.start()

    expect(page.locator(SAVED)).to_contain_text("gespeichert")
    assert kept(application) == "Beim Sichern gestorben. Weiter getippt."
    page.reload()
    expect(page.get_by_label(NEED)).to_have_value("Beim Sichern gestorben. Weiter getippt.")
    assert Draft.objects.count() == 1
    page.get_by_role("button", name="Antrag einreichen").click()
    expect(page.get_by_text("Der Antrag ist eingereicht.")).to_be_visible()
    assert Application.objects.get().said.need == "Beim Sichern gestorben. Weiter getippt."


def test_the_server_is_killed_between_keeping_and_answering(desk, server):
    page, application, _person = desk
    server.start()
    page.goto(f"{server.url}/antraege/{application.pk}/schreiben/")

    def keep_and_die(route):
        route.fetch()
        server.end(by=SIGKILL)
        route.abort("connectionreset")

    page.route("**/speichern/", keep_and_die, times=1)
    fill_in(page)
    expect(page.get_by_text("Noch nicht gespeichert")).to_be_visible()
    assert kept(application) == "Für die Bühne."
    page.get_by_label(NEED).fill("Weiter getippt.")

    server.start()

    expect(page.locator(SAVED)).to_contain_text("gespeichert")
    assert kept(application) == "Weiter getippt."
    page.get_by_role("button", name="Antrag einreichen").dblclick()
    expect(page.get_by_role("link", name="Eingangsbestätigung (PDF)")).to_be_visible()
    assert [one.said.need for one in Application.objects.all()] == ["Weiter getippt."]
    assert not Draft.objects.exists()


def test_the_session_ends_and_the_form_goes_on_after_signing_in(desk, live_server):
    page, application, person = desk
    Session.objects.all().delete()
    fill_in(page)
    page.get_by_role("button", name="Antrag einreichen").click()
    expect(page.get_by_text("Sie sind abgemeldet.")).to_be_visible()
    expect(page.get_by_label(NEED)).to_have_value("Für die Bühne.")
    assert Application.objects.get().is_draft

    # Signed in again in another window: another session and another token.
    session = signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [
            {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url},
            {"name": settings.CSRF_COOKIE_NAME, "value": "z" * 32, "url": live_server.url},
        ]
    )
    expect(page.locator(SAVED)).to_contain_text("gespeichert")
    page.get_by_role("button", name="Antrag einreichen").click()

    expect(page.get_by_text("Der Antrag ist eingereicht.")).to_be_visible()
    assert Application.objects.get().said.need == "Für die Bühne."


def test_two_tabs_do_not_overwrite_each_other_unseen(desk):
    page, application, _person = desk
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_label(NEED).fill("Erster Tab.")
    expect(page.locator("[data-draft-status]")).to_contain_text("gespeichert")

    other.get_by_label(NEED).fill("Zweiter Tab.")

    expect(other.get_by_text("inzwischen weitergeschrieben")).to_be_visible()
    other.get_by_role("button", name="Antrag einreichen").click()
    expect(other.get_by_label(NEED)).to_have_value("Zweiter Tab.")
    assert kept(application) == "Erster Tab." and Application.objects.get().is_draft


def test_a_double_click_submits_once(desk):
    page, _application, _person = desk
    fill_in(page)

    page.get_by_role("button", name="Antrag einreichen").dblclick()

    expect(page.get_by_role("link", name="Eingangsbestätigung (PDF)")).to_be_visible()
    assert [one.number[-5:] for one in Application.objects.all()] == ["00001"]
