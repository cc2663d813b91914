"""Minutes: begun, written, sent, objected to, approved; and what has to follow from resolutions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import MovedOn, NotAllowed, NotNow, WordsMissing
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import permissions, queries, rules
from quartierwerk.rooms.boards.actions._notices import tell
from quartierwerk.rooms.boards.models import (
    FollowUp,
    FollowUpReport,
    Item,
    Meeting,
    Minutes,
    MinutesVersion,
    Objection,
    Passage,
    Resolution,
)
from quartierwerk.rooms.boards.rules import MINUTES_STEPS, MeetingState, MinutesState


class TermOver(NotNow):
    """It is too late to object."""

    sentence = _("Die Frist für Einwendungen ist abgelaufen.")


class ObjectionsOpen(NotNow):
    """Somebody objects, and nobody has answered."""

    sentence = _("Eine Einwendung ist noch nicht beantwortet.")


class TermRuns(NotNow):
    """Somebody may still object, and the meeting that approves has not been named."""

    sentence = _(
        "Bis zum Ende der Frist kann noch jemand Einwendungen erheben. "
        "Genehmigt werden kann jetzt nur in einer Sitzung des Gremiums."
    )


@dataclass(frozen=True)
class Beginning:
    """Minutes to be begun."""

    meeting: Meeting


@action(may=permissions.may_run_minutes, first=lambda actor, begun: lock(begun.meeting))
def begin_minutes(begun: Beginning, *, actor: Person) -> Minutes:
    """Begin the minutes of a meeting that runs or is over; begun once (Niederschrift beginnen)."""
    if begun.meeting.state not in (MeetingState.OPEN, MeetingState.HELD):
        raise NotNow
    return Minutes.objects.get_or_create(meeting=begun.meeting)[0]


@action(may=permissions.may_run_minutes)
def write(record: Minutes, *, actor: Person, item: Item, text: str, based_on: int) -> Minutes:
    """Write down what was said to an item; ``based_on`` is the version one had before one (protokollieren)."""
    if not record.is_draft or item.meeting_id != record.meeting_id:
        raise NotNow
    if not item.is_public and not permissions.may_read(actor, item):
        raise NotAllowed
    passage, _made = Passage.objects.get_or_create(minutes=record, item=item)
    if passage.version != based_on:
        raise MovedOn
    if passage.text != text:
        passage.text, passage.version = text, passage.version + 1
        passage.save(update_fields=["text", "version"])
    note_change(item=item.pk)
    return record


@action(may=permissions.may_run_minutes)
def send_minutes(record: Minutes, *, actor: Person, at: datetime) -> Minutes:
    """Send the draft to all who sit on the body, as a version that is kept; for a time they may object (versenden)."""
    if record.meeting.state != MeetingState.HELD:
        raise NotNow
    until = clock.local(at).date() + rules.OBJECTIONS_WITHIN
    advance(record, MinutesState.SENT, steps=MINUTES_STEPS, sent_at=at, objections_until=until)
    _keep(record, queries.assembled(record), by=actor, at=at)
    tell(record.meeting, "boards/mail/minutes.txt", on=clock.local(at).date(), minutes=record)
    return record


@dataclass(frozen=True)
class Doubt:
    """What somebody objects to."""

    minutes: Minutes
    text: str


@action(may=permissions.may_object, first=lambda actor, doubt: lock(doubt.minutes))
def object_to(doubt: Doubt, *, actor: Person, at: datetime) -> Objection:
    """Object to minutes that were sent, within the term (Einwendung erheben)."""
    if doubt.minutes.state != MinutesState.SENT:
        raise NotNow
    if doubt.minutes.objections_until is None or clock.local(at).date() > doubt.minutes.objections_until:
        raise TermOver
    if not doubt.text.strip():
        raise WordsMissing(field="text")
    return Objection.objects.create(minutes=doubt.minutes, by=actor, text=doubt.text.strip(), at=at)


@action(may=permissions.may_run_minutes, first=lambda actor, objection: lock(objection.minutes))
def settle_objection(objection: Objection, *, actor: Person, is_accepted: bool, answer: str, at: datetime) -> Objection:
    """Say what becomes of an objection; an accepted one leads back to the draft (Einwendung behandeln)."""
    if objection.answered_at is not None:
        raise NotNow
    if not answer.strip():
        raise WordsMissing(field="answer")
    objection.is_accepted, objection.answer, objection.answered_at = is_accepted, answer.strip(), at
    objection.save(update_fields=["is_accepted", "answer", "answered_at"])
    if is_accepted and objection.minutes.state == MinutesState.SENT:
        advance(objection.minutes, MinutesState.DRAFTING, steps=MINUTES_STEPS)
    return objection


@action(may=permissions.may_run_minutes)
def approve_minutes(record: Minutes, *, actor: Person, at: datetime, meeting: Meeting | None = None) -> Minutes:
    """Approve minutes, in a later meeting of the body or once nobody can object; they are frozen then (genehmigen).

    Approved is what was sent, word for word, and nothing that became of it since.
    """
    sent = record.versions.first()
    if sent is None:
        raise NotNow
    if record.objections.filter(answered_at__isnull=True).exists():
        raise ObjectionsOpen
    is_term_over = record.objections_until is not None and clock.local(at).date() > record.objections_until
    if meeting is None and not is_term_over:
        raise TermRuns
    if meeting is not None and not queries.approving(record).filter(pk=meeting.pk).exists():
        raise NotNow
    advance(record, MinutesState.APPROVED, steps=MINUTES_STEPS, approved_at=at, approved_in=meeting)
    _keep(record, sent.content, by=actor, at=at, is_approved=True)
    return record


def _keep(
    record: Minutes, content: queries.Content, *, by: Person, at: datetime, is_approved: bool = False
) -> MinutesVersion:
    """What the minutes say, as a version that nobody changes any more."""
    return MinutesVersion.objects.create(
        minutes=record,
        number=record.versions.count() + 1,
        content=content,
        digest=queries.digest_of(content),
        is_approved=is_approved,
        made_at=at,
        made_by=by,
    )


# --- What follows ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Following:
    """What has to be done after a resolution."""

    resolution: Resolution
    task: str
    who: str
    due_on: date | None = None


@action(may=permissions.may_follow_up)
def follow_up(following: Following, *, actor: Person) -> FollowUp:
    """Say what has to be done after a resolution, and by whom (Umsetzung festhalten)."""
    for field in ("task", "who"):
        if not getattr(following, field).strip():
            raise WordsMissing(field=field)
    words = {"task": following.task.strip(), "who": following.who.strip()}
    return FollowUp.objects.create(**vars(following) | words)


@action(may=permissions.may_follow_up)
def report_on(
    task: FollowUp, *, actor: Person, meeting: Meeting, text: str, at: datetime, is_done: bool = False
) -> FollowUp:
    """Tell a meeting how far something has got, or that it is done (Stand berichten)."""
    if task.done_at is not None or meeting.body_id != task.resolution.body_id:
        raise NotNow
    lock(meeting)
    if not meeting.is_to_come and not meeting.is_open:
        raise NotNow
    if not text.strip():
        raise WordsMissing(field="text")
    try:
        with transaction.atomic():
            FollowUpReport.objects.create(follow_up=task, meeting=meeting, text=text.strip(), at=at)
    except IntegrityError as error:
        raise NotNow from error
    if is_done:
        task.done_at = at
        task.save(update_fields=["done_at"])
    return task
