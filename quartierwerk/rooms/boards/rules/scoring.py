"""How a jury ranks what it scored: exact fractions, stated reasons, and the line to which the money reaches; pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.steps import Steps

MOST_CRITERIA = 20
MOST_POINTS = 100
MOST_WEIGHT = 100
LONGEST_COMMENT = 2_000


class ScoringState(TextChoices):
    """How far a jury has got with its scores."""

    OPEN = "open", _("Bewertung läuft")
    CLOSED = "closed", _("Bewertung beendet")
    ANNOUNCED = "announced", _("Ergebnis verkündet")


SCORING_STEPS = Steps(
    {ScoringState.OPEN: {ScoringState.CLOSED}, ScoringState.CLOSED: {ScoringState.OPEN, ScoringState.ANNOUNCED}}
)


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One thing that is scored, from nothing to ``most`` points, and how much it weighs."""

    key: str
    name_de: str
    name_en: str = ""
    weight: int = 1
    most: int = 5

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Criterion:
        """As it lies in the database."""
        return cls(**kept)


PROPOSED_RUBRIC = tuple(
    Criterion.read(known)
    for known in tomllib.loads((Path(__file__).parent / "data" / "rubric.toml").read_text(encoding="utf-8"))["criteria"]
)
"""What the house proposes; whoever runs the jury changes it as they like."""


def criteria_problem(criteria: Sequence[Criterion]) -> str:
    """What is wrong with a rubric, as a key of ``RUBRIC_PROBLEMS``; empty where nothing is."""
    if not 0 < len(criteria) <= MOST_CRITERIA:
        return "number"
    if len({criterion.key for criterion in criteria}) < len(criteria):
        return "double"
    for one in criteria:
        if not one.name_de.strip():
            return "name"
        if not (0 < one.weight <= MOST_WEIGHT and 0 < one.most <= MOST_POINTS):
            return "scale"
    return ""


RUBRIC_PROBLEMS = {
    "number": _("Ein Raster hat zwischen einem und zwanzig Kriterien."),
    "double": _("Zwei Kriterien haben denselben Kurznamen."),
    "name": _("Jedes Kriterium braucht einen Namen."),
    "scale": _("Gewicht und Höchstpunktzahl liegen zwischen 1 und 100."),
}


def points_fit(points: Mapping[str, int], criteria: Sequence[Criterion]) -> bool:
    """Whether every criterion has its points, and none has too many."""
    return points.keys() == {one.key for one in criteria} and all(0 <= points[one.key] <= one.most for one in criteria)


def share(points: Mapping[str, int], criteria: Sequence[Criterion]) -> Fraction:
    """What one seat gave, as a share of the most it could give: from 0 to 1, weights counted."""
    most = sum(one.weight * one.most for one in criteria)
    return Fraction(sum(one.weight * points[one.key] for one in criteria), most)


class Contender(NamedTuple):
    """What a ranking needs of one candidate."""

    key: int
    cents: int
    """What it asks for."""
    given: Sequence[Fraction]
    """The shares of all seats that scored it and did not abstain."""


class Ranked(NamedTuple):
    """A candidate's place, and whether the money reaches it."""

    key: int
    rank: int | None
    """Equal means share a place; None where nobody scored it."""
    mean: Fraction | None
    scores: int
    running: int
    """What it and all before it ask for together, in cents."""
    is_above: bool
    """Whether the pot bears all up to and with this one."""
    fits_rest: bool
    """Below the line, but no larger than what is left above it."""


def ranking(candidates: Sequence[Contender], *, available: int) -> list[Ranked]:
    """Candidates by the mean of their scores, the best first, with the line to which so many cents reach.

    The line falls before the first that the money does not reach, and before all who share a place with it: who scored
    the same is on the same side. Whoever is smaller and would still fit is marked, and no more: the jury decides.
    """
    scored = [(sum(one.given, Fraction(0)) / len(one.given) if one.given else None, one) for one in candidates]
    scored.sort(key=lambda pair: (pair[0] is None, -(pair[0] or 0), pair[1].key))
    places: list[int | None] = []
    for index, (mean, _one) in enumerate(scored):
        same = index > 0 and scored[index - 1][0] == mean
        places.append(None if mean is None else places[-1] if same else index + 1)
    running, sums = 0, []
    for _mean, one in scored:
        running += one.cents
        sums.append(running)
    reached = _reached(places, sums, available)
    left = available - (sums[reached - 1] if reached else 0)
    return [
        Ranked(one.key, place, mean, len(one.given), total, index < reached, index >= reached and one.cents <= left)
        for index, ((mean, one), place, total) in enumerate(zip(scored, places, sums, strict=True))
    ]


def _reached(places: Sequence[int | None], sums: Sequence[int], available: int) -> int:
    """How many from the top the money reaches; nobody without a score, and no part of a shared place."""
    reached = 0
    for index, (place, total) in enumerate(zip(places, sums, strict=True)):
        if place is None or total > available:
            break
        is_last_of_place = index + 1 == len(places) or places[index + 1] != place
        if is_last_of_place:
            reached = index + 1
    return reached
