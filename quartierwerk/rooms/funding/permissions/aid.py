"""Who may say what is aid, and keep its register."""

from __future__ import annotations

from typing import Any

from quartierwerk.rooms.accounts.permissions import office
from quartierwerk.rooms.funding.permissions.cases import may_handle


def may_read_aid(actor: Any, subject: Any = None) -> bool:
    """The staff unit keeps the list of aid."""
    return office(actor)


def may_check_aid(actor: Any, application: Any) -> bool:
    """The staff unit says whether a grant is aid, nobody of their own application."""
    return office(actor) and may_handle(actor, application)


def may_note_in_register(actor: Any, letter: Any) -> bool:
    """The same notes that it stands in the register."""
    return may_check_aid(actor, letter.application)
