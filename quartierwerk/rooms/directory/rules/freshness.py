"""When an entry was last confirmed, and what follows from it on a day: pure arithmetic of dates, kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.rooms.directory.rules.changes import How

CONFIRMING = frozenset({How.EDIT, How.RESTORE, How.PIN})
"""Ways of changing a profile by which its keepers or the office stand for the whole of it.

Who takes a stranger's proposal has looked at that part only; a list knows nothing of today.
"""
SETTLE_STALE_WITHIN = timedelta(days=120)
"""So soon after the question the office has seen to an entry that nobody answers for; it hears of it halfway."""
GATHERED_WITHIN = timedelta(days=30)
"""What one person keeps and what is due so soon is asked about in the same mail."""
MOST_PER_LETTER = 20
"""So many entries stand in one mail; the others follow another day."""
KEEP_ASKINGS_FOR = timedelta(days=2 * 365)
"""So long after its answer it is kept that somebody was asked, and what they said."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How this city keeps its entries fresh; all in days but ``asks_per_day``."""

    ask_after: int = 365
    """After the last confirmation: a mail asks."""
    remind_after: int = 21
    """After that mail: a second one."""
    mark_after: int = 455
    """After the last confirmation: readers are told when that was."""
    office_after: int = 60
    """After the first mail: the office sees to it."""
    asks_per_day: int = 100
    digest_every: int = 30
    seal_lasts: int = 730
    """From the granting on: a seal of the city holds, for 24 months."""
    seal_warn_before: int = 30
    """Before a seal ends: who keeps the profile is told."""


class Way(TextChoices):
    """Whom a question goes to."""

    KEEPERS = "keepers", _("die Verwaltenden")
    CONTACT = "contact", _("die hinterlegte Adresse")
    NOBODY = "nobody", _("niemanden: keine Adresse")


class Answer(TextChoices):
    """How a question ends."""

    CONFIRMED = "confirmed", _("bestätigt")
    CHANGED = "changed", _("geändert")
    WITHDRAWN = "withdrawn", _("zurückgezogen")
    AGAIN = "again", _("noch einmal gefragt")


class Stage(TextChoices):
    """How fresh an entry is."""

    FRESH = "fresh", pgettext_lazy("entry", "aktuell")
    DUE = "due", _("zu fragen")
    ASKED = "asked", _("angefragt")
    REMINDED = "reminded", _("erinnert")
    MARKED = "marked", _("gekennzeichnet")
    OFFICE = "office", _("beim Büro")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The open question about an entry."""

    on: date
    reminded_on: date | None = None
    is_reaching: bool = True
    """Whether there was an address to write to."""
    is_gone: bool = False
    """Whether somebody answered that there is no such thing any more."""


def is_stale(confirmed_on: date, *, today: date, terms: Terms) -> bool:
    """Whether an entry has gone unconfirmed for so long that the reader should know."""
    return (today - confirmed_on).days > terms.mark_after


def stage(confirmed_on: date, *, asked: Asked | None, today: date, terms: Terms) -> Stage:
    """How fresh an entry is on a day; ``asked`` is the question that nobody has answered yet."""
    if asked is None:
        due = (today - confirmed_on).days > terms.ask_after
        return Stage.MARKED if is_stale(confirmed_on, today=today, terms=terms) else Stage.DUE if due else Stage.FRESH
    if asked.is_gone or not asked.is_reaching or (today - asked.on).days > terms.office_after:
        return Stage.OFFICE
    if is_stale(confirmed_on, today=today, terms=terms):
        return Stage.MARKED
    return Stage.REMINDED if asked.reminded_on else Stage.ASKED
