"""Reading the one search box: which of its words name a place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quartierwerk.rooms.directory.rules.doubles import fold

TOKEN = re.compile(r'"[^"]*"|„[^“”]*[“”]|\S+')
SMALL_WORDS = frozenset(
    """in im ins aus am an bei beim auf der die das dem den des rund um nahe naehe von vom zu zum zur raum gegend
    umgebung stadtteil stadtbezirk bezirk ortsteil viertel quartier near around""".split()
)
"""Words that only lead to a place (“in der Altstadt”, “im Stadtteil Hafen”); they go with it."""
HOUSE_NUMBER = re.compile(r"\d+ ?[a-z]?")
STREET = re.compile(r"(?:strasse|weg|platz|allee|ufer)$")
STREET_SHORT = re.compile(r"str$")
MOST_TOKENS = 30


@dataclass(frozen=True)
class Understood:
    """The words that are left to search for, and the everyday name of a place among them."""

    rest: str
    place: str = ""
    """The name as the person typed it; empty when there was none."""
    key: tuple[str, ...] = ()
    """The name's words in one spelling, as in the table of names."""


def understand(
    text: str,
    names: Mapping[tuple[str, ...], object] | Sequence[tuple[str, ...]],
    *,
    small: frozenset[str] = SMALL_WORDS,
) -> Understood:
    """Find the longest name of a place among the words of a query; quoted words are never one.

    ``names`` holds the everyday names of places as tuples of folded words, ``small`` the folded words that lead to one.
    """
    tokens = TOKEN.findall(text)[:MOST_TOKENS]
    folded = ["" if token[:1] in '"„' else fold(token) for token in tokens]
    known = set(names)
    longest = max((len(name) for name in known), default=0)
    for length in range(min(longest, len(tokens)), 0, -1):
        for start in range(len(tokens) - length + 1):
            # A hyphenated token counts as the words it is made of: “Altstadt-Nord”.
            key = tuple(
                STREET_SHORT.sub("strasse", word) for part in folded[start : start + length] for word in part.split()
            )
            # “Werft-Viertel” is the Werftviertel.
            key = key if key in known else ("".join(key),)
            # A quoted word between others has no letters here; it must not vanish inside a name.
            if key in known and all(folded[start : start + length]) and not _is_address(key, folded[start + length :]):
                return _without(tokens, folded, start, length, key, small)
    return Understood(text.strip())


def literally(text: str, place: str) -> str:
    """The query with the name of a place in quotes, so that it is searched for as a word."""
    tidy = " ".join(text.split())
    return re.sub(rf"(?<!\S){re.escape(place)}(?!\S)", f'"{place}"', tidy, count=1)


def _is_address(key: tuple[str, ...], following: list[str]) -> bool:
    """Whether a house number makes a street of the name, though a quarter is called after it."""
    return bool(STREET.search(key[-1]) and following and HOUSE_NUMBER.fullmatch(following[0]))


def _without(
    tokens: list[str], folded: list[str], start: int, length: int, key: tuple[str, ...], small: frozenset[str]
) -> Understood:
    """The query without the place and without the small words that lead to it."""
    first = start
    while first > 0 and folded[first - 1] in small:
        first -= 1
    rest = " ".join([*tokens[:first], *tokens[start + length :]])
    return Understood(rest, " ".join(tokens[start : start + length]), key)
