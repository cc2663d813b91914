"""The office takes in a list as it came: with errors and doubles, by keyboard alone."""

import re
from pathlib import Path

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


def test_a_broken_list_is_imported(
    page: Page, keyboard, live_server, sign_in, officer, assert_accessible, tmp_path: Path
):
    factories.vocabulary()
    path = tmp_path / "liste.csv"
    path.write_bytes(LIST.encode("cp1252"))
    sign_in(page, officer)

    page.goto(f"{live_server.url}/verzeichnis/importe/")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Liste importieren").first)

    expect(page.get_by_role("heading", level=1)).to_have_text("Liste importieren")
    assert_accessible(page)
    # The window in which a file is chosen belongs to the system, not to the page.
    keyboard.go_to(page.get_by_label("Datei"))
    page.get_by_label("Datei").set_input_files(path)
    keyboard.write(page.get_by_label("Name der Liste"), "Firmenliste")
    keyboard.enter(page.get_by_role("button", name="Hochladen"))

    expect(page.get_by_text("Windows-1252")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Prüflauf starten"))

    expect(page.get_by_text("Der Name fehlt.")).to_be_visible()
    expect(page.get_by_text(re.compile("„bildraum.at.mail“ ist keine E-Mail-Adresse"))).to_be_visible()
    assert_accessible(page)
    assert not Profile.objects.exists()
    keyboard.enter(page.get_by_role("button", name="Übernehmen"))

    expect(page.get_by_text("3 Zeilen haben das Verzeichnis geändert.")).to_be_visible()
    assert_accessible(page)
    assert set(Profile.objects.values_list("name", flat=True)) == {"Klangwerk GmbH", "Tonspur", "Farbfeld e. V."}

    keyboard.go_to(page.get_by_role("link", name=re.compile("Zeilen, die draußen bleiben")))
    with page.expect_download() as download:
        keyboard.press("Enter")
    assert "Der Name fehlt." in download.value.path().read_text(encoding="utf-8-sig")

    keyboard.enter(page.get_by_role("link", name="Import zurücknehmen"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("zurücknehmen?")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("button", name="Import zurücknehmen"))
    expect(page.get_by_text("Alles ist wieder, wie es vor dem Import war.")).to_be_visible()
    assert_accessible(page)
    assert not Profile.objects.filter(state="public").exists()


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
