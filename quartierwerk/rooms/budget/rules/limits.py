"""Where money comes from, and how long words and how large sums may be."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LONGEST_NAME = 120
LONGEST_SOURCE = 240
"""Of the law, resolution or statute that something rests on."""
LONGEST_REASON = 500
LONGEST_PURPOSE = 140
"""As much as a transfer may say (SEPA)."""
LONGEST_REFERENCE = 80
MOST_CENTS = 10**13
"""A hundred thousand million euros: more is a slip of the keyboard."""

KEEP_PAYEES_FOR = timedelta(days=10 * 365)
"""After the end of the year, as § 59 (3) KomHVO NRW has it for vouchers and books."""
RELEASE_WITHIN = timedelta(days=7)
"""So long a proposed payment may wait."""


class Source(TextChoices):
    """Who gave the money of a pot (Mittelherkunft)."""

    CITY = "city", _("Stadt")
    STATE = "state", pgettext_lazy("source of money", "Land")
    DISTRICT_COUNCIL = "district_council", _("Bezirksvertretung")
    SPONSOR = "sponsor", _("Sponsoring")
    FOUNDATION = "foundation", _("Stiftung")
    OWN_TAKINGS = "own_takings", _("Eigene Einnahmen")
