"""Takes the pictures of the README and the handbook from a demo city that is being served.

python -m tests.journeys.pictures http://localhost:8000
python -m tests.journeys.pictures http://localhost:8000 --practice http://localhost:8001
"""

from __future__ import annotations

import argparse
import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

DOCS = Path(__file__).resolve().parents[2] / "docs"
TARGET = DOCS / "pictures"
HANDBOOK = DOCS / "handbuch" / "bilder"
SIZE = {"width": 1280, "height": 900}
SMALL = {"width": 1000, "height": 640}
"""A page of the handbook shows its pictures about this wide."""
MOST_BYTES = 250_000
MOST_BYTES_IN_HANDBOOK = 120_000
PATIENCE = 60_000

LIST_NAME = "Firmenindex"
LIST = """Firmenindex Kreativwirtschaft;;;;;
Stand: Mai;;;;;

Nr.;Firma;Straße + Nr.;PLZ;E-Mail;Branche
901;Setzerei Morgenrot;Münsterstr. 12;44145;post@morgenrot.example;Buchmarkt
902;Klangkeller Hafen;Speicherstr. 5;44147;hallo@klangkeller.example;Musik
903;;Hansastraße 4;44137;;Design
904;Bildraum Süd;Hörder Str. 8;4426;studio@bildraum.example;Design
905;Filmwerk Union;Rheinische Str. 40;44137;filmwerk(at)union.example;Film
906;Papierwerkstatt Kreuz;Kreuzstr. 17;44139;;Design
"""


