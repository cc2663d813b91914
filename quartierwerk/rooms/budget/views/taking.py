"""A list of pots with what they hold: uploaded, looked at, taken over as a whole."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation.sheets import TABLES, cells_of
from quartierwerk.foundation.sheets import download as table
from quartierwerk.foundation.ui.asking import Crumb
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.budget import actions, exchange, queries, rules
from quartierwerk.rooms.budget.forms import PotListForm, PotUploadForm
from quartierwerk.rooms.budget.rules.taking import Outcome, read_row
from quartierwerk.rooms.budget.views._doing import keepers

BADGES = {Outcome.FRESH: "success", Outcome.FILLED: "success", Outcome.KNOWN: "neutral", Outcome.REFUSED: "danger"}
Cells = Sequence[dict[str, str]]


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The file, answered by what would become of each of its rows."""
    form = PotUploadForm(posted(request), request.FILES or None)
    if form.is_valid() and form.does(lambda: _cells(form)):
        return _preview(request, form.result)
    return page(
        request,
        "budget/upload_pots.html",
        heading=_("Töpfe einlesen"),
        form=form,
        submit=_("Datei prüfen"),
        ways=[Crumb(str(_("Haushaltsjahre")), reverse("budget:years"))],
        cancel_url=reverse("budget:years"),
    )


@keepers
@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    """What somebody has looked at goes in, all of it or nothing."""
    form = PotListForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Die Liste ist nicht zu lesen. Bitte laden Sie die Datei noch einmal hoch."))
        return redirect("budget:upload_pots")
    cells = form.cleaned_data["rows"]
    given = actions.PotList(cells, form.cleaned_data["seen"])
    if form.does(lambda: actions.take_over_pots(given, actor=request.user)):
        messages.success(request, _("Die Töpfe sind übernommen."))
        return redirect("budget:years")
    return _preview(request, cells, form=form)


@keepers
@require_safe
def empty_form(request: HttpRequest, format: str) -> HttpResponseBase:
    """An empty list with all headings."""
    if format not in TABLES:
        raise Http404
    return table([], exchange.list_columns(), format=format, filename=_("toepfe-vorlage"), title=_("Töpfe"))


def _cells(form: PotUploadForm) -> list[dict[str, str]]:
    file = form.cleaned_data["file"]
    return cells_of(file.file, file.name, columns=exchange.list_columns(), most=rules.MOST_POTS)


def _preview(request: HttpRequest, cells: Cells, *, form: PotListForm | None = None) -> HttpResponse:
    """Every row with what would become of it; the rows come back with the answer, and are read and planned anew."""
    known = queries.known_names()
    planned = queries.planned_pots([read_row(row, known=known) for row in cells])
    seen = [one.outcome for one in planned]
    return page(
        request,
        "budget/take_over_pots.html",
        form=form,
        heading=_("Was diese Liste ändert"),
        rows=[(row, one, BADGES[one.outcome]) for row, one in zip(cells, planned, strict=True)],
        fresh=sum(outcome in (Outcome.FRESH, Outcome.FILLED) for outcome in seen),
        refused=seen.count(Outcome.REFUSED),
        asked=PotListForm(initial={"rows": json.dumps(cells), "seen": ",".join(seen)}),
    )
