"""A browser for the journeys: Debian's Chromium, axe, the two widths in light and dark, and a watch on the console."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, ViewportSize, expect

from quartierwerk.foundation import clock
from tests.journeys.keyboard import Keyboard

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30_000
"""Milliseconds; a machine that is busy with other work is slow, not wrong."""
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EXPECTED = re.compile("Failed to load resource.* status of (404|422)")
"""What Chromium says of a page that was answered as it should be: a form with errors, a page that is gone."""

BROWSER = ("data:", "blob:", "about:", "chrome:", "chrome-extension:")
"""Where nobody else hears of it: the page itself and, around a PDF, the browser's own reader."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": ["--no-sandbox", "--disable-sync", *quiet],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    expect.set_options(timeout=PATIENCE)
    screen = {"viewport": DESK, "locale": "de-DE", "timezone_id": "Europe/Berlin"}
    return {**browser_context_args, **screen, "reduced_motion": "reduce"}


@pytest.fixture
def page(page: Page, live_server: Any) -> Iterator[Page]:
    """A page that must stay silent: no script error, no blocked inline code, no request to another host."""
    yield from _watched(page, live_server.url)


@pytest.fixture
def page_without_scripts(browser: Browser, browser_context_args: dict[str, Any], live_server: Any) -> Iterator[Page]:
    """The same in a browser with JavaScript switched off."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield from _watched(context.new_page(), live_server.url)
    context.close()


LEAVING = """
  const isLeft = (event) => !event.destination.sameDocument && event.downloadRequest === null;
  navigation.addEventListener("navigate", (event) => (window.isLeft = isLeft(event)));
  navigation.addEventListener("navigateerror", () => (window.isLeft = false));
"""
"""Notes on a page that another is on its way; a key is pressed before the page that it leads to is there."""
ARRIVED = """patience => new Promise((then, fail) => {
  setTimeout(() => fail(new Error(`nothing comes after ${location}`)), patience);
  const look = () => (!window.isLeft && document.readyState === "complete" ? then() : setTimeout(look, 10));
  setTimeout(look);  // a form goes off once the event of its button is over
})"""


def arrived(page: Page) -> None:
    """Wait for the page to which the last key or click leads."""
    try:
        page.evaluate(ARRIVED, PATIENCE)
    except Error as error:
        if "context was destroyed" not in str(error):
            raise
        arrived(page)  # the page has gone while it was asked


def _watched(page: Page, address: str) -> Iterator[Page]:
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED.match(message.text):
            complaints.append(message.text)

    def watch(request: Request) -> None:
        if not request.url.startswith((address, *BROWSER)):
            complaints.append(f"request to {request.url}")

    page.set_default_timeout(PATIENCE)
    page.add_init_script(LEAVING)
    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", watch)
    yield page

    assert complaints == []


@pytest.fixture
def keyboard(page: Page) -> Keyboard:
    """The keys of the page."""
    return Keyboard(page)


def signed_in(person: Any) -> Client:
    """Somebody's browser without a window."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def a_minute_later() -> time_machine.travel:
    """A while in which a form that is open to anybody takes its sender for a person, not for a machine."""
    return time_machine.travel(clock.now() + timedelta(minutes=1))


@pytest.fixture
def sign_in(live_server: Any) -> Callable[[Page, Any], None]:
    """Hand a person's session to the page, as if they had signed in."""

    def hand_over(page: Page, person: Any) -> None:
        session = signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return hand_over


@pytest.fixture
def enters(page: Page, live_server: Any, sign_in: Callable[[Page, Any], None]) -> Callable[..., None]:
    """Let somebody come in their place: ``enters(person, "/mein/", on=PHONE)``; an address may be a whole one."""

    def come(person: Any, where: str, *, on: ViewportSize = DESK) -> None:
        page.context.clear_cookies()
        sign_in(page, person)
        page.set_viewport_size(on)
        page.goto(urljoin(live_server.url, where))

    return come


@pytest.fixture
def directory(transactional_db: None) -> dict[str, Any]:
    """Three photographers and a composer in a city of two districts, indexed."""
    from quartierwerk.foundation.search import follower
    from quartierwerk.rooms.directory.tests import factories

    factories.city()
    north, south = factories.site(), factories.site(factories.SOUTH, street="Hörder Straße", postcode="44263")
    entries: list[dict[str, Any]] = [
        {"name": "Lichtwerk Nord", "sites": (north,), "is_open_for_cooperation": True},
        {"name": "Augenblick am Nordmarkt", "sites": (north,), "is_open_for_cooperation": True},
        {"name": "Blende Süd", "sites": (south,)},
        {"name": "Klangraum", "sectors": ("musik",), "professions": ("komposition",), "about_de": "Töne zum Film."},
    ]
    made = {
        entry["name"]: factories.profile(at=factories.NOON + timedelta(days=day), **entry)
        for day, entry in enumerate(entries)
    }
    follower.rebuild()
    return made


@pytest.fixture
def screens() -> Callable[[Page], Iterator[str]]:
    """Show a page on a phone and on a desk, light and dark: ``for screen in screens(page): …``."""

    def each(page: Page) -> Iterator[str]:
        before = page.viewport_size
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                yield f"{size['width']} px, {scheme}"
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        if before:
            page.set_viewport_size(before)

    return each


@pytest.fixture(scope="session")
def axe_script() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def axe(axe_script: str) -> Callable[[Page], list[str]]:
    """Every breach of WCAG 2.2 A and AA that axe finds on the page as it stands, in readable lines."""

    def look(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe_script)
        found = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", WCAG)
        return [
            f"{breach['id']}: {breach['help']} – {node['target'][0]} {node.get('failureSummary', '')}"
            for breach in found["violations"]
            for node in breach["nodes"]
        ]

    return look


@pytest.fixture
def assert_accessible(
    axe: Callable[[Page], list[str]], screens: Callable[[Page], Iterator[str]]
) -> Callable[[Page], None]:
    """The page as it stands has no WCAG 2.2 A/AA breach and no sideways scrolling, on both widths, light and dark."""

    def look(page: Page) -> None:
        arrived(page)
        expect(page.locator("h1")).to_have_count(1)
        for screen in screens(page):
            found = axe(page)
            assert not found, f"{page.url} ({screen})\n" + "\n".join(found)
            assert not sideways(page), f"{page.url} ({screen}) {sideways(page)}"

    return look


SIDEWAYS = """() => {
  const edge = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth - edge;
  if (over <= 0) return "";
  const wide = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > edge + 0.5);
  const last = wide.filter((e) => !wide.some((other) => other !== e && e.contains(other)));
  const say = (e) => `<${e.tagName} ${e.className.baseVal ?? e.className}> ${e.textContent.trim().slice(0, 40)}`;
  return `scrolls sideways by ${over} px: ${last.slice(0, 5).map(say).join("; ")}`;
}"""


def sideways(page: Page) -> str:
    """What stands out of the screen, if anything does."""
    return str(page.evaluate(SIDEWAYS))
