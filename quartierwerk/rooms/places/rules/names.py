"""The words by which people call places: names, aliases, parts of names that several districts share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

from quartierwerk.rooms.places.rules.addresses import words_of

Thing = TypeVar("Thing", bound=Hashable)
LEAST_SHARED = 2
"""A first word that so many districts share names them all: “Altstadt” for -West, -Nord and -Ost."""


class Named(NamedTuple, Generic[Thing]):
    """A place with the names it goes by."""

    thing: Thing
    names: tuple[str, ...]
    shares_first_word: bool = False
    """Its first word may stand for it together with its siblings (districts)."""
    has_adjective: bool = False
    """What is there is called after it: “Kölner”, “Weststädter”."""


class PlaceName(NamedTuple, Generic[Thing]):
    """What people say, as folded words, and the places they mean by it."""

    name: str
    words: tuple[str, ...]
    places: tuple[Thing, ...]


def everyday_names(places: Iterable[Named[Thing]]) -> list[PlaceName[Thing]]:
    """Every name with all the places it may mean, longest first so that a longer name wins over its part."""
    meant: dict[tuple[str, ...], dict[Thing, None]] = defaultdict(dict)
    shown: dict[tuple[str, ...], str] = {}
    first_words: dict[tuple[str, ...], list[tuple[str, Thing]]] = defaultdict(list)
    for place in places:
        for name in place.names:
            for words in [*spellings(name), *(adjectives(name) if place.has_adjective else ())]:
                meant[words].setdefault(place.thing)
                shown.setdefault(words, name)
        words = words_of(place.names[0])
        if place.shares_first_word and len(words) > 1:
            first_words[words[:1]].append((place.names[0].replace("-", " ").split()[0], place.thing))
    for words, sharers in first_words.items():
        if len(sharers) >= LEAST_SHARED:
            shown.setdefault(words, sharers[0][0])
            for _name, thing in sharers:
                meant[words].setdefault(thing)
    found = [PlaceName(shown[words], words, tuple(things)) for words, things in meant.items()]
    return sorted(found, key=lambda name: (-len(name.words), name.words))


def spellings(name: str) -> list[tuple[str, ...]]:
    """A name in separate words and written as one: “Altstadt-Nord”, “Altstadt Nord”, “Altstadtnord”."""
    words = words_of(name)
    if not words:
        return []
    return [words] if len(words) == 1 else [words, ("".join(words),)]


def adjectives(name: str) -> list[tuple[str, ...]]:
    """What people make of a name of one word to say where something is: “Kölner”, “Haller”, “Weststädter”."""
    words = words_of(name)
    if len(words) != 1:
        return []
    word = words[0]
    if word.endswith("stadt"):
        return [(word.removesuffix("stadt") + "staedter",)]
    return [(word + ("r" if word.endswith("e") else "er"),)]
