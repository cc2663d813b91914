"""Acting on somebody's behalf: the office says for whom, a line on every page says so until it ends."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotAllowed, RuleBroken
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.adapter import ERRAND
from quartierwerk.rooms.accounts.forms import ErrandForm
from quartierwerk.rooms.accounts.models import Errand


@only(queries.is_officer)
@never_cache
def errands(request: HttpRequest) -> HttpResponse:
    """A form to begin one, and what was done in the latest."""
    form = ErrandForm(request.POST or None, initial={"asked_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        current, request.user.errand = request.user.errand, None  # the new one is no part of the old
        try:
            errand = actions.begin_errand(form.errand(), actor=request.user)
        except RuleBroken as refusal:
            request.user.errand = current
            form.refuse(refusal)
        else:
            request.session[ERRAND] = errand.pk
            messages.success(request, _("Ab jetzt steht an jedem Schritt, für wen Sie handeln."))
            return redirect("accounts:errands")
    return page(
        request,
        "accounts/errands.html",
        heading=_("Im Auftrag handeln"),
        form=form,
        errands=queries.latest_errands(),
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Act for oneself again."""
    errand = get_object_or_404(Errand, pk=pk)
    try:
        actions.end_errand(errand, actor=request.user)
    except NotAllowed:
        raise Http404 from None
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Sie handeln wieder für sich selbst."))
    request.session.pop(ERRAND, None)
    return redirect("accounts:errands" if queries.is_officer(request.user) else "accounts:profile")
