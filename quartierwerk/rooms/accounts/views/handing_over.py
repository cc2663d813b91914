"""What hangs on a person, handing it over, and leaving."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from quartierwerk.foundation import handing
from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only, require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts import actions, permissions, queries
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.accounts.forms import HandoverForm
from quartierwerk.rooms.accounts.models import Person


@login_required
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """What hangs on oneself."""
    return _page(request, request.user)


@only(permissions.may_see_colleagues)
@never_cache
def of_colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for somebody who has left or will not come back soon, by the office."""
    person = _colleague(request, pk)
    return noted(_page(request, person), viewer=request.user, about=person, page="accounts.colleague")


@login_required
@never_cache
def look(request: HttpRequest) -> HttpResponse:
    """A second look at what passes to whom."""
    return _second_look(request, request.user)


@only(permissions.may_see_colleagues)
@never_cache
def look_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The same by the office."""
    return _second_look(request, _colleague(request, pk))


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


@only(permissions.may_see_colleagues)
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
    form = _form(posted(request), request, person, held)
    if form.is_valid():
        chosen = {"to": form.cleaned_data["to"].pk, "kinds": form.cleaned_data["kinds"]}
        return redirect(f"{_address(request, person, look=True)}?{urlencode(chosen, doseq=True)}")
    return page(
        request,
        "accounts/hand_over.html",
        heading=_heading(request, person),
        form=form,
        held=held,
        is_own=is_own,
        person=person,
        may_choose=bool(form.fields["kinds"].choices) and form.fields["to"].queryset.exists(),
        leave_url=reverse("accounts:leave") if is_own else reverse("accounts:leave_of", args=[person.pk]),
    )


def _second_look(request: HttpRequest, person: Person) -> HttpResponse:
    """What was chosen stands in the address; whoever changes it there is asked like everybody else."""
    held = handing.held_by(person)
    form = _form(request.GET, request, person, held)
    if not form.is_valid():
        return redirect(_address(request, person))
    to, kinds = form.cleaned_data["to"], form.cleaned_data["kinds"]
    handover = handing.Handover(person, to)
    chosen = [one for one in held if one.holding.kind in kinds]
    return second_look(
        request,
        lambda: actions.hand_over(handover, actor=request.user, kinds=kinds),
        said=_("Übergeben an %(name)s.") % {"name": to},
        back=Crumb(_heading(request, person), _address(request, person)),
        heading=_("An %(name)s übergeben?") % {"name": to},
        lead=_("Es geht ganz oder gar nicht über.")
        if to.pk == request.user.pk
        else _("Es geht ganz oder gar nicht über. %(name)s bekommt eine Mail darüber.") % {"name": to},
        points=[point for one in chosen for point in _points(one, handover)],
        submit=_("Übergeben"),
    )


def _points(held: handing.Held, handover: handing.Handover) -> list[str]:
    """What passes on of one kind, and what to know about it."""
    before = held.holding.said_before
    return [f"{held.holding.label}: {'; '.join(held.things)}", *(before(handover) if before is not None else ())]


def _form(data: QueryDict | None, request: HttpRequest, person: Person, held: list[handing.Held]) -> HandoverForm:
    return HandoverForm(data, successors=queries.possible_successors(person, actor=request.user), held=held)


def _heading(request: HttpRequest, person: Person) -> str:
    is_own = person.pk == request.user.pk
    return _("Übergeben und ausscheiden") if is_own else _("Übergabe von %(name)s") % {"name": person}


def _address(request: HttpRequest, person: Person, *, look: bool = False) -> str:
    """Where the page stands, or the second look, for oneself or for a colleague."""
    name = "accounts:look_at_handing_over" if look else "accounts:hand_over"
    return reverse(name) if person.pk == request.user.pk else reverse(f"{name}_of", args=[person.pk])


def _colleague(request: HttpRequest, pk: int) -> Person:
    """Somebody whom the office may let go."""
    person = get_object_or_404(Person, pk=pk)
    needed = _("Das Recht, alle Rollen von %(name)s zu vergeben") % {"name": person}
    require(permissions.may_leave(request.user, person), needed=needed)
    return person
