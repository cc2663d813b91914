"""Interest on money that is claimed back: the office's pages for rates, for claiming it and for waiving it."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.asking import Crumb
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only, require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.funding import actions, permissions, rules
from quartierwerk.rooms.funding.forms.interest import InterestForm, RateForm, WaivingForm
from quartierwerk.rooms.funding.queries import interest as reading
from quartierwerk.rooms.funding.views._cases import HANDLING, back_to
from quartierwerk.rooms.funding.views.recovering import seen_recovery, step

forms_page = require_http_methods(["GET", "HEAD", "POST"])


@only(permissions.may_lay_down_rates)
@require_safe
def interest_rates(request: HttpRequest) -> HttpResponse:
    """The rates that hold, the latest first, and what the office laid down for each half-year."""
    said = {one.since: one for one in reading.laid_down()}
    today = clock.today()
    return page(
        request,
        "funding/interest_rates.html",
        heading=_("Zinssätze"),
        rows=[(rate, said.get(rate.since)) for rate in reversed(reading.rates())],
        missing=rules.unknown_from(today, today, reading.rates()),
        today=today,
    )


@only(permissions.may_lay_down_rates)
@forms_page
def lay_down_rate(request: HttpRequest) -> HttpResponse:
    """A rate for a half-year; one that is laid down again counts in place of the one before."""
    form = RateForm(posted(request), initial={"above_bp": rules.ABOVE_BASE_BP})
    if form.is_valid() and form.does(lambda: actions.lay_down_rate(form.rate, actor=request.user)):
        messages.success(request, _("Der Zinssatz ist eingetragen."))
        return redirect("funding:interest_rates")
    return page(
        request,
        "funding/lay_down_rate.html",
        heading=_("Zinssatz eintragen"),
        form=form,
        submit=_("Eintragen"),
    )


@never_cache
@login_required
@forms_page
def claim_interest(request: HttpRequest, pk: int) -> HttpResponse:
    """For which days interest is claimed: reckoned first, then claimed."""
    found = seen_recovery(request, pk)
    require(permissions.may_recover(request.user, found), needed=HANDLING)
    first, last = reading.usual_days(found, on=clock.today())
    form = InterestForm(posted(request), initial={"first_on": first, "last_on": last})
    is_right = form.is_valid()
    days = (form.cleaned_data["first_on"], form.cleaned_data["last_on"]) if is_right else (first, last)
    if is_right and "preview" not in request.POST:
        verb = partial(actions.claim_interest, found, actor=request.user, **form.cleaned_data)
        if form.does(verb):
            messages.success(request, _("Die Zinsen sind erhoben. Als Nächstes ist das Schreiben dazu zu entwerfen."))
            return redirect(found)
    return page(
        request,
        "funding/claim_interest.html",
        heading=_("Zinsen erheben"),
        form=form,
        recovery=found,
        application=found.application,
        interest=reading.reckoned(found, *days),
        back=Crumb(str(found), found.get_absolute_url()),
        above=back_to(found.application),
    )


@never_cache
@login_required
@forms_page
def waive_interest(request: HttpRequest, pk: int) -> HttpResponse:
    """Why no interest is claimed."""
    form = WaivingForm(posted(request))
    return step(
        request,
        pk,
        form,
        lambda found: actions.waive_interest(found, actor=request.user, **form.cleaned_data),
        heading=_("Auf Zinsen verzichten"),
        submit=_("Verzichten"),
        said=_("Es werden keine Zinsen erhoben."),
    )
