"""Who may do what in the newsroom."""

from __future__ import annotations

from typing import Any

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import machinery, office


def may_publish(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit keeps the pages."""
    return office(actor)


def may_report(actor: Person | None, subject: Any = None) -> bool:
    """Anyone reports a barrier, signed in or not."""
    return True


def may_answer(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit reads and answers reports of barriers."""
    return office(actor)


def may_keep_house(actor: Person | None, subject: Any = None) -> bool:
    """The system deletes what is kept for a term only."""
    return machinery(actor)
