"""Scores as each member may see them, and the ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models import Candidate, Recusal, Score, Scoring, Seat
from quartierwerk.rooms.boards.queries.seats import seats_on
from quartierwerk.rooms.boards.rules import Contender, Ranked, ScoringState


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


def sheets(scoring: Scoring, seat: Seat) -> list[Sheet]:
    """All candidates of a scoring as the holder of a seat sees them, in the order of the agenda."""
    scores = Prefetch("scores", Score.objects.select_related("seat__person"))
    found = scoring.candidates.select_related("item").prefetch_related(scores).order_by("item__position", "pk")
    recused = set(Recusal.objects.filter(seat=seat, item__candidate__scoring=scoring).values_list("item", flat=True))
    sheets = []
    for candidate in found:
        given = list(candidate.scores.all())
        own = next((one for one in given if one.seat_id == seat.pk), None)
        is_recused = candidate.item_id in recused
        others = [one for one in given if one != own] if own is not None and not is_recused else []
        sheets.append(Sheet(candidate, is_recused, own, others))
    return sheets


def seat_of(person: Any, scoring: Scoring) -> Seat | None:
    """The voting seat from which somebody scores."""
    meeting = scoring.item.meeting
    return Seat.objects.of(person).filter(pk__in=seats_on(meeting.body, meeting.day), is_voting=True).first()


def progress(scoring: Scoring) -> QuerySet[Seat]:
    """The voting seats of a jury with how many candidates each has scored (``given``), for whoever runs it."""
    meeting = scoring.item.meeting
    mine = Q(scores__candidate__scoring=scoring)
    return seats_on(meeting.body, meeting.day).filter(is_voting=True).annotate(given=Count("scores", filter=mine))


@dataclass(frozen=True)
class Place:
    """A candidate and where it stands."""

    candidate: Candidate
    ranked: Ranked


def ranking(scoring: Scoring) -> list[Place]:
    """The ranking with its line; the pot's free money now is what it is drawn by."""
    rubric = scoring.rubric
    found = scoring.candidates.select_related("item").prefetch_related("scores")
    candidates = {candidate.pk: candidate for candidate in found}
    contenders = [
        Contender(
            candidate.pk,
            candidate.cents,
            [rules.share(one.points, rubric) for one in candidate.scores.all() if not one.is_abstained],
        )
        for candidate in candidates.values()
    ]
    available = scoring.pot.available if scoring.pot else 0
    return [Place(candidates[one.key], one) for one in rules.ranking(contenders, available=available)]


def may_see_ranking(scoring: Scoring) -> bool:
    """Whether the ranking is there to be seen: not while somebody still scores unseen by others."""
    return scoring.state != ScoringState.OPEN
