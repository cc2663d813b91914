"""The words of the demo city: sectors, professions and what searchers type for them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from quartierwerk.rooms.directory.rules import shipped_vocabulary
from quartierwerk.rooms.directory.rules.vocabulary import SHIPPED

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, kw_only=True)
class SectorWords:
    """One sector (Teilmarkt) of the culture and creative industries."""

    slug: str
    name_de: str
    name_en: str
    wz_codes: tuple[str, ...]
    """Examples of WZ 2008 codes; a code may belong to two sectors."""


@dataclass(frozen=True, kw_only=True)
class ProfessionWords:
    """One profession with the forms in which people say it."""

    slug: str
    sector: str
    name_de: str
    name_en: str
    feminine: str
    masculine: str
    plural: str

    @property
    def forms(self) -> tuple[str, ...]:
        """All German forms, each once, the neutral name first."""
        return tuple(dict.fromkeys((self.name_de, self.feminine, self.masculine, self.plural)))


def table(name: str, *, delimiter: str = ";") -> list[dict[str, str]]:
    """The rows of one table of the demo city."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))


def _shipped(name: str, *, delimiter: str = ";") -> list[dict[str, str]]:
    """The rows of one table of the product's own vocabulary, which the demo city uses."""
    with (SHIPPED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))


@cache
def sectors() -> tuple[SectorWords, ...]:
    """The eleven sectors plus "other", in their official order."""
    return tuple(
        SectorWords(
            slug=row["slug"],
            name_de=row["name_de"],
            name_en=row["name_en"],
            wz_codes=tuple(row["wz_codes"].split()),
        )
        for row in _shipped("sectors.csv", delimiter=",")
    )


@cache
def professions() -> tuple[ProfessionWords, ...]:
    """All professions, grouped by sector."""
    return tuple(ProfessionWords(**row) for row in _shipped("professions.csv"))


@cache
def profession(slug: str) -> ProfessionWords:
    """The profession with this slug; KeyError when there is none."""
    return {words.slug: words for words in professions()}[slug]


@cache
def synonym_groups() -> tuple[tuple[str, ...], ...]:
    """Groups of German words that searchers use for the same thing."""
    return shipped_vocabulary().synonyms
