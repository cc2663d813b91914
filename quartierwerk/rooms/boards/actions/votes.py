"""Motions are voted on, and a vote comes to a resolution; its money is reserved in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.facts.delivery import publish
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.search import journal
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.boards import facts, permissions, queries, rules
from quartierwerk.rooms.boards.actions._telling import tell_left_open
from quartierwerk.rooms.boards.models import Ballot, Count, Entitlement, Item, Motion, Resolution, Scoring, Vote
from quartierwerk.rooms.boards.rules import Choice, Method, ScoringState, Votes
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.budget.models import Pot


class SumMissing(RuleBroken):
    """A motion names a pot without a sum, or a sum without a pot."""

    sentence = _("Bitte nennen Sie Topf und Betrag, oder keinen von beiden.")
    field = "cents"


class NoQuorum(RuleBroken):
    """Too few are there for this item."""

    sentence = _("Für diesen Punkt ist das Gremium nicht beschlussfähig.")
    field = "override_reason"


class BallotThere(NotNow):
    """The motion is being voted on, or decided."""

    sentence = _("Über diese Vorlage wird schon abgestimmt, oder sie ist entschieden.")


class ScoringRuns(NotNow):
    """A jury still scores what the motion is about."""

    sentence = _("Zu diesem Punkt läuft noch eine Bewertung. Beenden Sie sie zuerst.")


class CountRefused(RuleBroken):
    """A count that cannot be."""

    sentence = _("Es sind mehr Stimmen als Stimmberechtigte. Bitte zählen Sie noch einmal.")
    field = "yes"


class NotCounted(NotNow):
    """Nobody has counted, or two have counted differently."""

    sentence = _("Das Ergebnis steht noch nicht fest: Es fehlt eine Auszählung.")


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What a body is asked to decide."""

    item: Item
    wording: str
    pot: Pot | None = None
    cents: int | None = None
    case: str = ""

    def columns(self) -> dict[str, Any]:
        """As they stand in a motion."""
        wording = self.wording.strip()
        if not wording:
            raise WordsMissing(field="wording")
        if (self.pot is None) != (self.cents is None) or (self.cents is not None and self.cents <= 0):
            raise SumMissing
        return vars(self) | {"wording": wording}


@action(may=permissions.may_shape, first=lambda actor, moved: lock(moved.item.meeting))
def move(moved: Moved, *, actor: Person) -> Motion:
    """Put a motion to an item, in its full wording (Beschlussvorlage einbringen)."""
    columns = moved.columns()
    _may_still_be_moved(moved.item)
    return Motion.objects.create(**columns)


@action(may=permissions.may_shape, first=lambda actor, motion: lock(motion.item.meeting))
def amend(motion: Motion, *, actor: Person, moved: Moved) -> Motion:
    """Word a motion anew, before anybody votes on it (Beschlussvorlage ändern)."""
    columns = moved.columns()
    _may_still_be_moved(motion.item)
    if motion.ballots.filter(void_reason="").exists():
        raise BallotThere
    names = ("wording", "pot", "cents", "case")
    for name in names:
        setattr(motion, name, columns[name])
    motion.save(update_fields=names)
    return motion


