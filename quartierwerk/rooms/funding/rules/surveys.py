"""The short survey after a case: who is asked, what, and from when on answers are shown; pure."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation.errors import Problem
from quartierwerk.rooms.funding.rules.applications import ApplicationState
from quartierwerk.rooms.funding.rules.terms import Terms

LONGEST_REMARK = 2_000
LEAST_ANSWERS = 3
"""Below that an average would say what one person thinks."""
MARKS = (1, 2, 3, 4, 5)
"""From very dissatisfied to very satisfied."""
SURVEYED = frozenset({ApplicationState.SERVED, ApplicationState.SETTLED, ApplicationState.CLOSED})
"""In these somebody can look back on their case; whoever got money does so once it is settled."""


class Topic(TextChoices):
    """What is asked about."""

    INFORMATION = "information", pgettext_lazy("topic", "Information und Beratung")
    PROCEDURE = "procedure", pgettext_lazy("topic", "Antragsverfahren")
    DECISION = "decision", pgettext_lazy("topic", "Jury und Entscheidung")
    SETTLEMENT = "settlement", pgettext_lazy("topic", "Abrechnung")


def surveyed(state: ApplicationState | str) -> bool:
    """Whether somebody is asked when a case stands there."""
    return state in SURVEYED


def is_asked(terms: Terms, state: ApplicationState | str, *, granted_cents: int) -> bool:
    """Whether whoever applied is asked under these terms, having been granted so many cents."""
    least = terms.survey_from_cents
    is_over = surveyed(state) and (state != ApplicationState.SERVED or not granted_cents)
    return is_over and least is not None and granted_cents >= least


def survey_problem(marks: Mapping[Topic, int | None], remark: str) -> Problem | None:
    """What must be put right before an answer can be taken; None where nothing must."""
    given = {topic: mark for topic, mark in marks.items() if mark is not None}
    if not given and not remark.strip():
        return Problem(Topic.INFORMATION, _("Bitte geben Sie mindestens eine Note, oder schreiben Sie etwas."))
    for topic, mark in given.items():
        if mark not in MARKS:
            return Problem(topic, _("Noten gehen von 1 bis 5."))
    if len(remark) > LONGEST_REMARK:
        return Problem("remark", _("Dieser Text ist zu lang."))
    return None


def average(total: int, number: int) -> int | None:
    """The average of so many marks in hundredths, rounded half up; None where there are too few of them."""
    return (200 * total + number) // (2 * number) if number >= LEAST_ANSWERS else None
