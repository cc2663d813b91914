"""Pots and what they stand at, for a year, a district, a moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from quartierwerk.rooms.budget import rules
from quartierwerk.rooms.budget.models import FiscalYear, Pillar, Pot
from quartierwerk.rooms.budget.queries.books import sums_at
from quartierwerk.rooms.budget.rules import EntryKind, Source, Sums
from quartierwerk.rooms.budget.rules.flows import Flow, Picture, picture
from quartierwerk.rooms.places.models import District


def years() -> QuerySet[FiscalYear]:
    """All years, the latest first."""
    return FiscalYear.objects.select_related("closed_by")


def pillars() -> QuerySet[Pillar]:
    """The whole scheme, what holds longest first."""
    return Pillar.objects.order_by(F("last_year").desc(nulls_first=True), "first_year", "pk")


def pillars_in(year: int) -> QuerySet[Pillar]:
    """The parts of the scheme that hold in a year."""
    return Pillar.objects.filter(Q(last_year__isnull=True) | Q(last_year__gte=year), first_year__lte=year)


def pots(
    person: Any,
    *,
    year: FiscalYear | None = None,
    district: int | None = None,
    is_citywide: bool = False,
    source: str = "",
) -> QuerySet[Pot]:
    """The pots that somebody may see, of a year, of a district or of none, and of a source."""
    found = Pot.objects.visible_to(person).named()
    if year is not None:
        found = found.filter(year=year)
    if is_citywide:
        found = found.filter(district__isnull=True)
    if source:
        found = found.filter(source=source)
    return found.filter(district=district) if district else found


def districts_of(person: Any) -> QuerySet[District]:
    """The districts of which somebody sees a pot."""
    return District.objects.filter(pk__in=Pot.objects.visible_to(person).values("district")).order_by("name")


def districts() -> QuerySet[District]:
    """The districts among which a pillar is divided."""
    return District.objects.order_by("name")


class Part(NamedTuple):
    """What the scheme provides a pot for: a pillar, and where it is divided, one of the districts."""

    pillar: Pillar
    district: District | None


def missing_pots(numbers: Sequence[int]) -> dict[int, list[Part]]:
    """The parts of the scheme that hold in each of these years and have no pot in it, by the year's number."""
    every, divided = list(Pillar.objects.all()), list(districts())
    there = set(scheme_pots(numbers).values_list("year__year", "pillar", "district"))
    return {
        number: [
            Part(pillar, district)
            for pillar in every
            if rules.holds_in(number, first=pillar.first_year, last=pillar.last_year)
            for district in (divided if pillar.is_divided else [None])
            if (number, pillar.pk, district and district.pk) not in there
        ]
        for number in numbers
    }


def scheme_pots(numbers: Sequence[int]) -> QuerySet[Pot]:
    """The pots of the city's scheme in these years."""
    return Pot.objects.named().filter(year__year__in=numbers, source=Source.CITY, pillar__isnull=False)


class Due(NamedTuple):
    """What a pot has still to get by the scheme, in cents."""

    pot: Pot
    cents: int


def dues(numbers: Sequence[int]) -> dict[int, list[Due]]:
    """What the pots of the scheme have still to get in each of these years: what is planned less what is allocated.

    What was carried into a pot or moved is no allocation. Several pots for one part of the scheme share its plan; what
    is still to come goes to the one without a purpose of its own.
    """
    allocated = Coalesce(Sum("entries__cents", filter=Q(entries__kind=EntryKind.ALLOCATION)), 0)
    shared: dict[tuple[int, int | None, int | None], list[Pot]] = {}
    # Rows that are added up have no order by themselves.
    for pot in (
        scheme_pots(numbers).filter(closed_at__isnull=True).annotate(allocated=allocated).order_by("purpose", "pk")
    ):
        if pot.pillar is not None and pot.pillar.is_divided == (pot.district_id is not None):
            shared.setdefault((pot.year.year, pot.pillar_id, pot.district_id), []).append(pot)
    found: dict[int, list[Due]] = {number: [] for number in numbers}
    for (number, _pillar, _district), pots in shared.items():
        planned = pots[0].pillar.share_cents if pots[0].pillar else 0
        if cents := rules.due(planned, sum(pot.allocated for pot in pots)):  # type: ignore[attr-defined]
            found[number].append(Due(pots[0], cents))
    return found


