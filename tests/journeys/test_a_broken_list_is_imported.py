"""The office takes in a list as it came: with errors and doubles, by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.directory.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = """Unternehmen der Kreativwirtschaft;;;;;
Stand: Mai;;;;;

Nr.;Firma;Straße + Nr.;PLZ/Ort;E-Mail;Branche
1;Klangwerk GmbH;Münsterstr. 12;44145 Dortmund;post@klangwerk.example;Musik
2;Tonspur;Hansastraße 3;44137 Dortmund;hallo@tonspur.example;Musik
3;;Hansastraße 4;44137 Dortmund;;Design
4;Bildraum;Hansastraße 5;44137 Dortmund;bildraum(at)mail;Design
5;Klangwerk;Münsterstraße 12;44145 Dortmund;;Musik
6;Farbfeld e. V.;;;;Imkerei
"""


def tab_to(page: Page, name: str) -> None:
    """Press the tab key until the element of this name has the focus."""
    for _press in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText")
        if page.evaluate("document.activeElement === document.body"):
            continue
        if focused and name in focused:
            return
    raise AssertionError(f"The keyboard does not reach “{name}”.")


def test_a_broken_list_is_imported(page: Page, live_server, sign_in, officer, axe, screens, tmp_path):
    factories.vocabulary()
    path = tmp_path / "liste.csv"
    path.write_bytes(LIST.encode("cp1252"))
    sign_in(page, officer)

    def look() -> None:
        for _screen in screens(page):
            assert axe(page) == []

    page.goto(f"{live_server.url}/verzeichnis/importe/")
    look()
    tab_to(page, "Liste importieren")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Liste importieren")
    look()
    page.get_by_label("Datei").set_input_files(path)
    tab_to(page, "Name der Liste")
    page.keyboard.type("Firmenliste")
    tab_to(page, "Hochladen")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Windows-1252")).to_be_visible()
    look()
    tab_to(page, "Prüflauf starten")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Der Name fehlt.")).to_be_visible()
    expect(page.get_by_text(re.compile("„bildraum.at.mail“ ist keine E-Mail-Adresse"))).to_be_visible()
    look()
    assert not Profile.objects.exists()
    tab_to(page, "Übernehmen")
    page.keyboard.press("Enter")

    expect(page.get_by_text("3 Zeilen haben das Verzeichnis geändert.")).to_be_visible()
    look()
    assert set(Profile.objects.values_list("name", flat=True)) == {"Klangwerk GmbH", "Tonspur", "Farbfeld e. V."}

    tab_to(page, "Zeilen, die draußen bleiben")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert "Der Name fehlt." in download.value.path().read_text(encoding="utf-8-sig")

    tab_to(page, "Import zurücknehmen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("zurücknehmen?")
    look()
    tab_to(page, "Import zurücknehmen")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Alles ist wieder, wie es vor dem Import war.")).to_be_visible()
    look()


def test_a_list_is_imported_without_javascript(page_without_scripts: Page, live_server, sign_in, officer, tmp_path):
    factories.vocabulary()
    path = tmp_path / "liste.csv"
    path.write_bytes(LIST.encode("cp1252"))
    page = page_without_scripts
    sign_in(page, officer)

    page.goto(f"{live_server.url}/verzeichnis/importe/neu/")
    page.get_by_label("Datei").set_input_files(path)
    page.get_by_label("Name der Liste").fill("Firmenliste")
    for button in ("Hochladen", "Prüflauf starten", "Übernehmen"):
        page.get_by_role("button", name=button, exact=True).click()

    expect(page.get_by_text("3 Zeilen haben das Verzeichnis geändert.")).to_be_visible()
