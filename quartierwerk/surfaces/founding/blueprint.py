"""A city as its file describes it; pure: read and judged as a whole before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from quartierwerk.rooms.directory.rules import Vocabulary
from quartierwerk.rooms.places.rules import PlaceKind


@dataclass(frozen=True)
class Fault:
    """One mistake in the file: where it stands and what is wrong, in a sentence."""

    line: int | None
    field: str
    sentence: str

    def __str__(self) -> str:
        if self.line is None:
            return f"{self.field}: {self.sentence}" if self.field else self.sentence
        place = _("Zeile %(line)d") % {"line": self.line}
        return f"{place} ({self.field}): {self.sentence}" if self.field else f"{place}: {self.sentence}"


class Refused(Exception):
    """The file cannot be used; ``faults`` says why, in the order of the file."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.line or 0)
        super().__init__("; ".join(fault.sentence for fault in self.faults))


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the city."""

    kind: PlaceKind
    slug: str
    within: str = ""
    """Slug of the district it lies in; empty for districts."""
    described: dict[str, Any]
    """What is said of it, by the names of ``places.actions.DESCRIBED``."""


@dataclass(frozen=True, kw_only=True)
class Officer:
    """The first person of the staff unit, who is invited by mail."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Blueprint:
    """Everything that the file says."""

    slug: str
    described: dict[str, Any]
    """Of the city as a place: name, name_en, aliases, its middle, texts."""
    accent: str
    languages: tuple[str, ...]
    contact_email: str
    since: date
    """The day from which the division into districts holds."""
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    terms: dict[str, int] = field(default_factory=dict)
    """The city's own terms, by their keys."""
    legal: dict[str, str] = field(default_factory=dict)
    """What the law wants to be said of who runs the house; see ``house.models.LEGAL``."""
    parts: tuple[Part, ...]
    vocabulary: Vocabulary
    officer: Officer
