"""What the directory says in numbers: public profiles by sector, profession, place and age."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear

from quartierwerk.foundation import clock
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import Location, Profession, Profile, Sector
from quartierwerk.rooms.directory.queries.profiles import is_kept
from quartierwerk.rooms.directory.queries.vocabulary import Words
from quartierwerk.rooms.places.models import Place

RECENTLY = timedelta(days=365)


@dataclass(frozen=True)
class Counted:
    """One group: what it is called, how the list is filtered to it, and how many profiles lie in it."""

    label: str
    facet: str
    slug: str
    number: int


@dataclass(frozen=True)
class Statistics:
    """The numbers of a selection. A profile with several sectors, professions or places counts in each of them."""

    total: int
    """Public profiles that are not closed."""
    closed: int
    kept: int
    """Of the total, those that somebody keeps themself."""
    confirmed: int
    """Of the total, those that somebody confirmed within a year."""
    sectors: list[Counted]
    professions: list[Counted]
    districts: list[Counted]
    quarters: list[Counted]
    ages: dict[rules.Age, int]
    years: list[rules.Year]


def statistics(words: Words, *, sector: str = "", district: str = "", at: datetime) -> Statistics:
    """The numbers at this moment, of one sector or one district where that is chosen; eight questions."""
    chosen = _chosen(sector=sector, district=district)
    today = clock.local(at).date()
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=today)
    going = chosen.filter(is_open)
    numbers = chosen.aggregate(
        total=Count("pk", filter=is_open),
        closed=Count("pk", filter=~is_open),
        kept=Count("pk", filter=is_open & Q(is_kept())),
        confirmed=Count("pk", filter=is_open & Q(confirmed_at__gte=at - RECENTLY)),
    )
    keys = going.values("pk")
    at_place = Location.objects.filter(profile__in=keys)
    founded = dict(going.values_list("founded").annotate(n=Count("pk")).order_by())
    opened = chosen.filter(founded__gt=today.year - rules.YEARS_SHOWN)
    ended = chosen.filter(~is_open).annotate(year=ExtractYear("closed_on"))
    return Statistics(
        **numbers,
        sectors=_named(words.sectors, "sector", _per(Profile.sectors.through, "sector", keys)),
        professions=_named(words.professions, "profession", _per(Profile.professions.through, "profession", keys)),
        districts=_named(words.districts, "district", _numbers(at_place, "district")),
        quarters=_named(words.quarters, "quarter", _numbers(at_place, "quarters")),
        ages=rules.by_age(founded, year=today.year),
        years=rules.turnover(
            dict(opened.values_list("founded").annotate(n=Count("pk")).order_by()),
            dict(ended.values_list("year").annotate(n=Count("pk")).order_by()),
            year=today.year,
        ),
    )


def _chosen(*, sector: str, district: str) -> QuerySet[Profile]:
    found = Profile.objects.visible_to(None)
    if sector:
        found = found.filter(pk__in=Profile.sectors.through.objects.filter(sector__slug=sector).values("profile"))
    if district:
        found = found.filter(pk__in=Location.objects.filter(district__slug=district).values("profile"))
    return found


def _per(through: type, column: str, keys: QuerySet) -> dict[int, int]:
    """How many of these profiles each word has."""
    rows = through.objects.filter(profile__in=keys)  # type: ignore[attr-defined]
    return dict(rows.values_list(column).annotate(n=Count("profile", distinct=True)).order_by())


def _numbers(rows: QuerySet[Location], column: str) -> dict[int, int]:
    """How many profiles have an address in each place of this column."""
    found = rows.filter(**{f"{column}__isnull": False}).values_list(column)
    return dict(found.annotate(n=Count("profile", distinct=True)).order_by())


def _named(words: Iterable[Sector | Profession | Place], facet: str, numbers: dict[int, int]) -> list[Counted]:
    """All words with their numbers, the largest first; words that nobody uses last."""
    found = [Counted(str(word), facet, word.slug, numbers.get(word.pk, 0)) for word in words]
    return sorted(found, key=lambda one: (-one.number, one.label.casefold()))
