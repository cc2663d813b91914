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


def pots(person: Any, *, year: FiscalYear | None = None, district: int | None = None) -> QuerySet[Pot]:
    """The pots that somebody may see, of a year and a district."""
    found = Pot.objects.visible_to(person).named()
    if year is not None:
        found = found.filter(year=year)
    return found.filter(district=district) if district else found


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
    def groups(self) -> list[tuple[str, Sums, int]]:
        """The middle column: each group's name, its sums, and how many pots are in it."""
        found: dict[str, list[Sums]] = {}
        for one in self.standings:
            found.setdefault(self._group(one.pot), []).append(one.sums)
        return [(name, _summed(sums), len(sums)) for name, sums in found.items()]

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
                [name for name, _sums, _pots in self.groups],
                list(_states(Sums())),
            ),
        )

    def _flows(self) -> Iterable[Flow]:
        for pot, sums in self.standings:
            for state, cents in _states(sums).items():
                yield Flow(str(pot.get_source_display()), self._group(pot), state, cents)

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


def _states(sums: Sums) -> dict[str, int]:
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
