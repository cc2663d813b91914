"""Finding the meeting that an address names, for whoever asks, and the way back to a place on its page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from quartierwerk.foundation.ui.asking import Crumb
from quartierwerk.foundation.ui.gates import at_work, require
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.boards import permissions, queries
from quartierwerk.rooms.boards.models import Ballot, Body, Item, Meeting, Motion


def meeting_of(request: HttpRequest, slug: str, pk: int) -> Meeting:
    """The meeting of this address, if whoever asks sees it."""
    known = Meeting.objects.visible_to(request.user).select_related("body__district", "procedure", "repeats__body")
    return get_object_or_404(known, body__slug=slug, pk=pk)


def run(request: HttpRequest, slug: str, pk: int) -> Meeting:
    """The same, for a step of those who run it."""
    meeting = meeting_of(request, slug, pk)
    require_running(request, meeting)
    return meeting


def require_running(request: HttpRequest, subject: Any) -> None:
    """Go on only for those who run the meetings of a body."""
    require(
        permissions.may_run(request.user, subject),
        needed=_("Vorsitz oder Schriftführung in diesem Gremium, oder wer es betreut"),
    )
    at_work(request)


def item_of(meeting: Meeting, pk: int) -> Item:
    """An item of its agenda."""
    return get_object_or_404(meeting.items.select_related("meeting__body"), pk=pk)


def content_of(request: HttpRequest, meeting: Meeting, pk: int) -> Item:
    """The same with all that is said of it, which whoever is recused does not see, even where they run the meeting."""
    if pk in queries.withheld_from(meeting, request.user):
        raise Http404
    return item_of(meeting, pk)


def motion_of(request: HttpRequest, meeting: Meeting, pk: int) -> Motion:
    """A motion to one of its items, unless whoever asks is recused from it."""
    withheld = queries.withheld_from(meeting, request.user)
    known = Motion.objects.filter(item__meeting=meeting).exclude(item__in=withheld)
    return get_object_or_404(known.select_related("item__meeting__body", "pot"), pk=pk)


def ballot_of(request: HttpRequest, meeting: Meeting, pk: int) -> Ballot:
    """A vote in it, unless whoever asks is recused from what is voted on."""
    withheld = queries.withheld_from(meeting, request.user)
    known = Ballot.objects.filter(motion__item__meeting=meeting).exclude(motion__item__in=withheld)
    return get_object_or_404(known.select_related("motion__item__meeting__body"), pk=pk)


def place_of(item: Item) -> str:
    """Where an item stands on the page of its meeting."""
    return item.get_absolute_url()


def back_to(meeting: Meeting, url: str = "") -> Crumb:
    """The way back to a meeting, or to a place on its page."""
    day = when(meeting.day, "short")
    return Crumb(_("Sitzung am %(day)s") % {"day": day}, url or meeting.get_absolute_url())


def above(body: Body, *more: Crumb) -> list[Crumb]:
    """The pages above something of a body, from the list of all of them down."""
    return [Crumb(_("Gremien"), reverse("boards:bodies")), Crumb(body.name, body.get_absolute_url()), *more]
