"""Who may do what with bodies, their rules and their seats."""

from __future__ import annotations

from typing import Any

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import machinery, office
from quartierwerk.rooms.accounts.queries import has_role, scopes_of
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.boards.models import Body


def may_found(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit says which bodies there are."""
    return office(actor)


def may_dissolve(actor: Person | None, body: Body) -> bool:
    """The staff unit says when there is a body no more."""
    return office(actor)


def may_regulate(actor: Person | None, body: Body) -> bool:
    """The staff unit enters by which rules a body decides, from the text that says so."""
    return office(actor)


def may_edit(actor: Person | None, body: Body) -> bool:
    """The staff unit writes what is said of every body, a district officer of those in their district."""
    return _keeps(actor, body)


def may_seat(actor: Person | None, subject: Any) -> bool:
    """Whoever keeps a body says who sits on it; the subject is the body, a seat of it or an appointment to it."""
    return _keeps(actor, subject if isinstance(subject, Body) else subject.body)


def may_write_to(actor: Person | None, body: Body) -> bool:
    """Whoever keeps a body writes to those who sit on it, and takes their addresses along."""
    return _keeps(actor, body)


def may_keep_bodies(actor: Any, subject: Any = None) -> bool:
    """Whoever keeps any body has a desk for them."""
    return office(actor) or bool(scopes_of(actor, RoleName.DISTRICT_OFFICER))


def may_keep_house(actor: Person | None, subject: Any = None) -> bool:
    """The system forgets what is kept for a term only."""
    return machinery(actor)


def _keeps(actor: Any, body: Body) -> bool:
    return office(actor) or (
        bool(body.scope) and isinstance(actor, Person) and has_role(actor, RoleName.DISTRICT_OFFICER, scope=body.scope)
    )
