"""What a pot holds back for one case, and the verbs that move it on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.references import seen
from quartierwerk.foundation.ui.asking import Crumb
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.lists import listed
from quartierwerk.rooms.budget import actions, queries
from quartierwerk.rooms.budget.forms import HeldForm, PaymentForm, RepaymentForm
from quartierwerk.rooms.budget.models import Earmark
from quartierwerk.rooms.budget.views._doing import (
    by_form,
    crumb,
    earmark_of,
    is_keeper,
    is_open,
    keepers,
    overview_of,
    readers,
)


@readers
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What is reserved, committed and paid for a case, its orders and its entries."""
    earmark = earmark_of(request, pk)
    case = seen([earmark.case], request.user).get(earmark.case)
    return listed(
        request,
        "budget/earmark.html",
        queries.entries_of(earmark),
        words=ngettext_lazy("Buchung", "Buchungen"),
        heading=earmark.title,
        earmark=earmark,
        case=case if hasattr(case, "get_absolute_url") else None,
        orders=earmark.orders.explained(),
        left=queries.left_of(earmark),
        followed_by=getattr(earmark, "followed_by", None),
        ways=_above(earmark),
        may_keep=is_keeper(request.user) and is_open(earmark.pot),
    )


def _above(earmark: Earmark) -> list[Crumb]:
    return [overview_of(earmark.pot), crumb(earmark.pot)]


def _move(
    request: HttpRequest,
    pk: int,
    verb: Callable[..., object],
    *,
    whole: Callable[[Earmark], int],
    said: str,
    heading: str,
    submit: str,
    lead: str,
) -> HttpResponse:
    """A verb about a part of what is held; the whole of it is proposed."""
    earmark = earmark_of(request, pk)
    return by_form(
        request,
        HeldForm(posted(request), initial={"cents": whole(earmark) or None}),
        lambda given: verb(actions.Held(earmark=earmark, **given), actor=request.user),
        said=said,
        heading=heading,
        submit=submit,
        lead=lead,
        crumbs=[*_above(earmark), crumb(earmark)],
        earmark=earmark,
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    """What was reserved is promised in a letter."""
    return _move(
        request,
        pk,
        actions.commit,
        whole=lambda earmark: earmark.reserved,
        said=_("Der Betrag ist festgelegt."),
        heading=_("Betrag festlegen"),
        submit=_("Festlegen"),
        lead=_("Mit dem Bescheid oder der Zusage wird aus der Reservierung eine Festlegung."),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """What was reserved and is not needed becomes free."""
    return _move(
        request,
        pk,
        actions.release,
        whole=lambda earmark: earmark.reserved,
        said=_("Der Betrag ist wieder verfügbar."),
        heading=_("Reservierung freigeben"),
        submit=_("Freigeben"),
        lead=_("Was nicht gebraucht wird, ist danach im Topf wieder verfügbar."),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def decommit(request: HttpRequest, pk: int) -> HttpResponse:
    """What was promised and is not needed becomes free."""
    return _move(
        request,
        pk,
        actions.decommit,
        whole=queries.left_of,
        said=_("Der Betrag ist wieder verfügbar."),
        heading=_("Festlegung freigeben"),
        submit=_("Freigeben"),
        lead=_("Was zugesagt war und nicht abgerufen wird, ist danach im Topf wieder verfügbar."),
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """A payment out of what is committed is proposed; somebody else releases it."""
    earmark = earmark_of(request, pk)
    left = queries.left_of(earmark)

    def do(given: dict[str, Any]) -> object:
        return actions.propose(actions.Payment(pot=earmark.pot, earmark=earmark, **given), actor=request.user)

    return by_form(
        request,
        PaymentForm(posted(request), is_direct=False, initial={"cents": max(left, 0) or None}),
        do,
        said=_("Die Zahlung ist vorgeschlagen. Jemand anderes muss sie freigeben."),
        heading=_("Zahlung vorschlagen"),
        submit=_("Zahlung vorschlagen"),
        lead=_("Vorgeschlagen werden können noch %(sum)s. Gebucht wird erst, wenn jemand anderes freigibt.")
        % {"sum": money(left)},
        crumbs=[*_above(earmark), crumb(earmark)],
        earmark=earmark,
        to_result=True,
    )


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def repay(request: HttpRequest, pk: int) -> HttpResponse:
    """Money that was paid comes back into its pot."""
    earmark = earmark_of(request, pk)
    return by_form(
        request,
        RepaymentForm(posted(request), initial={"cents": earmark.paid or None}),
        lambda given: actions.repay(actions.Repayment(earmark=earmark, **given), actor=request.user),
        said=_("Die Rückzahlung ist gebucht."),
        heading=_("Rückzahlung buchen"),
        submit=_("Rückzahlung buchen"),
        lead=_("Das Geld ist danach im Topf wieder verfügbar."),
        crumbs=[*_above(earmark), crumb(earmark)],
        earmark=earmark,
    )
