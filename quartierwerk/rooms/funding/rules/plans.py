"""The plan of a project's money, and what a programme can give towards it, with every reason; integer cents throughout.

The arithmetic follows the administrative rules on § 44 LHO NRW: the base is the eligible expenditure; all income
connected with the purpose counts; voluntary work counts at the same time as expenditure and as one's own contribution,
but a grant never exceeds what is spent in money.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartierwerk.foundation.money import written
from quartierwerk.rooms.funding.rules.terms import WHOLE, Financing, Terms, percent


class Promise(TextChoices):
    """How sure money from others is (Stand der Drittmittel)."""

    ASKED = "asked", gettext_lazy("angefragt")
    PROMISED = "promised", gettext_lazy("zugesagt")
    RECEIVED = "received", gettext_lazy("eingegangen")
    REFUSED = "refused", gettext_lazy("abgelehnt")


class IncomeKind(TextChoices):
    """Where money for a project comes from, other than the grant."""

    OWN = "own", gettext_lazy("eigene Mittel")
    THIRD_PARTY = "third_party", gettext_lazy("Mittel von Dritten")
    TAKINGS = "takings", gettext_lazy("eigene Einnahmen")


@dataclass(frozen=True, kw_only=True)
class Expense:
    """What costs money."""

    title: str
    cents: int
    is_eligible: bool = True


@dataclass(frozen=True, kw_only=True)
class Income:
    """What pays for it, other than the grant."""

    kind: IncomeKind
    title: str
    cents: int
    promise: Promise = Promise.PROMISED

    @property
    def counted(self) -> int:
        """What it covers: what was refused covers nothing."""
        return 0 if self.promise == Promise.REFUSED else self.cents


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A plan of expenditure and financing (Ausgaben- und Finanzierungsplan)."""

    expenses: Sequence[Expense] = ()
    incomes: Sequence[Income] = ()
    volunteer_minutes: int = 0
    """Voluntary work, in minutes so that a quarter of an hour is whole."""
    asked_cents: int = 0
    """The grant that is asked for."""

    @property
    def spent(self) -> int:
        """All expenditure in money."""
        return sum(one.cents for one in self.expenses)

    @property
    def eligible(self) -> int:
        """The expenditure in money that counts."""
        return sum(one.cents for one in self.expenses if one.is_eligible)

    @property
    def covered(self) -> int:
        """All money from elsewhere (Deckungsmittel)."""
        return sum(one.counted for one in self.incomes)

    @property
    def gap(self) -> int:
        """What is missing where positive, what is too much where negative; a plan that balances has 0."""
        return self.spent - self.covered - self.asked_cents


def volunteering(plan: Plan, terms: Terms) -> int:
    """What the voluntary work of a plan counts for under these terms."""
    return valued(plan.volunteer_minutes, plan.eligible, terms)


def valued(minutes: int, spent: int, terms: Terms) -> int:
    """What so many minutes of voluntary work count for: rounded down to the cent, up to the cap on what is spent."""
    return min(minutes * terms.volunteer_rate_cents // 60, spent * terms.volunteer_cap_bp // WHOLE)


class Limit(NamedTuple):
    """One thing that limits a grant: so many cents at most, and why."""

    cents: int
    reason: str


class Offer(NamedTuple):
    """What a programme can give at most, and all that limits it, the tightest first."""

    cents: int
    limits: list[Limit]
    misses: list[str]
    """What the plan must still bring along, as sentences; empty where nothing is missing."""


def most(plan: Plan, terms: Terms) -> Offer:
    """What can be granted at most for a plan under these terms; the body may give less.

    Rates are rounded down, so that a grant never exceeds its share. A sum below the least one is nothing.
    """
    limits = sorted(_limits(plan, terms))
    cents = max(0, limits[0].cents)
    if cents < terms.min_cents:
        cents = 0
    return Offer(cents, limits, _misses(plan, terms, cents))


def _limits(plan: Plan, terms: Terms) -> list[Limit]:
    work = volunteering(plan, terms)
    base = plan.eligible + work
    found = [
        Limit(plan.eligible, _("Mehr als die förderfähigen Ausgaben in Geld wird nie gefördert.")),
        Limit(
            max(0, plan.spent - plan.covered), _("Mehr, als nach allen anderen Mitteln fehlt, wird nicht gebraucht.")
        ),
    ]
    if terms.max_rate_bp is not None and terms.max_rate_bp < WHOLE:
        reason = _("Höchstens %(rate)s der förderfähigen Ausgaben von %(base)s.")
        if work:
            reason = _("Höchstens %(rate)s der förderfähigen Ausgaben von %(base)s, darin %(work)s für Ehrenamt.")
        said = {"rate": percent(terms.max_rate_bp), "base": written(base), "work": written(work)}
        found.append(Limit(base * terms.max_rate_bp // WHOLE, reason % said))
    if terms.max_cents is not None:
        sentence = _("Höchstens %(sum)s je Projekt.")
        found.append(Limit(terms.max_cents, sentence % {"sum": written(terms.max_cents)}))
    return found


def _misses(plan: Plan, terms: Terms, granted: int) -> list[str]:
    found = []
    work = volunteering(plan, terms)
    own = sum(one.counted for one in plan.incomes if one.kind == IncomeKind.OWN) + work
    # Rounded up: a share is reached only where it is whole.
    needed = -(-(plan.eligible + work) * terms.min_own_share_bp // WHOLE)
    if own < needed:
        sentence = _("Es fehlen %(sum)s Eigenanteil: Nötig sind %(share)s der förderfähigen Ausgaben.")
        found.append(sentence % {"sum": written(needed - own), "share": percent(terms.min_own_share_bp)})
    if not granted and terms.min_cents and plan.spent > plan.covered:
        sentence = _("Unter %(sum)s wird nichts bewilligt.")
        found.append(sentence % {"sum": written(terms.min_cents)})
    if terms.financing == Financing.FULL and plan.covered:
        found.append(_("Volle Förderung gibt es nur, wo niemand sonst etwas dazugibt."))
    return found
