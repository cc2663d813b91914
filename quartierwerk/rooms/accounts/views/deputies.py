"""Deputies: one's own, those one stands in for, and those of an absent colleague."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts import actions, permissions, queries
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.accounts.forms import DeputyForm
from quartierwerk.rooms.accounts.models import Deputyship, Person


@login_required
@never_cache
def deputies(request: HttpRequest) -> HttpResponse:
    """Who stands in for oneself, and for whom one stands in."""
    return _of(request, request.user)


@only(permissions.may_see_colleagues)
@never_cache
def of_colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for an absent colleague, by the office."""
    absent = get_object_or_404(queries.with_roles(), pk=pk)
    return noted(_of(request, absent), viewer=request.user, about=absent, page="accounts.colleague")


def _of(request: HttpRequest, absent: Person) -> HttpResponse:
    is_own = absent.pk == request.user.pk
    form = DeputyForm(posted(request), absent=absent, is_own=is_own)
    if form.is_valid() and form.does(
        lambda: actions.arrange_deputy(actions.Arrangement(absent=absent, **form.cleaned_data), actor=request.user)
    ):
        messages.success(request, _("Die Vertretung ist eingerichtet. Sie endet von selbst."))
        return redirect(request.path)
    return page(
        request,
        "accounts/deputies.html",
        heading=_("Vertretungen") if is_own else _("Vertretung für %(name)s") % {"name": absent},
        form=form,
        is_own=is_own,
        deputies=queries.deputies_of(absent),
        deputyships=queries.deputyships_of(absent),
        may_choose=form.fields["deputy"].queryset.exists() and form.fields["role"].queryset.exists(),
    )


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a deputyship early, and go back to where it was shown."""
    deputyship = get_object_or_404(Deputyship, pk=pk)
    said = _("Die Vertretung ist beendet.")
    one_step(request, lambda: actions.end_deputy(deputyship, actor=request.user), said=said, is_hidden=True)
    if request.user.pk in (deputyship.absent_id, deputyship.deputy_id):
        return redirect("accounts:deputies")
    return redirect("accounts:deputies_of", pk=deputyship.absent_id)
