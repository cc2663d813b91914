"""Who comes and goes, and who may not take part in what: each a step that leads back to where it was taken."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import posted
from quartierwerk.foundation.ui.gates import require
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.boards import actions, permissions, queries
from quartierwerk.rooms.boards.forms.meetings import AttendanceForm, RecusalForm, SeatForm
from quartierwerk.rooms.boards.models import Seat
from quartierwerk.rooms.boards.rules import Ground
from quartierwerk.rooms.boards.views._meetings import item_of, meeting_of, place_of, run
from quartierwerk.rooms.boards.views.meetings import ground_of


@login_required
@require_POST
def attend(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody came or went; without one of its buttons only the time is kept for the next ones."""
    meeting = run(request, slug, pk)
    form = AttendanceForm(request.POST, meeting=meeting)
    if not form.is_valid():
        if "time" not in form.errors:
            raise Http404
        messages.error(request, _("Diese Zeit ist nicht zu lesen. Schreiben Sie sie so: 18:30."))
        return redirect(f"{meeting.get_absolute_url()}#anwesenheit")
    moment, kept = form.moment(clock.local(clock.now()))
    given = form.cleaned_data
    place = "anwesenheit"
    if stay := given["go"]:
        one_step(request, lambda: actions.go(stay, actor=request.user, left_at=moment))
        place = f"sitz-{stay.seat_id}"
    elif seat := given["come"] or given["substitute"]:
        arrival = actions.Arrival(meeting=meeting, seat=seat, came_at=moment, is_substitute=bool(given["substitute"]))
        one_step(request, lambda: actions.come(arrival, actor=request.user))
        place = f"sitz-{seat.pk}"
    asked = f"?um={kept}" if kept else ""
    return redirect(f"{meeting.get_absolute_url()}{asked}#{place}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, slug: str, pk: int, item: int) -> HttpResponse:
    """Who takes no part in an item: what the house proposes by a click, anything else by the form."""
    meeting = meeting_of(request, slug, pk)
    known = item_of(meeting, item)
    runs = permissions.may_run(request.user, meeting)
    seats = list(queries.seats_on(meeting.body, meeting.day))
    if not runs:
        seats = [seat for seat in seats if seat.is_of(request.user)]
    require(bool(seats) and queries.is_inside(meeting.body, request.user), needed=_("Sitz in diesem Gremium"))
    out = set(known.recusals.values_list("seat", flat=True))
    open_to = [seat for seat in seats if seat.pk not in out]
    procedure = meeting.procedure or queries.procedure_on(meeting.body, meeting.day)
    form = RecusalForm(posted(request), seats=open_to, initial={"ground": ground_of(procedure)})
    if form.is_valid():
        given = form.cleaned_data
        reason = given["reason"]
        if "is_proposed" in request.POST:  # kept as it is, so it is in the language of the house
            with translation.override(settings.LANGUAGE_CODE):
                reason = _("Bindung angegeben")
        declared = actions.Declaration(item=known, seat=given["seat"], ground=Ground(given["ground"]), reason=reason)
        if form.does(lambda: actions.declare(declared, actor=request.user)):
            messages.success(request, _("Vermerkt: keine Beratung, keine Stimme und keine Unterlagen zu diesem Punkt."))
            return redirect(place_of(known))
    return page(
        request,
        "boards/meeting_form.html",
        heading=_("Befangenheit zu „%(title)s“ erklären") % {"title": known},
        body=meeting.body,
        meeting=meeting,
        form=form,
        submit=_("Befangenheit erklären"),
        hint=_("Wer befangen ist, berät und stimmt zu diesem Punkt nicht mit und sieht seine Unterlagen nicht."),
        cancel_url=place_of(known),
    )


@login_required
@require_POST
def take_back_recusal(request: HttpRequest, slug: str, pk: int, item: int) -> HttpResponse:
    """A recusal that was entered by mistake."""
    meeting = run(request, slug, pk)
    known = item_of(meeting, item)
    form = SeatForm(request.POST, seats=Seat.objects.filter(body=meeting.body))
    if not form.is_valid():
        raise Http404
    seat = form.cleaned_data["seat"]
    one_step(request, lambda: actions.take_back_recusal(known, actor=request.user, seat=seat), said=_("Gestrichen."))
    return redirect(place_of(known))
