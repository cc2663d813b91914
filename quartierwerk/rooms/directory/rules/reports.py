"""Reports: that an entry is wrong, hurts somebody or has no place in the directory (Meldung)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.steps import Steps

KEEP_REPORTER_FOR = timedelta(days=180)
"""So long after the decision the reporter's address and words are kept, for who asks why."""
ANSWER_REPORT_WITHIN = timedelta(days=7)
"""Who reports something should hear of it within this time; the law says: without undue delay (DSA Art. 16 (6))."""


class ReportReason(TextChoices):
    """Why somebody reports an entry."""

    WRONG = "wrong", _("Angaben sind falsch")
    CLOSED = "closed", _("Gibt es nicht mehr")
    RIGHTS = "rights", _("Verletzt Rechte, zum Beispiel an Bildern oder Namen")
    OFFENSIVE = "offensive", _("Beleidigt, hetzt oder droht")
    SPAM = "spam", _("Werbung oder kein kreatives Angebot")
    OTHER = "other", _("Etwas anderes")


class ReportState(TextChoices):
    """What became of a report."""

    WAITING = "waiting", _("wartet")
    UPHELD = "upheld", _("berechtigt")
    DISMISSED = "dismissed", _("unbegründet")


REPORT_STEPS = Steps({ReportState.WAITING: {ReportState.UPHELD, ReportState.DISMISSED}})
