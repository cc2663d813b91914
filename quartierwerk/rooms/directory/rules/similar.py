"""Which other actors are worth a look, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Why(Enum):
    """A reason why two actors are similar."""

    PROFESSION = "profession"
    SECTOR = "sector"
    KEYWORD = "keyword"
    QUARTER = "quarter"
    DISTRICT = "district"


WEIGHTS = {Why.PROFESSION: 5, Why.KEYWORD: 3, Why.SECTOR: 2, Why.QUARTER: 2, Why.DISTRICT: 1}
"""A shared trade says most; being neighbours decides between two who share it."""


@dataclass(frozen=True)
class Features:
    """What two actors are compared by: the keys of what they do and where they are."""

    professions: frozenset[int] = frozenset()
    sectors: frozenset[int] = frozenset()
    keywords: frozenset[str] = frozenset()
    quarters: frozenset[int] = frozenset()
    districts: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Reason:
    """How similar, and by what: the shared keys per reason, strongest first."""

    score: int
    shared: tuple[tuple[Why, frozenset[int] | frozenset[str]], ...]


def similarity(one: Features, other: Features) -> Reason:
    """The shared traits of two actors, weighed; the same trade or topic is needed, nearness alone is none."""
    found: dict[Why, frozenset[int] | frozenset[str]] = {
        Why.PROFESSION: one.professions & other.professions,
        Why.KEYWORD: one.keywords & other.keywords,
        Why.SECTOR: one.sectors & other.sectors,
        Why.QUARTER: one.quarters & other.quarters,
        Why.DISTRICT: one.districts & other.districts,
    }
    if not (found[Why.PROFESSION] or found[Why.KEYWORD] or found[Why.SECTOR]):
        return Reason(0, ())
    shared = tuple((why, keys) for why, keys in found.items() if keys)
    return Reason(sum(WEIGHTS[why] * min(len(keys), 3) for why, keys in shared), shared)
