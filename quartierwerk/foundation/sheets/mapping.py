"""Which heading of a stranger's table feeds which column of ours."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from rapidfuzz import fuzz

if TYPE_CHECKING:
    from quartierwerk.foundation.sheets.reading import Row

SIMILAR_ENOUGH = 85.0
SHORTEST_GUESS = 5
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "&": " und "})


@dataclass(frozen=True)
class Column:
    """A column that a room reads or writes: its own key, the German heading, and what else people call it."""

    key: str
    label: str | Promise
    names: tuple[str, ...] = ()
    required: bool = False
    width: int | None = None
    places: int | None = None
    """So many decimals its numbers have in a CSV file, money two; as many as they need without."""


def words(heading: str) -> str:
    """A heading in small letters and plain words: "Straße + Nr." is "strasse nr"."""
    text = unicodedata.normalize("NFC", heading).casefold().translate(_SPELLED_OUT)
    bare = (char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in bare).split())


def squashed(heading: str) -> str:
    """A heading without anything but letters and digits: "E-Mail" and "Email" are the same."""
    return words(heading).replace(" ", "")


def known_names(columns: Iterable[Column]) -> dict[str, str]:
    """Every known heading, squashed, with the key that it means; label and key of a column win over other names.

    The labels count in every language of the pages: a German list can be imported on an English page.
    """
    columns = list(columns)
    names = {squashed(name): column.key for column in reversed(columns) for name in column.names}
    names.update({squashed(column.key): column.key for column in columns})
    for language, _name in reversed(settings.LANGUAGES):
        with translation.override(language):
            names.update({squashed(str(column.label)): column.key for column in columns})
    names.pop("", None)
    return names


def fingerprint(headings: Iterable[str]) -> str:
    """The same short key for the same set of headings, in whatever order they stand."""
    text = "\n".join(sorted(squashed(heading) for heading in headings))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass
class Mapping:
    """Which heading feeds which key, one to one; editable, and plain enough for a JSON column."""

    headings: list[str]
    keys: dict[str, str] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)

    @property
    def unknown(self) -> list[str]:
        """Headings that feed nothing."""
        return [heading for heading in self.headings if heading not in self.keys]

    def missing(self, columns: Iterable[Column]) -> list[Column]:
        """Required columns that no heading feeds."""
        fed = set(self.keys.values())
        return [column for column in columns if column.required and column.key not in fed]

    def heading_of(self, key: str) -> str:
        """The heading that feeds a key, or nothing."""
        return next((heading for heading, fed in self.keys.items() if fed == key), "")

    def assign(self, heading: str, key: str, *, how: str = "chosen") -> None:
        """A heading feeds a key from now on, alone; without a key it feeds nothing."""
        if heading not in self.headings:
            raise KeyError(heading)
        for other in {heading, self.heading_of(key)} & self.keys.keys():
            del self.keys[other], self.how[other]
        if key:
            self.keys[heading] = key
            self.how[heading] = how

    def pick(self, row: Row | Sequence[str]) -> dict[str, str]:
        """The raw cells of a row by key."""
        cells = row if isinstance(row, Sequence) else row.cells
        places = {heading: place for place, heading in enumerate(self.headings)}
        return {key: cells[places[heading]] for heading, key in self.keys.items()}

    def as_json(self) -> dict[str, Any]:
        """The mapping as lists, dicts and strings."""
        return {"headings": list(self.headings), "keys": dict(self.keys), "how": dict(self.how)}

    @classmethod
    def from_json(cls, data: AnyMapping[str, Any]) -> Mapping:
        """The mapping that `as_json` wrote; what no longer fits together is left out."""
        mapping = cls([str(heading) for heading in data.get("headings", ())])
        for heading, key in dict(data.get("keys", {})).items():
            if heading in mapping.headings and key not in mapping.keys.values():
                mapping.assign(heading, str(key), how=str(data.get("how", {}).get(heading, "chosen")))
        return mapping


def propose(
    headings: Sequence[str], columns: Sequence[Column], *, remembered: Mapping | AnyMapping[str, Any] | None = None
) -> Mapping:
    """A proposal which heading feeds which column: remembered, the same, known by another name, or similar."""
    mapping = Mapping(list(headings))
    keys = {column.key for column in columns}
    left_alone: set[str] = set()
    if remembered is not None:
        old = remembered if isinstance(remembered, Mapping) else Mapping.from_json(remembered)
        left_alone = _recall(mapping, old, keys)
    names = known_names(columns)
    own = {squashed(str(column.label)) for column in columns} | {squashed(column.key) for column in columns}
    for wanted in ("equal", "known"):
        for heading in mapping.headings:
            found = squashed(heading)
            key = names.get(found)
            if key and (found in own) == (wanted == "equal") and _free(mapping, heading, key, left_alone):
                mapping.assign(heading, key, how=wanted)
    for _score, heading, key in _similar(mapping.unknown, names):
        if _free(mapping, heading, key, left_alone):
            mapping.assign(heading, key, how="similar")
    return mapping


def _free(mapping: Mapping, heading: str, key: str, left_alone: set[str]) -> bool:
    return heading not in mapping.keys and heading not in left_alone and not mapping.heading_of(key)


def _recall(mapping: Mapping, old: Mapping, keys: set[str]) -> set[str]:
    """Takes over what was decided for the same headings; returns those that were decided to feed nothing."""
    decided = {squashed(heading): old.keys.get(heading, "") for heading in old.headings}
    left_alone = set()
    for heading in mapping.headings:
        key = decided.get(squashed(heading))
        if key == "":
            left_alone.add(heading)
        elif key in keys and not mapping.heading_of(key):
            mapping.assign(heading, key, how="remembered")
    return left_alone


def _similar(headings: Iterable[str], names: dict[str, str]) -> list[tuple[float, str, str]]:
    """Pairs that look alike, the most alike first; short words are too easily alike to guess."""
    pairs = []
    for heading in headings:
        found = squashed(heading).replace("ph", "f")
        if len(found) < SHORTEST_GUESS:
            continue
        for name, key in names.items():
            score = fuzz.ratio(found, name.replace("ph", "f"))
            if len(name) >= SHORTEST_GUESS and (found.startswith(name) or found.endswith(name)):
                # "Telefonnummer" and "E-Mail-Adresse" say more than they need to.
                score = max(score, SIMILAR_ENOUGH)
            if score >= SIMILAR_ENOUGH:
                pairs.append((score, heading, key))
    return sorted(pairs, key=lambda pair: -pair[0])
