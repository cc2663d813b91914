"""Somebody keeps a profile up to date: words, a mistake, a work, a pin, by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.directory.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINE = "Porträts, wo Menschen arbeiten"


def test_an_owner_edits_the_profile(page, keyboard, live_server, sign_in, owner, profile, assert_accessible):
    sign_in(page, owner)
    page.goto(f"{live_server.url}/mein/")
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name=re.compile("Bearbeiten")))
    expect(page.get_by_role("heading", level=1)).to_have_text("Lichtwerk Nord bearbeiten")
    assert_accessible(page)

    # What is typed is kept while it is typed, and is not public yet.
    line = page.get_by_label("In einem Satz", exact=False).first
    keyboard.write(line, LINE)
    expect(page.locator("[data-draft-status]")).to_contain_text("espeichert")
    page.reload()
    expect(page.get_by_text("Hier steht Ihr Entwurf")).to_be_visible()
    expect(line).to_have_value(LINE)
    assert_accessible(page)
    profile.refresh_from_db()
    assert profile.tagline_de == "Porträts bei Tageslicht"

    # A mistake is said on top and at its place, and nothing is lost.
    monday = page.get_by_label("Montag")
    keyboard.write(monday, "abends")
    keyboard.press("Enter")
    expect(page.locator("#errors")).to_be_focused()
    assert_accessible(page)
    keyboard.enter(page.locator("#errors").get_by_role("link", name="Montag"))
    expect(monday).to_be_focused()
    expect(monday).to_have_attribute("aria-invalid", "true")
    expect(line).to_have_value(LINE)
    keyboard.write(monday, "9–12, 14–18 Uhr")
    keyboard.enter(page.locator(".form__buttons").get_by_role("button", name="Speichern"))

    expect(page.get_by_text("Gespeichert. So sieht das Profil jetzt aus.")).to_be_visible()
    expect(page.get_by_text(LINE)).to_be_visible()
    assert_accessible(page)
    profile.refresh_from_db()
    assert profile.tagline_de == LINE


def test_an_owner_shows_a_work(page, keyboard, live_server, sign_in, owner, profile, assert_accessible, tmp_path):
    picture = tmp_path / "werk.jpg"
    picture.write_bytes(factories.picture().getvalue())
    sign_in(page, owner)
    page.goto(f"{live_server.url}/verzeichnis/{profile.pk}/bearbeiten/")
    keyboard.enter(page.get_by_role("link", name="Arbeitsproben", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Arbeitsproben")
    assert_accessible(page)

    keyboard.write(page.get_by_label("Titel", exact=True), "Frühschicht")
    keyboard.press("Enter")
    expect(page.locator("#errors")).to_be_focused()
    expect(page.get_by_label("Titel", exact=True)).to_have_value("Frühschicht")
    assert_accessible(page)
    keyboard.go_to(page.get_by_label("Bild", exact=True))
    page.get_by_label("Bild", exact=True).set_input_files(picture)
    expect(page.get_by_role("img", name="Das gewählte Bild")).to_be_visible()
    keyboard.write(page.get_by_label("Von links, in Prozent"), "20")
    assert_accessible(page)
    keyboard.write(page.get_by_label("Bildbeschreibung", exact=True), "Eine Bäckerin im Gegenlicht")
    keyboard.write(page.get_by_label("Wer hat das Bild gemacht?"), "Ova Eigen")
    keyboard.enter(page.get_by_role("button", name="Arbeitsprobe zeigen"))

    expect(page.get_by_text("Die Arbeitsprobe steht jetzt auf dem Profil.")).to_be_visible()
    expect(page.get_by_role("img", name="Eine Bäckerin im Gegenlicht")).to_be_visible()
    assert_accessible(page)
    keyboard.enter(page.get_by_role("link", name="Zurück zum Profil"))
    expect(page.get_by_role("heading", name="Frühschicht")).to_be_visible()
    expect(page.locator(".profile__picture")).to_have_css("object-position", "20% 50%")
    assert_accessible(page)


def test_a_click_on_the_picture_sets_its_focal_point(page, live_server, sign_in, owner, profile, assert_accessible):
    factories.work(profile)
    work = profile.works.get()
    sign_in(page, owner)
    page.goto(f"{live_server.url}/verzeichnis/{profile.pk}/arbeitsproben/{work.pk}/")
    whole = page.locator(".focus__whole")
    frame = whole.bounding_box()

    whole.click(position={"x": frame["width"] * 0.26, "y": frame["height"] * 0.9})

    expect(page.get_by_label("Von links, in Prozent")).to_have_value("25")
    expect(page.get_by_label("Von oben, in Prozent")).to_have_value("90")
    expect(page.locator(".focus__cut img").first).to_have_css("object-position", "25% 90%")
    assert_accessible(page)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    assert work.pictures.get().picture.focus == (0.25, 0.9)


def test_an_owner_sets_the_pin(page, keyboard, live_server, sign_in, owner, profile, assert_accessible):
    sign_in(page, owner)
    page.goto(f"{live_server.url}/verzeichnis/{profile.pk}/bearbeiten/")
    keyboard.enter(page.get_by_role("link", name="Punkt auf der Karte setzen"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Punkt auf der Karte setzen")
    assert_accessible(page)

    keyboard.write(page.get_by_label("Breite"), "51,471")
    keyboard.write(page.get_by_label("Länge"), "7,501")
    keyboard.press("Enter")

    expect(page.get_by_text("Der Punkt auf der Karte ist gesetzt.")).to_be_visible()
    expect(page.locator("#where").locator("..")).to_contain_text("Hörde")
    [location] = Profile.objects.get(pk=profile.pk).locations.all()
    assert (location.lat, location.lon) == (51.471, 7.501)
