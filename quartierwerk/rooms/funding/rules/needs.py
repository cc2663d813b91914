"""Registering a need before an application: whether a programme asks for it, and until when; pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import Problem
from quartierwerk.rooms.funding.rules.terms import Terms

LONGEST_NEED_IN_SHORT = 1_000
LONGEST_ANSWER_TO_NEED = 2_000
NEED_ANSWERED_WITHIN = timedelta(days=14)
MOST_OF_A_NEED = 10_000_000_00
"""Cents; more is a slip of the keys."""


class NeedDays(NamedTuple):
    """Until when a need can be registered; days in Europe/Berlin."""

    until_on: date | None
    """The last day; None where it can be done at any time."""

    def is_open(self, *, on: date) -> bool:
        """Whether a need can be registered on a day."""
        return self.until_on is None or on <= self.until_on


def need_days(*, needs_until: date | None, closes_on: date | None) -> NeedDays:
    """The days of a round, or of a programme without one: as the round says, else as long as it takes applications."""
    return NeedDays(needs_until or closes_on)


def asks_for_need(terms: Terms, *, is_late: bool, is_on_paper: bool) -> bool:
    """Whether an application needs a registration before it.

    Whoever was let in late by a code, or wrote on paper, came another way that the office knows.
    """
    return terms.needs_first and not is_late and not is_on_paper


def need_problem(*, text: str, cents: int) -> Problem | None:
    """What a registration still lacks; None where nothing does."""
    if not text.strip():
        return Problem("text", _("Bitte sagen Sie in ein, zwei Sätzen, wofür."))
    if len(text) > LONGEST_NEED_IN_SHORT:
        return Problem("text", _("Dieser Text ist zu lang."))
    if not 0 < cents <= MOST_OF_A_NEED:
        return Problem("cents", _("Bitte schätzen Sie, wie viel Geld Sie brauchen."))
    return None
