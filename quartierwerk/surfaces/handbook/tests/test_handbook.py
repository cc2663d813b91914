"""The handbook: every task has its chapter, no chapter is dead, every picture is there, and the pages show it all."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from quartierwerk.config.urls import urlpatterns
from quartierwerk.foundation.house.models import House
from quartierwerk.foundation.ui.links import links_for
from quartierwerk.surfaces.handbook import chapters

pytestmark = pytest.mark.django_db
MOST_BYTES = 120_000
WORK = ("portal:", "directory:", "places:", "accounts:")
NEEDS_NO_CHAPTER = {"directory:suggest", "directory:feed", "directory:short"}
"""Parts of pages, feeds and short addresses."""
OF_THE_SHELL = re.compile(r'<p class="help"><a href="([^"]+)"')


def names_of(patterns, space=""):
    for entry in patterns:
        if hasattr(entry, "url_patterns"):
            yield from names_of(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else space)
        elif entry.name:
            yield f"{space}{entry.name}"


def test_every_page_of_the_rooms_has_its_chapter():
    known = {name for name in names_of(urlpatterns) if name.startswith(WORK)} - NEEDS_NO_CHAPTER
    explained = {route for chapter in chapters.contents() for route in chapter.explains}

    assert sorted(known - explained) == []


def test_no_chapter_explains_a_page_that_is_gone():
    known = set(names_of(urlpatterns))

    assert sorted({route for chapter in chapters.contents() for route in chapter.explains} - known) == []


def test_every_page_of_the_office_menu_leads_to_its_chapter(client, officer):
    client.force_login(officer)

    for link in links_for("office", officer):
        shown = client.get(link.address(), follow=True).content.decode()
        assert (found := OF_THE_SHELL.search(shown)), link.url_name
        assert client.get(found[1]).status_code == 200


def test_every_page_in_the_folder_is_a_chapter():
    files = {path.stem for path in chapters.PAGES.glob("*.md")} - {chapters.SUMMARY}

    assert files == {chapter.slug for chapter in chapters.contents()}


@pytest.mark.parametrize("slug", [*(chapter.slug for chapter in chapters.contents()), chapters.SUMMARY])
def test_the_links_and_pictures_of_a_page_are_there(slug):
    pages = {f"{chapter.slug}.md" for chapter in chapters.contents()}

    assert set(chapters.links(slug)) <= pages
    for picture in chapters.pictures(slug):
        path = chapters.PAGES / picture
        assert path.exists(), picture
        assert path.stat().st_size <= MOST_BYTES
        assert finders.find(f"handbuch/{path.name}")


def test_every_picture_is_shown_somewhere():
    shown = {picture for chapter in chapters.contents() for picture in chapters.pictures(chapter.slug)}

    assert {f"bilder/{path.name}" for path in (chapters.PAGES / "bilder").iterdir()} == shown


def test_the_contents_name_every_chapter_for_whom_it_is(client):
    shown = client.get("/handbuch/").content.decode()

    for chapter in chapters.contents():
        assert f'href="/handbuch/{chapter.slug}/"' in shown and chapter.lead in shown
    groups = re.findall(r"<h2>(Für .*?)</h2>", shown)
    assert groups == ["Für alle", "Für Kreative", "Für das Büro"], "chapters for the same people stand together"


@pytest.mark.parametrize("chapter", chapters.contents(), ids=lambda chapter: chapter.slug)
def test_a_chapter_is_shown_with_its_picture_and_its_anchors(client, chapter):
    shown = client.get(f"/handbuch/{chapter.slug}/").content.decode()

    assert f"<h1>{chapter.title}</h1>" in shown
    assert shown.count("<h1") == 1
    assert all(f'src="/static/handbuch/{p.removeprefix("bilder/")}"' in shown for p in chapters.pictures(chapter.slug))
    assert all(f'<h2 id="{anchor}">' in shown for _heading, anchor in chapters.headings(chapter.slug))
    assert not re.search(r'href="[\w-]+\.md', shown)


def test_chapters_lead_to_their_neighbours(client):
    first, second = chapters.contents()[:2]

    assert f'rel="next" href="/handbuch/{second.slug}/"' in client.get(f"/handbuch/{first.slug}/").content.decode()
    assert f'rel="prev" href="/handbuch/{first.slug}/"' in client.get(f"/handbuch/{second.slug}/").content.decode()


def test_a_chapter_that_nobody_wrote_is_not_found(client):
    assert client.get("/handbuch/kochen/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("Prüflauf", ("listen-einlesen", "der-prueflauf")),
        ("pruefl", ("listen-einlesen", "der-prueflauf")),
        ("code mail", ("anmelden", "es-kommt-keine-mail")),
        ("Zurücknehmen", ("listen-einlesen", "zuruecknehmen")),
    ],
)
def test_the_search_finds_sections_headings_first(asked, first):
    found = chapters.find(asked)

    assert first in [(finding.section.chapter.slug, finding.section.anchor) for finding in found][:3]


def test_the_search_shows_where_a_word_stands(client):
    shown = client.get("/handbuch/", {"q": "Prüflauf"}).content.decode()

    assert 'href="/handbuch/listen-einlesen/#der-prueflauf"' in shown and "Der Prüflauf ändert nichts." in shown


@pytest.mark.parametrize("asked", ["Xylophon", "<script>"])
def test_a_search_without_result_says_so(client, asked):
    shown = client.get("/handbuch/", {"q": asked}).content.decode()

    assert "Dazu steht nichts im Handbuch" in shown and "<script>alert" not in shown
    assert chapters.find("") == []


def test_a_long_piece_of_text_is_cut_between_words():
    found = chapters.find("Semikolon")[0]

    assert len(found.snippet) <= chapters.SNIPPET + 2


def test_english_readers_find_a_summary_and_a_word_of_warning(client):
    contents = client.get("/en/handbuch/").content.decode()
    chapter = client.get("/en/handbuch/finden/").content.decode()

    assert "This page sums it up in English." in contents and "Find</h2>" in contents
    assert "This chapter is in German only" in chapter and 'lang="de"' in chapter


def test_help_stands_beside_the_task_for_those_who_are_signed_in(client, profile, owner):
    edit = reverse("directory:edit", args=[profile.pk])
    assert OF_THE_SHELL.search(client.get("/verzeichnis/").content.decode()) is None
    client.force_login(owner)

    assert OF_THE_SHELL.search(client.get(edit).content.decode())[1] == "/handbuch/profil-pflegen/"
    assert OF_THE_SHELL.search(client.get("/handbuch/").content.decode()) is None


def test_the_pages_cost_next_to_nothing(client, django_assert_max_num_queries):
    House.objects.create(name="Musterstadt")
    client.get("/handbuch/finden/")  # the process learns the city's words

    with django_assert_max_num_queries(2):
        client.get("/handbuch/finden/")
        client.get("/handbuch/", {"q": "Code"}).content.decode()


def test_the_handbook_is_part_of_the_released_package():
    from setuptools import Distribution
    from setuptools.command.build_py import build_py

    command = build_py(Distribution())
    command.distribution.parse_config_files(["pyproject.toml"])
    command.finalize_options()
    command.manifest_files = {}
    folder = "quartierwerk/surfaces/handbook"

    files = command.find_data_files(folder.replace("/", "."), folder)

    pictures = {
        f"{folder}/pages/{picture}" for chapter in chapters.contents() for picture in chapters.pictures(chapter.slug)
    }
    pages = {f"{folder}/pages/{name}" for name in ("inhalt.toml", *(f"{c.slug}.md" for c in chapters.contents()))}
    assert pictures | pages <= set(files)
    assert not [file for file in files if file.endswith(".pyc")]
