"""Where money comes from, and how long words and how large sums may be."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 120
LONGEST_SOURCE = 240
"""Of the law, resolution or statute that something rests on."""
LONGEST_REASON = 500
LONGEST_PURPOSE = 140
"""As much as a transfer may say (SEPA)."""
LONGEST_REFERENCE = 80
MOST_CENTS = 10**13
"""A hundred thousand million euros: more is a slip of the keyboard."""


class Source(TextChoices):
    """Who gave the money of a pot (Mittelherkunft)."""

    CITY = "city", _("Stadt")
    STATE = "state", _("Land")
    DISTRICT_COUNCIL = "district_council", _("Bezirksvertretung")
    SPONSOR = "sponsor", _("Sponsoring")
    FOUNDATION = "foundation", _("Stiftung")
    OWN_TAKINGS = "own_takings", _("Eigene Einnahmen")
