"""Codes with which an application comes into a round that is over; pure."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation.errors import Problem
from quartierwerk.rooms.funding.rules.rounds import RoundState, Span

LONGEST_PURPOSE_OF_CODE = 200
LATE_CODE_LASTS = timedelta(days=14)
"""So long a code is good, unless the office says otherwise."""
LONGEST_LATE_CODE = timedelta(days=90)
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without what the eye takes for something else: 0 and O, 1 and I."""
SIGNS, GROUP = 12, 4
"""Sixty bits: nobody guesses one with ten attempts an hour."""


class CodeState(TextChoices):
    """What became of a code."""

    OPEN = "open", pgettext_lazy("code", "offen")
    TAKEN = "taken", pgettext_lazy("code", "genutzt")
    OVER = "over", pgettext_lazy("code", "abgelaufen")
    WITHDRAWN = "withdrawn", pgettext_lazy("code", "zurückgenommen")


def code_state(*, is_withdrawn: bool, is_taken: bool, is_over: bool) -> CodeState:
    """What became of a code: one that somebody used stays used, also when its days are over."""
    if is_taken:
        return CodeState.TAKEN
    if is_withdrawn:
        return CodeState.WITHDRAWN
    return CodeState.OVER if is_over else CodeState.OPEN


def write_code(signs: str) -> str:
    """A code as people read it: in groups."""
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))


def read_code(typed: str) -> str:
    """A code as it was meant, however it was typed: small or with other gaps; empty where it can be none."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return signs if len(signs) == SIGNS and all(sign in LETTERS for sign in signs) else ""


def code_digest(signs: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(signs.encode()).hexdigest()


def lateness_problem(span: Span, *, valid_until: date, today: date) -> Problem | None:
    """Why a code for a round cannot be good until a day; None where it can."""
    if span.state(today) == RoundState.COMING:
        return Problem("valid_until", _("Diese Runde hat noch nicht begonnen. Verschieben Sie lieber ihre Tage."))
    if valid_until < today:
        return Problem("valid_until", _("Dieser Tag ist schon vorbei."))
    if valid_until <= span.closes_on:
        return Problem("valid_until", _("Bis dahin läuft die Runde ohnehin; ein Code gilt länger als sie."))
    if valid_until > today + LONGEST_LATE_CODE:
        return Problem("valid_until", _("Ein Code gilt höchstens 90 Tage."))
    return None
