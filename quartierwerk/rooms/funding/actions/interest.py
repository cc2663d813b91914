"""The verbs of interest: laying down rates, and claiming or waiving what a claim bears."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.models import InterestClaim, InterestRate, Recovery
from quartierwerk.rooms.funding.queries import interest as reading
from quartierwerk.rooms.funding.rules import Rate


class RateRefused(RuleBroken):
    """A rate that cannot be so; the sentence says why."""


class InterestRefused(RuleBroken):
    """Interest that cannot be claimed so; the sentence says why."""


class NothingBorne(NotNow):
    """Nothing is claimed, whoever pays does not know it yet, or a letter is about interest already."""

    sentence = _(
        "Über Zinsen entscheidet das Büro, wenn die Rückforderung bekannt gegeben ist und es noch kein Schreiben über "
        "Zinsen gibt. Für einen Verein muss der Text dafür festgelegt sein."
    )


@action(may=permissions.may_lay_down_rates)
def lay_down_rate(rate: Rate, *, actor: Person, at: datetime) -> InterestRate:
    """Lay down a base rate and what comes on top, from a half-year on (Zinssatz festlegen); the last one counts."""
    rate = replace(rate, source=" ".join(rate.source.split()))
    for problem in rules.rate_problems(rate):
        raise RateRefused(problem.sentence, field=problem.field)
    return InterestRate.objects.create(**vars(rate), set_at=at, set_by=actor)


@action(may=permissions.may_recover, first=lambda actor, recovery: lock(recovery.application))
def claim_interest(
    recovery: Recovery, *, actor: Person, first_on: date, last_on: date, reason: str, at: datetime
) -> InterestClaim:
    """Claim what a claim bears from one day to another, both of which count (Zinsen erheben)."""
    today, known, reason = clock.local(at).date(), reading.rates(), _words(reason)
    if not reading.may_bear(recovery, on=today):
        raise NothingBorne
    of = recovery.claimed_cents
    for problem in rules.interest_problems(
        first=first_on, last=last_on, on=today, of=of, rates=known, paid_from=reading.paid_from(recovery)
    ):
        raise InterestRefused(problem.sentence, field=problem.field)
    found = rules.interest_on(of, first=first_on, last=last_on, rates=known)
    return InterestClaim.objects.create(
        recovery=recovery,
        number=recovery.interest_claims.count() + 1,
        first_on=first_on,
        last_on=last_on,
        of_cents=of,
        cents=found.cents,
        periods=found.as_json,
        reason=reason,
        at=at,
        by=actor,
    )


@action(may=permissions.may_recover, first=lambda actor, recovery: lock(recovery.application))
def waive_interest(recovery: Recovery, *, actor: Person, reason: str, at: datetime) -> InterestClaim:
    """Claim no interest, and say why (auf Zinsen verzichten)."""
    reason = _words(reason)
    if not reading.may_bear(recovery, on=clock.local(at).date()):
        raise NothingBorne
    return InterestClaim.objects.create(
        recovery=recovery,
        number=recovery.interest_claims.count() + 1,
        is_waived=True,
        of_cents=recovery.claimed_cents,
        reason=reason,
        at=at,
        by=actor,
    )


def _words(said: str) -> str:
    said = said.strip()
    if not said:
        raise WordsMissing(_("Bitte schreiben Sie, warum so entschieden wird."), field="reason")
    if len(said) > rules.LONGEST_WEIGHING:
        raise InterestRefused(_("Dieser Text ist zu lang."), field="reason")
    return said
