"""The office's pages for the rounds of a programme."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quartierwerk.foundation.ui.asking import Crumb, second_look
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.funding import actions, permissions
from quartierwerk.rooms.funding.forms.rounds import RoundForm
from quartierwerk.rooms.funding.views._found import programme_of


@only(permissions.may_hold_rounds)
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """A new round."""
    programme = programme_of(request, slug)
    form = RoundForm(posted(request))
    if form.is_valid() and form.does(lambda: actions.call(form.calling(programme), actor=request.user)):
        messages.success(request, _("Die Runde ist angelegt."))
        return redirect(form.result)
    return page(
        request,
        "funding/form.html",
        heading=_("Runde anlegen"),
        programme=programme,
        form=form,
        submit=_("Runde anlegen"),
        cancel_url=programme.get_absolute_url(),
    )


@only(permissions.may_hold_rounds)
@require_http_methods(["GET", "HEAD", "POST"])
def move_round(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The name and days of a round."""
    programme = programme_of(request, slug)
    called = get_object_or_404(programme.rounds, pk=pk)
    fields = ("name", "opens_on", "closes_on", "decided_on", "needs_until", "is_sealed")
    form = RoundForm(posted(request), initial={name: getattr(called, name) for name in fields})
    if form.is_valid() and form.does(
        lambda: actions.move_round(called, actor=request.user, wanted=form.calling(programme))
    ):
        messages.success(request, _("Gespeichert."))
        return redirect(called)
    return page(
        request,
        "funding/form.html",
        heading=_("Runde „%(name)s“ ändern") % {"name": called.name},
        programme=programme,
        form=form,
        cancel_url=called.get_absolute_url(),
    )


@only(permissions.may_hold_rounds)
@require_http_methods(["GET", "HEAD", "POST"])
def drop_round(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A round that has not begun, taken back after a second look."""
    programme = programme_of(request, slug)
    called = get_object_or_404(programme.rounds, pk=pk)
    days = {"first": when(called.opens_on, "short"), "last": when(called.closes_on, "short")}
    return second_look(
        request,
        lambda: actions.drop_round(programme, actor=request.user, called=pk),
        said=_("Die Runde ist gestrichen."),
        back=Crumb(programme.name, programme.get_absolute_url()),
        heading=_("Runde „%(name)s“ streichen?") % {"name": called.name},
        lead=_("Sie läuft vom %(first)s bis zum %(last)s und hat noch nicht begonnen.") % days,
        submit=_("Runde streichen"),
    )
