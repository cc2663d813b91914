"""Reads of annual reports, and the figures of a year that a report rests on: as they stand, or as they were pinned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from quartierwerk.foundation.ui.writing import number
from quartierwerk.rooms.funding.models import AnnualReport
from quartierwerk.rooms.funding.queries.figures import Figures, figures
from quartierwerk.rooms.funding.queries.naming import Names, names
from quartierwerk.rooms.funding.queries.surveys import Average, averages
from quartierwerk.rooms.funding.rules import Cut, Reach, Tally, Topic, YearTold


@dataclass(frozen=True, kw_only=True)
class YearInFigures:
    """What an annual report rests on, with the names that everything had then."""

    year: int
    figures: Figures
    """Of the year."""
    years: Mapping[int, Tally]
    """Each year up to it."""
    averages: list[Average]
    names: Names

    @property
    def cut(self) -> Cut:
        """Which part of all cases it is about."""
        return Cut(since=self.year, until=self.year)

    @property
    def told(self) -> YearTold:
        """What the texts of a report can say of it."""
        return YearTold(
            year=self.year,
            whole=self.figures.whole,
            before=self.years.get(self.year - 1),
            pillars=self._named("pillar", self.names.pillars),
            themes=self._named("theme", self.names.themes),
            joint=self.figures.by("reach").get(Reach.JOINT.value, Tally()),
            answers=max((one.number for one in self.averages), default=0),
            marks=[(str(one.topic.label), number(one.mark)) for one in self.averages if one.mark is not None],
        )

    @property
    def as_json(self) -> dict[str, Any]:
        """As it is pinned."""
        return {
            "year": self.year,
            "groups": {name: _listed(groups) for name, groups in self.figures.groups.items()},
            "years": _listed(self.years),
            "averages": [[one.topic.value, one.number, one.hundredths] for one in self.averages],
            "names": {
                "districts": [[key, *named] for key, named in self.names.districts.items()],
                "themes": [*self.names.themes.items()],
                "pillars": [*self.names.pillars.items()],
            },
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> YearInFigures:
        """As it was pinned."""
        named = kept["names"]
        districts = {key: (slug, title) for key, slug, title in named["districts"]}
        return cls(
            year=kept["year"],
            figures=Figures({name: _grouped(rows) for name, rows in kept["groups"].items()}),
            years=_grouped(kept["years"]),
            averages=[Average(Topic(topic), number, mark) for topic, number, mark in kept["averages"]],
            names=Names(districts, dict(named["themes"]), dict(named["pillars"]), {}),
        )

    def _named(self, by: str, known: Mapping[int, str]) -> list[tuple[str, Tally]]:
        found = self.figures.by(by)
        return [(name, found[key]) for key, name in known.items() if key in found]


def annual_reports(person: Any) -> QuerySet[AnnualReport]:
    """The reports that somebody sees, the latest year first."""
    return AnnualReport.objects.visible_to(person)


def reports_of(person: Any) -> QuerySet[AnnualReport]:
    """The reports that somebody began or published."""
    return AnnualReport.objects.filter(Q(begun_by=person) | Q(published_by=person))


def year_in_figures(year: int, *, on: date) -> YearInFigures:
    """What is counted of a year on a day, and of all years up to it; as many questions whatever there is."""
    whole = Cut(since=year, until=year)
    return YearInFigures(
        year=year,
        figures=figures(whole, on=on),
        years=figures(Cut(until=year), on=on).by("year"),
        averages=averages(whole, on=on),
        names=names(None),
    )


def figures_of(report: AnnualReport, *, on: date) -> YearInFigures:
    """What a report rests on: of a draft as it stands on a day, else as it was when it was published."""
    return year_in_figures(report.year, on=on) if report.is_draft else YearInFigures.read(report.figures)


def _listed(groups: Mapping[Any, Tally]) -> list[list[Any]]:
    return [[key, *tally] for key, tally in groups.items()]


def _grouped(rows: list[list[Any]]) -> dict[Any, Tally]:
    return {key: Tally(*counts) for key, *counts in rows}
