"""What hangs on a person, handing it over, and leaving."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from quartierwerk.foundation import handing
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts import actions, permissions, queries
from quartierwerk.rooms.accounts.forms import HandoverForm
from quartierwerk.rooms.accounts.models import Person


@login_required
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """What hangs on oneself."""
    return _page(request, request.user)


@login_required
@never_cache
def of_colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for somebody who has left or will not come back soon, by the office."""
    return _page(request, _colleague(request, pk))


@login_required
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Leave by oneself, after a second look; the session ends with it."""

    def go() -> None:
        actions.leave(request.user, actor=request.user)
        logout(request)

    return second_look(
        request,
        go,
        said=_("Ihre Rollen sind beendet, und Sie sind abgemeldet. Danke für alles."),
        back=Crumb(_("Übergeben und ausscheiden"), reverse("accounts:hand_over")),
        heading=_("Ausscheiden?"),
        lead=_(
            "Ihre Rollen, Vertretungen, offenen Einladungen und Entwürfe enden, und Sie werden überall abgemeldet. "
            "Ihr Konto bleibt bestehen."
        ),
        submit=_("Ausscheiden"),
        is_grave=True,
    )


@login_required
@never_cache
def leave_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The office ends what a colleague has here, after a second look."""
    person = _colleague(request, pk)
    return second_look(
        request,
        lambda: actions.leave(person, actor=request.user),
        said=_("%(name)s ist ausgeschieden.") % {"name": person},
        back=Crumb(
            _("Übergabe von %(name)s") % {"name": person},
            reverse("accounts:hand_over_of", args=[pk]),
        ),
        heading=_("%(name)s ausscheiden lassen?") % {"name": person},
        lead=_("Rollen, Vertretungen, offene Einladungen und Entwürfe enden, und alle Geräte werden abgemeldet."),
        submit=_("Ausscheiden lassen"),
        is_grave=True,
    )


def _page(request: HttpRequest, person: Person) -> HttpResponse:
    is_own = person.pk == request.user.pk
    held = handing.held_by(person)
    successors = queries.possible_successors(person, actor=request.user)
    form = HandoverForm(request.POST or None, successors=successors, held=held)
    if request.method == "POST" and form.is_valid():
        handover = handing.Handover(person, form.cleaned_data["to"])
        try:
            actions.hand_over(handover, actor=request.user, kinds=form.cleaned_data["kinds"])
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Übergeben an %(name)s.") % {"name": handover.to})
            return redirect(request.path)
    return page(
        request,
        "accounts/hand_over.html",
        heading=_("Übergeben und ausscheiden") if is_own else _("Übergabe von %(name)s") % {"name": person},
        form=form,
        held=held,
        is_own=is_own,
        person=person,
        may_choose=bool(form.fields["kinds"].choices) and successors.exists(),
        leave_url=reverse("accounts:leave") if is_own else reverse("accounts:leave_of", args=[person.pk]),
        status=422 if form.errors else 200,
    )


def _colleague(request: HttpRequest, pk: int) -> Person:
    """Somebody whom the office may let go."""
    if not permissions.may_see_colleagues(request.user):
        raise PermissionDenied
    person = get_object_or_404(Person, pk=pk)
    if not permissions.may_leave(request.user, person):
        raise PermissionDenied
    return person
