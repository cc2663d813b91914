"""Pots and what they stand at, for a year, a district, a moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from quartierwerk.rooms.budget.models import FiscalYear, Pillar, Pot
from quartierwerk.rooms.budget.queries.books import sums_at
from quartierwerk.rooms.budget.rules import Source, Sums
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


ORDER = (
    "-year__year",
    F("pillar__first_year").asc(nulls_last=True),
    F("pillar").asc(nulls_last=True),
    F("district__name").asc(nulls_last=True),
    "source",
    "purpose",
    "pk",
)
"""Pillars first, then what is beside the scheme; said here, since the databases put what is missing at other ends."""


def pots(
    person: Any,
    *,
    year: FiscalYear | None = None,
    district: int | None = None,
    is_citywide: bool = False,
    source: str = "",
) -> QuerySet[Pot]:
    """The pots that somebody may see, of a year, of a district or of none, and of a source."""
    found = Pot.objects.visible_to(person).named().order_by(*ORDER)
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


def unprovided(year: FiscalYear) -> QuerySet[Pot]:
    """The pots of the city's scheme that have got nothing yet."""
    return year.pots.named().filter(source=Source.CITY, pillar__isnull=False, funds=0, last_number=0)


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

    def short(self, pot: Pot) -> str:
        """What a pot is called where its group is named above it."""
        parts = [part for part in str(pot).split(" · ") if part != self.name]
        return " · ".join(parts) or str(pot)

    @property
    def rows(self) -> list[tuple[str, Pot, Sums]]:
        """Its pots by their short names."""
        return [(self.short(pot), pot, sums) for pot, sums in self.standings]


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
