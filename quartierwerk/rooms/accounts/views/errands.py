"""Acting on somebody's behalf: the office says for whom, a line on every page says so until it ends."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import posted
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
    form = ErrandForm(posted(request), initial={"asked_on": clock.today()})
    if form.is_valid():
        current, request.user.errand = request.user.errand, None  # the new one is no part of the old
        if form.does(lambda: actions.begin_errand(form.errand(), actor=request.user)):
            request.session[ERRAND] = form.result.pk
            messages.success(request, _("Ab jetzt steht an jedem Schritt, für wen Sie handeln."))
            return redirect("accounts:errands")
        request.user.errand = current
    return page(
        request,
        "accounts/errands.html",
        heading=_("Im Auftrag handeln"),
        form=form,
        errands=queries.latest_errands(),
    )


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Act for oneself again."""
    errand = get_object_or_404(Errand, pk=pk)
    said = _("Sie handeln wieder für sich selbst.")
    one_step(request, lambda: actions.end_errand(errand, actor=request.user), said=said, is_hidden=True)
    request.session.pop(ERRAND, None)
    return redirect("accounts:errands" if queries.is_officer(request.user) else "accounts:profile")
