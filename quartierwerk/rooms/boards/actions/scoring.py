"""A jury scores before it meets, ranks, decides by votes like every body, and announces when it is ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import permissions, queries, rules
from quartierwerk.rooms.boards.actions._telling import tell_decided
from quartierwerk.rooms.boards.actions.meetings import Tabled, table
from quartierwerk.rooms.boards.actions.votes import Moved, move
from quartierwerk.rooms.boards.models import Ballot, Candidate, Item, Recusal, Score, Scoring, Seat
from quartierwerk.rooms.boards.rules import SCORING_STEPS, Criterion, ItemKind, ScoringState
from quartierwerk.rooms.budget.models import Pot


class RubricRefused(RuleBroken):
    """The criteria do not make a rubric; the sentence says why."""

    field = "criteria"


class ScoringThere(NotNow):
    """The item is scored already."""

    sentence = _("Zu diesem Punkt gibt es schon eine Bewertung.")


class ScoringOver(NotNow):
    """Scores are taken no more."""

    sentence = _("Die Bewertung ist beendet.")


class PointsRefused(RuleBroken):
    """Points are missing, or there are too many."""

    sentence = _("Bitte geben Sie zu jedem Kriterium Punkte, oder enthalten Sie sich.")
    field = "points"


class AlreadyScored(NotNow):
    """The seat has given its points; they stand, since others show now."""

    sentence = _("Ihre Punkte sind schon abgegeben. Sie gelten, weil Sie seither die der anderen sehen.")


class IsRecused(RuleBroken):
    """The seat takes no part in this."""

    sentence = _("Sie sind zu diesem Vorhaben befangen und bewerten es nicht.")


class VotesOutstanding(NotNow):
    """Not everything is decided that is to be announced."""

    sentence = _("Über ein Vorhaben ist noch nicht abgestimmt. Verkündet wird alles zusammen.")


class VotesBegun(NotNow):
    """Somebody has voted by the ranking already."""

    sentence = _("Über ein Vorhaben wird schon abgestimmt. Die Bewertung bleibt, wie sie ist.")


@dataclass(frozen=True, kw_only=True)
class Rubric:
    """What is to be scored, by which criteria, until when."""

    item: Item
    criteria: Sequence[Criterion]
    closes_at: datetime
    pot: Pot | None = None


def _lock(scoring: Scoring) -> None:
    """The meeting, which whoever declares a recusal or opens a vote holds, and the scoring, which ends meanwhile."""
    lock(scoring.item.meeting)
    lock(scoring)


def _lock_scoring(_actor: Any, scoring: Scoring) -> None:
    """The meeting alone, since the door locks the scoring itself."""
    lock(scoring.item.meeting)


def _meets(item: Item) -> None:
    """A jury scores for a meeting that is to come, or that runs."""
    if not item.meeting.is_to_come and not item.meeting.is_open:
        raise NotNow


@action(may=permissions.may_run_item, first=lambda actor, rubric: lock(rubric.item.meeting))
def open_scoring(rubric: Rubric, *, actor: Person) -> Scoring:
    """Let a body score what is put below an item of its agenda (Bewertung eröffnen)."""
    _meets(rubric.item)
    if problem := rules.criteria_problem(rubric.criteria):
        raise RubricRefused(rules.RUBRIC_PROBLEMS[problem])
    criteria = [asdict(criterion) for criterion in rubric.criteria]
    try:
        with transaction.atomic():
            return Scoring.objects.create(
                item=rubric.item, pot=rubric.pot, criteria=criteria, closes_at=rubric.closes_at
            )
    except IntegrityError as error:
        raise ScoringThere from error


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a jury is to score: a copy without names, what is asked, and whom it concerns."""

    scoring: Scoring
    title: str
    text: str
    cents: int
    case: str = ""
    parties: Sequence[str] = ()
    papers: Sequence[str] = ()

    @property
    def item(self) -> Item:
        """The item below which it stands."""
        return self.scoring.item


