"""Reads of programmes: which there are, and how each stands on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from quartierwerk.foundation import folding
from quartierwerk.rooms.boards.models import Body
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import Application, LateCode, Programme, Questionnaire, Round, RuleSet
from quartierwerk.rooms.funding.rules import Intake, RoundState


@dataclass(frozen=True)
class Standing:
    """A programme on a day: the terms in force, and whether and how long it takes applications."""

    programme: Programme
    rule_set: RuleSet | None
    """None where no terms hold yet; then nobody can apply."""
    round: Round | None
    """The round that is open, else the next one; None where it takes applications at any time or has none."""
    is_open: bool
    has_ended: bool = False
    is_late: bool = False
    """Whether a code opens a round that is over."""

    @property
    def is_rolling(self) -> bool:
        """Whether it takes applications at any time."""
        return self.rule_set is not None and self.rule_set.intake == Intake.ROLLING


def programmes(person: Any) -> QuerySet[Programme]:
    """What somebody sees, with terms and rounds fetched along."""
    return _whole(Programme.objects.visible_to(person))


def _whole(rows: QuerySet[Programme]) -> QuerySet[Programme]:
    rule_sets = Prefetch("rule_sets", RuleSet.objects.standing().select_related("body", "pillar"))
    return rows.prefetch_related(rule_sets, "rounds")


def standing_of(programme: Programme, *, on: date) -> Standing:
    """How a programme stands on a day, whatever was fetched of it before."""
    return standing(_whole(Programme.objects.all()).get(pk=programme.pk), on=on)


def standings(rows: Iterable[Programme], *, on: date) -> list[Standing]:
    """How programmes that ``programmes`` fetched stand on a day: open ones first, what has ended last."""
    known = [standing(programme, on=on) for programme in rows]
    return sorted(known, key=lambda one: (one.has_ended, not one.is_open, folding.fold(one.programme.name)))


def standing(programme: Programme, *, on: date) -> Standing:
    """How a programme that ``programmes`` fetched stands on a day."""
    rule_set = next((one for one in programme.rule_sets.all() if one.valid_from <= on), None)
    is_over = programme.has_ended(on=on)
    known = [] if is_over else sorted(programme.rounds.all(), key=lambda one: one.opens_on)
    current = next((one for one in known if one.span.state(on) != RoundState.CLOSED), None)
    if rule_set is None or is_over:
        return Standing(programme, rule_set, current, is_open=False, has_ended=is_over)
    if rule_set.intake == Intake.ROLLING:
        return Standing(programme, rule_set, None, is_open=True)
    return Standing(
        programme, rule_set, current, is_open=current is not None and current.span.state(on) == RoundState.OPEN
    )


def standing_for(application: Application, *, on: date) -> Standing:
    """How its programme stands for one application on a day.

    What came in on paper counts on the day on which it came. A code opens its round anew, on the terms of the round's
    last day: nobody who is late has other terms than those who were not.
    """
    code, came_on = application.late_code, application.received_on or on
    if code is not None and code.opens(on=came_on):
        return late_standing(code)
    return standing_of(application.programme, on=came_on)


def late_standing(code: LateCode) -> Standing:
    """How a programme stands for whoever has a code to one of its rounds."""
    then = standing_of(code.round.programme, on=code.round.closes_on)
    return replace(then, round=code.round, is_open=then.rule_set is not None, is_late=True)


def late_code(programme: Programme, typed: str, *, on: date) -> LateCode | None:
    """The code of a programme that was typed, if it still lets somebody in on a day."""
    signs = rules.read_code(typed)
    known = LateCode.objects.open(on=on).filter(round__programme=programme).select_related("round__programme")
    return known.filter(digest=rules.code_digest(signs)).first() if signs else None


def late_codes_of(called: Round) -> QuerySet[LateCode]:
    """All codes to a round, the latest first, with what was done with each."""
    return called.late_codes.select_related("by", "application__project")


def rule_sets_of(programme: Programme) -> QuerySet[RuleSet]:
    """All terms that stand, the latest first."""
    return RuleSet.objects.standing().filter(programme=programme).select_related("body", "pillar")


def questionnaire_of(programme: Programme) -> Questionnaire | None:
    """What a programme asks of those who begin now, beside the plan; None where it never asked anything."""
    return programme.questionnaires.first()


def deciding_bodies(*, on: date) -> QuerySet[Body]:
    """The bodies of the whole city on a day: each of them may be the one that decides."""
    return Body.objects.existing(on=on).filter(district__isnull=True).order_by("name_de")
