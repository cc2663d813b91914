"""The statistics: one page that answers what the council asks, each figure leading to its cases; and its tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartierwerk.foundation import clock, sheets
from quartierwerk.foundation.sheets import Column
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.forms.figures import CutForm
from quartierwerk.rooms.funding.models import ReportedFigure
from quartierwerk.rooms.funding.queries import Figures
from quartierwerk.rooms.funding.rules import Cut
from quartierwerk.rooms.funding.views._cuts import Ways, as_query, cut_in
from quartierwerk.rooms.funding.views._figure_charts import charts, theme_bars
from quartierwerk.rooms.funding.views._figure_tables import (
    CENTS,
    NUMBER,
    SHARE,
    Table,
    Tables,
    survey_table,
    written_as,
)


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see, and what was found."""

    cut: Cut
    form: CutForm
    ways: Ways
    figures: Figures
    tables: Tables
    told: list[ReportedFigure]

    @classmethod
    def by(cls, request: HttpRequest) -> Asked:
        """What the address asks for, as it stands today."""
        cut, ways = cut_in(request.GET), Ways(request.user)
        names = queries.names(request.user)
        form = CutForm(
            request.GET,
            districts=names.districts.values(),
            themes=names.themes.items(),
            funds=names.funds.items(),
            pillars=names.pillars.items(),
        )
        found = queries.figures(cut, on=clock.today())
        told = list(queries.reported(since=cut.since, until=cut.until, lead=cut.lead))
        return cls(cut, form, ways, found, Tables(found, cut, names, way=ways), told)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The six questions, each with its figures."""
    asked = Asked.by(request)
    tables = {one.key: one for one in asked.tables.all}
    applied, granted = theme_bars(tables["themes"])
    return page(
        request,
        "funding/figures.html",
        heading=_("Zahlen zur Förderung"),
        form=asked.form,
        is_cut=bool(as_query(asked.cut)),
        address=urlencode(as_query(asked.cut)),
        whole=asked.figures.whole,
        third_party_share=written_as(asked.figures.whole.third_party_bp, SHARE),
        tables=tables,
        applied_by_theme=applied,
        granted_by_theme=granted,
        charts=charts(asked.figures, asked.told),
        told=_beside(asked),
        survey=survey_table(queries.averages(asked.cut, on=clock.today())),
        definitions=rules.DEFINITIONS,
        reads_applications=asked.ways.reads_applications,
        may_report=permissions.may_report(request.user),
    )


@require_safe
def download(request: HttpRequest, format: str) -> StreamingHttpResponse | FileResponse:
    """All tables of the page as one, a figure a row, and what was reported."""
    if format not in sheets.TABLES:
        raise Http404
    columns = (
        Column("table", _("Tabelle")),
        Column("row", _("Zeile")),
        Column("figure", _("Zahl")),
        Column("value", _("Wert")),
        Column("unit", _("Einheit")),
        Column("source", _("Quelle")),
    )
    title = _("Zahlen zur Förderung")
    name = f"{title}-{clock.today():%Y-%m-%d}"
    return sheets.download(_rows(Asked.by(request)), columns, format=format, filename=name, title=title)


def _beside(asked: Asked) -> list[dict[str, Any]]:
    """Each reported year with what is counted here for the same year."""
    counted = asked.figures.by("year")
    return [{"told": one, "share": _share(one), "counted": counted.get(one.year)} for one in asked.told]


def _share(told: ReportedFigure) -> str:
    share = told.reported.share_bp
    return "" if share is None else rules.percent(share)


def _rows(asked: Asked) -> Iterator[tuple[Any, ...]]:
    units = {NUMBER: _("Anzahl"), CENTS: _("Cent"), SHARE: _("Hundertstel Prozent")}
    here = _("hier gezählt")
    for table in asked.tables.all:
        yield from _rows_of(table, units, here)
    for average in queries.averages(asked.cut, on=clock.today()):
        label = str(average.topic.label)
        yield _("Befragung"), label, _("Antworten"), average.number, units[NUMBER], here
        yield _("Befragung"), label, _("Durchschnitt"), average.hundredths, _("Hundertstel Noten"), here
    for told in asked.told:
        for name, unit in _REPORTED.items():
            value = getattr(told, name)
            if value is not None:
                label = str(ReportedFigure._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
                yield _("Berichtete Zahlen"), str(told.year), label, value, units[unit], told.source


_REPORTED = {
    "projects": NUMBER,
    "with_third_party": NUMBER,
    "third_party_share_bp": SHARE,
    "paid_out_cents": CENTS,
    "city_grant_cents": CENTS,
}


def _rows_of(table: Table, units: dict[str, str], source: str) -> Iterator[tuple[Any, ...]]:
    for line in [*table.lines, *([table.whole] if table.whole else [])]:
        for column, cell in zip(table.columns, line.cells, strict=True):
            yield str(table.caption), str(line.label), str(column), cell.value, units[cell.unit], source
