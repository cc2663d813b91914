"""The year's money: where it comes from, what it is for, and where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartierwerk.foundation import clock, sheets
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import address
from quartierwerk.rooms.budget import exchange, queries
from quartierwerk.rooms.budget.forms import CITYWIDE, OverviewForm, this_year
from quartierwerk.rooms.budget.models import FiscalYear
from quartierwerk.rooms.budget.views._doing import is_keeper, readers
from quartierwerk.rooms.budget.views.drawing import drawn


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see, and what was found."""

    form: OverviewForm
    year: FiscalYear | None
    day: date | None
    overview: queries.Overview

    @classmethod
    def by(cls, request: HttpRequest) -> Asked:
        """What the address asks for, as far as it makes sense; the running year without one."""
        years = {year.year: year for year in queries.years()}
        districts = list(queries.districts_of(request.user))
        data = request.GET.copy()
        if "jahr" not in data and (usual := this_year(list(years))):
            data["jahr"] = str(usual)
        form = OverviewForm(data, years=list(years), districts=districts)
        form.full_clean()
        given = form.cleaned_data
        year = years.get(given.get("jahr") or 0)
        named = given.get("bezirk", "")
        found = queries.pots(
            request.user,
            year=year,
            district=next((one.pk for one in districts if one.slug == named), None),
            is_citywide=named == CITYWIDE,
            source=given.get("herkunft", ""),
        )
        day = given.get("stand")
        moment = clock.last_of(day) if day else None
        is_by_district = given.get("nach") == "bezirk"
        overview = queries.overview(found if year else [], moment=moment, by_district=is_by_district)
        return cls(form, year, day, overview)


@readers
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The figures, the picture, and the same as a table."""
    asked = Asked.by(request)
    year, overview = asked.year, asked.overview
    return page(
        request,
        "budget/pots.html",
        heading=_("Kasse %(year)s") % {"year": year.year} if year else _("Kasse"),
        form=asked.form,
        year=year,
        day=asked.day,
        overview=overview,
        total=overview.total,
        drawing=drawn(overview, year=year, sources=lambda source: address(request, herkunft=source)) if year else None,
        address=urlencode({name: value for name, value in request.GET.items() if value}),
        all_url=f"{reverse('budget:pots')}?jahr={year.year}" if year else "",
        may_keep=is_keeper(request.user),
    )


@readers
@require_safe
def download(request: HttpRequest, format: str) -> StreamingHttpResponse | FileResponse:
    """The pots that the overview shows, as a table."""
    if format not in sheets.TABLES:
        raise Http404
    asked = Asked.by(request)
    day = asked.day or clock.today()
    name = f"{_('Kasse')}-{asked.year or ''}-{day:%Y-%m-%d}"
    rows = exchange.pot_rows(asked.overview.standings)
    return sheets.download(rows, exchange.pot_columns(), format=format, filename=name, title=_("Kasse"))
