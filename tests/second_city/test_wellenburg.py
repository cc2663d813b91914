"""A second city, founded by the command from its file: seven parts, other words, other colours, German only.

Every page of the house is then fetched, and no word of the first city stands on any of them.
"""

from __future__ import annotations

import csv
import html
import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from quartierwerk.config.cli import main
from quartierwerk.foundation.house import words
from quartierwerk.foundation.house.models import House
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import is_officer, system
from quartierwerk.rooms.directory import actions, rules
from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.directory.tests import factories
from quartierwerk.rooms.places.models import District, Place
from tests.architecture.house import PACKAGE
from tests.architecture.routes import PUBLIC, Cast, paths_of

pytestmark = pytest.mark.django_db
CITY = Path(__file__).with_name("wellenburg.toml")
DEMO_PLACES = sorted((PACKAGE / "rooms" / "places" / "demo" / "data").glob("*.csv"))
EVERYWHERE = {"City", "Hafen"}
"""Everyday names in the demo that every city by the water may use."""
SAMPLES = {"ui:style", "documents:sample"}
"""Pages of invented words, the same in every city."""
ADDRESSES = re.compile(
    r"""\b(?:href|action|src|hx-get|data-suggest|content="http)[^\s>]*?=?(["'])[^"']*\1"""
    r"""|<span data-address>[^<]*|<loc>[^<]*"""
)
"""Addresses are the same in every city, so that links and guides can be shared."""


def first_city() -> set[str]:
    """The names of the demo city and its parts, and what the demo city calls them."""
    names = {"Dortmund"}
    for path in DEMO_PLACES:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines, delimiter=";")
            if "center_lat" not in (rows.fieldnames or []):
                continue  # people and themes, not places
            for row in rows:
                names |= {row["name"], row.get("name_en", ""), *row.get("aliases", "").split(",")}
    called = {str(form) for word in words.registered().values() for form in (word.one, word.many)}
    return (names | called) - EVERYWHERE - {""}


def seen(text: str, names: set[str]) -> set[str]:
    """Which of the names a reader of this page meets, in its text or in what is read aloud."""
    shown = html.unescape(ADDRESSES.sub(" ", text)).casefold()
    return {name for name in names if name.casefold() in shown}


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    return int(stopped.value.code or 0)


@pytest.fixture
def city(capsys) -> Place:
    assert run("init", CITY) == 0
    return Place.objects.get(kind="city")


@pytest.fixture
def profile(city: Place) -> Profile:
    """Somebody who works in the second city."""
    site = rules.Site(pin=(54.325, 8.925), street="Sielstraße", house_number="1", postcode="25999", town=city.name)
    said = rules.ProfileContent(
        name="Lichtstube Anker",
        kind=rules.Kind.COMPANY,
        sectors=("licht",),
        professions=("lichtbild",),
        about_de="Bilder bei jedem Wetter.",
        sites=(site,),
        contacts=(factories.email("post@anker.example"),),
    )
    made = actions.create(said, actor=system("test"), source="office")
    follower.rebuild()
    return made


def test_the_city_is_as_its_file_says(city, capsys):
    here = House.objects.get()

    assert (here.name, here.accent, here.languages) == ("Wellenburg", "violet", ["de"])
    assert [place.name for place in District.objects.all()][:2] == ["Altsiel", "Deichseite"]
    assert (District.objects.count(), Place.objects.count()) == (7, 12)
    assert Place.objects.get(slug="deichseite").hue == 7
    assert all(place.boundaries.filter(is_schematic=True).exists() for place in District.objects.all())


def test_the_first_officer_is_invited_by_mail(city):
    person = Person.objects.get(email="wiebke.wattenmeer@wellenburg.example")
    mail = OutgoingMail.objects.get()

    assert is_officer(person)
    assert (mail.to, "Wellenburg" in mail.text, "/konto/anmelden/" in mail.text) == (person.email, True, True)


def test_its_pages_speak_its_words_and_wear_its_colour(client, profile):
    home = client.get("/").content.decode()
    places = client.get("/stadtbezirke/").content.decode()

    assert 'data-accent="violet"' in home
    assert "kreativen Wellenburg" in home and "Netzboden" in home
    assert "<h1>Ortsteile</h1>" in places and "gliedert sich in Ortsteile" in places
    assert "Kieze" in client.get("/quartiere/").content.decode()
    assert {"Ortsteil", "Kiez", "Gewerk"} <= set(re.findall(r"\w+", client.get("/verzeichnis/").content.decode()))
    assert client.get("/en/")["Location"] == "/"


def test_its_words_lead_to_its_places(client, profile):
    found = client.get("/verzeichnis/", {"q": "Lichtbildnerin im Ortsteil Altsiel"})

    assert (found.context["total"], found.context["found"].place) == (1, "Altsiel")


def _words_of(answer, content):
    """What an answer says: a document is read as whoever opens it reads it."""
    if answer.headers.get("Content-Type", "") == "application/pdf":
        return " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(content)).pages)
    return content.decode()


@pytest.mark.once
def test_no_word_of_the_first_city_stands_on_any_page(client, profile):
    names = first_city()
    assert {"Dortmund", "Nordstadt", "Stadtbezirk", "Teilmärkte", "Stabsstelle"} <= names
    owner = factories.make_admin(factories.person("Ola Anker"), of=profile)
    officer = Person.objects.get(email="wiebke.wattenmeer@wellenburg.example")
    paths = paths_of(Cast(profile, owner, officer))
    wrong, fetched = {}, set()
    for person in (None, owner, officer):
        client.logout()
        if person:
            client.force_login(person)
        for name, path in paths.items():
            if name in SAMPLES or (name not in PUBLIC and name.startswith(("admin:", "api", "account_"))):
                continue
            answer = client.get(path, follow=True)
            if answer.status_code != 200 or answer.headers.get("Content-Type", "").startswith("image/png"):
                continue
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            fetched.add(name)
            if met := seen(_words_of(answer, content), names):
                wrong[f"{name} as {person}"] = met

    assert wrong == {}
    assert {"portal:home", "directory:list", "directory:profile", "directory:export", "places:district"} <= fetched
    assert {"places:edit_words", "places:new_profile", "places:new_contact", "accounts:keepers"} <= fetched
    assert {"directory:edit", "portal:mine", "portal:work", "directory:imports", "directory:synonyms"} <= fetched


def test_no_word_of_the_first_city_stands_in_any_mail(client, profile, city):
    message = actions.Message(sender_name="Ute", sender_email="ute@gast.example", text="Moin")
    actions.write_to(profile, actor=None, message=message)
    client.post("/konto/anmelden/", {"email": "wiebke.wattenmeer@wellenburg.example"})
    client.post("/konto/registrieren/", {"email": "neu@gast.example"})

    mails = OutgoingMail.objects.all()
    assert len(mails) >= 4
    assert {mail.subject: met for mail in mails if (met := seen(mail.subject + mail.text, first_city()))} == {}


def test_a_word_of_the_first_city_would_be_noticed():
    assert seen('<a href="/stadtbezirke/">Dortmunder Teilm&auml;rkte</a>', first_city()) == {"Dortmund", "Teilmärkte"}
    assert seen('<a href="/stadtbezirke/hoerde/">Ortsteile</a>', first_city()) == set()
