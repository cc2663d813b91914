"""What a room hands to the index: plain values, no model and no database in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple


class Weight(StrEnum):
    """How much a match in a text counts; the figures stand in ``ranking.BOOSTS``."""

    NAME = "name"
    """What the thing is called."""
    KEYWORD = "keyword"
    """What it is: professions, trades, tags from a list."""
    PLACE = "place"
    """Where it is, and the one line it says about itself."""
    TEXT = "text"
    """Everything else that is written about it."""


class Audience(IntEnum):
    """Who may find an entry; each circle holds the ones before it."""

    PUBLIC = 0
    SIGNED_IN = 1
    OFFICE = 2


NAME, KEYWORD, PLACE, TEXT = Weight.NAME, Weight.KEYWORD, Weight.PLACE, Weight.TEXT
PUBLIC, SIGNED_IN, OFFICE = Audience.PUBLIC, Audience.SIGNED_IN, Audience.OFFICE

Texts = Mapping[str, str | Sequence[str]]
FacetValue = int | str


class Hint(NamedTuple):
    """A word or phrase that completes what somebody types, with what it stands for (``profession``, ``place``)."""

    kind: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Document:
    """One thing as the index knows it."""

    name: str
    texts: Texts = field(default_factory=dict)
    """German texts by the names under which the entry weighs them."""
    english: Texts = field(default_factory=dict)
    """English texts, by the same names."""
    facets: Mapping[str, Sequence[FacetValue]] = field(default_factory=dict)
    sort_key: str = ""
    """Order among names; empty: made from the name, as German dictionaries sort."""
    newest: datetime | int = 0
    points: Sequence[tuple[float, float]] = ()
    """Latitude and longitude of each location, in degrees."""
    card: Mapping[str, Any] = field(default_factory=dict)
    """What a list shows without asking the database: title, line, url, picture (``ui.showing.Shown``), what the room
    adds."""
    about: Sequence[str] = ()
    """References of what this thing is about."""
    hints: Sequence[Hint] = ()
    audience: Audience | None = None
    """Narrows the entry's audience for this one thing."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What the index of one kind must know before the first document: weights, facets, audience."""

    kind: str
    weights: Mapping[str, Weight] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    """Facets of which each entry has exactly one value; the writer refuses others."""
    audience: Audience = PUBLIC
