"""Who may do what with programmes, their terms and their rounds."""

from __future__ import annotations

from typing import Any

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import office


def may_found(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit says which programmes there are."""
    return office(actor)


def may_edit(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit says what a programme is called and what it is for."""
    return office(actor)


def may_end(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit says when a programme takes no applications any more."""
    return office(actor)


def may_regulate(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit enters the terms, from the text that says so."""
    return office(actor)


def may_hold_rounds(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit says between which days applications are taken."""
    return office(actor)
