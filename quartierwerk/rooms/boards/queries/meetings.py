"""Meetings as somebody may see them: agenda, who is there, whether they may decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models import Attendance, Binding, Body, Item, Meeting, Motion, Recusal, Seat
from quartierwerk.rooms.boards.models.meetings import MeetingQuerySet
from quartierwerk.rooms.boards.queries.procedures import procedure_on
from quartierwerk.rooms.boards.queries.seats import seats_on
from quartierwerk.rooms.boards.rules import Branch, Here, MeetingState, QuorumFinding, SeatRole


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
    seats = Seat.objects.of(person).filter(valid_from__lte=at.date()).exclude(valid_to__lte=at.date())
    return meetings_to_come(person, at=at).filter(body__in=seats.values("body"))


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
        finding = self.finding
        if finding.is_waived:
            return _("Zweite Sitzung: beschlussfähig mit allen, die da sind (%(present)d).") % finding._asdict()
        counts = {"present": finding.present, "of": finding.of, "needed": finding.needed}
        if finding.is_met and finding.is_presumed and finding.present < finding.needed:
            return (
                _("Gilt als beschlussfähig, bis es jemand bezweifelt: %(present)d von %(of)d, nötig wären %(needed)d.")
                % counts
            )
        said = _("Beschlussfähig: %(present)d von %(of)d stimmberechtigten Sitzen, nötig %(needed)d.") % counts
        if not finding.is_met:
            said = (
                _("Nicht beschlussfähig: %(present)d von %(of)d stimmberechtigten Sitzen, nötig %(needed)d.") % counts
            )
        if self.recused:
            number = len(self.recused)
            said += " " + ngettext("%(n)d Sitz ist befangen.", "%(n)d Sitze sind befangen.", number) % {"n": number}
        return said


def presence(meeting: Meeting, *, at: datetime, item: Item | None = None) -> Presence:
    """Who is there at a moment, for an item or as such; a body without rules decides nothing."""
    procedure = meeting.procedure or procedure_on(meeting.body, meeting.day)
    seats = [seat for seat in seats_on(meeting.body, meeting.day) if seat.is_voting]
    there = rules.present([attendance.stay for attendance in meeting.attendances.all()], at=at)
    out = set(Recusal.objects.filter(item=item).values_list("seat", flat=True)) if item else set()
    voting = [seat for seat in seats if seat.pk in there and seat.pk not in out]
    recused = [seat for seat in seats if seat.pk in out]
    here = Here(len(seats), len(voting), len(recused))
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
    is_withheld: bool = False
    """Whether they are recused from it: then they see no more than its title."""

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
    numbers = rules.numbered(Branch(*row) for row in meeting.items.values_list("pk", "parent", "position"))
    seen = (
        Item.objects.visible_to(person)
        .filter(meeting=meeting)
        .prefetch_related(
            Prefetch("motions", Motion.objects.select_related("pot__year", "pot__pillar", "pot__district")),
            "motions__ballots__resolution",
            Prefetch("recusals", Recusal.objects.select_related("seat__person")),
        )
    )
    items = {item.pk: item for item in seen}
    withheld = withheld_from(meeting, person)
    for item in items.values():
        item.meeting = meeting
    return [Line(items[key], number, key in withheld) for key, number in numbers if key in items]


def withheld_from(meeting: Meeting, person: Any) -> set[int]:
    """The items of a meeting from which somebody is recused."""
    if not isinstance(person, Person):
        return set()
    mine = Recusal.objects.filter(item__meeting=meeting, seat__in=Seat.objects.of(person).values("pk"))
    return set(mine.values_list("item", flat=True))


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


def attendances(meeting: Meeting) -> QuerySet[Attendance]:
    """Who came and went, in order."""
    return meeting.attendances.select_related("seat__person", "seat__substitute").order_by("came_at", "pk")


@dataclass(frozen=True)
class Asked:
    """What an agenda asks of one pot, in cents."""

    pot: Any
    cents: int

    @property
    def left(self) -> int:
        """What would be free if all of it were granted; below zero where more is asked for than there is."""
        return int(self.pot.available) - self.cents


def money_asked(lines: Sequence[Line]) -> list[Asked]:
    """For each pot that an agenda names, what is asked and not decided yet, and what would be left."""
    sums: dict[Any, int] = {}
    for line in lines:
        for motion in line.motions:
            if motion.pot is not None and not any(not ballot.void_reason for ballot in motion.ballots.all()):
                sums[motion.pot] = sums.get(motion.pot, 0) + (motion.cents or 0)
    return [Asked(pot, cents) for pot, cents in sums.items()]
