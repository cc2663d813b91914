"""Payments: proposed by one person, released by another, one at a time or several together."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import waiting
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import require
from quartierwerk.foundation.ui.lists import Shelf, shelved
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.budget import actions, permissions, queries
from quartierwerk.rooms.budget.forms import ReasonForm
from quartierwerk.rooms.budget.models import Order
from quartierwerk.rooms.budget.rules import EFFECT, EntryKind, OrderState
from quartierwerk.rooms.budget.views._doing import crumb, is_keeper, keepers, order_of, readers

WORDS = ngettext_lazy("Zahlung", "Zahlungen")
KIND = "payments"
"""What waiting payments are called in the queue."""


@readers
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """All orders by their state, those that wait first."""
    shelves = [Shelf(str(state), state.label, queries.orders(request.user, state=state), WORDS) for state in OrderState]
    return shelved(
        request,
        "budget/orders.html",
        shelves,
        heading=_("Zahlungen"),
        may_keep=is_keeper(request.user),
    )


@readers
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One order: what is to be paid to whom, out of what, and who decides."""
    order = order_of(request, pk)
    return page(
        request,
        "budget/order.html",
        heading=str(order),
        order=order,
        entry=getattr(order, "entry", None),
        run=queries.run_of(order, request.user),
        ways=[Crumb(str(_("Zahlungen")), reverse("budget:orders")), crumb(order.pot)],
        may_release=order.is_waiting and permissions.may_release(request.user, order),
        may_refuse=order.is_waiting and permissions.may_refuse(request.user, order),
        may_withdraw=order.is_waiting and permissions.may_withdraw(request.user, order),
        is_own=order.is_waiting and order.proposed_by_id == request.user.pk,
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def release_order(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else's payment is released, after a look at what the pot stands at before and after."""
    order = order_of(request, pk)
    _four_eyes(permissions.may_release(request.user, order))
    return second_look(
        request,
        lambda: actions.release_order(order, actor=request.user),
        said=_("Die Zahlung ist freigegeben und gebucht."),
        back=crumb(order),
        then=reverse("budget:orders"),
        heading=_("Zahlung freigeben?"),
        lead=_("%(sum)s an %(payee)s: %(purpose)s.")
        % {"sum": money(order.cents), "payee": order.payee, "purpose": order.purpose},
        points=_before_and_after(order),
        submit=_("Freigeben"),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else's payment goes back with a reason."""
    order = order_of(request, pk)
    _four_eyes(permissions.may_refuse(request.user, order))
    form = ReasonForm(posted(request))
    return second_look(
        request,
        lambda: actions.refuse(order, actor=request.user, reason=form.cleaned_data["reason"]),
        said=_("Die Zahlung ist abgelehnt."),
        back=crumb(order),
        then=reverse("budget:orders"),
        heading=_("Zahlung ablehnen?"),
        lead=_("%(sum)s an %(payee)s bleiben, wo sie sind. Die Begründung liest, wer die Zahlung vorgeschlagen hat.")
        % {"sum": money(order.cents), "payee": order.payee},
        asked=form,
        submit=_("Ablehnen"),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own proposal is taken back."""
    order = order_of(request, pk)
    require(permissions.may_withdraw(request.user, order), needed=_("Nur wer vorgeschlagen hat, zieht zurück."))
    return second_look(
        request,
        lambda: actions.withdraw(order, actor=request.user),
        said=_("Der Vorschlag ist zurückgezogen."),
        back=crumb(order),
        heading=_("Vorschlag zurückziehen?"),
        lead=_("%(sum)s an %(payee)s werden nicht gezahlt.") % {"sum": money(order.cents), "payee": order.payee},
        submit=_("Zurückziehen"),
    )


@keepers
@require_POST
def release_orders(request: HttpRequest) -> HttpResponse:
    """Several payments that others proposed are released together, each by itself, after one second look."""
    seen = waiting.tokens_taken_apart(f"{KIND}:{key}:0" for key in request.POST.getlist("order"))
    items = waiting.items_named(request.user, seen.keys())
    if not items:
        messages.warning(request, _("Bitte wählen Sie zuerst aus, was gemeint ist."))
        return redirect("budget:orders")
    if "sure" not in request.POST:
        return page(
            request,
            "budget/release_orders.html",
            heading=ngettext("%(n)d Zahlung freigeben?", "%(n)d Zahlungen freigeben?", len(items)) % {"n": len(items)},
            items=items,
            total=sum(item.thing.cents for item in items),  # type: ignore[attr-defined]
            others=len(seen) - len(items),
        )
    outcome = waiting.carry_out("release", items, seen=seen, actor=request.user, reason="", refusal="")
    _say(request, outcome, gone=len(seen) - len(items))
    return redirect("budget:orders")


def _four_eyes(may: bool) -> None:
    require(may, needed=_("Freigeben und ablehnen kann nur, wer die Zahlung nicht selbst vorgeschlagen hat."))


def _before_and_after(order: Order) -> list[str]:
    """What release does to the pot, and to what is held for the case."""
    kind = EntryKind.PAYMENT if order.earmark else EntryKind.EXPENSE
    pot, after = order.pot, order.pot.sums + EFFECT[kind].times(order.cents)
    points = [
        _("Ausgezahlt aus „%(pot)s“: %(before)s, danach %(after)s")
        % {"pot": pot, "before": money(pot.paid), "after": money(after.paid)},
        _("Verfügbar im Topf: %(before)s, danach %(after)s")
        % {"before": money(pot.available), "after": money(after.available)},
    ]
    if order.earmark:
        points.append(
            _("Festgelegt für „%(case)s“: %(before)s, danach %(after)s")
            % {
                "case": order.earmark,
                "before": money(order.earmark.committed),
                "after": money(order.earmark.committed - order.cents),
            }
        )
    return points


def _say(request: HttpRequest, outcome: waiting.Outcome, *, gone: int) -> None:
    """Say what was released and what was not, each with the reason."""
    if number := len(outcome.done):
        messages.success(
            request,
            ngettext("%(n)d Zahlung ist freigegeben.", "%(n)d Zahlungen sind freigegeben.", number) % {"n": number},
        )
    for sentence, group in groupby(sorted(outcome.left, key=lambda one: one[1]), key=lambda one: one[1]):
        titles = ", ".join(item.shown.title for item, _sentence in group)
        messages.warning(request, _("Nicht freigegeben: %(titles)s. %(why)s") % {"titles": titles, "why": sentence})
    if gone:
        messages.warning(
            request,
            _("Nicht dabei: %(n)d. Darüber ist schon entschieden, oder Sie haben selbst vorgeschlagen.") % {"n": gone},
        )
