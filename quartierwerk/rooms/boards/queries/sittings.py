"""A meeting with everything that its page shows, read at once: the page asks as often for one item as for thirty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Model, Prefetch

from quartierwerk.foundation.references import seen
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models import (
    Attendance,
    Ballot,
    Binding,
    Body,
    Entitlement,
    Item,
    Meeting,
    Motion,
    Procedure,
    Resolution,
    Seat,
)
from quartierwerk.rooms.boards.queries.meetings import (
    Asked,
    Line,
    Presence,
    Proposal,
    agenda,
    attendances,
    money_asked,
    weighed,
    whole_agenda,
)
from quartierwerk.rooms.boards.queries.procedures import procedure_on
from quartierwerk.rooms.boards.queries.seats import seats_at, seats_on
from quartierwerk.rooms.boards.queries.votes import tally
from quartierwerk.rooms.boards.rules import ItemKind, MeetingState, Method, Votes


def is_inside(body: Body, person: Any) -> bool:
    """Whether somebody sits on a body or keeps it."""
    return Body.objects.inside(person).filter(pk=body.pk).exists()


@dataclass(frozen=True)
class Desk:
    """A seat in a meeting: who is on it, and since when."""

    seat: Seat
    stays: Sequence[Attendance]

    @property
    def here(self) -> Attendance | None:
        """Their stay, as long as they are there."""
        return next((stay for stay in self.stays if stay.left_at is None), None)


@dataclass(frozen=True)
class Put:
    """A motion, and how far the body has got with it."""

    motion: Motion
    ballot: Ballot | None
    """The vote that is open."""
    mine: Sequence[Entitlement] = ()
    """In which of its seats whoever asks votes."""

    @property
    def resolution(self) -> Resolution | None:
        """What it came to."""
        closed = (getattr(ballot, "resolution", None) for ballot in self.motion.ballots.all())
        return next((resolution for resolution in closed if resolution is not None), None)

    @property
    def void(self) -> list[Ballot]:
        """The votes on it that were broken off."""
        return [ballot for ballot in self.motion.ballots.all() if ballot.void_reason]

    @cached_property
    def votes(self) -> Votes | None:
        """What the open vote has come to so far; None as long as nobody knows."""
        found = tally(self.ballot) if self.ballot else None
        return found[0] if found else None

    @property
    def is_by_name(self) -> bool:
        """Whether its votes are cast one by one."""
        return self.ballot is not None and self.ballot.method == Method.NAMED

    @cached_property
    def cast(self) -> int:
        """How many of those entitled have voted by name."""
        return sum(one.vote is not None for one in self.ballot.entitlements.all()) if self.ballot else 0


@dataclass(frozen=True)
class Point:
    """An item of the agenda on the page of its meeting."""

    line: Line
    presence: Presence
    puts: Sequence[Put]
    proposals: Sequence[Proposal]
    papers: Sequence[Model]
    parties: Sequence[Model]
    mine: Sequence[Seat]
    """The seats of whoever asks that are not recused yet."""

    @property
    def item(self) -> Item:
        """What it is about."""
        return self.line.item

    @property
    def shows_parties(self) -> bool:
        """Whether it may be said whom it concerns: not of what a jury scores without names, but to whoever runs it."""
        return getattr(self.item, "candidate", None) is None

    @property
    def can_be_scored(self) -> bool:
        """Whether a jury may be let score what is put below it: no report, and nothing of its own to be decided yet."""
        item = self.item
        has_none = not any(hasattr(item, name) for name in ("scoring", "candidate"))
        is_weighed = item.kind in (ItemKind.DISCUSSION, ItemKind.DECISION)
        return is_weighed and has_none and not self.line.is_withheld and not self.puts

    @property
    def is_voted_on(self) -> bool:
        """Whether a vote on it is open or has led to something: then nobody is recused any more."""
        return any(put.ballot is not None or put.resolution is not None for put in self.puts)


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """A meeting as somebody sees it at a moment."""

    meeting: Meeting
    at: datetime
    is_inside: bool
    """Whether they sit there or keep the body; only then they see who is there and what is closed."""
    procedure: Procedure | None
    desks: Sequence[Desk] = ()
    mine: Sequence[Seat] = ()
    """Their own seats."""
    lines: Sequence[Line] = ()
    bindings: Sequence[Binding] = ()
    ballots: Mapping[int, Ballot] = field(default_factory=dict)
    """The open votes, by the key of their motion."""
    things: Mapping[str, Model] = field(default_factory=dict)
    """What is pointed to and may be seen, by reference."""

    @cached_property
    def presence(self) -> Presence:
        """Who is there, and whether they may decide."""
        return self._presence(())

    @cached_property
    def points(self) -> list[Point]:
        """The agenda."""
        return [self._point(line) for line in self.lines]

    @cached_property
    def money(self) -> list[Asked]:
        """What the agenda asks of each pot; for those inside."""
        return money_asked(self.lines) if self.is_inside else []

    @property
    def minutes(self) -> int:
        """How long all items together are planned for."""
        return sum(line.item.minutes or 0 for line in self.lines)

    @property
    def is_longer_than_planned(self) -> bool:
        """Whether the items take longer than the meeting."""
        long = self.meeting.ends_at - self.meeting.starts_at
        return self.minutes * 60 > long.total_seconds()

    @property
    def is_voting(self) -> bool:
        """Whether a vote is open."""
        return bool(self.ballots)

    def _presence(self, out: Sequence[int]) -> Presence:
        return weighed(
            self.meeting,
            procedure=self.procedure,
            seats=[desk.seat for desk in self.desks],
            stays=[stay.stay for desk in self.desks for stay in desk.stays],
            out=out,
            at=self.at,
        )

    def _point(self, line: Line) -> Point:
        out = [recusal.seat_id for recusal in line.item.recusals.all()]
        known = (lambda refs: []) if line.is_withheld else self._known
        return Point(
            line=line,
            presence=self._presence(out),
            puts=[self._put(motion) for motion in line.motions],
            proposals=list(self._proposals(line.item, out)),
            papers=known(line.item.papers),
            parties=known(line.item.parties) if self.is_inside else [],
            mine=[seat for seat in self.mine if seat.pk not in out],
        )

    def _put(self, motion: Motion) -> Put:
        ballot = self.ballots.get(motion.pk)
        keys = {seat.pk for seat in self.mine}
        return Put(motion, ballot, [one for one in ballot.entitlements.all() if one.seat_id in keys] if ballot else ())

    def _proposals(self, item: Item, out: Sequence[int]) -> list[Proposal]:
        found = []
        for desk in self.desks:
            ties = [
                binding
                for binding in self.bindings
                if binding.person_id == desk.seat.person_id and binding.to in item.parties
            ]
            if ties and desk.seat.pk not in out:
                found.append(Proposal(desk.seat, ties))
        return found

    def _known(self, references: Sequence[str]) -> list[Model]:
        return [self.things[one] for one in references if one in self.things]


def sitting(meeting: Meeting, person: Any, *, at: datetime, runs: bool) -> Sitting:
    """The meeting as somebody sees it; whoever ``runs`` it also sees which ties its members have declared."""
    inside = is_inside(meeting.body, person)
    lines = agenda(meeting, person)
    pointed = [ref for line in lines if not line.is_withheld for ref in (*line.item.papers, *line.item.parties)]
    known = {
        "meeting": meeting,
        "at": at,
        "is_inside": inside,
        "procedure": meeting.procedure or procedure_on(meeting.body, meeting.day),
        "lines": lines,
        "things": seen(pointed, person),
    }
    if not inside:
        return Sitting(**known)
    stays: dict[int, list[Attendance]] = {}
    for attendance in attendances(meeting):
        stays.setdefault(attendance.seat_id, []).append(attendance)
    seats = list(seats_at(meeting) if meeting.state == MeetingState.HELD else seats_on(meeting.body, meeting.day))
    mine = [seat for seat in seats if isinstance(person, Person) and seat.is_of(person)]
    parties = {ref for line in lines for ref in line.item.parties}
    asked = [seat.person_id for seat in (seats if runs else mine)]
    return Sitting(
        **known,
        desks=[Desk(seat, stays.get(seat.pk, ())) for seat in seats],
        mine=mine,
        bindings=list(Binding.objects.filter(person__in=asked, to__in=parties, ended_at__isnull=True).order_by("pk")),
        ballots={ballot.motion_id: ballot for ballot in _open_ballots(meeting)} if meeting.is_open else {},
    )


def notice(meeting: Meeting) -> dict[str, Any]:
    """What a mail about a meeting says."""
    return {"meeting": meeting, "body": meeting.body, "lines": whole_agenda(meeting)}


def reached_by_mail(meeting: Meeting, *, on: date | None = None) -> tuple[list[Seat], list[Seat]]:
    """Who is written to about a meeting, and who has no address that the house knows; by default on its own day."""
    seats = list(seats_on(meeting.body, on or meeting.day))
    return [seat for seat in seats if seat.address], [seat for seat in seats if not seat.address]


def notice_by(meeting: Meeting) -> tuple[int, Any] | None:
    """How many days before a meeting one invites, and the last day for it; None where the body has no rules."""
    procedure = procedure_on(meeting.body, meeting.day)
    if procedure is None:
        return None
    return procedure.notice_days, rules.invite_by(meets_on=meeting.day, days=procedure.notice_days)


def _open_ballots(meeting: Meeting) -> Any:
    entitled = Entitlement.objects.select_related("seat__person").prefetch_related("votes").order_by("pk")
    found = Ballot.objects.filter(motion__item__meeting=meeting, closed_at__isnull=True)
    return found.prefetch_related(Prefetch("entitlements", entitled), "counts")
