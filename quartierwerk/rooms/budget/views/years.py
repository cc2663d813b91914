"""Years of the books: opened by the scheme, provided with money, closed by carrying over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.rooms.budget import actions, permissions, queries
from quartierwerk.rooms.budget.forms import BasisForm, OpeningForm, YearForm
from quartierwerk.rooms.budget.models import FiscalYear, Pillar, Pot
from quartierwerk.rooms.budget.rules import Source
from quartierwerk.rooms.budget.views._doing import by_form, is_keeper, keepers, readers


@readers
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All years, the latest first, with the steps that come next."""
    may_keep = is_keeper(request.user)
    open_years = [year.year for year in queries.years() if not year.is_closed] if may_keep else []
    return listed(
        request,
        "budget/years.html",
        queries.years(),
        words=ngettext_lazy("Haushaltsjahr", "Haushaltsjahre"),
        heading=_("Haushaltsjahre"),
        next_year=_next_year(),
        missing={number for number, parts in queries.missing_pots(open_years).items() if parts},
        due={number for number, dues in queries.dues(open_years).items() if dues},
        may_keep=may_keep,
        may_check=permissions.may_see_all(request.user),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def open_year(request: HttpRequest) -> HttpResponse:
    """A year is opened, or gets the pots that are missing, after a look at the pots that the scheme makes in it."""
    asked = YearForm(request.GET)
    if "jahr" in request.GET and not asked.is_valid():
        messages.error(request, _("Bitte nennen Sie ein Jahr zwischen 1990 und 2200."))
        return redirect("budget:years")
    year = asked.cleaned_data["jahr"] if asked.is_valid() else _next_year()
    is_there = FiscalYear.objects.filter(year=year).exists()
    by_pillar: dict[Pillar, int] = {}
    for part in queries.missing_pots([year])[year]:
        by_pillar[part.pillar] = by_pillar.get(part.pillar, 0) + 1
    points = [_pots_of(pillar, number) for pillar, number in by_pillar.items()]
    said = (
        _("Die fehlenden Töpfe für %(year)d sind da. Zugewiesen ist noch nichts.")
        if is_there
        else _("Das Haushaltsjahr %(year)d ist eröffnet. Zugewiesen ist noch nichts.")
    )
    heading = _("Fehlende Töpfe für %(year)d eröffnen?") if is_there else _("Haushaltsjahr %(year)d eröffnen?")
    without = (
        _("Dieses Haushaltsjahr gibt es schon, mit allen Töpfen der Säulen.")
        if is_there
        else _("Für dieses Jahr gilt keine Säule. Töpfe eröffnen Sie danach einzeln.")
    )
    return second_look(
        request,
        lambda: actions.open_year(actions.YearPlan(year), actor=request.user),
        said=said % {"year": year},
        back=_years(),
        heading=heading % {"year": year},
        lead=_("Diese Töpfe entstehen nach den Säulen der Stadt, noch ohne Geld:") if points else without,
        points=points,
        submit=_("Eröffnen"),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def allocate_as_provided(request: HttpRequest, year: int) -> HttpResponse:
    """Each pot gets what the scheme provides for and it has not got yet, after a look at the sums."""
    found = _year(year)
    dues = queries.dues([year])[year]
    if not dues and request.method != "POST":
        messages.info(request, _("Alle Töpfe der Säulen haben, was vorgesehen ist. Weiteres weisen Sie einzeln zu."))
        return redirect("budget:years")
    form = BasisForm(posted(request))
    return second_look(
        request,
        lambda: actions.allocate_as_provided(found, actor=request.user, basis=form.cleaned_data["basis"]),
        said=_("Die Töpfe haben ihre Zuweisung."),
        back=_years(),
        then=found.get_absolute_url(),
        heading=_("Für %(year)d nach Plan zuweisen?") % {"year": year},
        lead=_("Zugewiesen werden zusammen %(sum)s: was vorgesehen ist, abzüglich dessen, was schon zugewiesen ist.")
        % {"sum": money(sum(due.cents for due in dues))},
        points=[_("%(pot)s: %(sum)s") % {"pot": due.pot, "sum": money(due.cents)} for due in dues],
        asked=form,
        submit=_("Zuweisen"),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def close_year(request: HttpRequest, year: int) -> HttpResponse:
    """A year is closed, after a look at what each pot carries over."""
    found = _year(year)
    if found.is_closed and request.method != "POST":
        messages.info(request, str(actions.YearClosed()))
        return redirect("budget:years")
    form = BasisForm(posted(request))
    pots = list(found.pots.named())
    return second_look(
        request,
        lambda: actions.close_year(found, actor=request.user, basis=form.cleaned_data["basis"]),
        said=_("Das Haushaltsjahr %(year)d ist abgeschlossen.") % {"year": year},
        back=_years(),
        heading=_("Haushaltsjahr %(year)d abschließen?") % {"year": year},
        lead=_(
            "Nach %(next)d gehen zusammen %(sum)s. Was ausgezahlt ist, bleibt in %(year)d. "
            "Danach wird in %(year)d nichts mehr gebucht; das lässt sich nicht zurücknehmen."
        )
        % {"year": year, "next": year + 1, "sum": money(sum(pot.sums.rest for pot in pots))},
        points=[_carried(pot) for pot in pots if pot.sums.rest or pot.paid],
        asked=form,
        submit=_("Jahr abschließen"),
        is_grave=True,
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def open_pot(request: HttpRequest, year: int) -> HttpResponse:
    """A pot besides those of the scheme: of a sponsor, a foundation, the state."""
    found = _year(year)

    def do(given: dict[str, Any]) -> Pot:
        opening = actions.Opening(year=found, **given | {"source": Source(given["source"])})
        return actions.open_pot(opening, actor=request.user)

    return by_form(
        request,
        OpeningForm(posted(request), year=found),
        do,
        said=_("Der Topf ist eröffnet. Er hält noch nichts."),
        heading=_("Topf in %(year)d eröffnen") % {"year": year},
        submit=_("Eröffnen"),
        crumbs=[_years()],
        to_result=True,
    )


def _year(year: int) -> FiscalYear:
    return get_object_or_404(FiscalYear, year=year)


def _years() -> Crumb:
    return Crumb(str(_("Haushaltsjahre")), reverse("budget:years"))


def _next_year() -> int:
    """The year that is to be opened next: the one behind the latest, else the running one."""
    latest = FiscalYear.objects.values_list("year", flat=True).first()
    return latest + 1 if latest else clock.today().year


def _pots_of(pillar: Pillar, number: int) -> str:
    """How many pots a pillar makes, and what it provides for."""
    said = ngettext(
        "%(pillar)s: %(n)d Topf, vorgesehen %(sum)s",
        "%(pillar)s: %(n)d Töpfe, vorgesehen je %(share)s, zusammen %(sum)s",
        number,
    )
    share = pillar.share_cents
    return said % {"pillar": pillar, "n": number, "share": money(share), "sum": money(share * number)}


def _carried(pot: Pot) -> str:
    return _("%(pot)s: %(rest)s gehen weiter, davon %(held)s gebunden; %(paid)s ausgezahlt") % {
        "pot": pot,
        "rest": money(pot.sums.rest),
        "held": money(pot.reserved + pot.committed),
        "paid": money(pot.paid),
    }
