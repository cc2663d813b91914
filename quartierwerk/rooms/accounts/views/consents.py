"""What somebody agrees to, and the office's list of those who want to be written to."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from quartierwerk.foundation import privacy
from quartierwerk.foundation.bilingual import language
from quartierwerk.foundation.sheets import TABLES
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts import actions, exchange, permissions, queries


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Each text to agree to, with one button; withdrawing is as easy as giving."""
    if request.method == "POST":
        one_step(request, lambda: _take(request), said=_said(request))
        return redirect("accounts:consents")
    return page(request, "accounts/consents.html", heading=_("Einwilligungen"), asked=queries.consents_of(request.user))


def _take(request: HttpRequest) -> object:
    """Call the verb of the button that was pressed."""
    person, sent = request.user, request.POST
    wording = privacy.wording(sent.get("purpose", ""))
    if wording is None:
        raise actions.OtherWords
    if sent.get("step") == "withdraw":
        return actions.withdraw_consent(person, actor=person, purpose=wording.purpose)
    version = wording.version if sent.get("version") == str(wording.version) else 0
    return actions.give_consent(person, actor=person, purpose=wording.purpose, version=version, language=language())


def _said(request: HttpRequest) -> str:
    if request.POST.get("step") == "withdraw":
        return _("Ihre Einwilligung ist widerrufen.")
    return _("Danke, Ihre Einwilligung ist festgehalten. Sie können sie hier jederzeit widerrufen.")


@only(permissions.may_see_mailing_lists)
@never_cache
@require_safe
def mailing_lists(request: HttpRequest) -> HttpResponse:
    """For each purpose how many agreed, and their addresses as a file."""
    lists = [(wording, queries.who_agreed(wording).count()) for wording in privacy.wordings()]
    return page(request, "accounts/mailing_lists.html", heading=_("Verteiler"), lists=lists)


@only(permissions.may_see_mailing_lists)
@never_cache
@require_GET
def mailing_list(request: HttpRequest, purpose: str, format: str) -> HttpResponseBase:
    """The names, addresses and languages of those who agreed; each of them can see later who took them along."""
    wording = privacy.wording(purpose)
    if wording is None or format not in TABLES:
        raise Http404
    return exchange.mailing_list(wording, viewer=request.user, format=format)
