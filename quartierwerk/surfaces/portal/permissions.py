"""Who may look after the machinery, and who goes through the queue."""

from __future__ import annotations

from typing import Any

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import office


def may_operate(actor: Person | None, subject: Any = None) -> bool:
    """The office sees what did not arrive, and lets it be tried again."""
    return office(actor)


def may_see_queue(actor: Person | None, subject: Any = None) -> bool:
    """The office has one queue; what stands in it each room says for itself."""
    return office(actor)
