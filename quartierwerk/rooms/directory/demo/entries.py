"""The hand-written raw material: full entries per sector in TOML, short ones in a table."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from quartierwerk.rooms.directory.demo.vocabulary import DATA, profession, table
from quartierwerk.rooms.directory.rules.content import Kind

ENGLISH, GERMAN = "en", "de"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a person has written about one invented actor; everything else is worked out from it."""

    name: str
    kind: Kind
    jobs: tuple[str, ...]
    words: tuple[str, ...] = ()
    at: str = ""
    """Slug of a quarter or district, "none" for no location, empty for anywhere."""
    line: tuple[str, str] = ("", "")
    de: str = ""
    en: str = ""
    plain: str = ""
    coop: tuple[str, str] = ("", "")
    since: int | None = None
    form: str = ""
    open: str = ""
    access: tuple[str, ...] = ()
    works: int | None = None
    trait: str = ""
    closed_on: date | None = None
    closed: str = ""
    """Where a closed or moved actor went."""
    is_short: bool = False
    """A short entry is completed with sentences of its sector."""

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors of its professions, most important first."""
        return tuple(dict.fromkeys(profession(job).sector for job in self.jobs))


@cache
def entries() -> tuple[Entry, ...]:
    """All entries, the full ones first, sector by sector."""
    return (*_full(), *_short())


def _full() -> list[Entry]:
    found = []
    for path in sorted((DATA / "actors").glob("*.toml")):
        for raw in tomllib.loads(path.read_text(encoding="utf-8"))["actor"]:
            raw["kind"] = Kind(raw["kind"])
            raw["access"] = tuple(raw.get("access", "").split())
            for name in ("jobs", "words"):
                raw[name] = tuple(raw.get(name, ()))
            for name in ("line", "coop"):
                raw[name] = (*raw.get(name, ()), "", "")[:2]
            found.append(Entry(**raw))
    return found


def _short() -> list[Entry]:
    found = []
    for path in sorted((DATA / "short").glob("*.csv")):
        for row in table(f"short/{path.name}", delimiter="|"):
            found.append(
                Entry(
                    name=row["name"],
                    kind=Kind(row["kind"]),
                    jobs=tuple(row["jobs"].split()),
                    words=tuple(word.strip() for word in row["words"].split(",") if word.strip()),
                    at=row["at"],
                    line=(row["line_de"], row["line_en"] or ""),
                    de=row["de"],
                    en=row["en"] or "",
                    is_short=True,
                )
            )
    return found
