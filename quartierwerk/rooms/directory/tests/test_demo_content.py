"""The invented actors of the demo city are many, different, and nobody's."""

import csv
import io
import re
from collections import Counter
from itertools import islice

import pytest
from PIL import Image

from quartierwerk.rooms.directory.demo.actors import _actors, actors
from quartierwerk.rooms.directory.demo.artwork import FAMILIES, WORDS, artwork, describe
from quartierwerk.rooms.directory.demo.bulk import bulk_contents
from quartierwerk.rooms.directory.demo.entries import entries
from quartierwerk.rooms.directory.demo.forms import FORMS
from quartierwerk.rooms.directory.demo.lists import HEADINGS, company_list_csv
from quartierwerk.rooms.directory.demo.register import addresses, register_csv
from quartierwerk.rooms.directory.demo.vocabulary import professions, sectors, synonym_groups, table
from quartierwerk.rooms.directory.rules.content import ContactType, Kind, Visibility

RESERVED = re.compile(r"030 23125-\d{3}|069 90009-\d{3}|0221 4710-\d{3}|0171 39200-\d{2}|0176 040690-\d{2}")


def test_vocabulary_hangs_together():
    slugs = [words.slug for words in professions()]

    assert len(sectors()) == 12
    assert len(slugs) == len(set(slugs)) >= 70
    assert {words.sector for words in professions()} == {words.slug for words in sectors()}
    assert len(synonym_groups()) >= 60
    assert all(len(group) >= 2 and len(set(group)) == len(group) for group in synonym_groups())


def test_actors_are_as_many_and_as_mixed_as_promised():
    found = actors()
    traits = Counter(actor.trait for actor in found)

    assert 500 <= len(found) <= 540
    assert traits["unclaimed"] == 60
    assert traits["stale"] == 25
    assert traits["duplicate"] == 10
    assert traits["english_only"] == 8
    assert traits["no_location"] == 12
    assert traits["closed"] == 6
    assert traits["long_name"] >= 4
    assert {actor.content.kind for actor in found} == set(Kind)
    assert {actor.content.sectors[0] for actor in found} == {words.slug for words in sectors()}
    assert {actor.district for actor in found} - {""} == {row["slug"] for row in table("districts.csv")}
    assert sum(bool(actor.content.about_en) for actor in found) >= 0.4 * len(found)
    assert sum(bool(actor.content.about_plain) for actor in found) >= 35
    assert sum(bool(actor.works) for actor in found) >= 170


def test_actors_come_out_the_same_every_time():
    before = actors()
    _actors.cache_clear()

    assert actors() == before


def test_no_two_actors_say_the_same():
    texts = [text for actor in actors() for text in (actor.content.about_de, actor.content.about_plain) if text]
    names = [actor.content.name for actor in actors()]

    assert len(set(texts)) == len(texts)
    assert len(set(names)) == len(names)
    assert sum(not entry.is_short for entry in entries()) >= 150


def test_every_slug_of_an_actor_is_known():
    known_jobs = {words.slug for words in professions()}
    known_sectors = {words.slug for words in sectors()}

    for actor in actors():
        assert set(actor.content.professions) <= known_jobs
        assert set(actor.content.sectors) <= known_sectors


def test_contact_fields_belong_to_nobody():
    contacts = [contact for actor in actors() for contact in actor.content.contacts]

    for contact in contacts:
        if contact.type in (ContactType.PHONE, ContactType.MOBILE):
            assert RESERVED.fullmatch(contact.value)
        elif contact.type in (ContactType.EMAIL, ContactType.WEBSITE):
            assert contact.value.endswith(".example")
    assert {contact.visibility for contact in contacts} == set(Visibility)
    assert all(".example/" in link.url for actor in actors() for link in actor.content.links)


def test_only_duplicates_share_a_contact():
    ways = Counter(
        contact.value
        for actor in actors()
        if not actor.duplicate_of
        for contact in actor.content.contacts
        if contact.type is not ContactType.PERSON
    )

    assert max(ways.values()) == 1


def test_addresses_are_in_the_register_but_for_some():
    register = {address[:4] for address in addresses()}
    sites = [site for actor in actors() if not actor.duplicate_of for site in actor.content.sites]
    strays = [site for site in sites if (site.street, site.house_number, site.postcode, site.town) not in register]

    assert len(strays) == 20


def test_register_lies_in_its_districts():
    centres = {row["slug"]: (float(row["center_lat"]), float(row["center_lon"])) for row in table("districts.csv")}

    for address in addresses():
        nearest = min(
            centres,
            key=lambda slug: (centres[slug][0] - address.lat) ** 2 + (0.622 * (centres[slug][1] - address.lon)) ** 2,
        )
        assert nearest == address.district, address


def test_register_is_published_as_cities_do():
    lines = list(csv.reader(io.StringIO(register_csv().decode()), delimiter=";"))

    assert lines[0] == ["STRASSE", "HAUSNR", "ZUSATZ", "PLZ", "ORT", "LAT", "LON"]
    assert len(lines) == 1 + sum(1 for _ in addresses())


def test_company_list_looks_like_a_list_of_the_office():
    rows = list(csv.reader(io.StringIO(company_list_csv().decode("cp1252")), delimiter=";"))
    body = [row for row in rows[4:] if any(row)]
    numbers = [row[0] for row in body]

    assert tuple(rows[3]) == HEADINGS
    assert len(body) > 460
    assert len(set(numbers)) == len(numbers)
    assert sum(actor.in_company_list for actor in actors()) == 462
    assert {actor.content.external_id for actor in actors() if actor.in_company_list} <= set(numbers)
    assert any(row[1].startswith("=") for row in body)


def test_bulk_is_plausible_and_repeatable():
    first = list(islice(bulk_contents(500), 500))
    words = Counter(word for content in first for word in content.about_de.split())

    assert first == list(bulk_contents(500))
    assert first != list(bulk_contents(500, seed=2))
    assert len({content.name for content in first}) == 500
    assert all(35 <= len(content.about_de.split()) <= 85 for content in first)
    assert len(words) > 1500
    assert words.most_common(1)[0][1] > 50 * words.most_common(1500)[-1][1]


@pytest.mark.parametrize("sector", FAMILIES)
def test_artwork_is_a_picture_and_repeatable(sector):
    picture = artwork(f"{sector}:Probe", hue=210, size=(300, 200))

    assert picture == artwork(f"{sector}:Probe", hue=210, size=(300, 200))
    assert Image.open(io.BytesIO(picture)).size == (300, 200)
    assert describe(f"{sector}:Probe", hue=210).de.startswith("Abstrakte Komposition aus")


def test_every_form_of_artwork_has_words():
    assert set(FORMS) == set(WORDS) == {family for families in FAMILIES.values() for family in families}


def test_alternative_texts_describe_the_pictures():
    for actor in actors():
        for work in actor.works:
            assert (work.alt_de, work.alt_en) == (
                describe(work.seed, hue=work.hue).de,
                describe(work.seed, hue=work.hue).en,
            )
