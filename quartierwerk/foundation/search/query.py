"""What is asked and what is answered, as plain values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.search.area import Area
from quartierwerk.foundation.search.documents import PUBLIC, Audience, FacetValue

LONGEST_TEXT = 500
MOST_WORDS = 24


class NotReady(RuleBroken):
    """There is no index to ask; whoever hands data out must not say that there is nothing."""

    sentence = _("Die Suche wird gerade aufgebaut. Alle Einträge sind sicher; in wenigen Minuten sind sie wieder da.")


Sort = Literal["relevance", "name", "newest", "distance"]
Filters = Mapping[str, Collection[FacetValue]]


class Reading(NamedTuple):
    """How the words of a question were taken in the end, so that the next step takes them alike."""

    text: str
    is_loose: bool
    has_stand_ins: bool


@dataclass(frozen=True)
class After:
    """A place on the way through all that a question finds; without anything it is the beginning."""

    value: int | float | str | None = None
    """What the last entry was ordered by: its name, time or distance. None: nothing was passed, or only the best."""
    key: int = 0
    """The last entry."""
    seen: tuple[int, ...] = ()
    """The best, which were passed first; they don't come again."""
    reading: Reading | None = None


@dataclass(frozen=True, kw_only=True)
class Query:
    """A question to the index of one kind.

    Inside one facet the chosen values add up, between facets they narrow. Each mapping of ``any_of`` is one
    more condition, met by any of its values (a place name understood as a quarter or a district); it narrows
    all counts, as the words do.
    """

    text: str = ""
    filters: Filters = field(default_factory=dict)
    any_of: Sequence[Filters] = ()
    area: Area | None = None
    """Where one of its locations must lie; a filter like the others."""
    audience: Audience = PUBLIC
    sort: Sort = "relevance"
    """Without words relevance means newest. By distance goes only with an area that has a circle."""
    offset: int = 0
    limit: int = 20
    counts: bool = True
    """Whether the facets are counted."""
    after: After | None = None
    """Walk step by step, from here on; the offset does not count. Then ``Found.after`` says where to go on."""


class Hit(NamedTuple):
    """One found entry."""

    reference: str
    key: int
    card: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Understood:
    """How the words of a question were taken."""

    words: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Word or phrase as typed → what was searched for as well."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """The answer: how many, which ones, and how they spread over the facets."""

    total: int = 0
    hits: Sequence[Hit] = ()
    facets: Mapping[str, Mapping[FacetValue, int]] = field(default_factory=dict)
    """Facet → value → how many entries, each facet counted as if it were not filtered itself."""
    corrected: Mapping[str, str] = field(default_factory=dict)
    """Word as typed → word searched for instead; only when nothing was found as typed."""
    fitting: int | None = None
    """How many of them hold all that was asked, and stand first by relevance; None: all do.

    A number only where that were too few, and entries that hold a part of it follow.
    """
    understood: Understood = field(default_factory=Understood)
    after: After | None = None
    """The place behind the last hit of a walk; None where nothing follows."""
    is_ready: bool = True
    """False while there is no index to ask."""

    @property
    def keys(self) -> list[int]:
        """The primary keys of the hits, in their order."""
        return [hit.key for hit in self.hits]

    @property
    def cards(self) -> list[dict[str, Any]]:
        """The cards of the hits, in their order."""
        return [hit.card for hit in self.hits]


class Suggestion(NamedTuple):
    """One way to complete what somebody types."""

    kind: str
    """``name``, or the kind of the hint."""
    label: str
    reference: str = ""
    """What it points to; names only."""
