"""Every figure that decides the order of results, in one place."""

from __future__ import annotations

from types import MappingProxyType

from quartierwerk.foundation.search.documents import KEYWORD, NAME, PLACE, TEXT, Weight

BOOSTS = MappingProxyType(
    {
        "name": 5.0,
        "keyword": 3.0,
        "exact": 1.0,
        "match": 0.6,
    }
)
"""How much a found word counts by the field it is found in.

``name`` and ``keyword`` hold the stems of these texts, ``exact`` the stems of all others, ``match`` the families
of every word and of the parts of compounds. What a word finds is decided by ``match`` alone: so a relative
(Fotografie for Fotograf) or a part (Grafik in Kommunikationsgrafik) is found, below whoever has the word itself.
"""

REPEATS_IN_EXACT = MappingProxyType({PLACE: 3, TEXT: 1})
"""A word in the line or the place counts like that many mentions in the text."""

REPEATS_IN_MATCH: MappingProxyType[Weight, int] = MappingProxyType({NAME: 3, KEYWORD: 2, PLACE: 1, TEXT: 1})
"""The same for families and parts: a part of the name before a part of the text."""

WHOLE_NAME = 8.0
"""For an entry that is called exactly what was typed."""

SYNONYM = 0.5
"""What a word found through a synonym counts, against the word itself."""

ENOUGH = 5
"""Where fewer entries than that hold all that was asked, those that hold a part of it follow."""

COMMON = 0.25
LEAST_COMMON = 50
"""A word held by a larger share of all entries, and by more than so many, is no part that would be enough."""

ALL_OF_IT = 1_000.0
"""For an entry that holds all that was asked, when a part is enough: it comes before every other."""


def least(parts: int) -> int:
    """How many parts of a question must be found when not all of them can be."""
    return 1 if parts < 4 else parts // 2
