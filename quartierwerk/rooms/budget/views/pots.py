"""One pot: what it stands at, what it holds, and what can be done with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.lists import Shelf, shelved
from quartierwerk.rooms.budget import actions, queries
from quartierwerk.rooms.budget.forms import (
    AccountForm,
    AllocationForm,
    KindForm,
    PaymentForm,
    ReservationForm,
    StandForm,
    TransferForm,
)
from quartierwerk.rooms.budget.rules import Sums
from quartierwerk.rooms.budget.views._doing import (
    by_form,
    crumb,
    is_keeper,
    is_open,
    keepers,
    overview_of,
    pot_of,
    readers,
)


@readers
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Its sums now or on a day, and its shelves: what is earmarked, what waits for release, what was entered."""
    pot = pot_of(request, pk)
    chosen, kinds = StandForm(request.GET), KindForm(request.GET)
    day = chosen.cleaned_data["stand"] if chosen.is_valid() else None
    kind = kinds.cleaned_data["art"] if kinds.is_valid() else ""
    moment = clock.last_of(day) if day else None
    held, ordered = queries.earmarks_of(pot, moment=moment), queries.open_orders(pot, moment=moment)
    entered = queries.entries_of(pot, kind=kind, moment=moment)
    shelves = [
        Shelf("bindungen", _("Mittelbindungen"), held, ngettext_lazy("Bindung", "Bindungen")),
        Shelf("zahlungen", _("Warten auf Freigabe"), ordered, ngettext_lazy("Zahlung", "Zahlungen")),
        Shelf("buchungen", _("Buchungen"), entered, ngettext_lazy("Buchung", "Buchungen")),
    ]
    return shelved(
        request,
        "budget/pot.html",
        shelves,
        heading=str(pot),
        pot=pot,
        sums=queries.sums_at([pot], moment=moment).get(pot.pk, Sums()) if moment else pot.sums,
        day=day,
        moment=moment,
        is_closed=pot.closed_at is not None and (moment is None or pot.closed_at <= moment),
        chosen=chosen,
        kinds=kinds,
        back=overview_of(pot),
        followed_by=getattr(pot, "followed_by", None),
        # What can be done is done today: on the page of another day there is nothing to press.
        may_keep=is_keeper(request.user) and is_open(pot) and day is None,
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def allocate(request: HttpRequest, pk: int) -> HttpResponse:
    """Money comes into the pot."""
    pot = pot_of(request, pk)

    def do(given: dict[str, Any]) -> object:
        return actions.allocate(actions.Allocation(pot=pot, **given), actor=request.user)

    return by_form(
        request,
        AllocationForm(posted(request)),
        do,
        said=_("Das Geld ist dem Topf zugewiesen."),
        heading=_("Mittel zuweisen"),
        submit=_("Zuweisen"),
        crumbs=[overview_of(pot), crumb(pot)],
        pot=pot,
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Money that is free moves into another pot of the year."""
    pot = pot_of(request, pk)

    def do(given: dict[str, Any]) -> object:
        return actions.transfer(actions.Transfer(pot=pot, **given), actor=request.user)

    return by_form(
        request,
        TransferForm(posted(request), pots=queries.following_pots(request.user, pot)),
        do,
        said=_("Das Geld ist umgebucht."),
        heading=_("Mittel umbuchen"),
        submit=_("Umbuchen"),
        lead=_("Was verfügbar ist, kann in einen anderen Topf desselben Jahres gehen."),
        crumbs=[overview_of(pot), crumb(pot)],
        pot=pot,
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def reserve(request: HttpRequest, pk: int) -> HttpResponse:
    """Money is held back from a decision on."""
    pot = pot_of(request, pk)

    def do(given: dict[str, Any]) -> object:
        return actions.reserve(actions.Reservation(pot=pot, **given), actor=request.user)

    return by_form(
        request,
        ReservationForm(posted(request)),
        do,
        said=_("Das Geld ist reserviert."),
        heading=_("Mittel reservieren"),
        submit=_("Reservieren"),
        lead=_("Reserviert wird mit der Entscheidung. Festgelegt wird später, mit dem Bescheid oder der Zusage."),
        crumbs=[overview_of(pot), crumb(pot)],
        pot=pot,
        to_result=True,
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def spend(request: HttpRequest, pk: int) -> HttpResponse:
    """A direct expense is proposed, such as overhead."""
    pot = pot_of(request, pk)

    def do(given: dict[str, Any]) -> object:
        return actions.propose(actions.Payment(pot=pot, **given), actor=request.user)

    return by_form(
        request,
        PaymentForm(posted(request), is_direct=True),
        do,
        said=_("Die Zahlung ist vorgeschlagen. Jemand anderes muss sie freigeben."),
        heading=_("Direkte Ausgabe vorschlagen"),
        submit=_("Zahlung vorschlagen"),
        lead=_("Vorgeschlagen werden können noch %(sum)s. Gebucht wird erst, wenn jemand anderes freigibt.")
        % {"sum": money(queries.left_in(pot))},
        crumbs=[overview_of(pot), crumb(pot)],
        pot=pot,
        to_result=True,
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def edit_pot(request: HttpRequest, pk: int) -> HttpResponse:
    """What the city's treasury calls the pot."""
    pot = pot_of(request, pk)

    def do(given: dict[str, Any]) -> object:
        return actions.edit_pot(pot, actor=request.user, account=given["account"])

    return by_form(
        request,
        AccountForm(posted(request), initial={"account": pot.account}),
        do,
        said=_("Die Buchungsstelle ist gespeichert."),
        heading=_("Buchungsstelle ändern"),
        submit=_("Speichern"),
        crumbs=[overview_of(pot), crumb(pot)],
    )
