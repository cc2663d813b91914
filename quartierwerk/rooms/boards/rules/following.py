"""What follows by itself from a body's rules and from the day: usual ways, and terms that are kept or have passed."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.boards.rules.minutes import MinutesState
from quartierwerk.rooms.boards.rules.procedures import RecusalLaw, Voting
from quartierwerk.rooms.boards.rules.scoring import ScoringState
from quartierwerk.rooms.boards.rules.voting import Ground, Method

_GROUNDS = {
    RecusalLaw.MUNICIPAL: Ground.MUNICIPAL,
    RecusalLaw.CIVIL: Ground.ASSOCIATION,
    RecusalLaw.OWN: Ground.OWN,
}
_METHODS = {Voting.OPEN: Method.OPEN, Voting.NAMED: Method.NAMED}


class Notice(TextChoices):
    """How it stands with the term for inviting to a meeting (Einladungsfrist)."""

    RUNNING = "running", _("läuft noch")
    PASSED = "passed", _("schon verstrichen")
    KEPT = "kept", _("eingehalten")
    SHORT = "short", _("nicht eingehalten")


def notice_standing(*, invited: bool, is_short: bool, last_day: date, today: date) -> Notice:
    """How it stands: who has invited has kept the term or not, for others it runs until its last day."""
    if invited:
        return Notice.SHORT if is_short else Notice.KEPT
    return Notice.RUNNING if today <= last_day else Notice.PASSED


def ground_by(law: str) -> Ground:
    """By which law somebody is recused in a body with these rules."""
    return _GROUNDS[RecusalLaw(law)]


def usual_method(voting: str) -> Method:
    """How a body votes where nobody says otherwise."""
    return _METHODS[Voting(voting)]


def are_scores_taken(state: str, *, closes_at: datetime, at: datetime) -> bool:
    """Whether a jury can give points at a moment."""
    return state == ScoringState.OPEN and at < closes_at


def is_objecting_possible(state: str, *, until: date | None, on: date) -> bool:
    """Whether minutes can be objected to on a day; the last one counts."""
    return state == MinutesState.SENT and until is not None and on <= until
