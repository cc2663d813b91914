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

FIRST_YEAR, LAST_YEAR = 1990, 2200
"""The years that the books know; another one is a slip of the keyboard."""

KEEP_PAYEES_FOR = timedelta(days=10 * 365)
"""After the end of the year, as § 59 (3) KomHVO NRW has it for vouchers and books."""
RELEASE_WITHIN = timedelta(days=7)
"""So long a proposed payment may wait."""


def is_year(year: int) -> bool:
    """Whether the books can have such a year."""
    return FIRST_YEAR <= year <= LAST_YEAR


def holds_in(year: int, *, first: int, last: int | None) -> bool:
    """Whether a part of the scheme that holds from a first year to a last one holds in a year."""
    return first <= year and (last is None or year <= last)


def provides(*, per_district: int | None, total: int) -> bool:
    """Whether a part of the scheme says in one way what it provides for: a share of each district, or one sum."""
    if per_district is None:
        return 0 <= total <= MOST_CENTS
    return total == 0 and 0 <= per_district <= MOST_CENTS


def due(planned: int, allocated: int) -> int:
    """What of a plan is still to be allocated, in cents; nothing where more was given than planned."""
    return max(planned - allocated, 0)


class Source(TextChoices):
    """Who gave the money of a pot (Mittelherkunft)."""

    CITY = "city", _("Stadt")
    STATE = "state", pgettext_lazy("source of money", "Land")
    DISTRICT_COUNCIL = "district_council", _("Bezirksvertretung")
    SPONSOR = "sponsor", _("Sponsoring")
    FOUNDATION = "foundation", _("Stiftung")
    OWN_TAKINGS = "own_takings", _("Eigene Einnahmen")
