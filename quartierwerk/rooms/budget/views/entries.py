"""The books: one line, its counter-entry, and the journal with its files."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock, sheets
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.ui.asking import second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.budget import actions, exchange, permissions, queries
from quartierwerk.rooms.budget.forms import DaysForm, EntriesForm, ReasonForm
from quartierwerk.rooms.budget.models import Entry, FiscalYear
from quartierwerk.rooms.budget.views._doing import (
    checkers,
    crumb,
    entry_of,
    is_keeper,
    is_open,
    keepers,
    overview_of,
    readers,
)

SIZE = 50


@readers
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The journal: all entries of all pots that this person sees, the latest first."""
    chosen, years = _chosen(request)
    given = _given(chosen, years)
    return listed(
        request,
        "budget/entries.html",
        queries.entries(request.user, **given),
        words=ngettext_lazy("Buchung", "Buchungen"),
        size=SIZE,
        heading=_("Journal"),
        chosen=chosen,
        address=urlencode(
            {name: value for name, value in chosen.cleaned_data.items() if value} if chosen.is_valid() else {}
        ),
        days=DaysForm(initial=_this_year()) if permissions.may_see_all(request.user) else None,
    )


@readers
@require_safe
def download(request: HttpRequest, format: str) -> StreamingHttpResponse | FileResponse:
    """What the journal shows, as a table."""
    if format not in sheets.TABLES:
        raise Http404
    found = queries.entries(request.user, **_given(*_chosen(request)))
    rows = exchange.entry_rows(found.iterator(chunk_size=500))
    name = f"{_('Journal')}-{clock.today():%Y-%m-%d}"
    return sheets.download(rows, exchange.ENTRIES, format=format, filename=name, title=_("Journal"))


@checkers
@require_safe
def journal(request: HttpRequest) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """What moved cash between two days, for the city's treasury to import; asks for the days where they are wrong."""
    days = DaysForm(request.GET or None, initial=_this_year())
    if not days.is_valid():
        heading = _("Journal für die Stadtkasse")
        return page(request, "budget/journal.html", form=days, heading=heading, cancel_url=reverse("budget:entries"))
    since, until = days.cleaned_data["von"], days.cleaned_data["bis"]
    found = queries.cash_entries(request.user, since=clock.first_of(since), until=clock.last_of(until))
    rows = exchange.journal_rows(found.iterator(chunk_size=500))
    name = f"stadtkasse-{since:%Y-%m-%d}-{until:%Y-%m-%d}"
    return sheets.download(rows, exchange.JOURNAL, format="csv", filename=name)


@readers
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that one line of the books says, and what belongs to it."""
    entry = entry_of(request, pk)
    sides = queries.both_sides(entry, request.user)
    return page(
        request,
        "budget/entry.html",
        heading=_("Buchung %(number)s") % {"number": entry.pot.number_of(entry.number)},
        entry=entry,
        other=next((side for side in sides if side.pk != entry.pk), None),
        reverses=entry.reverses,
        reversed_by=getattr(entry, "reversed_by", None),
        ways=[overview_of(entry.pot), crumb(entry.pot)],
        may_take_back=is_keeper(request.user) and _can_go(entry),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A mistake is taken back, after a second look that shows what will be entered."""
    entry = entry_of(request, pk)
    points = [
        _("%(pot)s: %(kind)s %(sum)s") % {"pot": side.pot, "kind": side.get_kind_display(), "sum": money(-side.cents)}
        for side in reversed(queries.both_sides(entry, request.user))
    ]
    form = ReasonForm(posted(request))
    return second_look(
        request,
        lambda: actions.take_back(entry, actor=request.user, reason=form.cleaned_data["reason"]),
        said=_("Die Buchung ist storniert."),
        back=crumb_of(entry),
        heading=_("Buchung stornieren?"),
        lead=_("Eine Buchung wird nie geändert. Ihr Storno steht mit der Begründung daneben. Gebucht wird:"),
        points=points,
        asked=form,
        submit=_("Stornieren"),
        is_grave=True,
    )


def crumb_of(entry: Entry) -> Any:
    """The way back to an entry, by its number."""
    return crumb(entry)._replace(label=entry.pot.number_of(entry.number))


def _this_year() -> dict[str, date]:
    """The days of the year up to today."""
    today = clock.today()
    return {"von": date(today.year, 1, 1), "bis": today}


def _can_go(entry: Entry) -> bool:
    """Whether it can still be taken back."""
    return is_open(entry.pot) and not entry.is_reversed and entry.reverses is None


def _chosen(request: HttpRequest) -> tuple[EntriesForm, list[FiscalYear]]:
    years = list(queries.years())
    return EntriesForm(request.GET, years=[year.year for year in years]), years


def _given(chosen: EntriesForm, years: list[FiscalYear]) -> dict[str, Any]:
    """What the query takes; a wrong address shows everything."""
    if not chosen.is_valid():
        return {}
    asked = chosen.cleaned_data
    return {"year": next((year for year in years if year.year == asked["jahr"]), None), "kind": asked["art"]}