@action(may=permissions.may_run_item, first=lambda actor, entry: _lock(entry.scoring))
def enter(entry: Entry, *, actor: Person) -> Candidate:
    """Put something before a jury: as a closed item of its agenda, with the motion to grant it (Vorhaben aufnehmen)."""
    if entry.scoring.state != ScoringState.OPEN:
        raise ScoringOver
    item = table(
        Tabled(
            meeting=entry.item.meeting,
            parent=entry.item,
            title=entry.title,
            text=entry.text,
            kind=ItemKind.DECISION,
            is_public=False,
            parties=entry.parties,
            papers=entry.papers,
        ),
        actor=actor,
    )
    money = {"pot": entry.scoring.pot, "cents": entry.cents} if entry.scoring.pot else {}
    with translation.override(settings.LANGUAGE_CODE):  # what the body will resolve, whatever whoever enters it reads
        wording = str(_("„%(title)s“ wird gefördert.")) % {"title": item.title}
    move(Moved(item=item, wording=wording, case=entry.case, **money), actor=actor)
    return Candidate.objects.create(scoring=entry.scoring, item=item, cents=entry.cents, case=entry.case)


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a seat gives a candidate; without points it abstains."""

    candidate: Candidate
    seat: Seat
    points: Mapping[str, int] | None
    comment: str = ""

    @property
    def item(self) -> Item:
        """The item of the candidate."""
        return self.candidate.item


@action(may=permissions.may_score, first=lambda actor, given: _lock(given.candidate.scoring))
def score(given: Given, *, actor: Person, at: datetime) -> Score:
    """Give a candidate one's points, once; from then on one sees those of others (bewerten)."""
    scoring = given.candidate.scoring
    _meets(scoring.item)
    if scoring.state != ScoringState.OPEN or at >= scoring.closes_at:
        raise ScoringOver
    if not given.seat.is_voting or given.seat.body_id != given.item.meeting.body_id:
        raise NotNow
    if Recusal.objects.at(given.item).filter(seat=given.seat).exists():
        raise IsRecused
    if given.points is not None and not rules.points_fit(given.points, scoring.rubric):
        raise PointsRefused
    try:
        with transaction.atomic():
            return Score.objects.create(
                candidate=given.candidate,
                seat=given.seat,
                points=dict(given.points or {}),
                is_abstained=given.points is None,
                comment=given.comment.strip(),
                at=at,
            )
    except IntegrityError as error:
        raise AlreadyScored from error


@action(may=permissions.may_run_item, first=_lock_scoring)
def close_scoring(scoring: Scoring, *, actor: Person) -> Scoring:
    """Take no more scores; the ranking is there for all who scored (Bewertung beenden)."""
    advance(scoring, ScoringState.CLOSED, steps=SCORING_STEPS)
    return scoring


@action(may=permissions.may_run_item, first=_lock_scoring)
def reopen_scoring(scoring: Scoring, *, actor: Person, closes_at: datetime) -> Scoring:
    """Take scores once more until a moment, as long as nobody has decided on a candidate (wieder öffnen)."""
    _meets(scoring.item)
    if Ballot.objects.filter(motion__item__candidate__scoring=scoring, void_reason="").exists():
        raise VotesBegun
    advance(scoring, ScoringState.OPEN, steps=SCORING_STEPS, closes_at=closes_at)
    return scoring


@action(may=permissions.may_run_item, first=_lock_scoring)
def announce(scoring: Scoring, *, actor: Person, at: datetime) -> Scoring:
    """Announce what was decided, all together; until then only those of the body know it (Ergebnis verkünden)."""
    if queries.undecided(scoring).exists():
        raise VotesOutstanding
    advance(scoring, ScoringState.ANNOUNCED, steps=SCORING_STEPS, announced_at=at)
    tell_decided(queries.resolved(scoring))
    return scoring
