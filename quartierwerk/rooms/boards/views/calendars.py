"""Meetings for calendars (iCalendar, RFC 5545): one to take along, and a body's as a feed."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from quartierwerk.foundation import clock
from quartierwerk.foundation.freshness import tagged
from quartierwerk.foundation.house.holding import house
from quartierwerk.rooms.boards import queries
from quartierwerk.rooms.boards.models import Meeting
from quartierwerk.rooms.boards.rules import MeetingState
from quartierwerk.rooms.boards.views._found import body_of
from quartierwerk.rooms.boards.views._meetings import meeting_of

MOST = 100


@require_safe
def one(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One meeting, as a calendar takes it."""
    meeting = meeting_of(request, slug, pk)
    return _answer([meeting], name=f"sitzung-{meeting.pk}", is_inside=queries.is_inside(meeting.body, request.user))


@require_safe
@tagged(seconds=600, rights=lambda person: person.pk)
def of_body(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings of a body to which one is invited, for subscribing to; those called off say so."""
    body = body_of(request, slug)
    meetings = queries.meetings(request.user, body=body).exclude(state=MeetingState.PLANNED)
    is_inside = queries.is_inside(body, request.user)
    return _answer(meetings.filter(invited_at__isnull=False)[:MOST], name=body.slug, is_inside=is_inside)


def _answer(meetings: Iterable[Meeting], *, name: str, is_inside: bool) -> HttpResponse:
    calendar = Calendar()
    calendar.add("prodid", f"-//Quartierwerk//{house().title}//{(get_language() or 'de').upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for meeting in meetings:
        calendar.add_component(_event(meeting, is_inside=is_inside))
    calendar.add_missing_timezones()
    answer = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return answer


def _event(meeting: Meeting, *, is_inside: bool) -> Event:
    """A meeting under a name that stays the same however it is moved; the link only for those who sit there."""
    url = settings.SITE_URL + meeting.get_absolute_url()
    event = Event()
    event.add("uid", f"boards-meeting-{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.invited_at or meeting.created_at)
    event.add("dtstart", clock.local(meeting.starts_at))
    event.add("dtend", clock.local(meeting.ends_at))
    event.add("summary", f"{meeting.body}: {meeting.title}" if meeting.title else str(meeting.body))
    event.add("location", meeting.place)
    event.add("url", url)
    event.add("description", "\n".join(filter(None, [url, meeting.link if is_inside else ""])))
    event.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
    return event
