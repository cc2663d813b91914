"""The verbs of interest: laying down rates, and claiming or waiving what a claim bears."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.actions._reasons import reasons
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
    of, known = recovery.claimed_cents, reading.rates()
    _must_bear(recovery, at=at)
    for problem in rules.interest_problems(
        first=first_on,
        last=last_on,
        on=clock.local(at).date(),
        of=of,
        rates=known,
        paid_from=reading.paid_from(recovery),
    ):
        raise InterestRefused(problem.sentence, field=problem.field)
    found = rules.interest_on(of, first=first_on, last=last_on, rates=known)
    borne = {"first_on": first_on, "last_on": last_on, "cents": found.cents, "periods": found.as_json}
    return _say(recovery, reason=reason, by=actor, at=at, **borne)


@action(may=permissions.may_recover, first=lambda actor, recovery: lock(recovery.application))
def waive_interest(recovery: Recovery, *, actor: Person, reason: str, at: datetime) -> InterestClaim:
    """Claim no interest, and say why (auf Zinsen verzichten)."""
    _must_bear(recovery, at=at)
    return _say(recovery, reason=reason, by=actor, at=at, is_waived=True)


def _must_bear(recovery: Recovery, *, at: datetime) -> None:
    if not reading.may_bear(recovery, on=clock.local(at).date()):
        raise NothingBorne


def _say(recovery: Recovery, *, reason: str, by: Person, at: datetime, **borne: Any) -> InterestClaim:
    """Add what is said about interest now; what was said before stays."""
    return InterestClaim.objects.create(
        recovery=recovery,
        number=recovery.interest_claims.count() + 1,
        of_cents=recovery.claimed_cents,
        reason=reasons(reason, field="reason"),
        by=by,
        at=at,
        **borne,
    )
