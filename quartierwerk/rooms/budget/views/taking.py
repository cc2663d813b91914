"""A list of pots with what they hold: uploaded, looked at, taken over as a whole."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation.sheets import TABLES
from quartierwerk.foundation.sheets import download as table
from quartierwerk.foundation.sheets.taking import Cells, SeenRows, looked_at, taken_over, uploaded
from quartierwerk.foundation.ui.asking import Crumb
from quartierwerk.rooms.budget import actions, exchange, queries, rules
from quartierwerk.rooms.budget.rules.taking import Outcome, read_row
from quartierwerk.rooms.budget.views._doing import keepers

BADGES = {Outcome.FRESH: "success", Outcome.FILLED: "success", Outcome.KNOWN: "neutral", Outcome.REFUSED: "danger"}


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The file, answered by what would become of each of its rows."""
    return uploaded(
        request,
        _preview,
        columns=exchange.list_columns(),
        most=rules.MOST_POTS,
        hint=_("CSV oder XLSX mit einer Zeile für jeden Topf; die Vorlage zeigt alle Spalten."),
        too_large=_("Die Datei ist zu groß für eine Liste von Töpfen."),
        heading=_("Töpfe einlesen"),
        above=Crumb(_("Haushaltsjahre"), reverse("budget:years")),
        empty="budget:pots_form",
    )


@keepers
@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    """What somebody has looked at goes in, all of it or nothing."""
    return taken_over(
        request,
        lambda rows, seen: actions.take_over_pots(actions.PotList(rows, seen), actor=request.user),
        _preview,
        columns=exchange.list_columns(),
        most=rules.MOST_POTS,
        said=_("Die Töpfe sind übernommen."),
        then="budget:years",
        again="budget:upload_pots",
    )


@keepers
@require_safe
def empty_form(request: HttpRequest, format: str) -> HttpResponseBase:
    """An empty list with all headings."""
    if format not in TABLES:
        raise Http404
    return table([], exchange.list_columns(), format=format, filename=_("toepfe-vorlage"), title=_("Töpfe"))


def _preview(request: HttpRequest, cells: Cells, refused: SeenRows | None) -> HttpResponse:
    known = queries.known_names()
    planned = queries.planned_pots([read_row(row, known=known) for row in cells])
    return looked_at(
        request,
        "budget/take_over_pots.html",
        cells,
        [(one, one.outcome) for one in planned],
        badges=BADGES,
        refused=refused,
        take_over="budget:take_over_pots",
        upload="budget:upload_pots",
    )
