"""A meeting from its plan to its end, and what is on its agenda.

**The order of locks** goes on from that of seats: the body, the meeting, then what belongs to it. Whoever comes, goes,
is recused or opens a vote holds the meeting, so that who may vote is one answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import permissions, queries, rules
from quartierwerk.rooms.boards.actions._notices import tell
from quartierwerk.rooms.boards.actions._telling import tell_left_open
from quartierwerk.rooms.boards.models import Ballot, Body, Item, Meeting, Score
from quartierwerk.rooms.boards.rules import MEETING_STEPS, ItemKind, MeetingState


class TimeRefused(RuleBroken):
    """A meeting ends before it begins."""

    sentence = _("Das Ende liegt vor dem Beginn.")
    field = "ends_at"


class BodyGone(RuleBroken):
    """There is no such body on that day."""

    sentence = _("An diesem Tag besteht das Gremium nicht.")
    field = "starts_at"


class NoticeTooShort(RuleBroken):
    """The invitation comes too late for the rules of the body."""

    sentence = _("Die Einladungsfrist ist nicht mehr einzuhalten. Wer trotzdem einlädt, muss es hier bestätigen.")
    field = "is_short"


class AgendaEmpty(RuleBroken):
    """Nobody is invited to nothing."""

    sentence = _("Die Tagesordnung ist leer. Bitte nehmen Sie zuerst auf, worum es gehen soll.")


class RulesMissing(RuleBroken):
    """Nobody has entered by which rules the body decides."""

    sentence = _(
        "Für dieses Gremium sind an diesem Tag keine Verfahrensregeln festgelegt. Ohne sie tagt es hier nicht."
    )


class OtherDay(RuleBroken):
    """The meeting is planned for another day than today."""

    sentence = _("Die Sitzung ist für einen anderen Tag geplant. Wer sie heute eröffnet, muss es hier bestätigen.")
    field = "is_other_day"


class VoteRuns(NotNow):
    """A vote is still open."""

    sentence = _("Eine Abstimmung läuft noch. Schließen Sie sie zuerst.")


@dataclass(frozen=True, kw_only=True)
class Planning:
    """When and where a body is to meet."""

    body: Body
    starts_at: datetime
    ends_at: datetime
    place: str
    title: str = ""
    link: str = ""
    repeats: Meeting | None = None

    def columns(self) -> dict[str, Any]:
        """As they stand in a meeting."""
        if self.ends_at <= self.starts_at:
            raise TimeRefused
        if not self.place.strip():
            raise WordsMissing(field="place")
        if not self.body.exists(on=clock.local(self.starts_at).date()):
            raise BodyGone
        return vars(self) | {"place": self.place.strip(), "title": self.title.strip()}


def _lock_body(_actor: Any, subject: Planning | Meeting) -> None:
    """The body, which whoever dissolves it holds."""
    lock(subject.body)


@action(may=permissions.may_run, first=_lock_body)
def plan(planning: Planning, *, actor: Person, at: datetime) -> Meeting:
    """Plan a meeting of a body; of a plan only those know who sit on it (Sitzung planen)."""
    return Meeting.objects.create(**planning.columns(), created_at=at)


@action(may=permissions.may_run, first=_lock_body)
def replan(meeting: Meeting, *, actor: Person, planning: Planning, at: datetime) -> Meeting:
    """Change when and where a body meets, until it does (Sitzung verlegen).

    Whoever was invited hears of another time or place; of another day as early as of an invitation, or it is noted.
    """
    _to_come(meeting)
    columns = replace(planning, body=meeting.body).columns()
    is_moved = any(getattr(meeting, name) != columns[name] for name in ("starts_at", "ends_at", "place"))
    day = meeting.day
    names = ("starts_at", "ends_at", "place", "title", "link")
    for name in names:
        setattr(meeting, name, columns[name])
    meeting.sequence += 1
    if meeting.state == MeetingState.INVITED and meeting.day != day:
        meeting.is_notice_short = not _is_in_time(meeting, at=at)
    meeting.save(update_fields=[*names, "sequence", "is_notice_short"])
    if is_moved and meeting.state == MeetingState.INVITED:
        tell(meeting, "boards/mail/moved.txt")
    return meeting


@dataclass(frozen=True, kw_only=True)
class Tabled:
    """What is to stand on an agenda."""

    meeting: Meeting
    title: str
    text: str = ""
    kind: ItemKind = ItemKind.DISCUSSION
    minutes: int | None = None
    is_public: bool = True
    parent: Item | None = None
    parties: Sequence[str] = ()
    """References of those whom it concerns, passed by whoever tables it."""
    papers: Sequence[str] = ()

    def columns(self) -> dict[str, Any]:
        """As they stand in an item."""
        title = " ".join(self.title.split())
        if not title:
            raise WordsMissing(field="title")
        parts = {"parties": list(self.parties), "papers": list(self.papers)}
        return vars(self) | parts | {"title": title, "text": self.text.strip()}


@action(may=permissions.may_run, first=lambda actor, tabled: lock(tabled.meeting))
def table(tabled: Tabled, *, actor: Person) -> Item:
    """Put something on the agenda, behind what stands there (auf die Tagesordnung setzen).

    In a meeting that runs an urgent item can still be added; whether it may be decided on, the statutes say.
    """
    if tabled.meeting.state in (MeetingState.HELD, MeetingState.CANCELLED):
        raise NotNow
    beside = tabled.meeting.items.filter(parent=tabled.parent).order_by("-position").first()
    return Item.objects.create(**tabled.columns(), position=beside.position + 1 if beside else 1)


@action(may=permissions.may_shape, first=lambda actor, item: lock(item.meeting))
def edit_item(item: Item, *, actor: Person, tabled: Tabled) -> Item:
    """Say better what an item is about, until the meeting is opened (Tagesordnungspunkt ändern)."""
    _to_come(item.meeting)
    _unscored(item)
    columns = tabled.columns()
    names = ("title", "text", "kind", "minutes", "is_public", "parties", "papers")
    for name in names:
        setattr(item, name, columns[name])
    item.save(update_fields=names)
    return item


@action(may=permissions.may_run_item, first=lambda actor, item: lock(item.meeting))
def move_item(item: Item, *, actor: Person, is_up: bool) -> Item:
    """Change places with the item before or behind it (Tagesordnungspunkt verschieben)."""
    _to_come(item.meeting)
    _unscored(item)
    beside = list(item.meeting.items.filter(parent=item.parent).order_by("position", "pk"))
    index = beside.index(item)
    other = index - 1 if is_up else index + 1
    if 0 <= other < len(beside):
        beside[index], beside[other] = beside[other], beside[index]
    for position, one in enumerate(beside, start=1):
        if one.position != position:
            Item.objects.filter(pk=one.pk).update(position=position)
    item.refresh_from_db(fields=["position"])
    return item


class PointsGiven(NotNow):
    """Somebody has given points to what is scored there: all score the same."""

    sentence = _("Für eines der Vorhaben sind schon Punkte abgegeben. Sie bleiben alle, wie sie sind.")


class IsScored(NotNow):
    """Something hangs on the item that is kept: a scoring, a candidate, a recusal."""

    sentence = _("Zu diesem Punkt gehört schon eine Bewertung oder eine Befangenheit. Er bleibt auf der Tagesordnung.")


@action(may=permissions.may_run)
def drop_item(meeting: Meeting, *, actor: Person, item: int) -> Meeting:
    """Take an item with all below it off the agenda, until the meeting is opened (von der Tagesordnung nehmen)."""
    _to_come(meeting)
    found = meeting.items.filter(pk=item).first()
    if found is None:
        raise NotNow
    tell_left_open(queries.motions_left_open(meeting, below=found), meeting)
    try:
        note_change(dropped=found.delete()[0])
    except ProtectedError as error:
        raise IsScored from error
    return meeting


@action(may=permissions.may_run, first=_lock_body)
def invite(meeting: Meeting, *, actor: Person, at: datetime, is_short: bool = False) -> Meeting:
    """Invite all who sit on the body, with the agenda (einladen).

    Each gets a mail of their own. ``is_short`` says that whoever invites knows the notice is too short; the minutes
    print it.
    """
    if not meeting.items.exists():
        raise AgendaEmpty
    kept = _is_in_time(meeting, at=at)
    if not kept and not is_short:
        raise NoticeTooShort
    advance(meeting, MeetingState.INVITED, steps=MEETING_STEPS, invited_at=at, is_notice_short=not kept)
    tell(meeting, "boards/mail/invitation.txt")
    return meeting


@action(may=permissions.may_run)
def cancel(meeting: Meeting, *, actor: Person) -> Meeting:
    """Call a meeting off, and tell whoever was invited (Sitzung absagen)."""
    was_invited = meeting.state == MeetingState.INVITED
    advance(meeting, MeetingState.CANCELLED, steps=MEETING_STEPS, sequence=meeting.sequence + 1)
    if was_invited:
        tell(meeting, "boards/mail/cancelled.txt")
    tell_left_open(queries.motions_left_open(meeting), meeting)
    return meeting


@action(may=permissions.may_run, first=_lock_body)
def open_meeting(meeting: Meeting, *, actor: Person, at: datetime, is_other_day: bool = False) -> Meeting:
    """Open a meeting; from now on the rules of its day hold for it (Sitzung eröffnen).

    ``is_other_day`` says that whoever opens it knows that it was planned for another day.
    """
    if meeting.day != clock.local(at).date() and not is_other_day:
        raise OtherDay
    procedure = queries.procedure_on(meeting.body, meeting.day)
    if procedure is None:
        raise RulesMissing
    advance(meeting, MeetingState.OPEN, steps=MEETING_STEPS, opened_at=at, procedure=procedure)
    return meeting


@action(may=permissions.may_run)
def challenge(meeting: Meeting, *, actor: Person, at: datetime) -> Meeting:
    """Note that somebody doubts the quorum: from now on it is counted (Beschlussfähigkeit bezweifeln)."""
    if not meeting.is_open:
        raise NotNow
    if meeting.challenged_at is None:
        meeting.challenged_at = at
        meeting.save(update_fields=["challenged_at"])
    return meeting


@action(may=permissions.may_run)
def close_meeting(meeting: Meeting, *, actor: Person, at: datetime) -> Meeting:
    """Close a meeting; whoever was still there goes now (Sitzung schließen)."""
    if Ballot.objects.filter(motion__item__meeting=meeting, closed_at__isnull=True).exists():
        raise VoteRuns
    advance(meeting, MeetingState.HELD, steps=MEETING_STEPS, closed_at=at)
    meeting.attendances.filter(left_at__isnull=True).update(left_at=at)
    tell_left_open(queries.motions_left_open(meeting), meeting)
    return meeting


def _is_in_time(meeting: Meeting, *, at: datetime) -> bool:
    procedure = queries.procedure_on(meeting.body, meeting.day)
    if procedure is None:
        raise RulesMissing
    return rules.notice_is_kept(invited_on=clock.local(at).date(), meets_on=meeting.day, days=procedure.notice_days)


def _unscored(item: Item) -> None:
    """Candidates stay as they are, in their order too, once one of them has points."""
    if Score.objects.filter(candidate__scoring__candidates__item=item).exists():
        raise PointsGiven


def _to_come(meeting: Meeting) -> None:
    if not meeting.is_to_come:
        raise NotNow
