"""Drawdowns: asked for on the page of an application; checked, ordered and listed by those who work with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierwerk.foundation import clock, waiting
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.ui.asking import Crumb, one_step, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only, require
from quartierwerk.foundation.ui.lists import Shelf, shelved
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.budget.permissions import may_keep_books, may_see_all
from quartierwerk.rooms.funding import actions, permissions, queries, rules
from quartierwerk.rooms.funding.forms.drawdowns import DrawdownForm, NotPaidForm
from quartierwerk.rooms.funding.models import Drawdown
from quartierwerk.rooms.funding.rules import DrawdownState
from quartierwerk.rooms.funding.views._cases import filled, own

WORDS = ngettext_lazy("Mittelabruf", "Mittelabrufe")
KIND = "drawdowns_to_order"
"""What waits to be ordered is called in the queue."""
forms_page = require_http_methods(["GET", "HEAD", "POST"])


@only(permissions.may_read_drawdowns, needed=gettext_lazy("Zuständigkeit für Projekte oder für die Kasse"))
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The drawdowns that somebody works with, by where they stand."""
    rows = queries.drawdowns(request.user)
    shelves = [
        Shelf("requested", _("zu prüfen"), rows.to_check().order_by("wanted_on", "pk"), WORDS),
        Shelf("checked", _("anzuweisen"), rows.to_order().order_by("wanted_on", "pk"), WORDS),
        Shelf("ordered", _("warten auf Freigabe"), rows.at_the_bank(), WORDS),
        Shelf("paid", DrawdownState.PAID.label, rows.paid(), WORDS),
        Shelf("unused", _("Verwendungsfrist vorbei"), rows.to_be_used_before(clock.today()), WORDS),
        Shelf("refused", DrawdownState.REFUSED.label, rows.filter(state=DrawdownState.REFUSED), WORDS),
    ]
    return shelved(
        request,
        "funding/drawdowns.html",
        shelves,
        heading=_("Mittelabrufe"),
        shelves_label=_("Mittelabrufe nach Stand"),
        may_order=may_keep_books(request.user),
    )


@never_cache
@login_required
@forms_page
def request_drawdown(request: HttpRequest, pk: int) -> HttpResponse:
    """Money is asked for, by whoever is funded."""
    application = own(request, pk, permissions.may_draw)
    allowance = queries.allowance(application, on=clock.today())
    if not allowance.cents or queries.account_of(application) is None:
        return redirect(f"{application.get_absolute_url()}#geld")
    terms = application.rule_set.terms
    form = DrawdownForm(posted(request), allowance=allowance, terms=terms)
    return filled(
        request,
        application,
        form,
        lambda: actions.request_drawdown(form.drawing(application), actor=request.user),
        heading=_("Mittel abrufen"),
        submit=_("Abrufen"),
        said=_("Abgerufen. Das Büro prüft, dann weist die Kasse an."),
        lead=ngettext(
            "Abrufbar sind jetzt %(sum)s. Rufen Sie ab, was Sie in %(months)d Monat brauchen.",
            "Abrufbar sind jetzt %(sum)s. Rufen Sie ab, was Sie in %(months)d Monaten brauchen.",
            terms.use_months,
        )
        % {"sum": money(allowance.cents), "months": terms.use_months},
    )


@never_cache
@login_required
@require_safe
def drawdown(request: HttpRequest, pk: int) -> HttpResponse:
    """One drawdown, where it stands, and what whoever asks can do with it."""
    found = _drawdown(request, pk)
    user, standing, application = request.user, found.standing, found.application
    account = found.current_account if permissions.may_see_account(user, application) else None
    may_order = standing == DrawdownState.CHECKED and permissions.may_order_drawdown(user, found)
    return page(
        request,
        "funding/drawdown.html",
        heading=f"{found.get_kind_display()} {found}",
        drawdown=found,
        application=application,
        standing=standing,
        account=account,
        sees_case=_sees_case(user, found),
        sees_list=permissions.may_read_drawdowns(user),
        sees_order=may_see_all(user),
        is_own=permissions.has_applied(user, application),
        may_check=standing == DrawdownState.REQUESTED and permissions.may_check_drawdown(user, found),
        may_order=may_order and account is not None and account.is_confirmed,
        waits_for_account=may_order and not (account is not None and account.is_confirmed),
        may_confirm=account is not None and not account.is_confirmed and permissions.may_confirm_account(user, account),
        may_refuse=rules.is_refusable(found.kind, standing) and permissions.may_refuse_drawdown(user, found),
        may_take_back=standing == DrawdownState.REQUESTED and permissions.may_draw(user, found),
    )


