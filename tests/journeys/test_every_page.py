"""What holds for every page: it fits on 320 px (400 % zoom), and the keyboard walks through it in order."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect

from quartierwerk.foundation.mail import post
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts.models import Role
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory.models import Claim, Report
from quartierwerk.rooms.directory.tests import factories
from quartierwerk.rooms.places.models import Survey
from quartierwerk.rooms.places.tests.factories import survey_with_a_hole
from tests.journeys.conftest import sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PUBLIC = {
    "home": "/",
    "English home": "/en/",
    "search": "/suche/?q=Fotograf",
    "list": "/verzeichnis/?q=Fotografin+Nordstadt&cooperation=1",
    "nothing found": "/verzeichnis/?q=xyzzyq+Nordstadt",
    "map": "/verzeichnis/karte/",
    "map of a circle": "/verzeichnis/karte/?near=51.52,7.46&radius=2000",
    "embedded map": "/verzeichnis/karte/embed/",
    "profile": "{profile}",
    "message": "/verzeichnis/{pk}/nachricht/",
    "message sent": "/verzeichnis/{pk}/nachricht/gesendet/",
    "propose": "/verzeichnis/{pk}/aendern-vorschlagen/",
    "claim a profile": "/verzeichnis/{pk}/selbst-verwalten/",
    "report": "/verzeichnis/{pk}/melden/",
    "reported": "/verzeichnis/{pk}/melden/danke/",
    "propose entry": "/verzeichnis/eintrag-vorschlagen/",
    "districts": "/stadtbezirke/",
    "district": "/stadtbezirke/innenstadt-nord/",
    "quarters": "/quartiere/",
    "quarter": "/quartiere/nordstadt/",
    "city": "/stadt/",
    "partner cities": "/partnerstaedte/",
    "themes": "/handlungsschwerpunkte/",
    "sign in": "/konto/anmelden/",
    "join": "/konto/registrieren/",
    "nowhere": "/gibt-es-nicht/",
    "imprint": "/impressum/",
    "privacy": "/datenschutz/",
    "accessibility": "/barrierefreiheit/",
    "English accessibility": "/en/barrierefreiheit/",
    "report a barrier": "/barrierefreiheit/melden/",
    "barrier reported": "/barrierefreiheit/melden/gesendet/",
    "plain language": "/leichte-sprache/",
    "sign language": "/gebaerdensprache/",
    "handbook": "/handbuch/",
    "English handbook": "/en/handbuch/",
    "handbook, found": "/handbuch/?q=Code",
    "chapter": "/handbuch/listen-einlesen/",
}
OWN = {
    "own corner": "/mein/",
    "account": "/konto/",
    "second factor": "/konto/sicherheit/",
    "app for codes": "/konto/sicherheit/app/",
    "passkey": "/konto/sicherheit/passkey/",
    "devices": "/konto/geraete/",
    "history": "/konto/verlauf/",
    "new address": "/konto/adresse/aendern/",
    "deputies": "/konto/vertretungen/",
    "hand over": "/konto/uebergabe/",
    "leave": "/konto/ausscheiden/",
    "keepers": "/konto/verwaltung/directory.profile:{pk}/",
    "edit": "/verzeichnis/{pk}/bearbeiten/",
    "works": "/verzeichnis/{pk}/arbeitsproben/",
    "work": "/verzeichnis/{pk}/arbeitsproben/{work}/",
    "no work any more": "/verzeichnis/{pk}/arbeitsproben/{work}/entfernen/",
    "pin": "/verzeichnis/{pk}/standort/{location}/",
    "withdraw": "/verzeichnis/{pk}/zurueckziehen/",
    "history of a profile": "/verzeichnis/{pk}/verlauf/",
}
OFFICE = {
    "cockpit": "/arbeit/",
    "queue": "/arbeit/warteschlange/",
    "operation": "/arbeit/betrieb/",
    "send again": "/arbeit/betrieb/mail/{mail}/",
    "doubles": "/verzeichnis/doppel/",
    "new profile": "/verzeichnis/neu/",
    "imports": "/verzeichnis/importe/",
    "upload": "/verzeichnis/importe/neu/",
    "report": "/verzeichnis/meldungen/{report}/",
    "proposals": "/verzeichnis/vorschlaege/",
    "claims": "/verzeichnis/ansprueche/",
    "profiles left alone": "/verzeichnis/ansprueche/?state=alone",
    "claim": "/verzeichnis/ansprueche/{claim}/",
    "statistics": "/verzeichnis/statistik/",
    "synonyms": "/verzeichnis/synonyme/",
    "synonym": "/verzeichnis/synonyme/neu/",
    "boundaries": "/grenzen/",
    "new boundaries": "/grenzen/neu/",
    "boundaries with a hole": "/grenzen/{survey}/",
    "new theme": "/handlungsschwerpunkte/neu/",
    "words of a place": "/orte/{place}/bearbeiten/",
    "profile of a place": "/orte/{place}/standortprofil/neu/",
    "contact of a place": "/orte/{place}/ansprechpersonen/neu/",
    "pages": "/seiten/",
    "barriers": "/barrierefreiheit/meldungen/",
    "imprint in the making": "/seiten/imprint/",
    "history of the imprint": "/seiten/imprint/verlauf/",
    "colleagues": "/konto/stelle/",
    "deputies of a colleague": "/konto/stelle/vertretung/{person}/",
    "hand over for a colleague": "/konto/stelle/uebergabe/{person}/",
    "let a colleague go": "/konto/stelle/ausscheiden/{person}/",
    "on behalf": "/konto/stelle/im-auftrag/",
    "lost factors": "/konto/stelle/zweiter-faktor/",
}


def walk_through(page, keyboard, base, addresses, profile, assert_accessible, *, is_checked=()):
    """Visit each page; all faults are told at once."""
    faults = []
    blanks = {
        "profile": profile.get_absolute_url(),
        "pk": profile.pk,
        "location": profile.locations.get().pk,
        "place": profile.locations.get().district_id,
        "work": profile.works.get().pk,
        "person": getattr(Role.objects.filter(name=RoleName.OFFICER).first(), "person_id", 0),
        "claim": getattr(Claim.objects.last(), "pk", 0),
        "survey": getattr(Survey.objects.last(), "pk", 0),
        "report": getattr(Report.objects.last(), "pk", 0),
        "mail": getattr(OutgoingMail.objects.last(), "pk", 0),
    }
    for name, address in addresses.items():
        path = address.format(**blanks)
        page.goto(base + path)
        page.set_viewport_size({"width": 320, "height": 640})
        if sideways(page):
            faults.append(f"{name}, 320 px: {sideways(page)}")
        page.set_viewport_size({"width": 1280, "height": 900})
        try:
            assert len(keyboard.walk()) > 4, f"{name}: the keyboard reaches next to nothing"
            # The walk may end at the link past the menu, which lies upon the menu while it has the focus.
            page.evaluate("() => document.activeElement.blur()")
            if name not in is_checked:
                assert_accessible(page)
        except AssertionError as fault:
            faults.append(f"{name}: {fault}")
    assert not faults, "\n".join(faults)


@pytest.fixture
def lichtwerk(directory):
    """A profile with all that a page can show."""
    profile = directory["Lichtwerk Nord"]
    factories.work(profile)
    return profile


def test_the_public_pages(page, keyboard, live_server, lichtwerk, assert_accessible):
    seen = {"home", "list", "message", "sign in", "message sent"}
    walk_through(page, keyboard, live_server.url, PUBLIC, lichtwerk, assert_accessible, is_checked=seen)


def test_the_pages_of_an_owner(page, keyboard, live_server, sign_in, lichtwerk, assert_accessible):
    sign_in(page, factories.make_admin(factories.person("Ova Eigen"), of=lichtwerk))
    seen = {"own corner", "edit", "works", "pin", "app for codes", "passkey", "devices", "new address", "keepers"}
    walk_through(page, keyboard, live_server.url, OWN, lichtwerk, assert_accessible, is_checked=seen)


def test_the_pages_of_the_office(page, keyboard, live_server, sign_in, lichtwerk, officer, assert_accessible):
    sign_in(page, officer)
    factories.synonyms("Fotograf", "Lichtbildner")
    survey_with_a_hole()
    factories.pair(lichtwerk, factories.profile(name="Lichtwerk-Nord"))
    factories.claim(lichtwerk, by=factories.person("Lia Licht"))
    factories.report(lichtwerk)
    mail = post.write_down(to="verein@quartier.example", subject="Einladung", text="Kommen Sie.")
    OutgoingMail.objects.filter(pk=mail.pk).update(state=OutgoingMail.State.FAILED, last_error="550 no such user")
    seen = {"cockpit", "imports", "upload", "synonyms"}
    walk_through(page, keyboard, live_server.url, OFFICE, lichtwerk, assert_accessible, is_checked=seen)


def test_a_profile_on_paper_is_the_profile_without_what_one_clicks(page, live_server, lichtwerk):
    page.goto(live_server.url + lichtwerk.get_absolute_url())

    page.emulate_media(media="print")

    for shown in ("h1", "text=Münsterstraße 12", "text=Porträts bei Tageslicht"):
        expect(page.locator(shown).first).to_be_visible()
    for gone in ("header nav", "footer", "text=Nachricht schreiben"):
        for element in page.locator(gone).all():
            expect(element).not_to_be_visible()


def test_the_page_for_when_everything_is_broken(page, keyboard, live_server, assert_accessible):
    address = f"{live_server.url}/kaputt/"
    page.route(address, lambda route: route.fulfill(body=render_to_string("500.html"), content_type="text/html"))
    page.goto(address)

    assert_accessible(page)
    assert keyboard.walk() == ["<a> Zur Startseite"]
    page.set_viewport_size({"width": 320, "height": 640})
    assert not sideways(page)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (":focus-visible { outline: none !important; box-shadow: none !important; }", "shows no focus"),
        (".formpage { display: grid; } .form { order: 1; } .formpage > p { order: -1; }", "stands before it"),
        (".form__buttons { position: absolute; inset-block-start: -50rem; }", "is not on the screen"),
    ],
)
def test_a_fault_of_the_focus_would_be_noticed(page, keyboard, live_server, transactional_db, fault, said):
    page.goto(f"{live_server.url}/konto/anmelden/")
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }",
        fault,
    )

    with pytest.raises(AssertionError, match=said):
        keyboard.walk()
