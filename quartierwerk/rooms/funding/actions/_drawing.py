"""What settling a case demands of its grant: called down by the verb that settles, in its transaction."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.money import written as money
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.funding import queries
from quartierwerk.rooms.funding.models import Application, Drawdown
from quartierwerk.rooms.funding.rules import DrawdownKind, DrawdownState


class BeyondRest(RuleBroken):
    """A final payment of more than is left of the grant."""


def demand_final(application: Application, cents: int, *, at: datetime) -> Drawdown:
    """Demand the last payment of a grant, in cents; what settled the case has checked it, so it is only ordered.

    Call it with the application locked. All that was drawn stays within what is granted on that day.
    """
    today = clock.local(at).date()
    left = queries.grant_of(application, on=today).cents - queries.drawn(application).cents
    if not 0 < cents <= left:
        raise BeyondRest(_("Von dem, was bewilligt ist, bleiben noch %(sum)s.") % {"sum": money(max(left, 0))})
    house = system("funding")
    return Drawdown.objects.create(
        application=application,
        number=next_number(application),
        kind=DrawdownKind.FINAL,
        cents=cents,
        wanted_on=today,
        state=DrawdownState.CHECKED,
        requested_at=at,
        requested_by=house,
        checked_at=at,
        checked_by=house,
    )


def next_number(application: Application) -> int:
    """Which drawdown of its application the next one is."""
    latest = application.drawdowns.order_by("-number").values_list("number", flat=True).first()
    return (latest or 0) + 1
