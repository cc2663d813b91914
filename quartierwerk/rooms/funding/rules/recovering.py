"""Money that is claimed back: on which grounds, after which hearing, and until when; pure.

A notice of the city is revoked under § 49 Abs. 3 VwVfG NRW or withdrawn under § 48, within a year of full knowledge of
the facts (§ 48 Abs. 4, § 49 Abs. 3 Satz 2), after a hearing (§ 28 Abs. 1); what was paid is then claimed by a notice of
its own (§ 49a Abs. 1); what interest it bears, ``rules.interest`` says. An association claims what its contract or
promise says. All sums are integer cents.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation.errors import Problem
from quartierwerk.foundation.steps import Steps
from quartierwerk.rooms.funding.rules.deadlines import days_after, same_day
from quartierwerk.rooms.funding.rules.terms import Grantor

LONGEST_FACTS = 3_000
LONGEST_STATEMENT = 10_000
LONGEST_WEIGHING = 3_000
LEAST_HEARING = 14
"""Days that somebody has at least to say something; the law names none, but it must be enough to take advice."""


class Ground(TextChoices):
    """Why money is claimed back."""

    SETTLED = "settled", pgettext_lazy("ground", "Am Ende ist die Förderung kleiner als das, was ausgezahlt ist")
    PURPOSE = "purpose", pgettext_lazy("ground", "Das Geld wurde nicht für den Zweck verwendet")
    CLAUSE = "clause", pgettext_lazy("ground", "Eine Nebenbestimmung wurde nicht erfüllt")
    NO_PROOF = "no_proof", pgettext_lazy("ground", "Der Verwendungsnachweis fehlt")
    MISSTATED = "misstated", pgettext_lazy("ground", "Angaben im Antrag waren falsch")


LAW = {
    Ground.SETTLED: "§ 49a Abs. 1 VwVfG NRW in Verbindung mit den Nebenbestimmungen des Bescheids",
    Ground.PURPOSE: "§ 49 Abs. 3 Satz 1 Nr. 1 und § 49a Abs. 1 VwVfG NRW",
    Ground.CLAUSE: "§ 49 Abs. 3 Satz 1 Nr. 2 und § 49a Abs. 1 VwVfG NRW",
    Ground.NO_PROOF: "§ 49 Abs. 3 Satz 1 Nr. 2 und § 49a Abs. 1 VwVfG NRW",
    Ground.MISSTATED: "§ 48 Abs. 1, 2 und 4 und § 49a Abs. 1 VwVfG NRW",
}
"""On what the city rests its claim; German as in the letter."""


class RecoveryState(TextChoices):
    """How far a claim has got."""

    HEARING = "hearing", pgettext_lazy("recovery", "in der Anhörung")
    CLAIMED = "claimed", pgettext_lazy("recovery", "zurückgefordert")
    REPAID = "repaid", pgettext_lazy("recovery", "zurückgezahlt")
    DROPPED = "dropped", pgettext_lazy("recovery", "fallen gelassen")


RECOVERY_STEPS = Steps(
    {
        RecoveryState.HEARING: {RecoveryState.CLAIMED, RecoveryState.DROPPED},
        RecoveryState.CLAIMED: {RecoveryState.REPAID, RecoveryState.DROPPED},
        RecoveryState.REPAID: {RecoveryState.CLAIMED},  # the repayment was booked by mistake
    }
)


OPEN_RECOVERIES = frozenset({RecoveryState.HEARING, RecoveryState.CLAIMED})
"""In these something is still to be said, decided or paid."""
CLAIMED = frozenset({RecoveryState.CLAIMED, RecoveryState.REPAID})
"""In these money was claimed, which can bear interest."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What is claimed back and why; cents."""

    ground: Ground
    cents: int
    facts: str
    """What happened, for the letter."""
    known_on: date
    """Since when the office has known all of it."""


def basis(ground: Ground, grantor: Grantor) -> str:
    """On what a claim rests; of an association what was agreed."""
    if grantor == Grantor.CITY:
        return LAW[ground]
    return "Vertrag oder Zusage mit ihren Bedingungen; §§ 346 und 812 BGB"


def too_much(*, paid: int, final: int) -> int:
    """What was paid beyond what a grant came to; ``paid`` is less what came back."""
    return max(0, paid - final)


def claim_problems(claim: Claim, *, paid: int, final: int | None, on: date) -> list[Problem]:
    """Why nobody can be heard about this claim, each at its field.

    ``paid`` is what was paid less what came back, ``final`` what the grant came to, None where it is not settled.
    """
    found = []
    if not claim.facts.strip():
        found.append(Problem("facts", _("Bitte schreiben Sie, was geschehen ist.")))
    elif len(claim.facts) > LONGEST_FACTS:
        found.append(Problem("facts", _("Dieser Text ist zu lang.")))
    if claim.known_on > on:
        found.append(Problem("known_on", _("Dieser Tag liegt in der Zukunft.")))
    if claim.cents <= 0:
        found.append(Problem("cents", _("Bitte geben Sie an, wie viel zurückgefordert wird.")))
    elif claim.cents > paid:
        found.append(Problem("cents", _("Zurückgefordert werden kann höchstens, was ausgezahlt ist.")))
    elif claim.ground == Ground.SETTLED and (final is None or claim.cents != too_much(paid=paid, final=final)):
        found.append(Problem("cents", _("Nach der Abrechnung ist genau das zurückzufordern, was zu viel gezahlt ist.")))
    return found


def heard_until(asked_on: date) -> date:
    """Until when somebody who is asked on a day can say something, at least."""
    return days_after(asked_on, LEAST_HEARING)


def may_decide(*, until: date, has_answered: bool, on: date) -> bool:
    """Whether a hearing is over: whoever is heard has answered, or had their time."""
    return has_answered or on > until


def decide_by(known_on: date) -> date:
    """The last day on which a notice can be revoked or withdrawn: a year after the facts were known as a whole."""
    return same_day(known_on, 12)
