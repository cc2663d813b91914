"""What somebody on a body is, who may vote, and when two seats get into each other's way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.rooms.accounts.rules import Days, overlaps

LONGEST_TEXT = 200
LONGEST_EMAIL = 254
"""As RFC 5321 has it, and the database."""
DAY = timedelta(days=1)
KEEP_SEATS_FOR = timedelta(days=10 * 365)
"""So long after its end a seat is kept with the name of whoever held it, since minutes and resolutions name it."""
ENDING_WITHIN = timedelta(days=60)
"""So long before its end the office hears of a seat."""


class SeatRole(TextChoices):
    """What somebody on a body is."""

    CHAIR = "chair", pgettext_lazy("seat", "Vorsitz")
    DEPUTY = "deputy", _("Stellvertretender Vorsitz")
    MEMBER = "member", pgettext_lazy("seat", "Mitglied")
    ADVISER = "adviser", _("Beratendes Mitglied")
    SECRETARY = "secretary", _("Schriftführung")


VOTELESS = frozenset({SeatRole.ADVISER, SeatRole.SECRETARY})
"""Those who speak and do not vote."""


class Taken(NamedTuple):
    """A seat as far as others may be in its way: who holds it, as what, and on which days."""

    holder: int | str
    """The person's key; of somebody who is no person yet, whatever tells them apart."""
    role: str
    days: Days


def met_by(wanted: Taken, others: Iterable[Taken]) -> tuple[Taken | None, Taken | None]:
    """The seats that stand in a wanted one's way: the same holder's on one of its days, and another chair's.

    A seat that ends as it begins was never held and is in nobody's way.
    """
    near = [other for other in others if _lasts(other.days) and overlaps(first=wanted.days, second=other.days)]
    same = next((other for other in near if other.holder == wanted.holder), None)
    chairs = (other for other in near if other.role == SeatRole.CHAIR)
    return same, next(chairs, None) if wanted.role == SeatRole.CHAIR else None


def _lasts(days: Days) -> bool:
    first, end = days
    return end is None or end > first
