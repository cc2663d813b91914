"""Those who sit on a body as a list to take along, and a mail to all of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from quartierwerk.foundation import clock
from quartierwerk.foundation.sheets import TABLES
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import only
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.boards import actions, exchange, permissions, queries
from quartierwerk.rooms.boards.forms.bodies import DayForm
from quartierwerk.rooms.boards.forms.letters import LetterForm
from quartierwerk.rooms.boards.views._found import day_of, kept


@only(permissions.may_keep_bodies)
@never_cache
@require_safe
def addressees(request: HttpRequest, slug: str) -> HttpResponse:
    """Who sits on a body on a day, and who of them can be written to."""
    body = kept(request, slug, permissions.may_write_to)
    on = day_of(request.GET.get("am", ""))
    return page(
        request,
        "boards/addressees.html",
        heading=_("Verteiler: %(name)s") % {"name": body.name},
        body=body,
        on=on,
        day=DayForm(initial={"am": on}),
        seats=list(queries.seats_on(body, on)),
    )


@only(permissions.may_keep_bodies)
@never_cache
@require_GET
def take_along(request: HttpRequest, slug: str, day: str, format: str) -> HttpResponseBase:
    """The list as a file; each of those on it can see later who took it along."""
    body = kept(request, slug, permissions.may_write_to)
    on = _day(day)
    if on is None or format not in TABLES:
        raise Http404
    return exchange.addressees(body, on=on, viewer=request.user, format=format)


@only(permissions.may_keep_bodies)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """A mail to all who sit there today: written, looked at with whom it reaches, then sent."""
    body = kept(request, slug, permissions.may_write_to)
    form = LetterForm(posted(request))
    seats = list(queries.seats_on(body, clock.today()))
    reached = len({seat.address for seat in seats if seat.address})
    is_sending = "send" in request.POST
    if (
        form.is_valid()
        and is_sending
        and form.does(lambda: actions.write_to(body, actor=request.user, letter=form.letter))
    ):
        said = ngettext("%(n)d Mail ist unterwegs.", "%(n)d Mails sind unterwegs.", reached) % {"n": reached}
        messages.success(request, said)
        return redirect(body)
    return page(
        request,
        "boards/write.html",
        heading=_("An „%(name)s“ schreiben") % {"name": body.name},
        body=body,
        form=form,
        preview=form.letter if form.is_valid() else None,
        reached=reached,
        unreached=[seat for seat in seats if not seat.address],
        cancel_url=body.get_absolute_url(),
    )


def _day(said: str) -> object:
    try:
        day = parse_date(said)
    except ValueError:
        return None
    first, last = clock.DAYS
    return day if day is not None and first <= day <= last else None
