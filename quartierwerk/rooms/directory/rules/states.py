"""States and the steps between them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.steps import Steps


class State(TextChoices):
    """Whether the public sees a profile."""

    PUBLIC = "public", _("öffentlich")
    WITHDRAWN = "withdrawn", _("zurückgezogen")
    MERGED = "merged", _("zusammengeführt")


PROFILE_STEPS = Steps(
    {
        State.PUBLIC: {State.WITHDRAWN, State.MERGED},
        # Out of a merger only its undo leads, which is no step of the profile alone.
        State.WITHDRAWN: {State.PUBLIC},
    }
)


class PairState(TextChoices):
    """What is known of two profiles that may be one actor."""

    PROPOSED = "proposed", _("offen")
    DISTINCT = "distinct", _("kein Doppel")
    MERGED = "merged", _("zusammengeführt")


PAIR_STEPS = Steps(
    {
        PairState.PROPOSED: {PairState.DISTINCT, PairState.MERGED},
        PairState.MERGED: {PairState.PROPOSED},
    }
)


class JobState(TextChoices):
    """How far an import is."""

    UPLOADED = "uploaded", _("hochgeladen")
    CHECKING = "checking", _("wird geprüft")
    CHECKED = "checked", _("geprüft")
    RUNNING = "running", _("läuft")
    DONE = "done", _("fertig")
    UNDOING = "undoing", _("wird zurückgenommen")
    UNDONE = "undone", _("zurückgenommen")
    FAILED = "failed", _("nicht lesbar")
    EXPIRED = "expired", _("verfallen")


JOB_STEPS = Steps(
    {
        JobState.UPLOADED: {JobState.CHECKING, JobState.EXPIRED},
        JobState.CHECKING: {JobState.CHECKED, JobState.FAILED},
        JobState.CHECKED: {JobState.UPLOADED, JobState.CHECKING, JobState.RUNNING, JobState.EXPIRED},
        JobState.RUNNING: {JobState.DONE},
        JobState.DONE: {JobState.UNDOING},
        JobState.UNDOING: {JobState.UNDONE},
    }
)


WORKING = frozenset({JobState.CHECKING, JobState.RUNNING, JobState.UNDOING})
"""The states in which rows wait to be handled, block by block."""

DECIDE_IMPORT_WITHIN = timedelta(days=30)
SETTLE_PAIR_WITHIN = timedelta(days=90)
"""So soon the office decides on a list that was checked, and on two profiles that may be one."""
KEEP_FILE_FOR = timedelta(days=180)
"""So long an imported file and the cells of its rows are kept, to hand back what stayed outside; then only what
went into the directory remains (DSGVO Art. 5 (1) e). The term is the house's own."""


class Outcome(TextChoices):
    """What a row of an import is found to be."""

    WAITING = "waiting", _("wartet")
    ERROR = "error", _("Fehler")
    CERTAIN_DOUBLE = "certain_double", _("sicheres Doppel")
    POSSIBLE_DOUBLE = "possible_double", _("mögliches Doppel")
    NEW = "new", _("neu")
    CHANGED = "changed", _("geändert")
    UNCHANGED = "unchanged", _("unverändert")
