"""Reads of the statistics year by year, for machines: what is counted here beside what was reported elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.queries.figures import figures
from quartierwerk.rooms.funding.queries.reported import reported_anywhere
from quartierwerk.rooms.funding.rules import Cut, Tally, YearKind
from quartierwerk.rooms.places.models import District


@dataclass(frozen=True, kw_only=True)
class YearRow:
    """One year in the whole city or in one district, counted or reported; sums in cents, shares in basis points."""

    year: int
    district: str | None
    kind: YearKind
    projects: int | None
    with_third_party: int | None
    third_party_share_bp: int | None
    paid_out_cents: int | None
    city_grant_cents: int | None = None
    rounded: str = ""
    source: str = ""
    doubt: str = ""

    @property
    def place(self) -> tuple[int, str, str, str]:
        """Where it stands in the order of all; no two rows stand at the same place."""
        return self.year, self.district or "", self.kind.value, self.source


def years(*, year: int | None, district: str, is_city: bool, kind: YearKind | None, on: date) -> list[YearRow]:
    """The rows that are asked for, in their order."""
    found = [*(_counted(on=on) if kind != YearKind.REPORTED else ()), *(_told() if kind != YearKind.COMPUTED else ())]
    wanted = (
        row
        for row in found
        if year in (None, row.year) and district in ("", row.district) and not (is_city and row.district)
    )
    return sorted(wanted, key=lambda row: row.place)


def _counted(*, on: date) -> Iterator[YearRow]:
    """Of the whole city each year with anything in it, and of each district."""
    slugs = dict(District.objects.values_list("pk", "slug"))
    counted = figures(Cut(), on=on).by_year_and_district
    for year in sorted({year for year, _district in counted}):
        yield _row(year, None, rules.together(tally for (when, _district), tally in counted.items() if when == year))
    for (year, district), tally in counted.items():
        if district in slugs:
            yield _row(year, slugs[district], tally)


def _row(year: int, district: str | None, tally: Tally) -> YearRow:
    return YearRow(
        year=year,
        district=district,
        kind=YearKind.COMPUTED,
        projects=tally.projects,
        with_third_party=tally.third_party,
        third_party_share_bp=tally.third_party_bp,
        paid_out_cents=tally.paid_cents,
    )


def _told() -> Iterator[YearRow]:
    for one in reported_anywhere():
        yield YearRow(
            year=one.year,
            district=one.district.slug if one.district else None,
            kind=YearKind.REPORTED,
            projects=one.projects,
            with_third_party=one.with_third_party,
            third_party_share_bp=one.reported.share_bp,
            paid_out_cents=one.paid_out_cents,
            city_grant_cents=one.city_grant_cents,
            rounded=one.rounded,
            source=one.source,
            doubt=one.doubt,
        )
