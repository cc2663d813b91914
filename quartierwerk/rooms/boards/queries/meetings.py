"""Meetings as somebody may see them: agenda, who is there, whether they may decide."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from quartierwerk.foundation import clock
from quartierwerk.foundation.privacy import Entry, Row, rows
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models import (
    Attendance,
    Ballot,
    Binding,
    Body,
    Candidate,
    Item,
    Meeting,
    Motion,
    Procedure,
    Recusal,
    Resolution,
    Score,
    Scoring,
    Seat,
    Vote,
)
from quartierwerk.rooms.boards.models.meetings import MeetingQuerySet
from quartierwerk.rooms.boards.queries.procedures import procedure_on
from quartierwerk.rooms.boards.queries.seats import seats_on
from quartierwerk.rooms.boards.rules import Branch, Here, MeetingState, QuorumFinding, SeatRole, Stay


def meetings(person: Any, *, body: Body | None = None) -> MeetingQuerySet:
    """The meetings that somebody may see, the latest first."""
    found = Meeting.objects.visible_to(person).select_related("body__district").order_by("-starts_at", "-pk")
    return found.filter(body=body) if body else found


def meetings_to_come(person: Any, *, at: datetime) -> MeetingQuerySet:
    """Those that somebody may see and that are not over, the next first."""
    wanted = [MeetingState.PLANNED, MeetingState.INVITED, MeetingState.OPEN]
    return meetings(person).filter(state__in=wanted, ends_at__gte=at).order_by("starts_at", "pk")


def meetings_of(person: Person, *, at: datetime) -> MeetingQuerySet:
    """The meetings to come of the bodies on which somebody sits."""
    seats = Seat.objects.of(person).valid(on=clock.local(at).date())
    return meetings_to_come(person, at=at).filter(body__in=seats.values("body"))


def papers_of(meetings: Sequence[Meeting], person: Any) -> dict[int, int]:
    """How many papers there are to read for each of some meetings, without those that are kept from somebody."""
    keys = [meeting.pk for meeting in meetings]
    mine = Recusal.objects.of(person)
    seen = Item.objects.visible_to(person).filter(meeting__in=keys).exclude(pk__in=mine.values("item"))
    found = dict.fromkeys(keys, 0)
    for meeting, papers in seen.values_list("meeting", "papers"):
        found[meeting] += len(papers)
    return found


@dataclass(frozen=True)
class Presence:
    """Who is there for an item at a moment, and whether they may decide."""

    meeting: Meeting
    voting: Sequence[Seat]
    """The seats that may vote now."""
    recused: Sequence[Seat]
    """The voting seats that may not take part in the item, there or not."""
    here: Here
    finding: QuorumFinding

    @property
    def sentence(self) -> str:
        """What is said before a vote."""
        return rules.quorum_in_words(self.finding, recused=len(self.recused))


def presence(meeting: Meeting, *, at: datetime, item: Item | None = None) -> Presence:
    """Who is there at a moment, for an item or as such; a body without rules decides nothing."""
    return weighed(
        meeting,
        procedure=meeting.procedure or procedure_on(meeting.body, meeting.day),
        seats=list(seats_on(meeting.body, meeting.day)),
        stays=[attendance.stay for attendance in meeting.attendances.all()],
        out=set(Recusal.objects.at(item).values_list("seat", flat=True)) if item else set(),
        at=at,
    )


def weighed(
    meeting: Meeting,
    *,
    procedure: Procedure | None,
    seats: Sequence[Seat],
    stays: Sequence[Stay],
    out: Collection[int],
    at: datetime,
) -> Presence:
    """The same from what is already read; ``out`` are the keys of the seats that are recused."""
    there = rules.present(stays, at=at)
    entitled = [seat for seat in seats if seat.is_voting]
    voting = [seat for seat in entitled if seat.pk in there and seat.pk not in out]
    recused = [seat for seat in entitled if seat.pk in out]
    here = Here(len(entitled), len(voting), len(recused))
    if procedure is None:
        finding = QuorumFinding(False, here.present, 0, here.seats)
    else:
        challenged = meeting.challenged_at is not None
        finding = rules.quorum(procedure.quorum, here, is_second=meeting.is_second, is_challenged=challenged)
    return Presence(meeting, voting, recused, here, finding)


def chairing(meeting: Meeting, seats: Sequence[Seat]) -> Seat | None:
    """Of seats that are there, the one that presides: the chair, else the deputy."""
    by_role = {seat.role: seat for seat in seats if seat.role in (SeatRole.CHAIR, SeatRole.DEPUTY)}
    return by_role.get(SeatRole.CHAIR) or by_role.get(SeatRole.DEPUTY)


@dataclass
class Line:
    """One line of an agenda as somebody sees it."""

    item: Item
    number: str
    due_at: datetime
    """When it is its turn, if all before it take as long as planned."""
    is_withheld: bool = False
    """Whether they are recused from it: then they see no more than its title."""
    is_first: bool = False
    """Whether none stands before it below the same item: it cannot go up."""
    is_last: bool = False
    """Whether none stands behind it there."""

    @property
    def depth(self) -> int:
        """How far below the top it stands."""
        return self.number.count(".")

    @cached_property
    def motions(self) -> list[Motion]:
        """What is to be decided there."""
        return [] if self.is_withheld else list(self.item.motions.all())


def agenda(meeting: Meeting, person: Any) -> list[Line]:
    """The agenda as somebody may see it, numbered as a whole: what they do not see leaves its number free."""
    return _lines(meeting, Item.objects.visible_to(person), withheld_from(meeting, person))


def whole_agenda(meeting: Meeting) -> list[Line]:
    """The agenda as those know it who sit on the body."""
    return _lines(meeting, Item.objects.all(), set())


def _lines(meeting: Meeting, seen: QuerySet[Item], withheld: Collection[int]) -> list[Line]:
    tree = list(meeting.items.values_list("pk", "parent", "position", "minutes"))
    numbers = rules.numbered(Branch(*row[:3]) for row in tree)
    long = {key: minutes for key, _parent, _position, minutes in tree}
    times = rules.due_at((long[key] for key, _number in numbers), starts_at=meeting.starts_at)
    with_motions = (
        seen.filter(meeting=meeting)
        .select_related("scoring", "candidate")
        .prefetch_related(
            Prefetch("motions", Motion.objects.select_related("pot__year", "pot__pillar", "pot__district")),
            Prefetch("motions__ballots__resolution", Resolution.objects.select_related("procedure", "body")),
            Prefetch("recusals", Recusal.objects.select_related("seat__person")),
        )
    )
    items = {item.pk: item for item in with_motions}
    beside: dict[int | None, list[int]] = {}
    above = {key: parent for key, parent, _position, _minutes in tree}
    for key, _number in numbers:
        beside.setdefault(above[key], []).append(key)
    for item in items.values():
        item.meeting = meeting
    return [
        Line(
            items[key],
            number,
            due_at,
            is_withheld=key in withheld,
            is_first=beside[above[key]][0] == key,
            is_last=beside[above[key]][-1] == key,
        )
        for (key, number), due_at in zip(numbers, times, strict=True)
        if key in items
    ]


def withheld_from(meeting: Meeting, person: Any) -> set[int]:
    """The items of a meeting from which somebody is recused."""
    return set(Recusal.objects.of(person).filter(item__meeting=meeting).values_list("item", flat=True))


@dataclass(frozen=True)
class Proposal:
    """A seat that may have to be recused, and why the house thinks so."""

    seat: Seat
    bindings: Sequence[Binding]


def proposals(item: Item) -> list[Proposal]:
    """The seats whose holders have declared a tie to somebody whom the item concerns, and are not recused yet."""
    if not item.parties:
        return []
    seats = {
        seat.person_id: seat for seat in seats_on(item.meeting.body, item.meeting.day).exclude(recusals__item=item)
    }
    declared = Binding.objects.filter(person__in=seats, to__in=item.parties, ended_at__isnull=True).order_by("pk")
    found: dict[int, list[Binding]] = {}
    for binding in declared:
        found.setdefault(binding.person_id, []).append(binding)
    return [Proposal(seats[person], bindings) for person, bindings in found.items()]


def bindings_of(person: Person) -> QuerySet[Binding]:
    """What somebody has declared to be bound to: what holds first, then what has ended."""
    return Binding.objects.filter(person=person).order_by(F("ended_at").desc(nulls_first=True), "-declared_at", "-pk")


def bindings_over(before: datetime) -> QuerySet[Binding]:
    """The ties that ended before a moment, and those declared before it by people who sit on no body since then."""
    day = clock.local(before).date()
    since = Seat.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    own = Q(person=OuterRef("person")) | Q(email=OuterRef("person__email")) & ~Q(email="")
    forgotten = Q(ended_at__isnull=True, declared_at__lt=before) & ~Exists(since.filter(own))
    return Binding.objects.filter(Q(ended_at__lt=before) | forgotten)


def recusals_over(before: datetime) -> QuerySet[Recusal]:
    """The recusals that still say why, in meetings that were closed before a moment or should have been over then."""
    closed = Q(item__meeting__closed_at__lt=before)
    never_held = Q(item__meeting__closed_at__isnull=True, item__meeting__ends_at__lt=before)
    return Recusal.objects.filter(closed | never_held).exclude(reason="")


def rows_of_meetings(person: Person) -> Iterator[Row]:
    """What of somebody stands in meetings: when they were there, from what recused, how they voted and scored."""
    seats = Seat.objects.of(person).values("pk")
    stays = Attendance.objects.filter(Q(seat__in=seats) | Q(substitute=person)).select_related("meeting__body")
    yield from rows(stays, "meeting", "is_substitute", "came_at", "left_at")
    recusals = Recusal.objects.of(person).select_related("item")
    yield from rows(recusals, "item", "ground", "reason", "declared_at")
    for vote in Vote.objects.filter(entitlement__seat__in=seats).select_related("entitlement__ballot__motion"):
        motion = vote.entitlement.ballot.motion
        yield [
            Entry("motion", str(Motion._meta.verbose_name), str(motion)),
            Entry("choice", str(Vote._meta.get_field("choice").verbose_name), str(vote)),
            Entry("at", str(Ballot._meta.verbose_name), vote.at),
        ]
    scores = Score.objects.filter(seat__in=seats).select_related("candidate__item", "candidate__scoring")
    for score in scores.order_by("at", "pk"):
        yield [
            Entry("candidate", str(Candidate._meta.verbose_name), str(score.candidate)),
            Entry("points", str(Score._meta.get_field("points").verbose_name), score.in_words),
            Entry("comment", str(Score._meta.get_field("comment").verbose_name), score.comment),
            Entry("at", str(Scoring._meta.verbose_name), score.at),
        ]


def attendances(meeting: Meeting) -> QuerySet[Attendance]:
    """Who came and went, in order."""
    return meeting.attendances.select_related("seat__person", "substitute").order_by("came_at", "pk")


@dataclass(frozen=True)
class Asked:
    """What an agenda asks of one pot, in cents."""

    pot: Any
    cents: int

    @property
    def left(self) -> int:
        """What would be free if all of it were granted; below zero where more is asked for than there is."""
        return int(self.pot.available) - self.cents

    @property
    def missing(self) -> int:
        """How much too little there is."""
        return max(0, -self.left)


def money_asked(lines: Sequence[Line]) -> list[Asked]:
    """For each pot that an agenda names, what is asked and not decided yet, and what would be left."""
    sums: dict[Any, int] = {}
    for line in lines:
        for motion in line.motions:
            if motion.pot is not None and not any(not ballot.void_reason for ballot in motion.ballots.all()):
                sums[motion.pot] = sums.get(motion.pot, 0) + (motion.cents or 0)
    return [Asked(pot, cents) for pot, cents in sums.items()]
