"""Minutes put together: what was entered in the meeting, and what somebody wrote beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models import (
    Body,
    FollowUp,
    Item,
    Meeting,
    Minutes,
    Objection,
    Passage,
    Recusal,
    Resolution,
)
from quartierwerk.rooms.boards.queries.meetings import attendances, withheld_from
from quartierwerk.rooms.boards.queries.seats import seats_at
from quartierwerk.rooms.boards.queries.sittings import is_inside
from quartierwerk.rooms.boards.rules import MeetingState

Content = dict[str, Any]
"""Minutes as plain data, for a page, a PDF and the frozen version; all words are in the language of the house."""


def minutes(person: Any) -> QuerySet[Minutes]:
    """The minutes that somebody may see."""
    return Minutes.objects.visible_to(person).select_related("meeting__body__district", "approved_in")


def passages(record: Minutes) -> dict[int, Passage]:
    """What is written to each item, by the item's key."""
    return {passage.item_id: passage for passage in record.passages.all()}


def assembled(record: Minutes) -> Content:
    """Everything the minutes say: attendance, items with texts, recusals and results in the right sentences."""
    meeting = record.meeting
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "body": str(meeting.body),
            "title": meeting.title,
            "place": meeting.place,
            "day": when(meeting.starts_at, "long"),
            "opened": when(meeting.opened_at, "time"),
            "closed": when(meeting.closed_at, "time"),
            "notice": _("Die Einladungsfrist war nicht eingehalten.") if meeting.is_notice_short else "",
            "attendance": list(_attendance(meeting)),
            "items": list(_items(record)),
        }


def read_by(record: Minutes, person: Any) -> Content:
    """What somebody reads: the version last sent, or the draft; inside all but what they are recused from.

    As with resolutions, what was dealt with in public everybody sees, whoever was recused from it too.
    """
    version = None if record.is_draft else record.versions.first()
    content = assembled(record) if version is None else version.content
    if not is_inside(record.meeting.body, person):
        return public_part(content)
    out = withheld_from(record.meeting, person)
    return {**content, "items": [one for one in content["items"] if one["is_public"] or one["key"] not in out]}


def approving(record: Minutes) -> QuerySet[Meeting]:
    """The meetings in which minutes can be approved: later ones of the body that were opened, the latest first."""
    opened = record.meeting.body.meetings.filter(state__in=[MeetingState.OPEN, MeetingState.HELD])
    return opened.filter(starts_at__gt=record.meeting.starts_at).order_by("-starts_at")


def meetings_unwritten(person: Any, *, before: datetime) -> QuerySet[Meeting]:
    """The meetings in somebody's care that were closed before a moment and have no minutes yet, the oldest first."""
    found = Meeting.objects.filter(state=MeetingState.HELD, closed_at__lt=before, minutes__isnull=True)
    return found.filter(body__in=Body.objects.kept_by(person).values("pk")).select_related("body").order_by("closed_at")


def objections_open(person: Any) -> QuerySet[Objection]:
    """The objections in somebody's care that nobody has answered, the oldest first."""
    found = Objection.objects.filter(answered_at__isnull=True)
    found = found.filter(minutes__meeting__body__in=Body.objects.kept_by(person).values("pk"))
    return found.select_related("minutes__meeting__body").order_by("at", "pk")


def public_part(content: Content) -> Content:
    """What visitors read: the public items, without the names of those who were there, recused or voted."""
    items = [
        {**item, "recusals": item["recusals_unnamed"], "recusals_unnamed": []}
        for item in content["items"]
        if item["is_public"]
    ]
    there = sum(1 for one in content["attendance"] if one["is_voting"] and one["stays"])
    return {**content, "attendance": [], "present": there, "items": items}


def digest_of(content: Content) -> str:
    """The SHA-256 of minutes, in hexadecimal."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def objections_of(person: Any) -> QuerySet[Objection]:
    """What somebody has objected to, the latest first."""
    return Objection.objects.filter(by=person).select_related("minutes__meeting__body").order_by("-at", "-pk")


def asked_of(meeting: Meeting, person: Any) -> list[FollowUp]:
    """What a meeting is to hear of earlier resolutions that somebody sees; what it has heard stands in ``told``."""
    found = list(open_follow_ups(meeting.body, person))
    for task in found:
        heard = (report.text for report in task.reports.all() if report.meeting_id == meeting.pk)
        task.told = next(heard, "")  # type: ignore[attr-defined]
    return found


def open_follow_ups(body: Body, person: Any) -> QuerySet[FollowUp]:
    """What still has to be done after a body's resolutions, as far as somebody sees them, the most urgent first."""
    found = FollowUp.objects.visible_to(person).filter(resolution__body=body, done_at__isnull=True)
    return found.select_related("resolution__body").prefetch_related("reports").order_by("due_on", "pk")


def _attendance(meeting: Meeting) -> Iterator[dict[str, Any]]:
    stays: dict[int, list[str]] = {}
    for one in attendances(meeting):
        span = when(one.came_at, "time", until=one.left_at)
        if one.left_at is None:
            span = _("seit %(time)s") % {"time": span}
        stays.setdefault(one.seat_id, []).append(
            _("%(span)s, vertreten durch %(name)s") % {"span": span, "name": one.substitute or _("Ersatz")}
            if one.is_substitute
            else span
        )
    for seat in seats_at(meeting):
        yield {
            "name": seat.holder,
            "role": str(seat.get_role_display()),
            "represents": seat.represents,
            "is_voting": seat.is_voting,
            "stays": stays.get(seat.pk, []),
        }


def _items(record: Minutes) -> Iterator[dict[str, Any]]:
    meeting = record.meeting
    rows = meeting.items.values_list("pk", "parent", "position")
    numbers = rules.numbered(rules.Branch(*row) for row in rows)
    items = {item.pk: item for item in meeting.items.all()}
    texts = passages(record)
    recusals = _by_item(Recusal.objects.filter(item__meeting=meeting).select_related("seat__person"))
    resolutions = _by_item(Resolution.objects.filter(item__meeting=meeting).select_related("procedure").order_by("pk"))
    for key, number in numbers:
        item: Item = items[key]
        out = recusals.get(key, [])
        yield {
            "key": key,
            "number": number,
            "title": item.title,
            "is_public": item.is_public,
            "text": texts[key].text if key in texts else "",
            "recusals": [
                rules.recusal_sentence(one.ground, who=one.seat.holder if one.seat.person else _("Ein Mitglied"))
                for one in out
            ],
            "recusals_unnamed": [
                rules.recusal_sentence(ground, who=rules.members(number_of))
                for ground, number_of in _grounds(out).items()
            ],
            "resolutions": [_resolution(one) for one in resolutions.get(key, [])],
        }


def _resolution(resolution: Resolution) -> dict[str, Any]:
    return {
        "number": str(resolution),
        "wording": resolution.wording,
        "is_carried": resolution.is_carried,
        "result": rules.result_sentence(resolution.result, base=resolution.procedure.majority_base),
        "quorum": rules.quorum_sentence(resolution.quorum_finding, override=resolution.override_reason),
    }


def _by_item(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.item_id, []).append(row)
    return found


def _grounds(recusals: list[Recusal]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in recusals:
        found[one.ground] = found.get(one.ground, 0) + 1
    return found
