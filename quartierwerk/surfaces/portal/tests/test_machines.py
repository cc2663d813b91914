"""What machines ask for, and where somebody goes who is lost."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quartierwerk.foundation import clock
from quartierwerk.foundation.house.models import House
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.directory import actions
from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.directory.tests import factories
from quartierwerk.surfaces.portal import lost, sitemaps

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def body(answer):
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def addresses(answer):
    return [found.text for found in ElementTree.fromstring(body(answer)).iter(f"{MAP}loc")]


def test_robots_are_told_what_is_public_and_where_the_map_is(client):
    said = body(client.get("/robots.txt"))

    assert "Disallow: /arbeit/\n" in said and "Disallow: /*/arbeit/\n" in said
    assert "Disallow: /\n" not in said
    assert said.endswith("Sitemap: http://localhost:8000/sitemap.xml\n")


def test_robots_leave_a_demo_alone(client, settings):
    settings.DEMO = True

    said = body(client.get("/robots.txt"))

    assert "Disallow: /\n" in said and "Sitemap" not in said


def test_security_txt_expires_later_but_within_a_year(client):
    House.objects.create(name="Musterstadt", contact_email="post@stadt.example")

    said = body(client.get("/.well-known/security.txt"))

    expires = datetime.strptime(re.search(r"Expires: (\S+)", said)[1], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=30) < expires - clock.now() < timedelta(days=365)
    assert "Contact: mailto:post@stadt.example\n" in said and "Preferred-Languages: de, en\n" in said


def test_security_txt_of_a_house_without_an_address_leads_to_the_imprint(client):
    assert "Contact: http://localhost:8000/impressum/\n" in body(client.get("/.well-known/security.txt"))


def test_the_manifest_names_the_city_and_icons_that_are_there(client):
    House.objects.create(name="Musterstadt")

    answer = client.get("/manifest.webmanifest")
    told = json.loads(answer.content)

    assert (answer["Content-Type"], told["short_name"]) == ("application/manifest+json", "Musterstadt")
    assert [icon["src"] for icon in told["icons"] if not finders.find(icon["src"].removeprefix("/static/"))] == []
    assert '<link rel="manifest" href="/manifest.webmanifest">' in client.get("/").content.decode()


def test_the_sitemap_leads_to_every_public_profile_in_both_languages(client, profile, officer, monkeypatch):
    monkeypatch.setattr(sitemaps, "PER_FILE", 2)
    others = [factories.profile(name=f"Atelier {number}") for number in range(4)]
    actions.withdraw(others[0], actor=officer, at=factories.NOON)

    files = addresses(client.get("/sitemap.xml"))
    found = [address for file in files for address in addresses(client.get(file.removeprefix("http://localhost:8000")))]

    public = Profile.objects.visible_to(None)
    assert len(files) >= 3 and "http://localhost:8000/sitemap-pages.xml" in files
    for one in public:
        assert f"http://localhost:8000{one.get_absolute_url()}" in found
        assert f"http://localhost:8000/en{one.get_absolute_url()}" in found
    assert not [address for address in found if f"/verzeichnis/{others[0].pk}/" in address]
    assert {"http://localhost:8000/", "http://localhost:8000/en/impressum/"} <= set(found)
    assert "http://localhost:8000/stadtbezirke/innenstadt-nord/" in found
    assert len(found) == len(set(found))


def test_a_sitemap_says_when_a_profile_changed_and_names_its_other_language(client, profile):
    said = body(client.get(f"/sitemap-profiles-{profile.pk // sitemaps.PER_FILE + 1}.xml"))

    assert f"<lastmod>{profile.changed_at:%Y-%m-%d}</lastmod>" in said
    assert f'hreflang="en" href="http://localhost:8000/en{profile.get_absolute_url()}"' in said


def test_a_city_with_one_language_has_one_address_for_each_page(client, profile):
    House.objects.create(name="Musterstadt", languages=["de"])

    assert "/en/" not in body(client.get("/sitemap-pages.xml"))
    assert "hreflang" not in body(client.get("/sitemap-pages.xml"))


@pytest.mark.parametrize("number", [0, 7, 10**15])
def test_a_file_that_would_be_empty_is_not_there(client, profile, number):
    assert client.get(f"/sitemap-profiles-{number}.xml").status_code == 404


def test_who_has_the_sitemap_is_told_that_nothing_changed(client, profile):
    tag = client.get("/sitemap.xml")["ETag"]

    assert client.get("/sitemap.xml", headers={"If-None-Match": tag}).status_code == 304


def test_a_file_asks_as_much_for_six_profiles_as_for_one(client, profile):
    file = f"/sitemap-profiles-{profile.pk // sitemaps.PER_FILE + 1}.xml"
    body(client.get(file))
    with CaptureQueriesContext(connection) as before:
        body(client.get(file))
    for number in range(5):
        factories.profile(name=f"Atelier {number}")

    with CaptureQueriesContext(connection) as after:
        body(client.get(file))

    assert len(after) == len(before) <= 10


# Lost


def test_an_address_that_leads_nowhere_offers_what_its_words_find(client, profile):
    follower.rebuild()

    answer = client.get("/verzeichnis/Lichtwerk_Nord-alt/")

    shown = answer.content.decode()
    assert answer.status_code == 404
    assert profile.get_absolute_url() in shown and 'value="Lichtwerk Nord alt"' in shown


def test_what_was_withdrawn_is_not_offered(client, profile, officer):
    follower.rebuild()
    actions.withdraw(profile, actor=officer, at=factories.NOON)

    assert profile.get_absolute_url() not in client.get("/lichtwerk/").content.decode()


@pytest.mark.parametrize(
    "path", ["/lichtwerk/", "/en/lichtwerk/", "/wp-login.php", "/%00/", "/<script>/", f"/{'x' * 3000}"]
)
def test_it_stands_before_the_index_does(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert b"<script>/" not in answer.content


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/stadtbezirke/hoerde/", "hoerde"),
        ("/verzeichnis/12/atelier-am-hafen-2/", "atelier hafen"),
        ("/verzeichnis/99/", "verzeichnis"),
        ("/static/alt.css", ""),
        ("/123/", ""),
        ("/caf%C3%A9s/", "cafés"),
    ],
)
def test_the_last_words_of_an_address_are_what_somebody_wanted(path, words):
    assert lost.words_of(path) == words
