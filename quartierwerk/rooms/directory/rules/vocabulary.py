"""The words in which profiles are sorted, as plain values, and those that a city begins with unless it has its own."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHIPPED = Path(__file__).parent / "data"
"""The vocabulary that the product ships with: files that are part of the code."""


@dataclass(frozen=True, kw_only=True)
class SectorWords:
    """The names of a sector in both languages, with examples of its WZ 2008 codes."""

    slug: str
    name_de: str
    name_en: str = ""
    wz_codes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProfessionWords:
    """The names of a profession: the neutral one in both languages, and those of everyday speech."""

    slug: str
    sector: str
    name_de: str
    name_en: str = ""
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Everything by which profiles are sorted and found: sectors, professions, and groups of synonyms."""

    sectors: tuple[SectorWords, ...]
    professions: tuple[ProfessionWords, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()


@cache
def shipped_vocabulary() -> Vocabulary:
    """The eleven sectors of the culture and creative industries plus “other”, with their professions and synonyms."""
    return Vocabulary(
        sectors=tuple(
            SectorWords(
                slug=row["slug"],
                name_de=row["name_de"],
                name_en=row["name_en"],
                wz_codes=tuple(row["wz_codes"].split()),
            )
            for row in _rows("sectors.csv", delimiter=",")
        ),
        professions=tuple(
            ProfessionWords(
                slug=row["slug"],
                sector=row["sector"],
                name_de=row["name_de"],
                name_en=row["name_en"],
                other_names=tuple(dict.fromkeys((row["name_de"], row["feminine"], row["masculine"], row["plural"]))),
            )
            for row in _rows("professions.csv", delimiter=";")
        ),
        synonyms=_groups("synonyms.csv"),
    )


def _rows(name: str, *, delimiter: str) -> list[dict[str, str]]:
    with (SHIPPED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))


def _groups(name: str) -> tuple[tuple[str, ...], ...]:
    with (SHIPPED / name).open(encoding="utf-8", newline="") as lines:
        return tuple(tuple(row) for row in csv.reader(lines, delimiter=";") if row)
