"""Who may do what with bodies, their rules and their seats."""

from __future__ import annotations

from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import machinery, office
from quartierwerk.rooms.accounts.queries import has_role, scopes_of
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.boards.models import Attendance, Ballot, Binding, Body, Item, Recusal, Resolution, Seat
from quartierwerk.rooms.boards.rules import SeatRole

RUNNING = (SeatRole.CHAIR, SeatRole.DEPUTY, SeatRole.SECRETARY)
"""The seats from which meetings are run."""


def may_found(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit says which bodies there are."""
    return office(actor)


def may_dissolve(actor: Person | None, body: Body) -> bool:
    """The staff unit says when there is a body no more."""
    return office(actor)


def may_regulate(actor: Person | None, body: Body) -> bool:
    """The staff unit enters by which rules a body decides, from the text that says so."""
    return office(actor)


def may_edit(actor: Person | None, body: Body) -> bool:
    """The staff unit writes what is said of every body, a district officer of those in their district."""
    return _keeps(actor, body)


def may_seat(actor: Person | None, subject: Any) -> bool:
    """Whoever keeps a body says who sits on it; the subject is the body, a seat of it or an appointment to it."""
    return _keeps(actor, subject if isinstance(subject, Body) else subject.body)


def may_write_to(actor: Person | None, body: Body) -> bool:
    """Whoever keeps a body writes to those who sit on it, and takes their addresses along."""
    return _keeps(actor, body)


def may_keep_bodies(actor: Any, subject: Any = None) -> bool:
    """Whoever keeps any body has a desk for them."""
    return office(actor) or bool(scopes_of(actor, RoleName.DISTRICT_OFFICER))


def may_keep_house(actor: Person | None, subject: Any = None) -> bool:
    """The system forgets what is kept for a term only."""
    return machinery(actor)


def _keeps(actor: Any, body: Body) -> bool:
    return office(actor) or (
        bool(body.scope) and isinstance(actor, Person) and has_role(actor, RoleName.DISTRICT_OFFICER, scope=body.scope)
    )


# --- Meetings ----------------------------------------------------------------------------------------------------


def may_run(actor: Any, subject: Any) -> bool:
    """Whoever keeps a body, and who chairs it or keeps its minutes, runs its meetings.

    The subject is the body, a meeting of it, or what is to be entered there.
    """
    if isinstance(subject, Body):
        return _runs(actor, subject)
    return _runs(actor, subject.body if hasattr(subject, "body") else subject.meeting.body)


def may_run_item(actor: Any, subject: Any) -> bool:
    """The same, for an item of an agenda or what is to be entered there."""
    return _runs(actor, (subject if isinstance(subject, Item) else subject.item).meeting.body)


def may_read(actor: Any, item: Item) -> bool:
    """Whoever is recused from an item sees its title alone: no papers, no motions, no points of others."""
    return not Recusal.objects.of(actor).at(item).exists()


def may_shape(actor: Any, subject: Any) -> bool:
    """Whoever runs the meeting says what an item is about and what is decided there, unless they are recused from it.

    The subject is an item, or what is to be entered there.
    """
    item = subject if isinstance(subject, Item) else subject.item
    return may_run_item(actor, item) and may_read(actor, item)


def may_run_attendance(actor: Any, attendance: Attendance) -> bool:
    """The same, for who was there."""
    return _runs(actor, attendance.meeting.body)


def may_run_ballot(actor: Any, ballot: Ballot) -> bool:
    """The same, for a vote."""
    return may_shape(actor, ballot.motion)


def may_count(actor: Any, counting: Any) -> bool:
    """Whoever runs the meeting, and everybody who sits on the body: slips are counted by two people; nobody recused."""
    body = counting.item.meeting.body
    return (_runs(actor, body) or _sits(actor, body)) and may_read(actor, counting.item)


def may_cast(actor: Any, casting: Any) -> bool:
    """Everybody for their own seat, and for what is called out whoever runs the meeting."""
    return _is_theirs(actor, casting.entitlement.seat) or may_run_ballot(actor, casting.ballot)


def may_declare(actor: Any, declared: Any) -> bool:
    """Everybody for their own seat, and for what is said in the meeting whoever runs it."""
    return _is_theirs(actor, declared.seat) or _runs(actor, declared.item.meeting.body)


def may_bind(actor: Any, tie: Any) -> bool:
    """Everybody declares their own ties; nobody does it for others."""
    return isinstance(actor, Person) and actor.is_active and (actor.is_system or actor.pk == tie.person.pk)


def may_unbind(actor: Any, binding: Binding) -> bool:
    """Everybody ends their own."""
    return may_bind(actor, binding)


def _runs(actor: Any, body: Body) -> bool:
    return _keeps(actor, body) or _sits(actor, body, *RUNNING)


def _sits(actor: Any, body: Body, *roles: SeatRole) -> bool:
    if not isinstance(actor, Person) or not actor.is_active:
        return False
    seats = Seat.objects.of(actor).valid(on=clock.today()).filter(body=body)
    return (seats.filter(role__in=roles) if roles else seats).exists()


def _is_theirs(actor: Any, seat: Seat) -> bool:
    return isinstance(actor, Person) and actor.is_active and Seat.objects.of(actor).filter(pk=seat.pk).exists()


def may_score(actor: Any, given: Any) -> bool:
    """Everybody for their own seat, and nobody for another one's."""
    return _is_theirs(actor, given.seat)


def may_object(actor: Any, doubt: Any) -> bool:
    """Everybody who sits on the body, and whoever runs its meetings."""
    body = doubt.minutes.meeting.body
    return _sits(actor, body) or _runs(actor, body)


def may_run_minutes(actor: Any, subject: Any) -> bool:
    """Whoever runs a meeting writes its minutes, and says what becomes of objections."""
    return _runs(actor, (subject if hasattr(subject, "meeting") else subject.minutes).meeting.body)


def may_follow_up(actor: Any, subject: Any) -> bool:
    """Whoever runs a body's meetings says what has to follow from the resolutions that they see, and how far it is."""
    resolution = subject.resolution
    return _runs(actor, resolution.body) and Resolution.objects.visible_to(actor).filter(pk=resolution.pk).exists()
