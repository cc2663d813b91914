"""The words in which profiles are sorted, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


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
