"""Scores as each member may see them, and the ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet, Sum

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models import Candidate, Recusal, Resolution, Score, Scoring, Seat
from quartierwerk.rooms.boards.queries.meetings import withheld_from
from quartierwerk.rooms.boards.queries.seats import seats_on
from quartierwerk.rooms.boards.rules import Contender, MeetingState, Ranked, ScoringState


@dataclass(frozen=True)
class Sheet:
    """One candidate as a member of the jury sees it."""

    candidate: Candidate
    is_recused: bool
    """Then they see no more than its title, and score nothing."""
    own: Score | None
    """What they gave."""
    others: Sequence[Score]
    """What others gave; empty until their own is in."""

    @property
    def is_due(self) -> bool:
        """Whether they still have to score it."""
        return self.own is None and not self.is_recused


def sheets(scoring: Scoring, person: Any) -> list[Sheet]:
    """All candidates of a scoring as somebody on the jury sees them, in the order of the agenda."""
    scores = Prefetch("scores", Score.objects.select_related("seat__person").order_by("at", "pk"))
    found = scoring.candidates.select_related("item").prefetch_related(scores).order_by("item__position", "pk")
    seat, withheld = seat_of(person, scoring), withheld_from(scoring.item.meeting, person)
    sheets = []
    for candidate in found:
        candidate.scoring, candidate.item.meeting = scoring, scoring.item.meeting
        given = list(candidate.scores.all())
        own = next((one for one in given if seat is not None and one.seat_id == seat.pk), None)
        is_recused = candidate.item_id in withheld
        others = [one for one in given if one != own] if own is not None and not is_recused else []
        sheets.append(Sheet(candidate, is_recused, own, others))
    return sheets


def seat_of(person: Any, scoring: Scoring) -> Seat | None:
    """The voting seat from which somebody scores."""
    meeting = scoring.item.meeting
    return Seat.objects.of(person).filter(pk__in=seats_on(meeting.body, meeting.day), is_voting=True).first()


@dataclass(frozen=True)
class Progress:
    """How far a seat has got, for whoever runs the scoring: numbers, never points."""

    seat: Seat
    given: int
    """How many candidates it has scored that it is not recused from."""
    recused: int
    due: int
    """How many it has to score altogether."""

    @property
    def outstanding(self) -> int:
        """How many it still has to score."""
        return self.due - self.given


def progress(scoring: Scoring) -> list[Progress]:
    """The voting seats of a jury with how far each has got."""
    meeting, number = scoring.item.meeting, scoring.candidates.count()
    out = set(Recusal.objects.filter(item__candidate__scoring=scoring).values_list("seat", "item__candidate"))
    given = set(Score.objects.filter(candidate__scoring=scoring).values_list("seat", "candidate")) - out
    recused, scored = Counter(seat for seat, _item in out), Counter(seat for seat, _candidate in given)
    return [
        Progress(seat, scored[seat.pk], recused[seat.pk], number - recused[seat.pk])
        for seat in seats_on(meeting.body, meeting.day).filter(is_voting=True)
    ]


class ToScore(NamedTuple):
    """A scoring that waits for somebody, and how many candidates they still have to score."""

    scoring: Scoring
    number: int


def to_score(person: Person, *, at: datetime) -> list[ToScore]:
    """What somebody has to score in the juries on which they sit, what ends first before all."""
    seats = list(Seat.objects.of(person).filter(is_voting=True))
    bodies = {seat.body_id for seat in seats}
    meets = [MeetingState.PLANNED, MeetingState.INVITED, MeetingState.OPEN]
    found = Scoring.objects.filter(item__meeting__body__in=bodies, item__meeting__state__in=meets)
    found = found.filter(state=ScoringState.OPEN, closes_at__gt=at)
    known = [
        scoring
        for scoring in found.select_related("item__meeting__body").order_by("closes_at", "pk")
        if any(_sits(seat, scoring) for seat in seats)
    ]
    due = Candidate.objects.filter(scoring__in=known).exclude(scores__seat__in=seats)
    number = Counter(due.exclude(item__recusals__seat__in=seats).values_list("scoring", flat=True))
    return [ToScore(scoring, number[scoring.pk]) for scoring in known if number[scoring.pk]]


def _sits(seat: Seat, scoring: Scoring) -> bool:
    meeting = scoring.item.meeting
    is_over = seat.valid_to is not None and seat.valid_to <= meeting.day
    return seat.body_id == meeting.body_id and seat.valid_from <= meeting.day and not is_over


@dataclass(frozen=True)
class Place:
    """A candidate and where it stands."""

    candidate: Candidate
    ranked: Ranked
    resolution: Resolution | None
    """What was decided, once it is."""

    @property
    def percent(self) -> float | None:
        """Its mean in percent of the most it could get, to a tenth."""
        return None if self.ranked.mean is None else round(float(self.ranked.mean * 100), 1)


@dataclass(frozen=True)
class Table:
    """A ranking as somebody may see it."""

    places: Sequence[Place]
    hidden: Sequence[Candidate]
    """From which they are recused: they see no more than the titles."""
    has_line: bool
    """Whether there is a pot to draw a line by."""
    available: int
    """What the line is drawn by, in cents."""

    @property
    def above(self) -> list[Place]:
        """To which the money reaches."""
        return [place for place in self.places if place.ranked.is_above]

    @property
    def below(self) -> list[Place]:
        """To which it does not."""
        return [place for place in self.places if not place.ranked.is_above]

    @property
    def has_shared(self) -> bool:
        """Whether some share a place; as many places behind it stay free."""
        numbers = Counter(place.ranked.rank for place in self.places if place.ranked.rank is not None)
        return any(number > 1 for number in numbers.values())

    @property
    def used(self) -> int:
        """What those above the line ask for together, in cents."""
        return max((place.ranked.running for place in self.above), default=0)

    @property
    def left(self) -> int:
        """What they leave, in cents."""
        return self.available - self.used


def ranking(scoring: Scoring, person: Any) -> Table:
    """The ranking with its line as somebody inside sees it, without what they are recused from.

    The line is drawn by the pot's free money now and by what this scoring has been granted of it, so that it stays
    where it is while one vote follows another. A seat that became recused after it had scored does not count.
    """
    rubric, meeting = scoring.rubric, scoring.item.meeting
    found = scoring.candidates.select_related("item").prefetch_related("scores").order_by("item__position", "pk")
    candidates = {candidate.pk: candidate for candidate in found}
    for candidate in candidates.values():
        candidate.item.meeting = meeting
    out = set(Recusal.objects.filter(item__candidate__scoring=scoring).values_list("item", "seat"))
    contenders = [
        Contender(
            candidate.pk,
            candidate.cents,
            [
                rules.share(one.points, rubric)
                for one in candidate.scores.all()
                if not one.is_abstained and (candidate.item_id, one.seat_id) not in out
            ],
        )
        for candidate in candidates.values()
    ]
    decided = Resolution.objects.filter(item__candidate__scoring=scoring).select_related("procedure", "body")
    resolutions = {resolution.item_id: resolution for resolution in decided.order_by("at", "pk")}
    available = _available(scoring)
    places = [
        Place(candidates[one.key], one, resolutions.get(candidates[one.key].item_id))
        for one in rules.ranking(contenders, available=available)
    ]
    withheld = withheld_from(meeting, person)
    hidden = {candidate.pk for candidate in candidates.values() if candidate.item_id in withheld}
    return Table(
        [place for place in places if place.candidate.pk not in hidden],
        [candidate for candidate in candidates.values() if candidate.pk in hidden],
        scoring.pot is not None,
        available,
    )


def _available(scoring: Scoring) -> int:
    if scoring.pot is None:
        return 0
    granted = Resolution.objects.filter(
        item__candidate__scoring=scoring, is_carried=True, ballot__motion__pot=scoring.pot
    )
    return scoring.pot.available + (granted.aggregate(cents=Sum("ballot__motion__cents"))["cents"] or 0)


def undecided(scoring: Scoring) -> QuerySet[Candidate]:
    """The candidates on which nobody has decided yet."""
    return scoring.candidates.exclude(item__in=Resolution.objects.values("item"))


def may_see_ranking(scoring: Scoring) -> bool:
    """Whether the ranking is there to be seen: not while somebody still scores unseen by others."""
    return scoring.state != ScoringState.OPEN
