"""Rounds of a programme: the days between which it takes applications."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundState(TextChoices):
    """Where a round stands on a day."""

    COMING = "coming", pgettext_lazy("round", "kommt")
    OPEN = "open", pgettext_lazy("round", "offen")
    CLOSED = "closed", pgettext_lazy("round", "beendet")


class Span(NamedTuple):
    """From the first to the last day, both included; days in Europe/Berlin."""

    opens_on: date
    closes_on: date

    def overlaps(self, other: Span) -> bool:
        """Whether a day belongs to both."""
        return self.opens_on <= other.closes_on and other.opens_on <= self.closes_on

    def state(self, on: date) -> RoundState:
        """Where it stands on a day."""
        if on < self.opens_on:
            return RoundState.COMING
        return RoundState.OPEN if on <= self.closes_on else RoundState.CLOSED


class Refused(NamedTuple):
    """Why a round cannot be so, and the field to be changed."""

    field: str
    sentence: object


def problem(wanted: Span, *, before: Span | None, others: Iterable[Span], today: date) -> Refused | None:
    """Why a round may not run so; None where it may.

    What has begun keeps its first day, and nobody who still meant to apply loses a day that has passed: the last day
    may be moved to today at the earliest.
    """
    if wanted.closes_on < wanted.opens_on:
        return Refused("closes_on", _("Die Runde endet, bevor sie beginnt."))
    if before is not None and before.state(today) != RoundState.COMING:
        if before.state(today) == RoundState.CLOSED:
            return Refused("closes_on", _("Diese Runde ist beendet. Bitte legen Sie eine neue an."))
        if wanted.opens_on != before.opens_on:
            return Refused("opens_on", _("Diese Runde hat schon begonnen; ihr erster Tag steht fest."))
    elif wanted.opens_on < today:
        return Refused("opens_on", _("Eine Runde beginnt heute oder später."))
    if wanted.closes_on < today:
        return Refused("closes_on", _("Der letzte Tag liegt in der Vergangenheit."))
    if any(wanted.overlaps(other) for other in others):
        return Refused("opens_on", _("In diesen Tagen läuft schon eine andere Runde dieses Programms."))
    return None
