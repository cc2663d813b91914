"""Payment runs: their steps, their names, and the days on which banks move money; pure."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from stdnum import bic

from quartierwerk.foundation.steps import Steps

LATEST = timedelta(days=30)
"""So far ahead a run may be executed; banks take no later day."""
RELEASE_RUN_WITHIN = timedelta(days=2)
"""So long a run may wait for somebody else: its day comes."""
SATURDAY = 5
LONGEST_BIC = 11
LONGEST_ID = 35
"""Signs of the names that files and statements carry."""


class RunState(TextChoices):
    """What has become of a payment run."""

    GATHERED = "gathered", _("zusammengestellt")
    RELEASED = "released", _("freigegeben")
    EXECUTED = "executed", _("ausgeführt")
    VOIDED = "voided", _("verworfen")


class Way(TextChoices):
    """How the money of a run leaves."""

    BANK = "bank", _("Datei für die Bank")
    TREASURY = "treasury", _("Liste für die Stadtkasse")


class SentState(TextChoices):
    """What has become of one payment of a run, seen with its entry and the bank's statements."""

    GATHERED = "gathered", _("zusammengestellt")
    UNDER_WAY = "under_way", _("unterwegs")
    EXECUTED = "executed", _("ausgeführt")
    RETURNED = "returned", _("zurückgekommen")
    FREED = "freed", _("wieder frei")


RUN_STEPS = Steps(
    {
        RunState.GATHERED: {RunState.RELEASED, RunState.VOIDED},
        RunState.RELEASED: {RunState.EXECUTED, RunState.VOIDED},
        RunState.EXECUTED: {RunState.RELEASED},
    }
)
"""Back from executed to released leads only that a line of the bank was tied by mistake."""


def message_id(year: int, number: int) -> str:
    """What a run is called, on paper and in its file: “ZL-2026-0007”."""
    return f"ZL-{year}-{number:04}"


def end_to_end(message: str, position: int) -> str:
    """What a payment of a run is called at both banks: “ZL-2026-0007-012”."""
    return f"{message}-{position:03}"


def is_bank_day(day: date) -> bool:
    """Whether banks of the euro area move money on a day (TARGET calendar)."""
    return day.weekday() < SATURDAY and day not in _closed(day.year)


def bank_day_from(day: date) -> date:
    """The day itself, or the next one on which banks move money."""
    while not is_bank_day(day):
        day += timedelta(days=1)
    return day


def can_execute(day: date, *, today: date) -> bool:
    """Whether a run that is gathered or released today can be executed on a day."""
    return today <= day <= today + LATEST and is_bank_day(day)


def is_bic(code: str) -> bool:
    """Whether there can be such a bank."""
    return bic.is_valid(code)


def sent_state(run: RunState | str, *, is_returned: bool, is_on_statement: bool) -> SentState:
    """What has become of one payment, from its run, and from what books and bank say of it."""
    if run == RunState.VOIDED:
        return SentState.FREED
    if is_returned:
        return SentState.RETURNED
    if run == RunState.GATHERED:
        return SentState.GATHERED
    return SentState.EXECUTED if is_on_statement or run == RunState.EXECUTED else SentState.UNDER_WAY


@cache
def _closed(year: int) -> frozenset[date]:
    return frozenset(holidays.financial_holidays("ECB", years=year))
