"""Understanding the words of a list: which sector or profession somebody means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import fuzz, process

from quartierwerk.rooms.directory.rules.doubles import fold
from quartierwerk.rooms.directory.rules.vocabulary import ProfessionWords, SectorWords

First = Literal["sectors", "professions"]
ALIKE = 90
SHORTEST_GUESS = 6
MOST_REMEMBERED = 1000
_GENDER = re.compile(r"(?<=\w)(?:[*:_·]|/-?|\(-?)in(?:nen)?\)?(?!\w)|(?<=[a-zäöüß])In(?:nen)?\b")
_MARKET = re.compile(r"^(?:markt fuer )?(.+?) ?(?:wirtschaft|markt|industrie|branche|industry|market)?$")
_SEPARATORS = (
    re.compile(r"[;|\n•·]"),
    re.compile(r","),
    re.compile(r"/|\s[-–]\s"),
    re.compile(r"&|\+|\b(?:und|and|sowie)\b"),
)


@dataclass
class Words:
    """The slugs that a cell names, and the words that nobody knows."""

    sectors: list[str] = field(default_factory=list)
    professions: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


class Wordbook:
    """Sectors and professions by all the names that people use for them."""

    def __init__(
        self,
        *,
        sectors: Iterable[SectorWords] = (),
        professions: Iterable[ProfessionWords] = (),
        synonyms: Iterable[Sequence[str]] = (),
    ) -> None:
        professions = list(professions)
        self._sector_of = {words.slug: words.sector for words in professions}
        self._known: dict[First, dict[str, str]] = {"sectors": {}, "professions": {}}
        for key, slug, _rank in sorted(_names_of_sectors(sectors), key=lambda name: name[2]):
            self._known["sectors"].setdefault(key, slug)
        for words in professions:
            for name in (words.slug, words.name_de, words.name_en, *words.other_names):
                self._known["professions"].setdefault(fold(_GENDER.sub("", name)), words.slug)
        self._add_synonyms(synonyms)
        self._remembered: dict[tuple[str, First], Words] = {}

    def sector_of(self, profession: str) -> str:
        """The sector that a profession belongs to."""
        return self._sector_of.get(profession, "")

    def read(self, text: str, *, first: First) -> Words:
        """What a cell names; ``first`` decides where a word is both a sector and a profession."""
        key = (text, first)
        if key not in self._remembered:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            words = Words()
            self._read(_GENDER.sub("", text), first, _SEPARATORS, words)
            for slugs in (words.sectors, words.professions, words.unknown):
                slugs[:] = dict.fromkeys(slugs)
            self._remembered[key] = words
        return self._remembered[key]

    def _read(self, text: str, first: First, separators: Sequence[re.Pattern[str]], words: Words) -> None:
        text = text.strip(" \t\r\n.,;:|/•·–-&+")
        if not text or self._note(text, first, words):
            return
        if not separators:
            words.unknown.append(text[:60])
            return
        parts = separators[0].split(text)
        deeper = Words()
        for part in parts:
            self._read(part, first, separators[1:], deeper)
        # “Licht und Ton” stays one word where neither half is known.
        if len(parts) > 1 and len(separators) <= 2 and not (deeper.sectors or deeper.professions):
            words.unknown.append(text[:60])
            return
        words.sectors += deeper.sectors
        words.professions += deeper.professions
        words.unknown += deeper.unknown

    def _note(self, text: str, first: First, words: Words) -> bool:
        second: First = "professions" if first == "sectors" else "sectors"
        key = fold(text)
        for wanted in (first, second):
            if slug := self._known[wanted].get(key):
                getattr(words, wanted).append(slug)
                return True
        for wanted in (first, second):
            if slug := self._like(key, wanted):
                getattr(words, wanted).append(slug)
                return True
        return False

    def _like(self, key: str, wanted: First) -> str:
        """The word that was misspelled, if there is one so near."""
        if len(key) < SHORTEST_GUESS:
            return ""
        known = self._known[wanted]
        found = process.extractOne(key, known.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        return known[found[0]] if found else ""

    def _add_synonyms(self, groups: Iterable[Sequence[str]]) -> None:
        """A word of the office's synonyms stands for the first known one of its group."""
        for group in groups:
            keys = [fold(_GENDER.sub("", word)) for word in group]
            for known in self._known.values():
                slug = next((known[key] for key in keys if key in known), None)
                if slug:
                    for key in keys:
                        known.setdefault(key, slug)


def _names_of_sectors(sectors: Iterable[SectorWords]) -> Iterator[tuple[str, str, int]]:
    """Every name of a sector with its slug and its rank: a full name wins over a part of one."""
    for words in sectors:
        for name in (words.slug, words.name_de, words.name_en):
            if not (key := fold(name)):
                continue
            yield key, words.slug, 0
            stem = _MARKET.sub(r"\1", key)
            yield stem, words.slug, 1
            for part in re.split(r" (?:und|and) ", stem):
                yield part, words.slug, 2
