"""A browser for the journeys: Debian's Chromium, axe, the two widths in light and dark, and a watch on the console."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = {"390 px": (390, 844), "1280 px": (1280, 900)}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


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
    return {**browser_context_args, "locale": "de-DE", "timezone_id": "Europe/Berlin", "reduced_motion": "reduce"}


@pytest.fixture
def page(page: Page, live_server: Any) -> Iterator[Page]:
    """A page that must stay silent: no script error, no blocked inline code, no request to another host."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    def watch(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:", "about:")):
            complaints.append(f"request to {request.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", watch)
    yield page

    assert complaints == []


@pytest.fixture
def page_without_scripts(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A page in a browser with JavaScript switched off."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def sign_in(live_server: Any) -> Callable[[Page, Any], None]:
    """Hand a person's session to the page, as if they had signed in."""

    def hand_over(page: Page, person: Any) -> None:
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return hand_over


@pytest.fixture
def screens() -> Callable[[Page], Iterator[str]]:
    """Show a page on a phone and on a desk, light and dark: ``for screen in screens(page): …``."""

    def each(page: Page) -> Iterator[str]:
        for name, (width, height) in WIDTHS.items():
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": height})
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                yield f"{name}, {scheme}"

    return each


@pytest.fixture(scope="session")
def axe_script() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def axe(axe_script: str) -> Callable[[Page], list[str]]:
    """Every breach of WCAG 2.2 A and AA that axe finds on the page as it stands, in readable lines."""

    def look(page: Page) -> list[str]:
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
        for screen in screens(page):
            found = axe(page)
            assert not found, f"{page.url} ({screen})\n" + "\n".join(found)
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{page.url} ({screen}) scrolls sideways by {overflow} px"

    return look
