"""Counting profiles: how old they are, what share a group has, what opened and closed in which year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

YEARS_SHOWN = 10
"""So many years of openings and closures are shown, the running one included."""


class Age(TextChoices):
    """How long an actor has existed, in bands that tell founders from institutions."""

    NEW = "new", _("unter 2 Jahre")
    YOUNG = "young", _("2 bis 4 Jahre")
    SETTLED = "settled", _("5 bis 9 Jahre")
    GROWN = "grown", _("10 bis 19 Jahre")
    OLD = "old", _("20 Jahre und älter")
    UNKNOWN = "unknown", _("ohne Angabe")


_BELOW = ((2, Age.NEW), (5, Age.YOUNG), (10, Age.SETTLED), (20, Age.GROWN))


def age_in(year: int, *, founded: int | None) -> Age:
    """The band in which an actor lies in this year; who is founded in a later one is new."""
    if founded is None:
        return Age.UNKNOWN
    return next((age for bound, age in _BELOW if year - founded < bound), Age.OLD)


def by_age(founded: Mapping[int | None, int], *, year: int) -> dict[Age, int]:
    """How many lie in each band, in its order, of numbers per year of foundation."""
    found: Counter[Age] = Counter()
    for when, number in founded.items():
        found[age_in(year, founded=when)] += number
    return {age: found[age] for age in Age}


class Year(NamedTuple):
    """What opened and what closed in one year."""

    year: int
    opened: int
    closed: int


def turnover(opened: Mapping[int, int], closed: Mapping[int, int], *, year: int) -> list[Year]:
    """Openings and closures of the last years up to this one, latest first."""
    return [Year(y, opened.get(y, 0), closed.get(y, 0)) for y in range(year, year - YEARS_SHOWN, -1)]


def percent(part: int, whole: int) -> int:
    """A share in whole percent, rounded half up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def widths(numbers: Sequence[int], *, longest: int | None = None) -> list[int]:
    """How long bars are in thousandths of the longest one; what is not nothing is seen."""
    most = max(numbers, default=0) if longest is None else longest
    return [max(10, round(1000 * number / most)) if number and most else 0 for number in numbers]
