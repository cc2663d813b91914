"""Years of the books: opened by the scheme, provided with money, closed by carrying over."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
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
    return listed(
        request,
        "budget/years.html",
        queries.years(),
        words=ngettext_lazy("Haushaltsjahr", "Haushaltsjahre"),
        heading=_("Haushaltsjahre"),
        next_year=_next_year(),
        may_keep=is_keeper(request.user),
        may_check=permissions.may_see_all(request.user),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def open_year(request: HttpRequest) -> HttpResponse:
    """A year is opened, after a look at the pots that the scheme makes in it."""
    asked = YearForm(request.GET)
    year = asked.cleaned_data["jahr"] if asked.is_valid() else _next_year()
    districts = queries.districts().count()
    points = [_pots_of(pillar, districts) for pillar in queries.pillars_in(year)]
    return second_look(
        request,
        lambda: actions.open_year(actions.YearPlan(year), actor=request.user),
        said=_("Das Haushaltsjahr %(year)d ist eröffnet. Zugewiesen ist noch nichts.") % {"year": year},
        back=_years(),
        heading=_("Haushaltsjahr %(year)d eröffnen?") % {"year": year},
        lead=_("Diese Töpfe entstehen nach den Säulen der Stadt, noch ohne Geld:")
        if points
        else _("Für dieses Jahr gilt keine Säule. Töpfe eröffnen Sie danach einzeln."),
        points=points,
        submit=_("Eröffnen"),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def allocate_as_provided(request: HttpRequest, year: int) -> HttpResponse:
    """Each pot that has got nothing yet gets what the scheme provides for, after a look at the sums."""
    found = _year(year)
    pots = [pot for pot in queries.unprovided(found) if pot.pillar and pot.pillar.share_cents]
    form = BasisForm(posted(request))
    return second_look(
        request,
        lambda: actions.allocate_as_provided(found, actor=request.user, basis=form.cleaned_data["basis"]),
        said=_("Die Töpfe haben ihre Zuweisung."),
        back=_years(),
        then=found.get_absolute_url(),
        heading=_("Für %(year)d nach Plan zuweisen?") % {"year": year},
        lead=_("Zugewiesen werden zusammen %(sum)s, an Töpfe, die noch nichts bekommen haben:")
        % {"sum": money(sum(_share(pot) for pot in pots))}
        if pots
        else _("Alle Töpfe der Säulen haben schon etwas bekommen. Weiteres weisen Sie einzeln zu."),
        points=[_("%(pot)s: %(sum)s") % {"pot": pot, "sum": money(_share(pot))} for pot in pots],
        asked=form,
        submit=_("Zuweisen"),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def close_year(request: HttpRequest, year: int) -> HttpResponse:
    """A year is closed, after a look at what each pot carries over."""
    found = _year(year)
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
        % {"year": year, "next": year + 1, "sum": money(sum(_rest(pot) for pot in pots))},
        points=[_carried(pot) for pot in pots if _rest(pot) or pot.paid],
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


def _pots_of(pillar: Pillar, districts: int) -> str:
    """How many pots a pillar makes, and what it provides for."""
    number = districts if pillar.is_divided else 1
    said = ngettext(
        "%(pillar)s: %(n)d Topf, vorgesehen %(sum)s",
        "%(pillar)s: %(n)d Töpfe, vorgesehen je %(share)s, zusammen %(sum)s",
        number,
    )
    share = pillar.share_cents
    return said % {"pillar": pillar, "n": number, "share": money(share), "sum": money(share * number)}


def _share(pot: Pot) -> int:
    return pot.pillar.share_cents if pot.pillar else 0


def _rest(pot: Pot) -> int:
    """What goes on into the next year: all that is not paid."""
    return pot.funds - pot.paid


def _carried(pot: Pot) -> str:
    return _("%(pot)s: %(rest)s gehen weiter, davon %(held)s gebunden; %(paid)s ausgezahlt") % {
        "pot": pot,
        "rest": money(_rest(pot)),
        "held": money(pot.reserved + pot.committed),
        "paid": money(pot.paid),
    }