def main() -> None:
    """Visit the pages one after the other and keep what a desk would show of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="of a running demo")
    parser.add_argument("--handbook", action="store_true", help="only the handbook's")
    parser.add_argument("--practice", metavar="ADDRESS", help="only the one of the practice house, served there")
    wanted = parser.parse_args()
    address = wanted.address.rstrip("/")
    for folder in (TARGET, HANDBOOK):
        folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[
                "--no-sandbox",
                "--disable-sync",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
            ],
        )
        page = browser.new_page(viewport=SIZE, locale="de-DE", color_scheme="light", reduced_motion="reduce")
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        if wanted.practice:
            _the_practice_house(page, wanted.practice.rstrip("/"))
        else:
            _the_readme(page, address, is_kept=not wanted.handbook)
            _the_handbook(page, address)
        browser.close()


def _the_readme(page: Page, address: str, *, is_kept: bool) -> None:
    """Home, list, profile, place and an import; without keeping them only the import is made."""
    if is_kept:
        page.goto(f"{address}/")
        _keep(page, "home")
        page.goto(f"{address}/verzeichnis/?q=Fotografin+Nordstadt")
        _keep(page, "list")
        page.locator(".card:has(img) .card__title a").first.click()
        expect(page.locator(".detail__title")).to_be_visible()
        _keep(page, "profile")
        page.goto(f"{address}/stadtbezirke/innenstadt-nord/")
        _keep(page, "place")
    _import_a_list(page, address)
    if is_kept:
        _keep(page, "import")
        page.goto(f"{address}/arbeit/warteschlange/")
        _keep(page, "queue")
        page.go_back()


def _the_practice_house(page: Page, address: str) -> None:
    """The strip on top and the button that puts everything back."""
    page.set_viewport_size(SMALL)
    page.goto(f"{address}/demo/")
    page.get_by_role("button", name="Eintreten").first.click()
    page.goto(f"{address}/demo/")
    _show(page, "ueben")


def _import_a_list(page: Page, address: str) -> None:
    """As the office: a list with faults, up to the report of its trial run."""
    page.goto(f"{address}/demo/")
    page.get_by_role("button", name="Eintreten").first.click()
    expect(page.get_by_role("heading", name="Was wartet")).to_be_visible()
    page.goto(f"{address}/verzeichnis/importe/neu/")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "firmenindex.csv"
        file.write_bytes(LIST.encode("cp1252"))
        page.get_by_label("Datei").set_input_files(file)
        page.get_by_label("Name der Liste").fill(LIST_NAME)
        page.get_by_role("button", name="Hochladen").click()
    page.get_by_role("button", name="Prüflauf starten").click()
    expect(page.get_by_role("button", name="Übernehmen")).to_be_visible()


def _the_handbook(page: Page, address: str) -> None:
    """One picture for each chapter: as the office, as somebody who keeps a profile, as a visitor."""
    page.set_viewport_size(SMALL)
    _show(page, "listen-einlesen", at="#import")
    for name, path in {
        "ueberblick": "/arbeit/",
        "warteschlange": "/arbeit/warteschlange/",
        "unbestaetigt": "/verzeichnis/unbestaetigt/",
        "seiten": "/seiten/",
        "profil-anlegen": "/verzeichnis/neu/",
        "synonyme": "/verzeichnis/synonyme/",
    }.items():
        page.goto(f"{address}{path}")
        _show(page, name)
    _the_places_and_the_office(page, address)
    page.goto(f"{address}/demo/")
    page.get_by_role("button", name="Eintreten").nth(1).click()
    page.goto(f"{address}/mein/")
    page.get_by_role("link", name="Bearbeiten").first.click()
    _show(page, "profil-pflegen")
    page.goto(f"{address}/konto/meine-daten/")
    _show(page, "meine-daten")
    page.context.clear_cookies()
    for name, path, at in (
        ("anmelden", "/konto/anmelden/", ""),
        ("finden", "/verzeichnis/?q=Fotografin+Nordstadt", ""),
        ("daten-mitnehmen", "/verzeichnis/?q=Fotografin+Nordstadt", "a[href*='/export/csv']"),
        ("orte", "/stadtbezirke/", ""),
    ):
        page.goto(f"{address}{path}")
        _show(page, name, at=at)

    _the_map(page, address)


def _the_places_and_the_office(page: Page, address: str) -> None:
    """As the office: a proposal, a claim, the words of a district, and the colleagues."""
    page.goto(f"{address}/verzeichnis/vorschlaege/")
    page.get_by_role("row").nth(1).get_by_role("link").click()
    expect(page.get_by_role("button", name="Ablehnen")).to_be_visible()
    _show(page, "vorschlaege")
    page.goto(f"{address}/verzeichnis/ansprueche/")
    page.get_by_role("row").nth(1).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    _show(page, "ansprueche")
    page.goto(f"{address}/stadtbezirke/innenstadt-nord/")
    page.get_by_role("link", name="Text bearbeiten").first.click()
    expect(page.locator("form.form")).to_be_visible()
    _show(page, "orte-pflegen")
    page.goto(f"{address}/konto/stelle/")
    _show(page, "kollegium")


def _the_map(page: Page, address: str) -> None:
    """As a visitor: the living map around a place."""
    page.goto(f"{address}/verzeichnis/karte/?near=Nordstadt&radius=2000")
    expect(page.locator("#map-live[data-ready]")).to_be_visible()
    expect(page.locator(".map__dot").first).to_be_visible()
    _show(page, "karte", at="#map")


def _show(page: Page, name: str, *, at: str = "") -> None:
    """Keep a picture for the handbook, from the top or with something in the middle of the window."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => scrollTo(0, 0))")
    if at:
        page.locator(at).first.evaluate("thing => thing.scrollIntoView({block: 'center'})")
    shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for quality in (82, 70, 55):
        written = io.BytesIO()
        shown.save(written, "WEBP", quality=quality, method=6)
        if written.tell() <= MOST_BYTES_IN_HANDBOOK:
            break
    (HANDBOOK / f"{name}.webp").write_bytes(written.getvalue())


def _keep(page: Page, name: str) -> None:
    """Write what the window shows; in fewer colours only where it would weigh too much."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => scrollTo(0, 0))")
    shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    written = io.BytesIO()
    shown.save(written, "PNG", optimize=True)
    if written.tell() > MOST_BYTES:
        written = io.BytesIO()
        shown.quantize(256, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    (TARGET / f"{name}.png").write_bytes(written.getvalue())


if __name__ == "__main__":
    main()
