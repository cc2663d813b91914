"""Menus and next steps."""

from dataclasses import replace

import pytest

from quartierwerk.foundation.gathering import SameName
from quartierwerk.foundation.ui import links
from quartierwerk.foundation.ui.links import Band, Link


@pytest.fixture(autouse=True)
def only_these(monkeypatch):
    monkeypatch.setattr(links, "_registered", {})


def test_a_menu_shows_what_the_person_may_follow_in_order():
    links.register(
        Link(label="Zweiter", url_name="portal:home", where="main"),
        Link(label="Dritter", url_name="portal:search", where="main"),
        Link(label="Erster", url_name="ui:style", where="main", band=Band.FIRST),
        Link(label="Nur Amt", url_name="portal:work", where="main", may=lambda person: person == "officer"),
        Link(label="Woanders", url_name="ui:style", where="footer"),
    )

    visitor = [link.label for link in links.links_for("main", "visitor")]
    officer = [link.label for link in links.links_for("main", "officer")]

    assert visitor == ["Erster", "Zweiter", "Dritter"]
    assert officer == ["Erster", "Zweiter", "Dritter", "Nur Amt"]


def test_registering_twice_changes_nothing():
    link = Link(label="Stil", url_name="ui:style", where="footer")

    links.register(link)
    links.register(link)

    assert links.links_for("footer", None) == [link]


def test_a_second_link_from_one_menu_to_one_page_is_refused():
    link = Link(label="Stil", url_name="ui:style", where="footer")
    links.register(link)

    with pytest.raises(SameName, match="ui:style"):
        links.register(replace(link, band=Band.LAST))


def test_a_thing_shows_the_next_steps_of_its_kind():
    links.register(
        Link(label="Raum suchen", url_name="ui:style", on="directory.profile", arguments=lambda reference: {}),
        Link(
            label="Nur die Sieben",
            url_name="portal:work",
            on="directory.profile",
            may=lambda _, ref: ref.endswith(":7"),
        ),
        Link(label="Anderes", url_name="ui:style", on="forum.idea"),
    )

    found = links.links_on("directory.profile:12", "owner")

    assert [link.label for link in found] == ["Raum suchen"]
    assert found[0].address("directory.profile:12") == "/stil/"


def test_a_link_needs_exactly_one_home():
    with pytest.raises(ValueError, match="either a menu or a kind"):
        Link(label="Heimatlos", url_name="ui:style")
    with pytest.raises(ValueError, match="no menu 'attic'"):
        Link(label="Falsch", url_name="ui:style", where="attic")


def test_a_link_that_leads_nowhere_fails_the_check():
    links.register(Link(label="Nirgends", url_name="nowhere:at-all", where="main"))

    assert [problem.id for problem in links.check_links()] == ["ui.E001"]


def test_a_link_that_leads_somewhere_passes_the_check():
    links.register(Link(label="Stil", url_name="ui:style", where="main"))

    assert links.check_links() == []
