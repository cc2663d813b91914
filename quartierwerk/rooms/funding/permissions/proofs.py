"""Who may account for grants, check proofs of use and settle."""

from __future__ import annotations

from typing import Any

from quartierwerk.rooms.accounts.permissions import machinery, office
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.permissions.cases import has_applied, may_handle, may_speak_for, may_write_along


def may_account(actor: Any, application: Application) -> bool:
    """Whoever applied, whom they let write along, and the office for somebody who never had an account here."""
    return may_write_along(actor, application) or may_speak_for(actor, application)


def may_hand_in(actor: Any, application: Application) -> bool:
    """Whoever applied hands it in; whoever writes along only writes."""
    return has_applied(actor, application) or may_speak_for(actor, application)


def may_check_proof(actor: Any, application: Application) -> bool:
    """Whoever handles the case, and has not written the proof themself."""
    return may_handle(actor, application)


def may_settle(actor: Any, application: Application) -> bool:
    """The staff unit fixes what a grant comes to; nobody what they asked for themself."""
    return office(actor) and may_handle(actor, application)


def may_close_case(actor: Any, application: Application) -> bool:
    """The same close a case, and the house itself once the books are even."""
    return machinery(actor) or may_settle(actor, application)


def may_reopen(actor: Any, subject: Any = None) -> bool:
    """The house opens a case again when the books are no longer even."""
    return machinery(actor)


def may_see_proof(actor: Any, application: Application) -> bool:
    """Whoever writes it along, and whoever handles the case."""
    return may_account(actor, application) or may_handle(actor, application)
