"""The list, its filters, its feed, and what the search box suggests."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from quartierwerk.foundation.files.focus import Focus
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, rules
from quartierwerk.rooms.directory.tests import factories

LIST = "/verzeichnis/"


@pytest.fixture
def directory(db):
    """A photographer in the north, one in the south, a composer without an address."""
    factories.city()
    north = factories.profile(name="Lichtwerk Nord", sites=(factories.site(),))
    south = factories.profile(
        name="Blende Süd",
        sites=(factories.site(factories.SOUTH, street="Hörder Straße", postcode="44263"),),
        is_open_for_cooperation=True,
        at=factories.NOON + timedelta(days=1),
    )
    music = factories.profile(
        name="Klangraum",
        kind="association",
        sectors=("musik",),
        professions=("komposition",),
        tagline_de="Töne für Film und Bühne",
        about_de="",
        at=factories.NOON + timedelta(days=2),
    )
    follower.rebuild()
    return {"north": north, "south": south, "music": music}


def names(answer) -> list[str]:
    return [card.title for card in answer.context["page"].items]


def chips(answer) -> list[tuple[str, str]]:
    return [(str(chip.label), chip.url) for chip in answer.context["chips"]]


def counts(answer, facet: str) -> dict[str, int]:
    return {c.value: c.count for f in answer.context["facets"] if f.name == facet for c in f.choices}


def test_everybody_finds_what_is_public(client, directory):
    answer = client.get(LIST)

    assert names(answer) == ["Klangraum", "Blende Süd", "Lichtwerk Nord"]
    assert answer.context["total"] == 3


@pytest.mark.parametrize("who", ["visitor", "stranger", "owner", "officer"])
def test_nobody_finds_what_is_withdrawn(client, profile, who, request):
    person = request.getfixturevalue(who)
    follower.rebuild()
    actions.withdraw(profile, actor=system("test"))
    if person:
        client.force_login(person)

    assert "Lichtwerk Nord" not in names(client.get(LIST))


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("?q=Fotografin", ["Blende Süd", "Lichtwerk Nord"]),
        ("?q=fotograf+Nordstadt", ["Lichtwerk Nord"]),
        ("?q=Photography", ["Blende Süd", "Lichtwerk Nord"]),
        ("?sector=musik", ["Klangraum"]),
        ("?sector=musik&sector=design", ["Klangraum", "Blende Süd", "Lichtwerk Nord"]),
        ("?kind=association", ["Klangraum"]),
        ("?profession=fotografie&district=hoerde", ["Blende Süd"]),
        ("?quarter=nordstadt", ["Lichtwerk Nord"]),
        ("?cooperation=1", ["Blende Süd"]),
        ("?accessible=1", []),
        ("?sector=unbekannt", []),
        ("?kind=unbekannt", []),
        ("?sort=name", ["Blende Süd", "Klangraum", "Lichtwerk Nord"]),
        ("?sort=unsinn&page=unsinn", ["Klangraum", "Blende Süd", "Lichtwerk Nord"]),
    ],
)
def test_words_and_filters_narrow_the_list(client, directory, address, found):
    assert sorted(names(client.get(LIST + address))) == sorted(found)


def test_each_facet_is_counted_without_its_own_filter(client, directory):
    answer = client.get(f"{LIST}?sector=musik")

    assert counts(answer, "sector") == {"design": 2, "musik": 1}
    assert counts(answer, "profession") == {"komposition": 1}


def test_a_place_in_the_words_becomes_a_chip_that_can_go(client, directory):
    answer = client.get(f"{LIST}?q=Fotografin+in+der+Nordstadt")

    assert chips(answer) == [("Nordstadt", f"{LIST}?q=Fotografin")]
    assert answer.context["literal_url"] == f"{LIST}?q=Fotografin+in+der+%22Nordstadt%22"
    assert names(client.get(chips(answer)[0][1])) == ["Blende Süd", "Lichtwerk Nord"]
    assert chips(client.get(answer.context["literal_url"])) == []


def test_each_filter_has_a_chip_and_all_go_at_once(client, directory):
    answer = client.get(f"{LIST}?q=Foto&district=hoerde&cooperation=1&page=1")

    assert chips(answer) == [
        ("Hörde", f"{LIST}?q=Foto&cooperation=1"),
        ("offen für Kooperation", f"{LIST}?q=Foto&district=hoerde"),
    ]
    assert answer.context["clear_url"] == f"{LIST}?q=Foto"


def test_the_small_map_leads_into_the_filter_and_out_of_it(client, directory):
    [north] = [place for place in client.get(LIST).context["found"].words.districts if place.slug == "innenstadt-nord"]

    assert client.get(LIST).context["map_urls"][north.pk] == f"{LIST}?district=innenstadt-nord"
    assert client.get(f"{LIST}?district=innenstadt-nord").context["map_urls"][north.pk] == LIST


def test_a_slip_of_the_finger_is_corrected_and_said(client, directory):
    answer = client.get(f"{LIST}?q=Klangraun")

    assert names(answer) == ["Klangraum"]
    assert "Nichts zu „Klangraun“ gefunden. Gezeigt wird „Klangraum“." in answer.content.decode()


def test_what_fits_in_part_only_is_said(client, directory):
    page = client.get(f"{LIST}?q=Fotografin+Trompete").content.decode()

    assert "Kein Profil enthält alles, was Sie suchen. Hier steht, was zum Teil passt." in page


def test_nothing_found_offers_next_steps(client, directory):
    page = client.get(f"{LIST}?q=xyzzyq+Nordstadt").content.decode()

    assert "Dazu haben wir nichts gefunden" in page
    assert "Ohne Ort und Filter suchen" in page


def test_an_empty_directory_says_what_will_be_here(client, db):
    follower.rebuild()

    assert "Noch ist niemand eingetragen" in client.get(LIST).content.decode()


def test_an_index_that_is_being_built_is_no_empty_directory(client, profile):
    page = client.get(LIST).content.decode()

    assert "Die Suche wird gerade aufgebaut" in page
    assert "Noch ist niemand eingetragen" not in page


def test_pages_have_stable_addresses(client, db):
    factories.profiles(21)
    follower.rebuild()

    first, second = client.get(LIST), client.get(f"{LIST}?page=2")

    assert (len(names(first)), len(names(second))) == (20, 1)
    assert not set(names(first)) & set(names(second))
    assert client.get(f"{LIST}?page=9&sort=name")["Location"] == f"{LIST}?sort=name&page=2"


def test_htmx_gets_the_list_without_the_frame(client, directory):
    answer = client.get(f"{LIST}?q=foto", headers={"HX-Request": "true", "HX-Target": "list"})

    assert "<html" not in answer.content.decode()
    assert 'id="list"' in answer.content.decode()
    assert "HX-Request" in answer["Vary"]


def test_the_english_list_speaks_english_and_leads_to_english_pages(client, directory):
    card = client.get(f"/en{LIST}?sector=design&district=hoerde").context["page"].items[0]

    assert card.line == "Photography"
    with override("en"):
        assert card.url == directory["south"].get_absolute_url()


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_card_leads_to_its_profile(client, directory, language):
    with override(language):
        items = client.get(reverse("directory:list")).context["page"].items

        assert {card.url for card in items} == {profile.get_absolute_url() for profile in directory.values()}


def test_only_the_office_is_offered_to_add_a_profile(client, owner, officer):
    client.force_login(owner)
    assert "Profil anlegen" not in client.get(LIST).content.decode()

    client.force_login(officer)
    assert "Profil anlegen" in client.get(LIST).content.decode()


def test_a_work_gives_the_card_its_picture(client, profile):
    factories.work(profile)
    follower.rebuild()

    answer = client.get(LIST)

    [card] = answer.context["page"].items
    assert f'<source type="image/avif" srcset="{card.picture["avif"]}"' in answer.content.decode()
    addresses = [part.split()[0] for part in f"{card.picture['avif']}, {card.picture['srcset']}".split(", ")]
    assert [address.rpartition("/")[2] for address in addresses] == ["320.avif", "640.avif", "320.webp", "640.webp"]
    for address in addresses:
        picture = client.get(address)
        assert picture["Content-Type"] == "image/webp"
        picture.close()


def test_a_card_shows_its_picture_around_the_focal_point(client, profile):
    factories.work(profile, focus=Focus(0.3, 0.1))
    follower.rebuild()
    assert 'class="focus-x-30 focus-y-10"' in client.get(LIST).content.decode()

    said = rules.WorkContent(title_de="T", alt_de="A", focus=Focus(0, 0.9))
    actions.edit_work(profile, actor=system("test"), work_id=profile.works.get().pk, work=said)
    follower.rebuild()

    assert 'class="focus-x-0 focus-y-90"' in client.get(LIST).content.decode()


def test_the_list_asks_a_constant_number_of_questions(client, stranger, django_assert_max_num_queries):
    factories.city()
    asked = []
    for more in (1, 2):
        for number in range(more):
            factories.profile(name=f"Atelier {more} {number}", sites=(factories.site(),))
        follower.rebuild()
        client.force_login(stranger)
        client.get(f"{LIST}?q=fotograf")  # the first one reads the vocabulary, which the process then keeps
        with django_assert_max_num_queries(15) as captured:
            client.get(f"{LIST}?q=fotograf")
        asked.append(len(captured.captured_queries))

    assert asked[0] == asked[1]


# Files and feed


def test_the_downloads_hold_exactly_this_view(client, directory):
    page = client.get(f"{LIST}?district=hoerde&q=fotografin").content.decode()

    for address in (
        "/verzeichnis/export/csv/",
        "/verzeichnis/export/xlsx/",
        "/verzeichnis/export/geojson/",
        "/verzeichnis/neu.atom",
    ):
        assert f'href="{address}?district=hoerde&amp;q=fotografin"' in page


def test_the_feed_holds_the_newest_entries_of_a_view(client, directory):
    answer = client.get(f"{reverse('directory:feed')}?sector=design")

    feed = answer.content.decode()
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert feed.index("Blende Süd") < feed.index("Lichtwerk Nord")
    assert "Klangraum" not in feed
    assert f"http://localhost:8000{directory['south'].get_absolute_url()}" in feed


def test_the_feed_knows_nothing_of_what_is_withdrawn(client, directory):
    actions.withdraw(directory["music"], actor=system("test"))

    assert "Klangraum" not in client.get(reverse("directory:feed")).content.decode()


# Suggestions


def test_the_box_suggests_professions_places_and_names(client, directory):
    items = client.get("/verzeichnis/vorschlag/?q=foto").json()["items"]
    assert {"label": "Fotografie", "hint": "Beruf"} in items

    [item] = client.get("/verzeichnis/vorschlag/?q=klangr").json()["items"]
    assert item == {"label": "Klangraum", "hint": "Profil", "url": f"/verzeichnis/{directory['music'].pk}/"}


@pytest.mark.parametrize("text", ["", " ", "%22", "qqqqq"])
def test_the_box_suggests_nothing_for_nothing(client, directory, text):
    assert client.get(f"/verzeichnis/vorschlag/?q={text}").json() == {"items": []}
