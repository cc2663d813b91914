"""What a grant comes to in the end: from what was planned, what was spent and what came in, line by line; pure.

The arithmetic follows no. 2 of the collateral clauses for projects (ANBest-P NRW) on § 44 LHO NRW: where expenditure
falls or other money rises after the grant, a share falls in proportion with the other funders, a deficit falls by all
of it, a fixed sum stays. The net effect counts: further income that pays for higher costs reduces nothing (so the VG
Hannover for such clauses). Whatever the type, nobody gets more than was spent in money. All sums are integer cents,
shares basis points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import NamedTuple

from django.utils.translation import gettext as _

from quartierwerk.foundation.money import written
from quartierwerk.rooms.funding.rules.plans import IncomeKind, Limit, Plan, valued, volunteering
from quartierwerk.rooms.funding.rules.terms import WHOLE, Financing, Rounding, Terms, percent


@dataclass(frozen=True, kw_only=True)
class SpentOn:
    """What was spent on one line of the plan, as it is claimed and as far as the office accepts it; cents."""

    title: str
    planned: int
    """0 where the plan did not have it."""
    claimed: int
    refused: int = 0
    """What the office does not accept of it."""
    reason: str = ""
    """Why it does not."""
    is_eligible: bool = True
    may_exceed: bool = False
    """The office agrees that it costs more than the tolerance allows, or that it was not planned at all."""


@dataclass(frozen=True, kw_only=True)
class CameIn:
    """What came in from one source other than the grant; cents."""

    kind: IncomeKind
    title: str
    planned: int
    received: int


@dataclass(frozen=True, kw_only=True)
class Use:
    """How a project was paid for in the end (zahlenmäßiger Nachweis), in the order of its plan."""

    spent: tuple[SpentOn, ...] = ()
    came: tuple[CameIn, ...] = ()
    volunteer_minutes: int = 0

    @property
    def claimed(self) -> int:
        """All that was spent."""
        return sum(one.claimed for one in self.spent)

    @property
    def received(self) -> int:
        """All that came in, other than the grant."""
        return sum(one.received for one in self.came)


class CountedLine(NamedTuple):
    """How much of a line counts, and why not all of it: ``claimed`` less all ``cuts`` is ``counted``."""

    line: SpentOn
    counted: int
    cuts: list[Limit]


class Portion(NamedTuple):
    """What one of those who pay bears of what the project has cost."""

    title: str
    cents: int


@dataclass(frozen=True, kw_only=True)
class Calculation:
    """What a grant comes to, with each step: ``granted`` less all ``reductions`` is ``final``; sums in cents."""

    granted: int
    final: int
    lines: list[CountedLine]
    spent: int
    """What counts of the expenditure in money."""
    work: int
    """What the voluntary work counts for."""
    planned_base: int
    """The eligible expenditure of the plan, with voluntary work."""
    cover: int
    """What other money there was for it."""
    planned_cover: int
    """How much of other money the plan needs beside the grant."""
    steps: list[Limit]
    """How it is reckoned, as sentences with their sums."""
    reductions: list[Limit]
    """By how much it is less than granted, and why."""
    portions: list[Portion]
    """What each of the others bears in proportion; only where the grant is a share."""

    @property
    def base(self) -> int:
        """The eligible expenditure as it was in the end, with voluntary work."""
        return self.spent + self.work

    @property
    def extra(self) -> int:
        """By how much other money is more than the plan needs."""
        return max(0, self.cover - self.planned_cover)

    def balance(self, paid: int) -> int:
        """What is still to be paid where positive, what is to be paid back where negative."""
        return self.final - paid


class _Facts(NamedTuple):
    """What all types of financing reckon with."""

    granted: int
    spent: int
    base: int
    planned_base: int
    cover: int
    planned_cover: int

    @property
    def extra(self) -> int:
        return max(0, self.cover - self.planned_cover)

    @property
    def uncovered(self) -> int:
        return max(0, self.spent - self.cover)


def calculate(terms: Terms, plan: Plan, granted: int, use: Use) -> Calculation:
    """What a grant under these terms for this plan comes to, after what was really spent and came in."""
    lines = [_counted(one, terms) for one in use.spent]
    spent = sum(one.counted for one in lines)
    work = valued(use.volunteer_minutes, spent, terms)
    unfunded = plan.spent - plan.eligible
    # What the plan itself does not fund is paid by other money first, as far as it was planned.
    needed = min(sum(one.claimed for one in use.spent if not one.is_eligible), unfunded)
    facts = _Facts(
        granted=granted,
        spent=spent,
        base=spent + work,
        planned_base=plan.eligible + volunteering(plan, terms),
        cover=max(0, use.received - needed),
        # Where less was granted than asked for, others have to bring the rest, and that is nothing extra.
        planned_cover=max(plan.covered - unfunded, plan.eligible - granted),
    )
    final, steps, reductions = granted, _stated(facts, terms, work), []
    for limit in _limits(facts, terms):
        steps.append(limit)
        if limit.cents < final:
            reductions.append(Limit(final - limit.cents, limit.reason))
            final = limit.cents
    return Calculation(
        granted=granted,
        final=final,
        lines=lines,
        spent=spent,
        work=work,
        planned_base=facts.planned_base,
        cover=facts.cover,
        planned_cover=facts.planned_cover,
        steps=steps,
        reductions=reductions,
        portions=_portions(facts, terms, use.came, final),
    )


def tolerated(planned: int, terms: Terms) -> int:
    """What a line of so many planned cents may cost without asking."""
    return planned + planned * terms.line_tolerance_bp // WHOLE


def _counted(line: SpentOn, terms: Terms) -> CountedLine:
    """How much of a line counts: what is accepted, up to the plan and the tolerance."""
    if not line.is_eligible:
        cuts = [Limit(line.claimed, _("Nach dem Plan nicht förderfähig."))] if line.claimed else []
        return CountedLine(line, 0, cuts)
    cuts = []
    refused = min(line.refused, line.claimed)
    if refused:
        cuts.append(Limit(refused, line.reason))
    left = line.claimed - refused
    most = tolerated(line.planned, terms)
    if left > most and not line.may_exceed:
        sentence = _("Mehr als %(share)s über dem Plan zählt nur, wenn das Büro zustimmt.")
        if not line.planned:
            sentence = _("Was nicht im Plan steht, zählt nur, wenn das Büro zustimmt.")
        cuts.append(Limit(left - most, sentence % {"share": percent(terms.line_tolerance_bp)}))
        left = most
    return CountedLine(line, left, cuts)


def _stated(facts: _Facts, terms: Terms, work: int) -> list[Limit]:
    """What is reckoned with, as sentences."""
    planned = {"sum": written(facts.planned_base)}
    said = [Limit(facts.base, _("Förderfähige Ausgaben; geplant waren %(sum)s.") % planned)]
    if work:
        said.append(Limit(work, _("Darin ehrenamtliche Arbeit.")))
    needed = {"sum": written(facts.planned_cover)}
    said.append(Limit(facts.cover, _("Andere Mittel für diese Ausgaben; nötig waren nach dem Plan %(sum)s.") % needed))
    return said


def _limits(facts: _Facts, terms: Terms) -> list[Limit]:
    """Each thing that a grant may not exceed in the end, in the order in which it is looked at."""
    found = []
    if terms.financing == Financing.SHARE:
        found.append(_by_share(facts, terms))
    elif terms.financing in (Financing.DEFICIT, Financing.FULL):
        found.append(_by_deficit(facts, terms))
    found.append(Limit(facts.spent, _("Mehr als die anerkannten Ausgaben in Geld wird nie gezahlt.")))
    if terms.cap_by_uncovered and terms.financing in (Financing.FIXED_SUM, Financing.SHARE):
        found.append(Limit(facts.uncovered, _("Mehr, als nach allen anderen Mitteln fehlt, wird nicht gezahlt.")))
    return found


def _by_share(facts: _Facts, terms: Terms) -> Limit:
    """The same share of what was really spent, less what came in besides."""
    counts = max(0, facts.base - facts.extra)
    is_small = facts.planned_base - counts <= terms.small_change_cents
    rate = Fraction(facts.granted, facts.planned_base) if facts.planned_base else Fraction(0)
    if is_small:
        return _small(facts, terms)
    said = {
        "granted": written(facts.granted),
        "planned": written(facts.planned_base),
        "base": written(facts.base),
        "extra": written(facts.extra),
    }
    sentence = _("Derselbe Anteil wie bewilligt, %(granted)s von %(planned)s, an %(base)s.")
    if facts.extra:
        sentence = _(
            "Derselbe Anteil wie bewilligt, %(granted)s von %(planned)s, an %(base)s weniger %(extra)s, "
            "die mehr als geplant hereinkamen."
        )
    return Limit(min(facts.granted, _rounded(rate * counts, terms.rounding)), sentence % said)


def _by_deficit(facts: _Facts, terms: Terms) -> Limit:
    """What other money leaves uncovered."""
    missing = facts.spent - facts.cover
    if facts.granted - missing <= terms.small_change_cents:
        return _small(facts, terms)
    said = {"spent": written(facts.spent), "cover": written(facts.cover)}
    sentence = _("Was wirklich fehlt: %(spent)s Ausgaben weniger %(cover)s andere Mittel.")
    return Limit(max(0, missing), sentence % said)


def _small(facts: _Facts, terms: Terms) -> Limit:
    """The grant as it is, where what has changed is too little to reduce it."""
    sentence = _("Weder Ersparnisse noch weitere Einnahmen kürzen die Förderung.")
    if terms.small_change_cents:
        sentence = _("Ersparnisse und weitere Einnahmen bis zusammen %(sum)s kürzen die Förderung nicht.")
    return Limit(facts.granted, sentence % {"sum": written(terms.small_change_cents)})


def _rounded(cents: Fraction, rounding: Rounding) -> int:
    """To whole cents, by the rule that the terms state."""
    return floor(cents + Fraction(1, 2)) if rounding == Rounding.HALF_UP else floor(cents)


def _portions(facts: _Facts, terms: Terms, came: Sequence[CameIn], final: int) -> list[Portion]:
    """What the others bear of the expenditure in proportion to the plan; the last takes what rounding leaves."""
    planned = [one for one in came if one.planned > 0]
    whole, left = sum(one.planned for one in planned), max(0, facts.spent - final)
    if terms.financing != Financing.SHARE or not whole:
        return []
    portions = [Portion(one.title, left * one.planned // whole) for one in planned]
    rest = left - sum(one.cents for one in portions)
    portions[-1] = Portion(portions[-1].title, portions[-1].cents + rest)
    return portions
