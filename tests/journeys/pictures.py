"""Takes the README's pictures from a demo city that is being served, into docs/pictures/.

python -m tests.journeys.pictures http://localhost:8000
"""

from __future__ import annotations

import argparse
import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

TARGET = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SIZE = {"width": 1280, "height": 900}
MOST_BYTES = 250_000
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
    address = parser.parse_args().address.rstrip("/")
    TARGET.mkdir(parents=True, exist_ok=True)
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
        _keep(page, "import")
        browser.close()


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
