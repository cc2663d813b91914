"""The verbs of money that is claimed back: hearing somebody, their answer, claiming or dropping, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.actions._notices import tell
from quartierwerk.rooms.funding.actions._reasons import reasons
from quartierwerk.rooms.funding.actions.projects import TextTooLong
from quartierwerk.rooms.funding.models import Application, Recovery
from quartierwerk.rooms.funding.queries import recovering as reading
from quartierwerk.rooms.funding.rules import Claim, RecoveryState


class ClaimRefused(RuleBroken):
    """A claim that cannot be so; the sentence says why."""


class HearingTooShort(RuleBroken):
    """Whoever is heard would have too little time."""

    sentence = _("Geben Sie mindestens zwei Wochen Zeit, sich zu äußern.")
    field = "until_on"


class RecoveryUnderWay(NotNow):
    """Money is claimed back already."""

    sentence = _("Zu diesem Antrag läuft schon eine Rückforderung.")


class NotHeard(NotNow):
    """The letter that asks is not made known yet, or whoever is heard still has time."""

    sentence = _("Die Anhörung ist noch nicht vorbei: Das Schreiben dazu muss bekannt und die Frist abgelaufen sein.")


class NothingToAnswer(NotNow):
    """Nobody is heard about this, or they have answered."""

    sentence = _("Hier ist nichts mehr zu beantworten.")


@dataclass(frozen=True, kw_only=True)
class Claiming:
    """What somebody is to be heard about, and until when."""

    application: Application
    claim: Claim
    until_on: date


@action(may=permissions.may_recover, first=lambda actor, claiming: lock(claiming.application))
def open_recovery(claiming: Claiming, *, actor: Person, at: datetime) -> Recovery:
    """Begin to claim money back: somebody will be heard about it (Anhörung einleiten).

    The letter that asks them is drafted, approved and served like every other.
    """
    application, claim, today = claiming.application, claiming.claim, clock.local(at).date()
    paid = reading.paid(application)
    for problem in rules.claim_problems(claim, paid=paid, final=reading.final_of(application), on=today):
        raise ClaimRefused(problem.sentence, field=problem.field)
    if claiming.until_on < rules.heard_until(today):
        raise HearingTooShort
    try:
        with transaction.atomic():
            return Recovery.objects.create(
                application=application,
                number=application.recoveries.count() + 1,
                ground=claim.ground,
                cents=claim.cents,
                facts=claim.facts.strip(),
                known_on=claim.known_on,
                until_on=claiming.until_on,
                begun_at=at,
                begun_by=actor,
            )
    except IntegrityError:
        raise RecoveryUnderWay from None


@action(may=permissions.may_answer_hearing)
def answer_hearing(recovery: Recovery, *, actor: Person, statement: str, at: datetime) -> Recovery:
    """Say something before it is decided, once (sich äußern); the office enters what came by post."""
    statement = statement.strip()
    if not statement:
        raise WordsMissing(field="statement")
    if len(statement) > rules.LONGEST_STATEMENT:
        raise TextTooLong(field="statement")
    if recovery.state != RecoveryState.HEARING or recovery.stated_at is not None or not reading.is_asked(recovery):
        raise NothingToAnswer
    recovery.statement, recovery.stated_at, recovery.stated_by = statement, at, actor
    recovery.save(update_fields=["statement", "stated_at", "stated_by"])
    return recovery


@action(may=permissions.may_recover, first=lambda actor, recovery: lock(recovery.application))
def claim_back(recovery: Recovery, *, actor: Person, cents: int, weighing: str, at: datetime) -> Recovery:
    """Claim money back after the hearing, as much as was heard about at most (zurückfordern)."""
    weighing = reasons(weighing, field="weighing")
    if recovery.state == RecoveryState.HEARING and not reading.is_heard(recovery, on=clock.local(at).date()):
        raise NotHeard
    if not 0 < cents <= min(recovery.cents, reading.paid(recovery.application)):
        raise ClaimRefused(_("Zurückgefordert werden kann höchstens, worum es in der Anhörung ging."), field="cents")
    advance(
        recovery,
        RecoveryState.CLAIMED,
        steps=rules.RECOVERY_STEPS,
        claimed_cents=cents,
        weighing=weighing,
        decided_at=at,
        decided_by=actor,
    )
    return recovery


@action(may=permissions.may_recover)
def drop_recovery(recovery: Recovery, *, actor: Person, reason: str, at: datetime) -> Recovery:
    """Let a claim fall, before or after it was made (fallen lassen); whoever was asked is told."""
    was_told = reading.is_asked(recovery)
    fields = {"why_dropped": reasons(reason, field="reason"), "dropped_at": at, "dropped_by": actor}
    advance(recovery, RecoveryState.DROPPED, steps=rules.RECOVERY_STEPS, **fields)
    if was_told:
        application = recovery.application
        tell(application, application.applicant, "funding/mail/recovery_dropped.txt", recovery=recovery)
    return recovery


@action(may=permissions.may_reopen)
def note_repaid(recovery: Recovery, *, actor: Person) -> Recovery:
    """What was claimed came back, by the books (als zurückgezahlt vermerken)."""
    if not reading.is_repaid(recovery):
        raise NotNow
    advance(recovery, RecoveryState.REPAID, steps=rules.RECOVERY_STEPS)
    note_change(claimed_cents=recovery.claimed_cents)
    return recovery


@action(may=permissions.may_reopen)
def claim_again(recovery: Recovery, *, actor: Person) -> Recovery:
    """What had come back went out again, by the books: the claim stands (wieder offen)."""
    if recovery.state != RecoveryState.REPAID or reading.is_repaid(recovery):
        raise NotNow
    advance(recovery, RecoveryState.CLAIMED, steps=rules.RECOVERY_STEPS)
    return recovery
