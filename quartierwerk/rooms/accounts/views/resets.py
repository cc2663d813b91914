"""Second factors that are lost: the office resets them, the person can object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts import actions, permissions, queries
from quartierwerk.rooms.accounts.forms import LostFactorForm
from quartierwerk.rooms.accounts.models import FactorReset


@only(queries.is_officer)
@never_cache
def resets(request: HttpRequest) -> HttpResponse:
    """What waits, and a form to begin another one."""
    form = LostFactorForm(posted(request))
    if form.is_valid() and form.does(lambda: _ask(request, form)):
        messages.success(request, _("Veranlasst. Die Person hat eine Mail und kann widersprechen."))
        return redirect("accounts:resets")
    waiting = [(reset, permissions.may_confirm_reset(request.user, reset)) for reset in queries.waiting_resets()]
    heading = _("Zweiten Faktor zurücksetzen")
    return page(request, "accounts/resets.html", heading=heading, form=form, waiting=waiting)


def _ask(request: HttpRequest, form: LostFactorForm) -> None:
    person = queries.with_address(form.cleaned_data["email"])
    if person is None:
        raise RuleBroken(_("Mit dieser Adresse meldet sich niemand an."), field="email")
    actions.ask_for_reset(FactorReset(person=person), actor=request.user)


def _step(verb: Callable[..., Any], said: str | Promise) -> Callable[..., HttpResponse]:
    @login_required
    @require_POST
    def take(request: HttpRequest, pk: int) -> HttpResponse:
        reset = get_object_or_404(FactorReset, pk=pk)
        one_step(request, lambda: verb(reset, actor=request.user), said=said, is_hidden=True)
        return redirect("accounts:resets" if queries.is_officer(request.user) else "mfa_index")

    return take


confirm = _step(actions.confirm_reset, gettext_lazy("Zurückgesetzt. Die Person richtet einen neuen Faktor ein."))
stop = _step(actions.stop_reset, gettext_lazy("Angehalten. Der zweite Faktor bleibt, wie er ist."))
