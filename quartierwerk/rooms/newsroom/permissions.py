"""Who may do what in the newsroom."""

from __future__ import annotations

from typing import Any

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import is_officer


def may_publish(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit keeps the pages."""
    return actor is not None and is_officer(actor)
