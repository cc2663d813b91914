"""Invoices of own projects: handed in, checked, ordered; the list of those who work with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.ui.asking import Crumb, one_step, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only, require
from quartierwerk.foundation.ui.lists import Shelf, shelved
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.budget.permissions import may_see_all
from quartierwerk.rooms.funding import actions, permissions
from quartierwerk.rooms.funding.forms.own import InvoiceForm, RefusalForm
from quartierwerk.rooms.funding.models import Invoice
from quartierwerk.rooms.funding.rules import InvoiceState
from quartierwerk.rooms.funding.views.own import above, kept, money_of

WORDS = ngettext_lazy("Rechnung", "Rechnungen")


@only(permissions.may_read_invoices, needed=gettext_lazy("Zuständigkeit für Projekte oder für die Kasse"))
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The invoices that somebody works with, by where they stand."""
    rows = Invoice.objects.visible_to(request.user).explained()
    shelves = [
        Shelf("entered", _("zu prüfen"), rows.to_check().order_by("entered_at", "pk"), WORDS),
        Shelf("checked", _("anzuweisen"), rows.to_order().order_by("entered_at", "pk"), WORDS),
        Shelf("ordered", _("warten auf Freigabe"), rows.at_the_bank(), WORDS),
        Shelf("paid", InvoiceState.PAID.label, rows.paid(), WORDS),
        Shelf("refused", InvoiceState.REFUSED.label, rows.filter(state=InvoiceState.REFUSED), WORDS),
    ]
    return shelved(
        request,
        "funding/invoices.html",
        shelves,
        heading=_("Rechnungen"),
        shelves_label=_("Rechnungen nach Stand"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """An invoice is handed in."""
    project = kept(request, pk)
    form = InvoiceForm(posted(request), project=project)
    if form.is_valid() and form.does(lambda: actions.enter_invoice(form.handed, actor=request.user)):
        messages.success(request, _("Eingereicht. Die Rechnung wird jetzt geprüft."))
        return redirect("funding:funds", pk)
    return page(
        request,
        "funding/enter_invoice.html",
        heading=_("Rechnung einreichen"),
        project=project,
        funds=project.funds,
        form=form,
        submit=_("Einreichen"),
        cancel_url=reverse("funding:funds", args=[pk]),
    )


@login_required
@require_safe
def show(request: HttpRequest, pk: int, invoice: int) -> HttpResponse:
    """One invoice, where it stands, and what whoever asks can do with it."""
    found = _invoice(request, pk, invoice)
    user, standing = request.user, found.standing
    is_undecided = standing in (InvoiceState.ENTERED, InvoiceState.CHECKED)
    return page(
        request,
        "funding/invoice.html",
        heading=_("Rechnung %(number)s") % {"number": found.number},
        invoice=found,
        project=found.project,
        standing=standing,
        entry=getattr(found.order, "entry", None) if found.order else None,
        sees_order=may_see_all(user),
        may_check=standing == InvoiceState.ENTERED and permissions.may_check_invoice(user, found),
        may_order=standing == InvoiceState.CHECKED and permissions.may_order(user),
        may_refuse=is_undecided and permissions.may_refuse_invoice(user, found),
        may_take_back=standing == InvoiceState.ENTERED and permissions.may_take_back_invoice(user, found),
    )


@login_required
@require_POST
def check(request: HttpRequest, pk: int, invoice: int) -> HttpResponse:
    """It is right, said at once."""
    found = _invoice(request, pk, invoice, permissions.may_check_invoice)
    one_step(request, lambda: actions.check_invoice(found, actor=request.user), said=_("Als richtig festgestellt."))
    return redirect(found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, pk: int, invoice: int) -> HttpResponse:
    """Its payment is proposed, after a look at whom it goes to."""
    found = _invoice(request, pk, invoice, lambda actor, _invoice: permissions.may_order(actor))
    return second_look(
        request,
        lambda: actions.order_invoice(found, actor=request.user),
        said=_("Angewiesen. Freigeben muss die Zahlung jemand anderes."),
        back=_back(found),
        above=[*above(found.project), money_of(found.project)],
        heading=_("Zahlung anweisen?"),
        lead=_("%(sum)s an %(payee)s, IBAN %(iban)s.")
        % {"sum": money(found.cents), "payee": found.payee, "iban": found.account},
        points=[
            _("Wofür: %(line)s, Rechnung %(number)s") % {"line": found.line, "number": found.number},
            _("Wer anweist, gibt die Zahlung nicht selbst frei."),
        ],
        submit=_("Anweisen"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, pk: int, invoice: int) -> HttpResponse:
    """It is not paid, with a reason."""
    found = _invoice(request, pk, invoice, permissions.may_refuse_invoice)
    form = RefusalForm(posted(request))
    return second_look(
        request,
        lambda: actions.refuse_invoice(found, actor=request.user, reason=form.cleaned_data["reason"]),
        said=_("Die Rechnung ist abgelehnt."),
        back=_back(found),
        above=[*above(found.project), money_of(found.project)],
        heading=_("Rechnung ablehnen?"),
        lead=_("%(sum)s an %(payee)s werden nicht bezahlt. Dieselbe Rechnung kann verbessert noch einmal kommen.")
        % {"sum": money(found.cents), "payee": found.payee},
        asked=form,
        submit=_("Ablehnen"),
        is_grave=True,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int, invoice: int) -> HttpResponse:
    """It is taken back before anybody has checked it."""
    found = _invoice(request, pk, invoice, permissions.may_take_back_invoice)
    return second_look(
        request,
        lambda: actions.withdraw_invoice(found, actor=request.user),
        said=_("Die Rechnung ist zurückgezogen."),
        back=_back(found),
        above=[*above(found.project), money_of(found.project)],
        then=reverse("funding:funds", args=[pk]),
        heading=_("Rechnung zurückziehen?"),
        lead=_("Sie wird dann nicht bezahlt. Sie können sie berichtigt noch einmal einreichen."),
        submit=_("Zurückziehen"),
    )


def _back(invoice: Invoice) -> Crumb:
    return Crumb(_("Rechnung %(number)s") % {"number": invoice}, invoice.get_absolute_url())


def _invoice(
    request: HttpRequest, pk: int, key: int, may: Callable[[Any, Invoice], bool] = lambda actor, invoice: True
) -> Invoice:
    """The invoice of this address, if whoever asks sees it and may do what they came for."""
    seen = Invoice.objects.visible_to(request.user).explained().select_related("entered_by", "checked_by")
    found = get_object_or_404(seen, pk=key, project=pk)
    require(may(request.user, found), needed=_("Zuständigkeit für diese Rechnung"))
    return found