@action(may=permissions.may_shape, first=lambda actor, item: lock(item.meeting))
def drop_motion(item: Item, *, actor: Person, motion: int) -> Item:
    """Take a motion back on which nobody has begun to vote (Beschlussvorlage zurücknehmen)."""
    _may_still_be_moved(item)
    found = item.motions.filter(pk=motion).first()
    if found is None:
        raise NotNow
    if found.ballots.exists():
        raise BallotThere
    tell_left_open([found], item.meeting)
    found.delete()
    note_change(dropped=motion)
    return item


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A vote on a motion, and how it is taken."""

    motion: Motion
    method: Method
    override_reason: str = ""
    """Why the body votes although too few are there; without it that is refused."""

    @property
    def item(self) -> Item:
        """What the motion belongs to."""
        return self.motion.item


@action(may=permissions.may_shape, first=lambda actor, opening: lock(opening.item.meeting))
def open_ballot(opening: Opening, *, actor: Person, at: datetime) -> Ballot:
    """Open a vote: whoever is there and not recused may vote (Abstimmung eröffnen).

    Whoever comes later votes in the next one.
    """
    meeting, reason = opening.item.meeting, opening.override_reason.strip()
    if not meeting.is_open:
        raise NotNow
    if opening.motion.ballots.filter(void_reason="").exists():
        raise BallotThere
    running = Scoring.objects.filter(state=ScoringState.OPEN)
    if running.filter(Q(item=opening.item) | Q(candidates__item=opening.item)).exists():
        raise ScoringRuns
    presence = queries.presence(meeting, item=opening.item, at=at)
    if not presence.finding.is_met and not reason:
        raise NoQuorum(presence.sentence)
    try:
        with transaction.atomic():
            ballot = Ballot.objects.create(
                motion=opening.motion,
                method=opening.method,
                opened_at=at,
                opened_by=actor,
                seats=presence.here.seats,
                recused=presence.here.recused,
                is_challenged=meeting.challenged_at is not None,
                override_reason="" if presence.finding.is_met else reason,
            )
    except IntegrityError as error:
        raise BallotThere from error
    chair = queries.chairing(meeting, presence.voting)
    Entitlement.objects.bulk_create(
        Entitlement(ballot=ballot, seat=seat, is_chair=seat == chair) for seat in presence.voting
    )
    return ballot


@dataclass(frozen=True)
class Casting:
    """How a seat votes by name."""

    entitlement: Entitlement
    choice: Choice

    @property
    def ballot(self) -> Ballot:
        """In which vote."""
        return self.entitlement.ballot


def _lock_ballot(actor: Any, subject: Casting | Counting) -> None:
    lock(subject.ballot)


@action(may=permissions.may_cast, first=_lock_ballot)
def cast(casting: Casting, *, actor: Person, at: datetime) -> Vote:
    """Vote by name, or enter what somebody called out; a changed mind is a later vote (Stimme abgeben)."""
    if casting.ballot.method != Method.NAMED or not casting.ballot.is_open:
        raise NotNow
    entitled = casting.entitlement
    by = None if entitled.seat.is_of(actor) else actor
    return Vote.objects.create(entitlement=entitled, choice=casting.choice, at=at, by=by)


@dataclass(frozen=True, kw_only=True)
class Counting:
    """What somebody counted."""

    ballot: Ballot
    yes: int
    no: int
    abstained: int = 0
    invalid: int = 0
    chair: str = ""

    @property
    def item(self) -> Item:
        """What is voted on."""
        return self.ballot.motion.item


@action(may=permissions.may_count, first=_lock_ballot)
def count(counting: Counting, *, actor: Person, at: datetime) -> Count:
    """Enter what was counted; slips need a second person who counts the same (auszählen)."""
    ballot = counting.ballot
    if ballot.method == Method.NAMED or not ballot.is_open:
        raise NotNow
    counted = Votes(counting.yes, counting.no, counting.abstained, counting.invalid)
    if min(counted) < 0 or counted.all > ballot.entitlements.count():
        raise CountRefused
    return Count.objects.create(**vars(counting), by=actor, at=at)


@action(may=permissions.may_run_ballot)
def void(ballot: Ballot, *, actor: Person, reason: str, at: datetime) -> Ballot:
    """Break a vote off with a reason; the motion can be voted on anew (Abstimmung abbrechen)."""
    if not ballot.is_open:
        raise NotNow
    if not reason.strip():
        raise WordsMissing(field="reason")
    ballot.closed_at, ballot.void_reason = at, reason.strip()
    ballot.save(update_fields=["closed_at", "void_reason"])
    return ballot


def _lock_body(actor: Any, ballot: Ballot) -> None:
    lock(ballot.motion.item.meeting.body)


@action(may=permissions.may_run_ballot, first=_lock_body)
def close_ballot(ballot: Ballot, *, actor: Person, at: datetime) -> Ballot:
    """Close a vote and record what it came to, with its whole reasoning (Abstimmung schließen, Beschluss fassen).

    Where a carried motion names a pot, its money is reserved in the same transaction; what the pot cannot bear cannot
    be recorded as carried (TooLittleLeft).
    """
    if not ballot.is_open:
        raise NotNow
    motion, meeting = ballot.motion, ballot.motion.item.meeting
    votes, chair = queries.counted(ballot) or (None, None)
    if votes is None or meeting.procedure is None:
        raise NotCounted
    here = rules.Here(ballot.seats, ballot.entitlements.count(), ballot.recused)
    finding = rules.quorum(
        meeting.procedure.quorum, here, is_second=meeting.is_second, is_challenged=ballot.is_challenged
    )
    result = rules.result(meeting.procedure.majority, here, votes, chair=chair)
    ballot.closed_at = at
    ballot.save(update_fields=["closed_at"])
    resolution = Resolution.objects.create(
        body=meeting.body,
        **queries.next_number(meeting.body, year=clock.local(at).year),
        ballot=ballot,
        item=motion.item,
        wording=motion.wording,
        procedure=meeting.procedure,
        seats=here.seats,
        present=here.present,
        recused=here.recused,
        quorum_needed=finding.needed,
        quorum_of=finding.of,
        is_quorum_met=finding.is_met,
        is_quorum_presumed=finding.is_presumed,
        is_quorum_waived=finding.is_waived,
        yes=votes.yes,
        no=votes.no,
        abstained=votes.abstained,
        invalid=votes.invalid,
        majority_of=result.base,
        majority_needed=result.needed,
        is_tied=result.is_tied,
        is_by_chair=result.by_chair,
        is_carried=result.is_carried,
        override_reason=ballot.override_reason,
        at=at,
        by=actor,
    )
    note_change(resolution=reference(resolution), carried=result.is_carried)
    journal.note([reference(resolution)])
    if result.is_carried and motion.pot is not None and motion.cents is not None:
        _reserve(motion, resolution, at=at)
    if motion.case and not hasattr(motion.item, "candidate"):  # what a jury scored is told when it is announced
        publish(facts.MotionDecided(case=motion.case, resolution_id=resolution.pk))
    return ballot


def _may_still_be_moved(item: Item) -> None:
    if not item.meeting.is_to_come and not item.meeting.is_open:
        raise NotNow


def _reserve(motion: Motion, resolution: Resolution, *, at: datetime) -> None:
    """The house itself enters what a body has resolved: whoever closes a vote need not keep the books."""
    told = reference(resolution)
    with translation.override(settings.LANGUAGE_CODE):  # kept in the books, whatever whoever closes the vote reads
        basis = str(_("Beschluss %(number)s, %(body)s") % {"number": resolution, "body": resolution.body})
    wanted = budget.Reservation(
        pot=motion.pot,  # type: ignore[arg-type]
        cents=motion.cents or 0,
        title=motion.item.title[: rules.LONGEST_EARMARK],
        case=motion.case or told,
        resolution=told,
        basis=basis,
    )
    budget.reserve(wanted, actor=system("boards"), at=at)
