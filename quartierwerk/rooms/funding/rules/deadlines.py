"""Days and periods as German law counts them: when one ends, when a letter takes effect, when a notice is final; pure.

§§ 187 to 193 BGB, to which § 31 VwVfG NRW and § 57 VwGO lead: the day of the event does not count, a period of months
ends on the day of the same number, and what ends on a Saturday, a Sunday or a holiday of the Land ends on the next day
to work on. What the law sets in figures stands in ``data/law.toml``, what the house sets by itself about payments in
``data/payments.toml``; each from a day on, with its source.
"""

from __future__ import annotations

import tomllib
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import holidays
from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

SATURDAY = 5
DAYS_OF_MONTH = 31
_DAY = timedelta(days=1)


class Way(TextChoices):
    """How a letter gets to whom it is for (Bekanntgabe)."""

    PORTAL = "portal", pgettext_lazy("way", "im Portal")
    POST = "post", pgettext_lazy("way", "mit der Post")
    HAND = "hand", pgettext_lazy("way", "übergeben")


class NoLawYet(LookupError):
    """For a day so long ago the house knows no figure."""


@dataclass(frozen=True)
class Figure:
    """What the law or the house sets, from a day on, and where that is written."""

    since: date
    source: str
    days: int = 0
    months: int = 0
    cents: int = 0
    months_without_text: int = 0


@cache
def _law() -> Mapping[str, Any]:
    data = Path(__file__).parent / "data"
    said = (tomllib.loads((data / name).read_text(encoding="utf-8")) for name in ("law.toml", "payments.toml"))
    return {key: value for one in said for key, value in one.items()}


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DE", subdiv=_law()["land"], years=year))


def figure(name: str, *, on: date) -> Figure:
    """The figure of this name (``posting``, ``least_drawdown``) on a day; raises NoLawYet before the first one."""
    known = [Figure(**row) for row in _law()[name] if row["since"] <= on]
    if not known:
        raise NoLawYet(name)
    return max(known, key=lambda one: one.since)


def is_working_day(day: date) -> bool:
    """Whether a period can end on it: no Saturday, no Sunday, no holiday of the Land (§ 193 BGB)."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def moved_on(day: date) -> date:
    """The day itself, or the next one to work on."""
    while not is_working_day(day):
        day += _DAY
    return day


def days_after(event: date, days: int) -> date:
    """The last day of a period of so many days; the day of the event does not count (§ 187 Abs. 1, § 188 Abs. 1)."""
    return moved_on(event + timedelta(days=days))


def working_days_after(event: date, days: int) -> date:
    """The last of so many days to work on after an event, whose own day does not count."""
    day = event
    for _number in range(days):
        day = moved_on(day + _DAY)
    return day


def months_after(event: date, months: int) -> date:
    """The last day of a period of so many months: the day of the same number, or the month's last (§ 188 Abs. 2, 3)."""
    return moved_on(same_day(event, months))


def latest_event(last: date, months: int) -> date:
    """The latest day from which a period of so many months is over by a day: ``months_after`` turned round."""
    day = same_day(last, -months) + timedelta(days=DAYS_OF_MONTH)
    while months_after(day, months) > last:
        day -= _DAY
    return day


def same_day(event: date, months: int) -> date:
    """The day of the same number so many months on, or the last one of that month."""
    year, month = divmod(event.year * 12 + event.month - 1 + months, 12)
    return date(year, month + 1, min(event.day, monthrange(year, month + 1)[1]))


def takes_effect(way: Way, *, given_on: date, retrieved_on: date | None = None) -> date | None:
    """From which day on a letter counts as made known; None as long as one in the portal was not retrieved.

    ``given_on`` is when it was posted, handed over, or when word was sent that it lies in the portal.
    """
    if way == Way.HAND:
        return given_on
    if way == Way.POST:
        return given_on + timedelta(days=figure("posting", on=given_on).days)
    return None if retrieved_on is None else retrieved_on + _DAY


def retrievable_until(given_on: date) -> date:
    """The last day on which what was put into the portal can be retrieved; after it the letter is served anew."""
    return days_after(given_on, figure("portal", on=given_on).days)


class Remedy(NamedTuple):
    """Until when somebody can go to court against a notice, and from when on it is final (bestandskräftig)."""

    until: date
    final_on: date


def remedy(effective_on: date, *, has_text: bool = True) -> Remedy:
    """The period for going to court, a year where nobody was told of it."""
    law = figure("remedy", on=effective_on)
    until = months_after(effective_on, law.months if has_text else law.months_without_text)
    return Remedy(until, until + _DAY)
