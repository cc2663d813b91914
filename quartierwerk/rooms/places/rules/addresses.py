"""How addresses are written alike: street, house number and town as all their spellings agree."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from quartierwerk.foundation import folding

STREET_ENDING = re.compile(r"(?<!^)(strasse|straße|str)$")
STREET_WORD = re.compile(r"^(strasse|str)$")
NUMBER = re.compile(r"^(\d+)\s*([a-z]?)(?:\s*(?:-|–|/|bis|u\.?|und|\+)\s*(\d*)\s*([a-z]?))?")


class AddressRow(NamedTuple):
    """One house as a register lists it."""

    street: str
    house_number: str
    postcode: str
    town: str
    lat: float
    lon: float


@functools.lru_cache(maxsize=1024)
def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a name; hyphens, points and slashes separate them."""
    return folding.words(text)


@functools.lru_cache(maxsize=4096)
def street_key(street: str) -> str:
    """A street as all its spellings agree: “Sächsische Str.”, “Sächsische-Straße”, “SÄCHSISCHE STRASSE”."""
    words = [STREET_WORD.sub("str", word) for word in words_of(street)]
    return "".join(STREET_ENDING.sub("str", word) for word in words)


def number_key(house_number: str) -> str:
    """A house number without blanks and zeros in front: “12 a”, “12A”, “012a”; “12-14” keeps both ends."""
    match = NUMBER.match(folding.fold(house_number).strip())
    if match is None:
        return "".join(words_of(house_number))
    first, letter, last, last_letter = match.groups(default="")
    key = f"{int(first)}{letter}"
    if last:
        key += f"-{int(last)}{last_letter}"
    elif last_letter:
        key += f"-{int(first)}{last_letter}"
    return key


def numbers_to_try(house_number: str) -> tuple[str, ...]:
    """The keys under which a register may know this house, the best first: “12a-14” may stand there as “12a”."""
    key = number_key(house_number)
    first, _dash, last = key.partition("-")
    return tuple(dict.fromkeys(part for part in (key, first, last) if part))


def split_street(line: str) -> tuple[str, str]:
    """Street and house number of one line: “Sächsische Straße 12 a” → (“Sächsische Straße”, “12 a”)."""
    match = re.match(r"^(.*?\D)[\s,]+(\d+\s*[a-zA-Z]?(?:\s*(?:-|–|/|\+)\s*\d*\s*[a-zA-Z]?)?)\s*$", line.strip())
    return (match.group(1).strip(" ,"), match.group(2).strip()) if match else (line.strip(), "")


def clean_postcode(postcode: str) -> str:
    """A postcode without blanks and country letters: “D-44137” → “44137”."""
    return re.sub(r"^[A-Za-z]{1,3}-", "", re.sub(r"\s", "", postcode))


def is_same_town(town: str, known: str) -> bool:
    """Both name the same town, perhaps with a part of it: “Köln-Deutz”, “Köln (Mitte)”."""
    ours, theirs = words_of(town), words_of(known)
    return bool(theirs) and ours[: len(theirs)] == theirs
