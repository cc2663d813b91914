"""Registering a need before an application: who is asked for it, and what it says; pure."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import Problem
from quartierwerk.rooms.funding.rules.terms import Terms

LONGEST_NEED_IN_SHORT = 1_000
LONGEST_ANSWER_TO_NEED = 2_000
NEED_ANSWERED_WITHIN = timedelta(days=14)
MOST_OF_A_NEED = 10_000_000_00
"""Cents; more is a slip of the keys."""


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
