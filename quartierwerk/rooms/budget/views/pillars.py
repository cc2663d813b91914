"""The city's scheme for its money: what which resolution provides for, from when to when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.asking import Crumb
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.rooms.budget import actions, queries
from quartierwerk.rooms.budget.forms import EndPillarForm, PillarForm
from quartierwerk.rooms.budget.models import Pillar
from quartierwerk.rooms.budget.views._doing import by_form, is_keeper, keepers, readers


@readers
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The whole scheme, what holds today first."""
    return listed(
        request,
        "budget/pillars.html",
        queries.pillars(),
        words=ngettext_lazy("Säule", "Säulen"),
        heading=_("Säulen"),
        this_year=clock.today().year,
        may_keep=is_keeper(request.user),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def add_pillar(request: HttpRequest) -> HttpResponse:
    """What a new resolution provides for."""

    def do(given: dict[str, Any]) -> object:
        return actions.add_pillar(actions.PillarTerms(**given), actor=request.user)

    return by_form(
        request,
        PillarForm(posted(request), initial={"first_year": clock.today().year}),
        do,
        said=_("Die Säule ist angelegt. Töpfe bekommt sie, wenn ein Haushaltsjahr eröffnet wird."),
        heading=_("Säule anlegen"),
        submit=_("Anlegen"),
        lead=_("Die Beträge sagen, was vorgesehen ist. Zugewiesen ist damit noch nichts."),
        crumbs=[_pillars()],
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def end_pillar(request: HttpRequest, pk: int) -> HttpResponse:
    """A pillar holds up to a year and no longer."""
    pillar = get_object_or_404(Pillar, pk=pk)

    def do(given: dict[str, Any]) -> object:
        return actions.end_pillar(pillar, actor=request.user, last_year=given["last_year"])

    return by_form(
        request,
        EndPillarForm(posted(request), initial={"last_year": pillar.last_year or clock.today().year}),
        do,
        said=_("Die Säule hat jetzt ein Ende."),
        heading=_("Säule beenden: %(pillar)s") % {"pillar": pillar},
        submit=_("Beenden"),
        lead=_("Töpfe, die es schon gibt, bleiben mit ihrem Geld, wie sie sind."),
        crumbs=[_pillars()],
    )


def _pillars() -> Crumb:
    return Crumb(str(_("Säulen")), reverse("budget:pillars"))
