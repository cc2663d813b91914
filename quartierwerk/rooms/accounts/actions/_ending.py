"""Ending roles, and with them the deputyships that have nothing left behind them; several verbs do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from quartierwerk.foundation import clock
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.actions.deputies import end_idle_deputies
from quartierwerk.rooms.accounts.models import Person, Role


def end_roles(roles: Iterable[Role], *, actor: Person, at: datetime) -> dict[str, list[str]]:
    """The roles hold no more from this day on; one that was to begin later never does.

    Returns what ended as references, for the trail.
    """
    ended, today = list(roles), clock.local(at).date()
    for role in ended:
        role.valid_to = max(today, role.valid_from)
        role.save(update_fields=["valid_to"])
    deputyships = end_idle_deputies({role.person_id for role in ended}, actor=actor, at=at)
    idle = {"deputyships": [reference(one) for one in deputyships]} if deputyships else {}
    return {"roles": [reference(role) for role in ended]} | idle
