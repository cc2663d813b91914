"""A list of running cases from elsewhere: uploaded, looked at, taken over as a whole."""

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

from quartierwerk.foundation import clock
from quartierwerk.foundation.sheets import TABLES, cells_of
from quartierwerk.foundation.sheets import download as table
from quartierwerk.foundation.ui.asking import Crumb
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.funding import actions, exchange, permissions
from quartierwerk.rooms.funding.forms.taking import CaseListForm, CaseUploadForm
from quartierwerk.rooms.funding.queries.taking import planned_cases
from quartierwerk.rooms.funding.rules.taking import MOST_CASES
from quartierwerk.rooms.funding.rules.taking_plan import Fate

BADGES = {Fate.FRESH: "success", Fate.KNOWN: "neutral", Fate.REFUSED: "danger"}


@only(permissions.may_take_over)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The file, answered by what would become of each of its rows."""
    form = CaseUploadForm(posted(request), request.FILES or None)
    if form.is_valid() and form.does(lambda: _cells(form)):
        return _preview(request, form.result)
    return page(
        request,
        "funding/upload_cases.html",
        heading=_("Anträge einlesen"),
        form=form,
        submit=_("Datei prüfen"),
        ways=[Crumb(str(_("Anträge")), reverse("funding:applications"))],
        cancel_url=reverse("funding:applications"),
    )


@only(permissions.may_take_over)
@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    """What somebody has looked at goes in, all of it or nothing."""
    form = CaseListForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Die Liste ist nicht zu lesen. Bitte laden Sie die Datei noch einmal hoch."))
        return redirect("funding:upload_cases")
    cells = form.cleaned_data["rows"]
    given = actions.CaseList(cells, form.cleaned_data["seen"])
    if form.does(lambda: actions.take_over_cases(given, actor=request.user)):
        messages.success(request, _("Die Anträge sind übernommen."))
        return redirect("funding:applications")
    return _preview(request, cells, form=form)


@only(permissions.may_take_over)
@require_safe
def empty_form(request: HttpRequest, format: str) -> HttpResponseBase:
    """An empty list with all headings."""
    if format not in TABLES:
        raise Http404
    return table([], exchange.list_columns(), format=format, filename=_("antraege-vorlage"), title=_("Anträge"))


def _cells(form: CaseUploadForm) -> list[dict[str, str]]:
    file = form.cleaned_data["file"]
    return cells_of(file.file, file.name, columns=exchange.list_columns(), most=MOST_CASES)


def _preview(
    request: HttpRequest, cells: Sequence[dict[str, str]], *, form: CaseListForm | None = None
) -> HttpResponse:
    """Every row with what would become of it; the rows come back with the answer, and are read and planned anew."""
    planned = planned_cases(cells, on=clock.today())
    seen = [one.fate for one in planned]
    return page(
        request,
        "funding/take_over_cases.html",
        form=form,
        heading=_("Was diese Liste ändert"),
        rows=[(row, one, BADGES[one.fate]) for row, one in zip(cells, planned, strict=True)],
        fresh=seen.count(Fate.FRESH),
        refused=seen.count(Fate.REFUSED),
        asked=CaseListForm(initial={"rows": json.dumps(cells), "seen": ",".join(seen)}),
    )
