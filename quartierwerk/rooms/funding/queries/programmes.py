"""Reads of programmes: which there are, and how each stands on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from quartierwerk.foundation import folding
from quartierwerk.rooms.boards.models import Body
from quartierwerk.rooms.funding.models import Programme, Questionnaire, Round, RuleSet
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


def rule_sets_of(programme: Programme) -> QuerySet[RuleSet]:
    """All terms that stand, the latest first."""
    return RuleSet.objects.standing().filter(programme=programme).select_related("body", "pillar")


def questionnaire_of(programme: Programme) -> Questionnaire | None:
    """What a programme asks of those who begin now, beside the plan; None where it never asked anything."""
    return programme.questionnaires.first()


def deciding_bodies(*, on: date) -> QuerySet[Body]:
    """The bodies of the whole city on a day: each of them may be the one that decides."""
    return Body.objects.existing(on=on).filter(district__isnull=True).order_by("name_de")