@login_required
@require_POST
def check_drawdown(request: HttpRequest, pk: int) -> HttpResponse:
    """It is right, said at once."""
    found = _drawdown(request, pk, permissions.may_check_drawdown)
    one_step(request, lambda: actions.check_drawdown(found, actor=request.user), said=_("Als richtig festgestellt."))
    return redirect(found)


@login_required
@forms_page
def order_drawdown(request: HttpRequest, pk: int) -> HttpResponse:
    """Its payment is proposed, after a look at whom it goes to."""
    found = _drawdown(request, pk, permissions.may_order_drawdown)
    account = found.current_account
    if account is None:
        return redirect(found)
    points = [_("Wofür: %(purpose)s") % {"purpose": found.purpose or found.get_kind_display()}]
    points += [str(account.warning)] if account.warning else []
    return second_look(
        request,
        lambda: actions.order_drawdown(found, actor=request.user),
        said=_("Angewiesen. Freigeben muss die Zahlung jemand anderes."),
        back=_back(found),
        above=_above(),
        heading=_("Zahlung anweisen?"),
        lead=_("%(sum)s an %(payee)s, IBAN %(iban)s.")
        % {"sum": money(found.cents), "payee": account.holder, "iban": account.number},
        points=[*points, _("Wer anweist, gibt die Zahlung nicht selbst frei.")],
        submit=_("Anweisen"),
    )


@never_cache
@login_required
@forms_page
def refuse_drawdown(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not paid, with a reason; a mail says so."""
    found = _drawdown(request, pk, permissions.may_refuse_drawdown)
    form = NotPaidForm(posted(request))
    is_reached = found.application.applicant_id is not None
    return filled(
        request,
        found.application,
        form,
        lambda: actions.refuse_drawdown(found, actor=request.user, reason=form.cleaned_data["reason"]),
        heading=_("Mittelabruf ablehnen?"),
        submit=_("Ablehnen"),
        said=_("Der Mittelabruf ist abgelehnt."),
        mail=("funding/mail/drawdown_refused.txt", lambda: {"drawdown": found} | form.cleaned_data)
        if is_reached
        else None,
        lead=_("%(sum)s werden nicht ausgezahlt und lassen sich noch einmal abrufen.") % {"sum": money(found.cents)},
        back=_back(found),
        above=_above(),
    )


@login_required
@forms_page
def withdraw_drawdown(request: HttpRequest, pk: int) -> HttpResponse:
    """It is taken back before anybody has checked it."""
    found = _drawdown(request, pk, permissions.may_draw)
    return second_look(
        request,
        lambda: actions.withdraw_drawdown(found, actor=request.user),
        said=_("Der Mittelabruf ist zurückgezogen."),
        back=_back(found),
        then=found.application.get_absolute_url(),
        heading=_("Mittelabruf zurückziehen?"),
        lead=_("Der Betrag wird dann nicht ausgezahlt. Sie können ihn noch einmal abrufen."),
        submit=_("Zurückziehen"),
    )


@only(may_keep_books)
@require_POST
def order_drawdowns(request: HttpRequest) -> HttpResponse:
    """The payments of all that were ticked are proposed; each by itself, so that one holds up no other."""
    seen = waiting.tokens_taken_apart(f"{KIND}:{key}:0" for key in request.POST.getlist("drawdown"))
    items = waiting.items_named(request.user, seen.keys())
    if not items:
        messages.warning(request, _("Bitte wählen Sie zuerst aus, was gemeint ist."))
    outcome = waiting.carry_out("order_drawdown", items, seen=seen, actor=request.user, reason="", refusal="")
    for item, why in outcome.left:
        messages.warning(request, f"{item.thing}: {why}")
    if number := len(outcome.done):
        said = ngettext(
            "%(n)d Auszahlung ist angewiesen. Freigeben muss sie jemand anderes.",
            "%(n)d Auszahlungen sind angewiesen. Freigeben muss sie jemand anderes.",
            number,
        )
        messages.success(request, said % {"n": number})
    return redirect(f"{reverse('funding:drawdowns')}?state=checked")


def _above() -> list[Crumb]:
    return [Crumb(_("Mittelabrufe"), reverse("funding:drawdowns"))]


def _back(found: Drawdown) -> Crumb:
    return Crumb(str(found), found.get_absolute_url())


def _sees_case(person: Any, found: Drawdown) -> bool:
    return queries.applications(person).filter(pk=found.application_id).exists()


def _drawdown(
    request: HttpRequest, pk: int, may: Callable[[Any, Drawdown], bool] = lambda actor, drawdown: True
) -> Drawdown:
    """The drawdown of this address, if whoever asks sees it and may do what they came for."""
    seen = queries.drawdowns(request.user).select_related("application__applicant", "application__round")
    found = get_object_or_404(seen, pk=pk)
    require(may(request.user, found), needed=_("Zuständigkeit für diesen Mittelabruf"))
    return found
