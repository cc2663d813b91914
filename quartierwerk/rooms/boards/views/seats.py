"""The office's pages for seats: what is due, appointing, correcting, ending."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.boards import actions, permissions, queries, rules
from quartierwerk.rooms.boards.forms.seats import AppointingForm, EndingForm, SaidForm
from quartierwerk.rooms.boards.models import Body, Seat
from quartierwerk.rooms.boards.rules import DAY
from quartierwerk.rooms.boards.views._found import kept


@only(permissions.may_keep_bodies)
@require_safe
def pending(request: HttpRequest) -> HttpResponse:
    """Which seats end soon, which bodies nobody chairs, and what minutes wait for."""
    today = clock.today()
    before = clock.now() - rules.BEGUN_WITHIN
    return page(
        request,
        "boards/pending.html",
        heading=_("Was in Gremien ansteht"),
        ending=list(queries.seats_ending(request.user, on=today)),
        unchaired=list(queries.without_chair(request.user, on=today).select_related("district")),
        unwritten=list(queries.meetings_unwritten(request.user, before=before)),
        objections=list(queries.objections_open(request.user)),
    )


@only(permissions.may_keep_bodies)
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody new on a body."""
    body = kept(request, slug, permissions.may_seat)
    form = AppointingForm(posted(request), initial={"valid_from": clock.today()})
    if form.is_valid() and form.does(lambda: actions.seat(body, actor=request.user, rows=[form.row], said=_said(form))):
        messages.success(request, _("Der Sitz ist besetzt."))
        return redirect(body)
    return page(
        request,
        "boards/form.html",
        heading=_("Sitz besetzen: %(name)s") % {"name": body.name},
        body=body,
        form=form,
        submit=_("Sitz besetzen"),
        cancel_url=body.get_absolute_url(),
    )


@only(permissions.may_keep_bodies)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One seat: what is said of it, and the way to end it."""
    body = kept(request, slug, permissions.may_seat)
    seat = _seat(body, pk)
    form = SaidForm(posted(request), seat=seat)
    if form.is_valid() and form.does(lambda: actions.correct(seat, actor=request.user, said=_said(form))):
        messages.success(request, _("Gespeichert."))
        return redirect(body)
    shown = page(
        request,
        "boards/seat.html",
        heading=_("Sitz von %(name)s") % {"name": seat},
        body=body,
        seat=seat,
        today=clock.today(),
        form=form,
        cancel_url=body.get_absolute_url(),
    )
    return noted(shown, viewer=request.user, about=seat.person or seat, page="boards.seat")


@only(permissions.may_keep_bodies)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The last day of a seat."""
    body = kept(request, slug, permissions.may_seat)
    seat = _seat(body, pk)
    form = EndingForm(posted(request), initial={"last_day": clock.today()})
    if form.is_valid() and form.does(
        lambda: actions.end(seat, actor=request.user, valid_to=form.cleaned_data["last_day"] + DAY)
    ):
        messages.success(request, _("Der letzte Tag ist gesetzt."))
        return redirect(body)
    return page(
        request,
        "boards/form.html",
        heading=_("Sitz von %(name)s beenden") % {"name": seat},
        body=body,
        form=form,
        submit=_("Sitz beenden"),
        cancel_url=body.get_absolute_url(),
    )


def _seat(body: Body, pk: int) -> Seat:
    known = Seat.objects.filter(body=body, forgotten_at__isnull=True)
    return get_object_or_404(known.select_related("body", "person", "substitute"), pk=pk)


def _said(form: SaidForm) -> actions.Said:
    given = form.cleaned_data
    return actions.Said(**{name: given[name] for name in ("represents", "appointed_by", "basis", "substitute")})
