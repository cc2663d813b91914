"""Interest on money that is claimed back: base rates half-year by half-year, and the arithmetic period by period; pure.

What a notice of the city claims back bears five percentage points above the base rate from the day on which the grant
became ineffective (§ 49a Abs. 3 Satz 1 VwVfG NRW); it can be waived with a reason (Satz 2). The base rate changes on
1 January and 1 July (§ 247 BGB). All sums are integer cents, rates basis points a year; days are inclusive.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from quartierwerk.foundation.errors import Problem
from quartierwerk.foundation.money import written
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.funding.rules.terms import WHOLE, Grantor, percent

ABOVE_BASE_BP = 500
"""So much above the base rate, unless the office says otherwise (§ 49a Abs. 3 Satz 1 VwVfG NRW)."""
MOST_RATE_BP = 2_000
"""Neither of the two is ever more; more is a slip of the keys."""
LONGEST_SOURCE_OF_RATE = 300
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Rate:
    """From the first day of a half-year on: the base rate and what comes on top, with where that is written."""

    since: date
    base_bp: int
    """It has been negative."""
    above_bp: int = ABOVE_BASE_BP
    source: str

    @property
    def yearly_bp(self) -> int:
        """What money bears a year; never less than nothing."""
        return max(0, self.base_bp + self.above_bp)

    @property
    def base(self) -> str:
        """The base rate as readers write it."""
        return percent(self.base_bp)

    @property
    def yearly(self) -> str:
        """What money bears a year, as readers write it."""
        return percent(self.yearly_bp)


@cache
def proposed_rates() -> tuple[Rate, ...]:
    """The rates that the house brings, the earliest first; ``data/interest.toml``."""
    said = tomllib.loads((Path(__file__).parent / "data" / "interest.toml").read_text(encoding="utf-8"))
    return tuple(Rate(since=row["since"], base_bp=row["bp"], source=said["source"]) for row in said["base_rate"])


def rates_with(laid_down: Iterable[Rate]) -> tuple[Rate, ...]:
    """Those that hold, the earliest first: what the house brings, then what the office laid down; the last counts."""
    known = {one.since: one for one in (*proposed_rates(), *laid_down)}
    return tuple(known[since] for since in sorted(known))


def rate_problems(rate: Rate) -> list[Problem]:
    """Why a rate cannot be laid down, each at its field."""
    found = []
    if rate.since != _begin_of_half_year(rate.since):
        found.append(Problem("since", _("Der Basiszinssatz ändert sich nur am 1. Januar und am 1. Juli.")))
    if abs(rate.base_bp) > MOST_RATE_BP:
        found.append(Problem("base_bp", _("Bitte prüfen Sie diesen Zinssatz.")))
    if not 0 <= rate.above_bp <= MOST_RATE_BP:
        found.append(Problem("above_bp", _("Bitte prüfen Sie diesen Zinssatz.")))
    if not rate.source or len(rate.source) > LONGEST_SOURCE_OF_RATE:
        found.append(Problem("source", _("Bitte sagen Sie, wo der Zinssatz steht, mit Tag.")))
    return found


class Period(NamedTuple):
    """Days of one half-year for which one rate holds; both days count."""

    first: date
    last: date
    yearly_bp: int

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.last - self.first).days + 1

    @property
    def rate(self) -> str:
        """The rate as readers write it."""
        return percent(self.yearly_bp)

    def cents(self, of: int) -> int:
        """What a sum bears in it, cut to the cent; a year has as many days as it has."""
        whole = (date(self.first.year + 1, 1, 1) - date(self.first.year, 1, 1)).days
        return of * self.yearly_bp * self.days // (WHOLE * whole)


@dataclass(frozen=True, kw_only=True)
class Interest:
    """What a sum bears, with its arithmetic: what stands there adds up to the cent."""

    of: int
    """The sum that bears it."""
    periods: tuple[Period, ...]

    @property
    def cents(self) -> int:
        """All of it."""
        return sum(one.cents(self.of) for one in self.periods)

    @property
    def lines(self) -> list[tuple[Period, int]]:
        """Each period with what it comes to."""
        return [(one, one.cents(self.of)) for one in self.periods]

    @property
    def in_words(self) -> str:
        """The arithmetic line by line, in the reader's language."""
        sentence = _("%(first)s – %(last)s: %(days)d Tage zu %(rate)s im Jahr auf %(of)s = %(sum)s")
        return "\n".join(
            sentence
            % {
                "first": when(one.first, "short"),
                "last": when(one.last, "short"),
                "days": one.days,
                "rate": one.rate,
                "of": written(self.of),
                "sum": written(cents),
            }
            for one, cents in self.lines
        )

    @property
    def as_json(self) -> list[list[Any]]:
        """Its periods as they lie in the database."""
        return [[one.first.isoformat(), one.last.isoformat(), one.yearly_bp] for one in self.periods]

    @classmethod
    def read(cls, of: int, kept: Sequence[Sequence[Any]]) -> Interest:
        """As it was kept."""
        days = ((date.fromisoformat(first), date.fromisoformat(last), bp) for first, last, bp in kept)
        return cls(of=of, periods=tuple(Period(*one) for one in days))


