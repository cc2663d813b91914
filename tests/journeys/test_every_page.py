"""What holds for every page: it fits on 320 px (400 % zoom), and the keyboard walks through it in order.

Which pages there are is said by the routes. Pages of one template are looked at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from playwright.sync_api import expect

from quartierwerk.rooms.directory.tests import factories
from tests.architecture.routes import SIGN_IN, Cast, paths_of, routes
from tests.journeys.conftest import sideways, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VARIANTS = {
    "visitor": (
        "/en/",
        "/suche/?q=Fotograf",
        "/verzeichnis/?q=Fotografin+Nordstadt&cooperation=1",
        "/verzeichnis/?q=xyzzyq+Nordstadt",
        "/verzeichnis/karte/?near=51.52,7.46&radius=2000",
        "/gibt-es-nicht/",
        "/en/barrierefreiheit/",
        "/en/handbuch/",
        "/handbuch/?q=Code",
    ),
    "owner": (),
    "officer": ("/verzeichnis/ansprueche/?state=alone",),
}
"""Addresses that show a page otherwise than its route alone: with a question, in English, or none at all."""
WHO = tuple(VARIANTS)
"""Who walks through the house, one after the other."""
BY_MAIL = "needs a link or a code from a mail; its own journey goes there"
READ = "needs a list that was read; the journey of the broken list goes through it"
FACTOR = "needs a second factor or a passkey; its own journey goes there"
CONFIRM = "asks first to confirm who one is; the journeys of signing in and of a passkey go there"
UNSEEN = SIGN_IN | {
    "accounts:office": "leads to the page of who keeps the city",
    "accounts:confirm_address": BY_MAIL,
    "accounts:erase": BY_MAIL,
    "accounts:invitation": BY_MAIL,
    "accounts:look_at_handing_over": "answers a form, and leads back without one",
    "accounts:look_at_handing_over_of": "answers a form, and leads back without one",
    "boards:recuse": "is for whoever sits on the jury; the journey of the jury goes there",
    "directory:embed": "is made for other people's pages and has no menu; the journey to the map looks at it",
    "directory:import": READ,
    "directory:import_columns": READ,
    "directory:import_refused": READ,
    "directory:part": "needs a merged double; the journey of the double takes it apart again",
    "directory:restore_version": "asks once more, as the page that takes a proposal back does",
    "directory:short": "leads to the profile",
    "directory:undo_import": READ,
    "directory:withdraw_claim": "asks once more, as the page that takes a proposal back does",
    "documents:sample": "is a PDF; the tests of documents read it",
    "files:avif": "is a picture",
    "files:picture": "is a picture",
    "funding:bring": "needs applications that were ticked; the journey of the office goes there",
    "mfa_activate_totp": CONFIRM,
    "mfa_add_webauthn": CONFIRM,
    "mfa_deactivate_totp": FACTOR,
    "mfa_download_recovery_codes": FACTOR,
    "mfa_reauthenticate": FACTOR,
    "mfa_reauthenticate_webauthn": FACTOR,
    "mfa_remove_webauthn": FACTOR,
    "mfa_view_recovery_codes": FACTOR,
    "places:tile": "is a piece of a map",
    "portal:queue_item": "leads to the page of what waits",
    "portal:queue_next": "leads to the page of what waits",
}
"""Routes to which no walk leads, with the reason; those that take no GET or answer no HTML need none."""


@dataclass
class Walk:
    """One person's way through the house."""

    person: Any
    pages: dict[str, str] = field(default_factory=dict)
    """Route name → path of a page: one for each template."""


def is_no_page(answer):
    """Whether an answer is nothing that somebody reads: data, a picture, or a form's other end."""
    return answer.status_code == 405 or not answer["Content-Type"].startswith("text/html")


def look_for_pages(walks, paths):
    """Give each walk the pages of templates that none before it has; returns the routes that nobody comes to."""
    templates, left = set(), dict(paths)
    for walk in walks.values():
        client = signed_in(walk.person) if walk.person else Client()
        for name, path in paths.items():
            answer = client.get(path)
            if is_no_page(answer):
                answer.close()  # a file that is sent piece by piece
                left.pop(name, None)
            elif answer.status_code == 200 and name not in UNSEEN:
                left.pop(name, None)
                template = next(template.name for template in answer.templates if template.name)
                if template not in templates:
                    templates.add(template)
                    walk.pages[name] = path
    return left.keys()


def walk_through(page, keyboard, base, addresses, assert_accessible):
    """Visit each page; all faults are told at once."""
    faults = []
    for name, path in addresses.items():
        page.goto(base + path)
        page.set_viewport_size({"width": 320, "height": 640})
        if sideways(page):
            faults.append(f"{name}, 320 px: {sideways(page)}")
        page.set_viewport_size({"width": 1280, "height": 900})
        try:
            assert len(keyboard.walk()) > 4, f"{name}: the keyboard reaches next to nothing"
            # The walk may end at the link past the menu, which lies upon the menu while it has the focus.
            page.evaluate("() => document.activeElement.blur()")
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


@pytest.fixture
def house(directory, officer, who):
    """Where the one who walks goes that nobody before them has gone, and the routes that none of them comes to."""
    profile = directory["Lichtwerk Nord"]
    owner = factories.make_admin(factories.person("Ova Eigen"), of=profile)
    walks = {"visitor": Walk(None), "owner": Walk(owner), "officer": Walk(officer)}
    paths = paths_of(Cast(profile, owner, officer))
    own = {name: path for name, path in paths.items() if not name.startswith(("admin:", "api-v1:"))}
    until_here = {one: walks[one] for one in WHO[: WHO.index(who) + 1]}
    return walks[who], look_for_pages(until_here, own)


@pytest.mark.long
@pytest.mark.parametrize("who", WHO)
def test_every_page_fits_and_is_walked_through_by_keyboard(
    page, keyboard, live_server, sign_in, house, assert_accessible, who
):
    walk, left = house
    if walk.person:
        sign_in(page, walk.person)

    addresses = walk.pages | {address: address for address in VARIANTS[who]}
    walk_through(page, keyboard, live_server.url, addresses, assert_accessible)

    if who == WHO[-1]:
        assert sorted(left - UNSEEN.keys()) == [], "no walk leads there: give it a sample, or say why in UNSEEN"


def test_what_is_said_to_be_unseen_is_there():
    assert sorted(UNSEEN.keys() - {route.name for route in routes()}) == []


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
