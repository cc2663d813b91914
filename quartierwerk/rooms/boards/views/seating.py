"""A list of people who are to sit on a body: uploaded, looked at, taken over as a whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.sheets import TABLES, cells_of
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.boards import actions, exchange, permissions, queries, rules
from quartierwerk.rooms.boards.forms.seats import SeatingForm, UploadForm
from quartierwerk.rooms.boards.models import Body
from quartierwerk.rooms.boards.rules import Outcome
from quartierwerk.rooms.boards.views._found import kept

BADGES = {Outcome.PERSON: "success", Outcome.SEAT: "success", Outcome.KNOWN: "neutral", Outcome.REFUSED: "danger"}
Cells = Sequence[dict[str, str]]


@only(permissions.may_keep_bodies)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """The file, answered by what would become of each of its rows."""
    body = kept(request, slug, permissions.may_seat)
    form = UploadForm(posted(request), request.FILES or None, initial={"since": clock.today()})
    if form.is_valid() and form.does(lambda: _cells(form)):
        return _preview(request, body, form.result, since=form.cleaned_data["since"])
    return page(
        request,
        "boards/upload.html",
        heading=_("Liste für „%(name)s“ einlesen") % {"name": body.name},
        body=body,
        form=form,
        submit=_("Datei prüfen"),
        cancel_url=body.get_absolute_url(),
    )


@only(permissions.may_keep_bodies)
@require_POST
def take_over(request: HttpRequest, slug: str) -> HttpResponse:
    """What somebody has looked at goes in, all of it or nothing."""
    body = kept(request, slug, permissions.may_seat)
    form = SeatingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Die Liste ist nicht zu lesen. Bitte laden Sie die Datei noch einmal hoch."))
        return redirect("boards:upload", body.slug)
    rows, since = form.cleaned_data["rows"], form.cleaned_data["since"]
    read = [rules.read_row(cells, since=since) for cells in rows]
    if form.does(lambda: actions.seat(body, actor=request.user, rows=read, seen=form.cleaned_data["seen"])):
        messages.success(request, _("Die Liste ist übernommen."))
        return redirect(body)
    return _preview(request, body, rows, since=since, form=form)


@only(permissions.may_keep_bodies)
@require_safe
def form(request: HttpRequest, slug: str, format: str) -> HttpResponseBase:
    """An empty list with all headings."""
    kept(request, slug, permissions.may_seat)
    if format not in TABLES:
        raise Http404
    return exchange.empty_form(format)


def _cells(form: UploadForm) -> list[dict[str, str]]:
    file = form.cleaned_data["file"]
    return cells_of(file.file, file.name, columns=exchange.COLUMNS, most=rules.MOST_ROWS)


def _preview(
    request: HttpRequest, body: Body, cells: Cells, *, since: date, form: SeatingForm | None = None
) -> HttpResponse:
    """Every row with what would become of it; the rows come back with the answer, and are read and planned anew."""
    planned = queries.planned(body, [rules.read_row(row, since=since) for row in cells])
    fresh = sum(one.outcome in (Outcome.PERSON, Outcome.SEAT) for one in planned)
    given = {"rows": json.dumps(cells), "since": since, "seen": rules.seen(planned)}
    context: dict[str, Any] = {
        "body": body,
        "rows": [(row, one, BADGES[one.outcome]) for row, one in zip(cells, planned, strict=True)],
        "fresh": fresh,
        "refused": sum(one.outcome == Outcome.REFUSED for one in planned),
        "again_url": reverse("boards:upload", args=[body.slug]),
        "asked": SeatingForm(initial=given),
    }
    return page(request, "boards/seating.html", form=form, **context)