def following_pots(person: Any, pot: Pot) -> QuerySet[Pot]:
    """Where money of a pot may move to: the other pots of its year."""
    return pots(person, year=pot.year).exclude(pk=pot.pk).filter(closed_at__isnull=True)


def pots_for_earmarks(person: Any) -> QuerySet[Pot]:
    """The pots in which something can be held back."""
    return pots(person).filter(closed_at__isnull=True)


class Standing(NamedTuple):
    """A pot and what it stands at, or stood at."""

    pot: Pot
    sums: Sums


MOST_GROUPS = 12
"""So many groups are drawn, the largest ones; what others hold is drawn as one block."""


class Group(NamedTuple):
    """Pots that are for the same."""

    name: str
    sums: Sums
    standings: list[Standing]

    @property
    def rows(self) -> list[tuple[str, Pot, Sums]]:
        """Its pots by their short names."""
        return [(pot.named_within(self.name), pot, sums) for pot, sums in self.standings]


@dataclass(frozen=True)
class Overview:
    """Several pots together, as a picture and as figures."""

    standings: Sequence[Standing]
    by_district: bool = field(default=False)
    """Whether the middle column names districts, else pillars and purposes."""

    @cached_property
    def total(self) -> Sums:
        """What all of them stand at."""
        return _summed(one.sums for one in self.standings)

    @cached_property
    def groups(self) -> list[Group]:
        """The middle column: pillars and purposes, or districts."""
        found: dict[str, list[Standing]] = {}
        for one in self.standings:
            found.setdefault(self._group(one.pot), []).append(one)
        return [Group(name, _summed(one.sums for one in there), there) for name, there in found.items()]

    @cached_property
    def sources(self) -> list[tuple[str, Sums]]:
        """What came from whom."""
        found: dict[str, list[Sums]] = {}
        for one in self.standings:
            found.setdefault(str(one.pot.get_source_display()), []).append(one.sums)
        return [(name, _summed(sums)) for name, sums in found.items()]

    @cached_property
    def picture(self) -> Picture:
        """From sources through groups to what is paid, committed, reserved and free."""
        return picture(
            self._flows(),
            order=(
                [str(source.label) for source in Source],
                [*(group.name for group in self.groups if group.name in self._drawn), _("weitere Zwecke")],
                list(states(Sums())),
            ),
        )

    @cached_property
    def _drawn(self) -> set[str]:
        """The names of the groups that have a block of their own."""
        largest = sorted(self.groups, key=lambda group: group.sums.funds, reverse=True)
        most = MOST_GROUPS if len(largest) == MOST_GROUPS else MOST_GROUPS - 1
        return {group.name for group in largest[:most]}

    def _flows(self) -> Iterable[Flow]:
        for pot, sums in self.standings:
            group = self._group(pot)
            for state, cents in states(sums).items():
                shown = group if group in self._drawn else _("weitere Zwecke")
                yield Flow(str(pot.get_source_display()), shown, state, cents)

    def _group(self, pot: Pot) -> str:
        if self.by_district:
            return pot.where
        return str(pot.pillar) if pot.pillar else pot.purpose


def overview(found: Iterable[Pot], *, moment: datetime | None = None, by_district: bool = False) -> Overview:
    """What pots stand at now, or stood at a moment."""
    listed = list(found)
    if moment is None:
        return Overview([Standing(pot, pot.sums) for pot in listed], by_district)
    then = sums_at(listed, moment=moment)
    return Overview([Standing(pot, then.get(pot.pk, Sums())) for pot in listed], by_district)


def states(sums: Sums) -> dict[str, int]:
    """Where money is, in words, from what is gone to what is free."""
    return {
        _("ausgezahlt"): sums.paid,
        _("festgelegt"): sums.committed,
        _("reserviert"): sums.reserved,
        _("verfügbar"): sums.available,
    }


def _summed(many: Iterable[Sums]) -> Sums:
    whole = Sums()
    for one in many:
        whole += one
    return whole
