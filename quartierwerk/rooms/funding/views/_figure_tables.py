"""The figures as tables: which columns each has, in words, and where each figure leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartierwerk.foundation.house.words import word
from quartierwerk.foundation.money import written
from quartierwerk.foundation.ui.markup import fill, joined
from quartierwerk.foundation.ui.writing import number
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.queries import Average, Figures, Names
from quartierwerk.rooms.funding.rules import NONE, Cut, Figure, Outcome, Reach, Size, Tally, percent

Label = str | Promise
PLACES = 2
"""Of shares and averages that stand below each other."""
NUMBER, CENTS, SHARE, MARK = "number", "cents", "bp", "hundredths"
"""What a figure is measured in, as the table to take along says it."""


class Measure(NamedTuple):
    """One column of figures."""

    name: str
    """Of the tally."""
    label: Label
    unit: str = NUMBER
    figure: Figure | None = None
    """Whose cases it leads to."""


PROJECTS = Measure("projects", gettext_lazy("Projekte"), NUMBER, Figure.PROJECTS)
THIRD_PARTY = Measure("third_party", gettext_lazy("mit Drittmitteln"), NUMBER, Figure.THIRD_PARTY)
THIRD_PARTY_SHARE = Measure("third_party_bp", gettext_lazy("Anteil mit Drittmitteln"), SHARE)
APPLIED = Measure("applied", gettext_lazy("Anträge"), NUMBER, Figure.APPLIED)
ASKED = Measure("asked_cents", gettext_lazy("beantragt"), CENTS, Figure.APPLIED)
DECIDED = Measure("decided", gettext_lazy("entschieden"), NUMBER, Figure.DECIDED)
WANTED = Measure("wanted_cents", gettext_lazy("darin beantragt"), CENTS, Figure.DECIDED)
GRANTED = Measure("granted", gettext_lazy("bewilligt"), NUMBER, Figure.GRANTED)
REJECTED = Measure("rejected", gettext_lazy("abgelehnt"), NUMBER, Figure.REJECTED)
GRANTED_SHARE = Measure("granted_bp", gettext_lazy("Anteil bewilligt"), SHARE)
GRANTED_SUM = Measure("granted_cents", gettext_lazy("bewilligte Summe"), CENTS, Figure.GRANTED)
RESOLVED = Measure("resolved_cents", gettext_lazy("für eigene Projekte beschlossen"), CENTS, Figure.RESOLVED)
PAID = Measure("paid_cents", gettext_lazy("ausgezahlt"), CENTS, Figure.PAID)
EVERYTHING = (PROJECTS, THIRD_PARTY, THIRD_PARTY_SHARE, APPLIED, GRANTED, GRANTED_SUM, RESOLVED, PAID)


_PLAIN = partial(fill, '<td class="num">{}</td>')
_LINKED = partial(fill, '<td class="num"><a href="{}">{}</a></td>')


class Cell(NamedTuple):
    """One figure: its value, how it is written, and where it leads."""

    value: int | None
    unit: str
    text: str
    url: str


@dataclass(frozen=True)
class Line:
    """One row of a table; the last one may be the whole."""

    label: Label
    cells: Sequence[Cell]

    @property
    def shown(self) -> SafeString:
        """The cells as the page shows them, put together here: it has some hundreds."""
        return joined([_LINKED(one.url, one.text) if one.url else _PLAIN(one.text) for one in self.cells])


@dataclass(frozen=True)
class Table:
    """Figures in rows and columns."""

    key: str
    caption: Label
    head: Label
    """What its rows are."""
    columns: Sequence[Label]
    lines: Sequence[Line]
    whole: Line | None = None


class Tables:
    """All tables of a part of all cases."""

    def __init__(self, found: Figures, cut: Cut, names: Names, *, way: Callable[[Figure, Cut], str]) -> None:
        self.found, self.cut, self.names, self.way = found, cut, names, way

    @property
    def all(self) -> list[Table]:
        """In the order of the page."""
        return [
            *(self.pillars, self.pillars_by_year, self.outcomes, self.sizes, self.themes, self.reach),
            *(self.years, self.districts),
        ]

    @property
    def pillars(self) -> Table:
        """How many applications each pillar had, and what became of them."""
        measures = (APPLIED, ASKED, DECIDED, GRANTED, REJECTED, GRANTED_SHARE, GRANTED_SUM, RESOLVED, PAID)
        keys = [*self.names.pillars, None]
        rows = ((self._pillar(key), key, replace(self.cut, pillar=key or NONE)) for key in keys)
        return self._table("pillars", _("Anträge und Geld nach Säule"), _("Säule"), measures, "pillar", rows)

    @property
    def pillars_by_year(self) -> Table:
        """How many applications each pillar had in each year."""
        tallies = self.found.by_year_and_pillar
        used = {key for (_year, key), tally in tallies.items() if tally.applied}
        keys = [key for key in (*self.names.pillars, None) if key in used]
        years = sorted({year for (year, _key), tally in tallies.items() if year is not None and tally.applied})

        def line(label: Label, cut: Cut, of: Callable[[Any], Tally]) -> Line:
            cells = [self._cell(APPLIED, of(key), replace(cut, pillar=key or NONE)) for key in keys]
            return Line(label, [*cells, self._cell(APPLIED, rules.together(map(of, keys)), cut)])

        by_pillar = self.found.by("pillar")
        return Table(
            "pillars_by_year",
            _("Anträge nach Jahr und Säule"),
            _("Jahr"),
            [*map(self._pillar, keys), _("zusammen")],
            [
                line(str(year), self._of_year(year), lambda key, year=year: tallies.get((year, key), Tally()))
                for year in years
            ],
            line(_("zusammen"), self.cut, lambda key: by_pillar.get(key, Tally())),
        )

    @property
    def outcomes(self) -> Table:
        """How it was decided."""
        measures = (DECIDED, WANTED, GRANTED_SUM)
        tallies = self.found.by("outcome")
        lines = []
        for outcome in (Outcome.FULL, Outcome.PARTIAL, Outcome.CONDITIONAL, Outcome.REJECTED):
            figure = Figure(outcome.value)
            own = [one._replace(figure=figure) for one in measures]
            lines.append(Line(outcome.label, self._cells(own, tallies.get(outcome.value, Tally()), self.cut)))
        whole = Line(_("zusammen"), self._cells(measures, self.found.whole, self.cut))
        columns = [_("Anträge"), *(one.label for one in measures[1:])]
        return Table("outcomes", _("Entscheidungen"), _("Entscheidung"), columns, lines, whole)

    @property
    def sizes(self) -> Table:
        """How much was granted at a time."""
        rows = ((size.label, size.value, replace(self.cut, size=size.value)) for size in Size)
        caption, head = _("Höhe der Bewilligungen"), _("Höhe")
        return self._table("sizes", caption, head, (GRANTED, GRANTED_SUM), "size", rows)

    @property
    def themes(self) -> Table:
        """Which themes were applied for, which granted."""
        measures = (APPLIED, ASKED, DECIDED, GRANTED, GRANTED_SHARE, GRANTED_SUM, PROJECTS, THIRD_PARTY_SHARE, PAID)
        tallies = self.found.by("theme")
        keys = [key for key in (*self.names.themes, None) if key in tallies]
        rows = ((self.theme(key), key, replace(self.cut, about=key or NONE)) for key in keys)
        caption = _("Nach Handlungsschwerpunkt")
        return self._table("themes", caption, _("Handlungsschwerpunkt"), measures, "theme", rows)

    @property
    def reach(self) -> Table:
        """Projects of several districts beside those of one."""
        measures = (PROJECTS, APPLIED, DECIDED, GRANTED, GRANTED_SHARE, GRANTED_SUM)
        rows = ((one.label, one.value, replace(self.cut, reach=one.value)) for one in Reach)
        return self._table("reach", _("Nach Reichweite"), _("Reichweite"), measures, "reach", rows)

    @property
    def years(self) -> Table:
        """How it went over the years."""
        known = sorted(year for year in self.found.by("year") if year is not None)
        rows = ((str(year), year, self._of_year(year)) for year in known)
        return self._table("years", _("Nach Jahr"), _("Jahr"), EVERYTHING, "year", rows)

    @property
    def districts(self) -> Table:
        """Where it was."""
        rows = ((title, key, replace(self.cut, lead=slug)) for key, (slug, title) in self.names.districts.items())
        head = word("district")
        return self._table("districts", _("Nach %(district)s") % {"district": head}, head, EVERYTHING, "district", rows)

    def theme(self, key: int | None) -> str:
        """What a theme is called."""
        return _("ohne Handlungsschwerpunkt") if key is None else self.names.themes.get(key, str(key))

    def _pillar(self, key: int | None) -> str:
        return _("ohne Säule") if key is None else self.names.pillars.get(key, str(key))

    def _of_year(self, year: int) -> Cut:
        return replace(self.cut, since=year, until=year)

    def _table(
        self,
        key: str,
        caption: Label,
        head: Label,
        measures: Sequence[Measure],
        by: str,
        rows: Iterable[tuple[Label, Any, Cut]],
    ) -> Table:
        tallies = self.found.by(by)
        lines = [Line(label, self._cells(measures, tallies.get(group, Tally()), cut)) for label, group, cut in rows]
        whole = Line(_("zusammen"), self._cells(measures, self.found.whole, self.cut))
        return Table(key, caption, head, [one.label for one in measures], lines, whole)

    def _cells(self, measures: Iterable[Measure], tally: Tally, cut: Cut) -> list[Cell]:
        return [self._cell(measure, tally, cut) for measure in measures]

    def _cell(self, measure: Measure, tally: Tally, cut: Cut) -> Cell:
        value: int | None = getattr(tally, measure.name)
        url = self.way(measure.figure, cut) if value and measure.figure else ""
        return Cell(value, measure.unit, written_as(value, measure.unit), url)


def survey_table(averages: Iterable[Average]) -> Table:
    """How it was for those who answered, topic by topic."""
    too_few = _("ab %(least)s Antworten") % {"least": rules.LEAST_ANSWERS}
    lines = [
        Line(
            one.topic.label,
            [
                Cell(one.hundredths, MARK, too_few if one.mark is None else number(one.mark, places=PLACES), ""),
                Cell(one.number, NUMBER, number(one.number), ""),
            ],
        )
        for one in averages
    ]
    return Table("survey", _("Antworten auf die Befragung"), _("Thema"), [_("Durchschnitt"), _("Antworten")], lines)


def written_as(value: int | None, unit: str) -> str:
    """A figure for readers; a dash where there is none."""
    if value is None:
        return "–"
    return {NUMBER: number, CENTS: written, SHARE: in_column}[unit](value)


def in_column(basis_points: int) -> str:
    """A share as it stands below others."""
    return percent(basis_points, places=PLACES)
