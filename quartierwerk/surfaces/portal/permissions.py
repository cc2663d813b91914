"""Who may look after the machinery."""

from __future__ import annotations

from typing import Any

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import is_officer


def may_operate(actor: Person | None, subject: Any = None) -> bool:
    """The office sees what did not arrive, and lets it be tried again."""
    return actor is not None and is_officer(actor)
