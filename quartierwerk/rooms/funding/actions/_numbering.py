"""How applications are numbered: within the year in which they came in."""

from __future__ import annotations

from datetime import datetime

from quartierwerk.foundation import clock
from quartierwerk.foundation.transactions import hold
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.models.applications import counted_in


def next_number(at: datetime) -> str:
    """The next number of the year; whoever counts at the same moment waits."""
    year = clock.local(at).year
    hold(f"funding.applications.{year}")
    latest = Application.objects.filter(number__startswith=counted_in(year)).order_by("-number").first()
    return rules.number_of(year, int(latest.number.rpartition("-")[2]) + 1 if latest else 1)