def interest_on(cents: int, *, first: date, last: date, rates: Sequence[Rate]) -> Interest:
    """What a sum bears from one day to another, both of which count; nothing where the last is before the first.

    ``rates`` are in order; a day before the first of them bears what that one says.
    """
    periods, day = [], first
    while day <= last:
        begun = [one for one in rates if one.since <= day] or list(rates[:1])
        end = min(_end_of_half_year(day), last)
        periods.append(Period(day, end, begun[-1].yearly_bp))
        day = end + _DAY
    return Interest(of=cents, periods=tuple(periods))


def unknown_from(first: date, last: date, rates: Sequence[Rate]) -> date | None:
    """From which day on nobody has said what the base rate is; None where each half-year has its own."""
    begins = _begin_of_half_year(first)
    while begins <= last:
        end = _end_of_half_year(begins)
        if not any(one.since == begins for one in rates):
            return begins
        begins = end + _DAY
    return None


def interest_problems(
    *, first: date, last: date, on: date, of: int, rates: Sequence[Rate], paid_from: date
) -> list[Problem]:
    """Why interest cannot be claimed for these days, each at its field; ``paid_from`` is when money was first paid."""
    if first < paid_from:
        sentence = _("Vor dem %(day)s war noch nichts ausgezahlt.")
        return [Problem("first_on", sentence % {"day": when(paid_from, "short")})]
    if last > on:
        return [Problem("last_on", _("Dieser Tag liegt in der Zukunft."))]
    if last < first:
        return [Problem("last_on", _("Der letzte Tag liegt vor dem ersten."))]
    if (unknown := unknown_from(first, last, rates)) is not None:
        sentence = _("Ab dem %(day)s fehlt der Basiszinssatz. Bitte tragen Sie ihn zuerst unter „Zinssätze“ ein.")
        return [Problem("last_on", sentence % {"day": when(unknown, "short")})]
    if not interest_on(of, first=first, last=last, rates=rates).cents:
        return [Problem("last_on", _("In dieser Zeit fallen keine Zinsen an."))]
    return []


BASIS: Mapping[Grantor, str] = {
    Grantor.CITY: "§ 49a Abs. 3 VwVfG NRW",
    Grantor.ASSOCIATION: "Vertrag oder Zusage mit ihren Bedingungen; §§ 286 und 288 BGB",
}
"""On what interest rests, by who granted; German as in the letter."""


def _begin_of_half_year(day: date) -> date:
    return date(day.year, 1 if day.month <= 6 else 7, 1)


def _end_of_half_year(day: date) -> date:
    return date(day.year, 6, 30) if day.month <= 6 else date(day.year, 12, 31)
