"""A list of running cases from elsewhere: uploaded, looked at, taken over as a whole."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.sheets import TABLES
from quartierwerk.foundation.sheets import download as table
from quartierwerk.foundation.sheets.taking import Cells, SeenRows, looked_at, taken_over, uploaded
from quartierwerk.foundation.ui.asking import Crumb
from quartierwerk.foundation.ui.gates import only
from quartierwerk.rooms.funding import actions, exchange, permissions
from quartierwerk.rooms.funding.queries.taking import planned_cases
from quartierwerk.rooms.funding.rules.taking import MOST_CASES
from quartierwerk.rooms.funding.rules.taking_plan import Fate

BADGES = {Fate.FRESH: "success", Fate.KNOWN: "neutral", Fate.REFUSED: "danger"}


@only(permissions.may_take_over)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The file, answered by what would become of each of its rows."""
    return uploaded(
        request,
        _preview,
        columns=exchange.list_columns(),
        most=MOST_CASES,
        hint=_("CSV oder XLSX mit einer Zeile für jeden Antrag; die Vorlage zeigt alle Spalten."),
        too_large=_("Die Datei ist zu groß für eine Liste von Anträgen."),
        heading=_("Anträge einlesen"),
        above=Crumb(_("Anträge"), reverse("funding:applications")),
        empty="funding:cases_form",
        template="funding/upload_cases.html",
    )


@only(permissions.may_take_over)
@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    """What somebody has looked at goes in, all of it or nothing."""
    return taken_over(
        request,
        lambda rows, seen: actions.take_over_cases(actions.CaseList(rows, seen), actor=request.user),
        _preview,
        columns=exchange.list_columns(),
        most=MOST_CASES,
        said=_("Die Anträge sind übernommen."),
        then="funding:applications",
        again="funding:upload_cases",
    )


@only(permissions.may_take_over)
@require_safe
def empty_form(request: HttpRequest, format: str) -> HttpResponseBase:
    """An empty list with all headings."""
    if format not in TABLES:
        raise Http404
    return table([], exchange.list_columns(), format=format, filename=_("antraege-vorlage"), title=_("Anträge"))


def _preview(request: HttpRequest, cells: Cells, refused: SeenRows | None) -> HttpResponse:
    return looked_at(
        request,
        "funding/take_over_cases.html",
        cells,
        [(one, one.fate) for one in planned_cases(cells, on=clock.today())],
        badges=BADGES,
        refused=refused,
        take_over="funding:take_over_cases",
        upload="funding:upload_cases",
    )
