"""What the parts of the house declare, and that two of them never take one name."""

from __future__ import annotations

import pytest

from quartierwerk.foundation import gathering, handing, privacy, waiting
from quartierwerk.foundation.attaching import attach
from quartierwerk.foundation.gathering import SameName, by_name, declared, enter, gather
from quartierwerk.foundation.house import terms, words
from quartierwerk.foundation.house.words import Word
from quartierwerk.foundation.ui import links


def test_files_come_in_the_order_of_the_settings():
    rooms = [module.__name__ for module in gather("privacy", floor="rooms.")]

    order = ("accounts", "places", "budget", "directory", "boards", "funding", "newsroom")
    assert rooms == [f"quartierwerk.rooms.{name}.privacy" for name in order]
    assert gather("privacy")[0].__name__ == "quartierwerk.foundation.limits.privacy"


def test_what_files_declare_comes_as_members_or_as_pairs():
    chores = list(declared("schedule", "CHORES"))
    called = dict(declared("words", "WORDS"))

    assert chores[0][0] == "finish resets"
    assert called["office"].many == "Stabsstellen"
    assert list(declared("words", "NOTHING_OF_THE_KIND")) == []


def test_attaching_once_more_changes_nothing():
    before = _attached()

    attach()

    assert _attached() == before


def test_everything_that_is_declared_is_attached():
    assert {one.kind for one in privacy.registered()} == {one.kind for one in declared("privacy", "PERSONAL")}
    assert {one.name for one in waiting.kinds()} == {one.name for one in declared("waiting", "KINDS")}
    assert set(handing._holdings) == {one.kind for one in declared("handing", "HOLDINGS")}
    assert list(links._registered.values()) == list(declared("links", "LINKS"))
    assert set(terms.registered()) == {key for key, _term in declared("words", "TERMS")}


def test_two_things_never_have_one_name():
    first, second = object(), object()
    book = by_name([("boards.seats", first), ("boards.chairs", second)])

    enter(book, "boards.seats", first)
    with pytest.raises(SameName, match="boards.seats"):
        enter(book, "boards.seats", second)

    assert book == {"boards.seats": first, "boards.chairs": second}


@pytest.mark.parametrize("name", ["office", "sector"])
def test_a_second_word_under_a_known_key_is_refused(name):
    with pytest.raises(SameName, match=name):
        words.register(name, Word(one="Amt", many="Ämter"))


def test_a_term_under_a_known_key_is_refused():
    key, term = next(iter(terms.registered().items()))

    with pytest.raises(SameName, match=key):
        terms.register(key, term._replace(default=term.default + 1))


def test_a_room_that_takes_a_known_name_stops_the_house_from_starting(monkeypatch):
    class Annex:
        WORDS = {"office": Word(one="Amt", many="Ämter")}

    monkeypatch.setattr(
        gathering, "gather", lambda name, floor="": (*gather(name, floor=floor), *([Annex] if name == "words" else []))
    )

    with pytest.raises(SameName, match="office"):
        attach()


def _attached() -> list[object]:
    return [
        list(words.registered().items()),
        list(terms.registered().items()),
        dict(links._registered),
        privacy.registered(),
        dict(handing._holdings),
        waiting.kinds(),
        list(waiting._sources),
    ]
