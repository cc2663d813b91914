"""The charts of the statistics as the page draws them; each says nothing that no table says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from quartierwerk.foundation.ui.parts import Bar
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import ReportedFigure
from quartierwerk.rooms.funding.queries import Figures
from quartierwerk.rooms.funding.rules import Tally
from quartierwerk.rooms.funding.rules.charts import Column
from quartierwerk.rooms.funding.views._figure_tables import CENTS, NUMBER, Table, written_as

LONGEST_BAR = 1000
"""What ``parts.Bar`` counts its length in."""


class Series(NamedTuple):
    """Columns of one kind, with their name in the key of the chart."""

    label: str
    css: str
    columns: Sequence[Column]


@dataclass(frozen=True)
class Chart:
    """Columns year by year: what is counted here beside what was reported."""

    key: str
    caption: str
    highest: str
    """How much the highest column is."""
    series: Sequence[Series]
    years: Sequence[str]
    """What stands below each place; most are empty."""

    @property
    def box(self) -> str:
        """The ``viewBox``."""
        return f"0 0 {max(len(self.years), 1) * rules.STEP} {rules.HEIGHT}"


def charts(found: Figures, told: Sequence[ReportedFigure]) -> list[Chart]:
    """Projects, and money paid, over the years; none where there is nothing to draw."""
    counted = {year: tally for year, tally in found.by("year").items() if year is not None}
    known = sorted({*counted, *(one.year for one in told)})
    years = list(range(known[0], known[-1] + 1)) if known else []
    tallies = [counted.get(year, Tally()) for year in years]
    projects = {one.year: one.projects for one in told}
    paid = {one.year: one.paid_out_cents for one in told}
    drawn = [
        _chart("projects", _("Projekte im Jahr"), NUMBER, years, [one.projects for one in tallies], projects),
        _chart("paid", _("Ausgezahlt im Jahr"), CENTS, years, [max(0, one.paid_cents) for one in tallies], paid),
    ]
    return [one for one in drawn if one is not None]


def _chart(
    key: str, caption: str, unit: str, years: list[int], counted: list[int], told: dict[int, int | None]
) -> Chart | None:
    reported = [told.get(year) or 0 for year in years]
    highest = max([*counted, *reported], default=0)
    if not highest:
        return None
    ours, theirs = rules.columns([counted, reported])
    series = [Series(_("hier gezählt"), "counted", ours)]
    if any(reported):
        series.append(Series(_("berichtet"), "told", theirs))
    named = rules.labelled(len(years))
    return Chart(
        key,
        caption,
        written_as(highest, unit),
        series,
        [str(year) if is_named else "" for year, is_named in zip(years, named, strict=True)],
    )


def theme_bars(table: Table) -> tuple[list[Bar], list[Bar]]:
    """What was applied for, and what was granted, theme by theme and to one scale."""
    columns = [str(label) for label in table.columns]
    return tuple(  # type: ignore[return-value]
        [
            Bar(line.label, cell.value or 0, (cell.value or 0) * LONGEST_BAR // longest, url=cell.url)
            for line in table.lines
            for cell in [line.cells[at]]
        ]
        for longest in [max([line.cells[0].value or 0 for line in table.lines], default=0) or 1]
        for at in (0, columns.index(_("bewilligt")))
    )
