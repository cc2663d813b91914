"""The verbs of seats: appointing, ending, correcting what nobody decides on, forgetting.

**The order of locks**, on PostgreSQL: the body, then people, then seats. Who sits beside whom is decided under the
body's lock; a seat that only becomes shorter is in nobody's way and needs none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.actions import AccountErased
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import may_erase, may_leave
from quartierwerk.rooms.accounts.rules import clean_email
from quartierwerk.rooms.boards import permissions, rules
from quartierwerk.rooms.boards.models import Attendance, Body, Seat
from quartierwerk.rooms.boards.rules import VOTELESS, SeatRole


class AlreadySeated(RuleBroken):
    """The person sits on this body at that time already."""

    sentence = _("Diese Person sitzt in dieser Zeit schon in diesem Gremium.")
    field = "person"


class AlreadyChaired(RuleBroken):
    """Somebody else chairs the body at that time."""

    sentence = _("Das Gremium hat in dieser Zeit schon einen Vorsitz. Bitte beenden Sie zuerst den anderen Sitz.")
    field = "role"


class CannotVote(RuleBroken):
    """Who advises or keeps the minutes does not vote."""

    sentence = _("Beratende Mitglieder und die Schriftführung stimmen nicht mit ab.")
    field = "is_voting"


class DayOutside(RuleBroken):
    """The seat would begin before there is the body, end after it, or end before it begins."""

    sentence = _("Der Sitz muss in die Zeit des Gremiums fallen und mindestens einen Tag dauern.")
    field = "valid_from"


class OwnSubstitute(RuleBroken):
    """Nobody stands in for themselves."""

    sentence = _("Niemand kann sich selbst ersetzen.")
    field = "substitute"


class SeatOver(NotNow):
    """The seat has ended already, or would last longer than before."""

    sentence = _("Dieser Sitz endet schon früher. Es hat sich nichts geändert; bitte laden Sie die Seite neu.")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of a seat without deciding anything."""

    represents: str = ""
    appointed_by: str = ""
    basis: str = ""
    substitute: Person | None = None

    def columns(self) -> dict[str, object]:
        """As they stand in a seat, with single blanks."""
        texts = {name: " ".join(getattr(self, name).split()) for name in ("represents", "appointed_by", "basis")}
        return {**texts, "substitute": self.substitute}


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """A seat that somebody is to have."""

    body: Body
    person: Person
    role: SeatRole
    is_voting: bool
    valid_from: date
    valid_to: date | None = None
    """The first day on which it holds no more."""
    email: str = ""
    """Where somebody without a login is written to."""
    said: Said = Said()


def _lock_body(_actor: Person | None, appointment: Appointment) -> None:
    lock(appointment.body)


@action(may=permissions.may_seat, first=_lock_body)
def appoint(appointment: Appointment, *, actor: Person) -> Seat:
    """Let somebody sit on a body from a day on and perhaps until another (in ein Gremium bestellen)."""
    body, person, said = appointment.body, appointment.person, appointment.said
    first, end = appointment.valid_from, appointment.valid_to
    if appointment.is_voting and appointment.role in VOTELESS:
        raise CannotVote
    last = first if end is None else end - rules.DAY
    if end is not None and end <= first or not (body.exists(on=first) and (end is None or body.exists(on=last))):
        raise DayOutside
    if said.substitute == person:
        raise OwnSubstitute
    wanted = rules.Taken(person.pk, appointment.role, (first, end))
    same, chair = rules.met_by(wanted, [seat.taken for seat in Seat.objects.filter(body=body, person__isnull=False)])
    if same is not None:
        raise AlreadySeated
    if chair is not None:
        raise AlreadyChaired
    # Whoever erases their account at this moment has locked themselves.
    lock(person)
    if person.erased_at is not None:
        raise AccountErased
    return Seat.objects.create(
        body=body,
        person=person,
        email="" if person.email else clean_email(appointment.email) or "",
        role=appointment.role,
        is_voting=appointment.is_voting,
        valid_from=first,
        valid_to=body.until_on + rules.DAY if end is None and body.until_on else end,
        **said.columns(),
    )


@action(may=permissions.may_seat)
def end(seat: Seat, *, actor: Person, valid_to: date) -> Seat:
    """Let a seat end, so that ``valid_to`` is the first day without it; one that has not begun never does then.

    A seat only becomes shorter: whoever stays longer is appointed anew.
    """
    if seat.forgotten_at is not None or (seat.valid_to is not None and seat.valid_to <= valid_to):
        raise SeatOver
    seat.valid_to = max(valid_to, seat.valid_from)
    seat.save(update_fields=["valid_to"])
    return seat


@action(may=permissions.may_seat)
def correct(seat: Seat, *, actor: Person, said: Said) -> Seat:
    """Put right what nobody decides on: for whom somebody sits there, who appointed them, who stands in."""
    if seat.forgotten_at is not None:
        raise SeatOver
    if said.substitute is not None and said.substitute.pk == seat.person_id:
        raise OwnSubstitute
    columns = said.columns()
    for name, value in columns.items():
        setattr(seat, name, value)
    seat.save(update_fields=list(columns))
    return seat


@action(may=may_leave)
def give_up_seats(person: Person, *, actor: Person, at: datetime) -> Person:
    """End the seats of somebody who leaves; who follows is for those to say who appoint (Sitze aufgeben)."""
    today = clock.local(at).date()
    ended = []
    for seat in Seat.objects.of(person).unfinished(on=today).order_by("pk").select_for_update(no_key=True):
        seat.valid_to = max(today, seat.valid_from)
        seat.save(update_fields=["valid_to"])
        ended.append(reference(seat))
    note_change(seats=ended)
    return person


@action(may=may_erase)
def keep_names(person: Person, *, actor: Person, at: datetime) -> Person:
    """Keep with each seat of an account that is erased who held it: minutes and resolutions name them anyway.

    Where somebody was a substitute only, that goes.
    """
    note_change(
        seats=Seat.objects.filter(person=person).update(name=str(person)),
        addresses=Seat.objects.filter(email=person.email or "").exclude(email="").update(email=""),
        substitutes=Seat.objects.filter(substitute=person).update(substitute=None),
        stays=Attendance.objects.filter(substitute=person).update(substitute=None),
    )
    return person


@action(may=permissions.may_keep_house)
def forget(seat: Seat, *, actor: Person, at: datetime) -> Seat:
    """Forget who held a seat, at the end of the term; that there was one, and on which days, stays."""
    if seat.valid_to is None or seat.forgotten_at is not None:
        raise SeatOver
    seat.person = seat.substitute = None
    seat.name = seat.email = seat.represents = seat.appointed_by = seat.basis = ""
    seat.forgotten_at = at
    seat.save()
    seat.attendances.filter(substitute__isnull=False).update(substitute=None)
    return seat
