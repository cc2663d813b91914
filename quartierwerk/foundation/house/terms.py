"""How long things take in this city: “nach einem Jahr fragen wir nach”.

A room declares its terms in ``words.py`` with the product's own numbers; a city that wants others says so when it is
founded.
"""

from __future__ import annotations

from typing import NamedTuple

from quartierwerk.foundation.gathering import enter
from quartierwerk.foundation.house.holding import house


class Term(NamedTuple):
    """A whole number, days or how many of a thing, with the bounds within which a city may choose."""

    default: int
    least: int = 1
    most: int = 3650


_registered: dict[str, Term] = {}


def register(key: str, term: Term) -> None:
    """Let cities choose a number; raises SameName for a second one under a key."""
    enter(_registered, key, term)


def registered() -> dict[str, Term]:
    """Every number that a city may choose, by its key."""
    return dict(_registered)


def terms(*keys: str) -> dict[str, int]:
    """What this city has chosen for these, else what the product says."""
    own = house().terms
    return {key: own.get(key, _registered[key].default) for key in keys}
