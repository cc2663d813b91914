"""Who may do what in the newsroom."""

from __future__ import annotations

from typing import Any

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import is_officer


def may_publish(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit keeps the pages."""
    return actor is not None and is_officer(actor)


def may_report(actor: Person | None, subject: Any = None) -> bool:
    """Anyone reports a barrier, signed in or not."""
    return True


def may_answer(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit reads and answers reports of barriers."""
    return actor is not None and is_officer(actor)


def may_forget(actor: Person | None, subject: Any = None) -> bool:
    """The system deletes what is kept for a term only."""
    return actor is not None and actor.is_system
