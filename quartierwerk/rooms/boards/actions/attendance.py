"""Who comes and goes, and who may not take part in what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.references import parse
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import may_erase
from quartierwerk.rooms.boards import permissions, queries
from quartierwerk.rooms.boards.models import Attendance, Ballot, Binding, Item, Meeting, Recusal, Seat
from quartierwerk.rooms.boards.rules import Ground, TieKind


class NotSeated(RuleBroken):
    """The seat does not belong to the body on that day."""

    sentence = _("Diesen Sitz gibt es an diesem Tag in diesem Gremium nicht.")
    field = "seat"


class AlreadyHere(NotNow):
    """The seat is filled."""

    sentence = _("Dieser Sitz ist schon als anwesend vermerkt.")


class TooEarly(RuleBroken):
    """Nobody comes before the meeting is opened, nor leaves before they come."""

    sentence = _("Die Zeit muss nach der Eröffnung liegen, und das Gehen nach dem Kommen.")
    field = "time"


class NobodyStandsIn(RuleBroken):
    """The seat has no substitute."""

    sentence = _("Für diesen Sitz ist kein Ersatz bestellt.")
    field = "is_substitute"


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A seat is filled from a moment on."""

    meeting: Meeting
    seat: Seat
    came_at: datetime
    is_substitute: bool = False


@action(may=permissions.may_run, first=lambda actor, arrival: lock(arrival.meeting))
def come(arrival: Arrival, *, actor: Person) -> Attendance:
    """Note that a seat is filled from a moment on, by its holder or by whoever stands in (Kommen vermerken)."""
    meeting = arrival.meeting
    if not meeting.is_open or meeting.opened_at is None:
        raise NotNow
    # Read anew: somebody may have appointed another substitute meanwhile.
    seat = queries.seats_on(meeting.body, meeting.day).filter(pk=arrival.seat.pk).first()
    if seat is None:
        raise NotSeated
    if arrival.is_substitute and seat.substitute_id is None:
        raise NobodyStandsIn
    came_at = _minute(arrival.came_at)
    if came_at < _minute(meeting.opened_at):
        raise TooEarly
    if meeting.attendances.filter(seat=seat, left_at__gt=came_at).exists():
        raise AlreadyHere
    try:
        with transaction.atomic():
            return Attendance.objects.create(
                meeting=meeting,
                seat=seat,
                is_substitute=arrival.is_substitute,
                substitute=seat.substitute if arrival.is_substitute else None,
                came_at=came_at,
            )
    except IntegrityError as error:
        raise AlreadyHere from error


@action(may=permissions.may_run_attendance, first=lambda actor, attendance: lock(attendance.meeting))
def go(attendance: Attendance, *, actor: Person, left_at: datetime) -> Attendance:
    """Note that somebody has left (Gehen vermerken)."""
    if attendance.left_at is not None or not attendance.meeting.is_open:
        raise NotNow
    left_at = _minute(left_at)
    if left_at < attendance.came_at:
        raise TooEarly
    attendance.left_at = left_at
    attendance.save(update_fields=["left_at"])
    return attendance


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """A seat takes no part in an item."""

    item: Item
    seat: Seat
    ground: Ground
    reason: str = ""


class VoteBegun(NotNow):
    """The vote on the item is open or over."""

    sentence = _("Zu diesem Punkt wurde schon abgestimmt. Wer befangen ist, muss es vorher erklären.")


@action(may=permissions.may_declare, first=lambda actor, declared: lock(declared.item.meeting))
def declare(declared: Declaration, *, actor: Person, at: datetime) -> Recusal:
    """Declare that a seat takes no part in an item: no advice, no vote, no papers (Befangenheit erklären)."""
    item, seat = declared.item, declared.seat
    if seat.body_id != item.meeting.body_id:
        raise NotSeated
    _before_votes(item)
    known = Recusal.objects.at(item).filter(seat=seat).first()
    return known or Recusal.objects.create(
        item=item,
        seat=seat,
        ground=declared.ground,
        reason=declared.reason.strip(),
        declared_at=at,
        declared_by=None if seat.is_of(actor) else actor,
    )


@action(may=permissions.may_run_item, first=lambda actor, item: lock(item.meeting))
def take_back_recusal(item: Item, *, actor: Person, seat: Seat) -> Item:
    """Take back a recusal that was entered by mistake, before anybody votes (Befangenheit streichen)."""
    _before_votes(item)
    item.recusals.filter(seat=seat).delete()
    return item


@dataclass(frozen=True)
class Tie:
    """A person is bound to something."""

    person: Person
    to: str
    kind: TieKind


class NothingThere(RuleBroken):
    """A tie leads to nothing."""

    sentence = _("Bitte wählen Sie, woran Sie gebunden sind.")
    field = "to"


@action(may=permissions.may_bind)
def bind(tie: Tie, *, actor: Person, at: datetime) -> Binding:
    """Declare what somebody is bound to; recusals are then proposed wherever it is concerned (Bindung anzeigen)."""
    try:
        parse(tie.to)
    except ValueError as error:
        raise NothingThere from error
    declared = Binding.objects.filter(person=tie.person, to=tie.to, kind=tie.kind, ended_at__isnull=True)
    if (known := declared.first()) is not None:
        return known
    try:
        with transaction.atomic():
            return Binding.objects.create(person=tie.person, to=tie.to, kind=tie.kind, declared_at=at)
    except IntegrityError:  # declared twice in this very moment
        return declared.get()


@action(may=permissions.may_unbind)
def unbind(binding: Binding, *, actor: Person, at: datetime) -> Binding:
    """Say that somebody is bound no more (Bindung beenden)."""
    if binding.ended_at is None:
        binding.ended_at = at
        binding.save(update_fields=["ended_at"])
    return binding


@action(may=permissions.may_keep_house, bulk=True)
def forget_bindings(before: datetime, *, actor: Person) -> list[Binding]:
    """Delete the ties that ended before this moment, or whose person sits nowhere since then (Löschfrist)."""
    queries.bindings_over(before).delete()
    return []


@action(may=permissions.may_keep_house, bulk=True)
def forget_reasons(before: datetime, *, actor: Person) -> list[Recusal]:
    """Forget why seats were recused in meetings that were over before this moment; that they were stays."""
    queries.recusals_over(before).update(reason="")
    return []


@action(may=may_erase)
def erase_ties(person: Person, *, actor: Person, at: datetime) -> Person:
    """Delete what somebody was bound to, and why they were recused; that they were stays with their seats."""
    note_change(
        bindings=Binding.objects.filter(person=person).delete()[0],
        reasons=Recusal.objects.of(person).exclude(reason="").update(reason=""),
    )
    return person


def _before_votes(item: Item) -> None:
    if not item.meeting.is_to_come and not item.meeting.is_open:
        raise NotNow
    if Ballot.objects.filter(motion__item=item, void_reason="").exists():
        raise VoteBegun


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
