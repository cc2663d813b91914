"""Codes to rounds that are over: the office's page for them, and the page on which one uses one."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartierwerk.foundation import clock
from quartierwerk.foundation.limits.counting import HOUR, limit
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only, require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.funding import actions, permissions, queries, rules
from quartierwerk.rooms.funding.forms.late_codes import LateCodeForm, RedeemForm
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.views._cases import WRITING, seen
from quartierwerk.rooms.funding.views._found import programme_of

MOST_ATTEMPTS_AN_HOUR = 10


@never_cache
@only(permissions.may_hold_rounds)
@require_http_methods(["GET", "HEAD", "POST"])
def late_codes(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The codes to a round; a new one is shown once, right after it was issued."""
    programme = programme_of(request, slug)
    called = get_object_or_404(programme.rounds, pk=pk)
    today = clock.today()
    form = LateCodeForm(posted(request), initial={"valid_until": today + rules.LATE_CODE_LASTS})
    if form.is_valid() and form.does(lambda: actions.issue_late_code(form.lateness(called), actor=request.user)):
        said = _("Der Zugangscode ist %(code)s. Er steht nur jetzt hier; geben Sie ihn gleich weiter.")
        messages.success(request, said % {"code": form.result.written})
        return redirect("funding:late_codes", slug, pk)
    return page(
        request,
        "funding/late_codes.html",
        heading=_("Zugang nach dem Ende: %(round)s") % {"round": called.name},
        programme=programme,
        called=called,
        codes=[(one, one.state(on=today)) for one in queries.late_codes_of(called)],
        form=form,
        submit=_("Zugangscode ausstellen"),
        cancel_url=called.get_absolute_url(),
    )


@only(permissions.may_hold_rounds)
@require_POST
def withdraw_late_code(request: HttpRequest, slug: str, pk: int, code: int) -> HttpResponse:
    """Take back a code that nobody has used, at once."""
    called = get_object_or_404(programme_of(request, slug).rounds, pk=pk)
    withdraw = partial(actions.withdraw_late_code, called, actor=request.user, code=code)
    one_step(request, withdraw, said=_("Der Zugangscode gilt nicht mehr."))
    return redirect("funding:late_codes", slug, pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def redeem(request: HttpRequest, pk: int) -> HttpResponse:
    """The code for a draft whose round is over."""
    application = seen(request, pk)
    require(permissions.may_write(request.user, application), needed=WRITING)
    if not application.is_draft:
        return redirect(application)
    form = RedeemForm(posted(request))
    if form.is_valid() and form.does(partial(_redeem, request, application, form.cleaned_data["code"])):
        messages.success(request, _("Der Zugangscode gilt. Sie können den Antrag jetzt einreichen."))
        return redirect("funding:write", pk)
    return page(
        request,
        "funding/case_form.html",
        heading=_("Zugangscode einlösen"),
        application=application,
        form=form,
        submit=_("Einlösen"),
        cancel_url=reverse("funding:write", args=[pk]),
        lead=_("Mit ihm reichen Sie diesen Antrag noch ein, obwohl die Runde vorbei ist."),
    )


def _redeem(request: HttpRequest, application: Application, code: str) -> Application:
    attempt(request)
    return actions.redeem(application, actor=request.user, code=code)


def attempt(request: HttpRequest) -> None:
    """Count an attempt at a code; whoever tries too many has to wait."""
    limit(f"late_code:{request.user.pk}", most=MOST_ATTEMPTS_AN_HOUR, seconds=HOUR, field="code")
