"""Who may name accounts, draw grants, check, order, and waive going to court."""

from __future__ import annotations

from typing import Any

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import machinery
from quartierwerk.rooms.budget.permissions import may_keep_books, may_see_all
from quartierwerk.rooms.funding.models import Application, BankDetails, Drawdown, Letter
from quartierwerk.rooms.funding.permissions.cases import (
    has_applied,
    is_concerned,
    may_handle,
    may_read_invoices,
    may_speak_for,
    may_write_along,
)


def may_enter_account(actor: Any, subject: Any) -> bool:
    """Whoever applied says where the money goes; for whoever has no account here the office does, by what came by post.

    The subject is the application, or an account to be.
    """
    application = subject if isinstance(subject, Application) else subject.application
    return has_applied(actor, application) or may_speak_for(actor, application)


def may_see_account(actor: Any, application: Application) -> bool:
    """Whoever applied, the office that handles the case, and whoever sees the books; nobody who only writes along."""
    return has_applied(actor, application) or may_handle(actor, application) or may_see_all(actor)


def may_confirm_account(actor: Any, account: BankDetails) -> bool:
    """Whoever handles the case, but not whoever entered it, nor the machinery: four eyes belong to two people."""
    if not isinstance(actor, Person) or machinery(actor):
        return False
    return actor.pk != account.entered_by_id and may_handle(actor, account.application)


def may_draw(actor: Any, subject: Any) -> bool:
    """Whoever applied and whom they let write along; for whoever has no account here the office does.

    The subject is the application, what is asked for, or a drawdown that is taken back.
    """
    application = subject if isinstance(subject, Application) else subject.application
    return may_write_along(actor, application) or may_speak_for(actor, application)


def may_check_drawdown(actor: Any, drawdown: Drawdown) -> bool:
    """Whoever handles the case; what somebody asked for themself, writing along, somebody else checks."""
    application = drawdown.application
    is_own = drawdown.requested_by_id == actor.pk and not may_speak_for(actor, application)
    return may_handle(actor, application) and not is_own


def may_order_drawdown(actor: Any, drawdown: Drawdown) -> bool:
    """Whoever keeps the books proposes the payment, nobody one to themself; somebody else releases it."""
    return may_keep_books(actor) and not is_concerned(actor, drawdown.application)


def may_refuse_drawdown(actor: Any, drawdown: Drawdown) -> bool:
    """Whoever checks it, and whoever would have it paid."""
    return may_check_drawdown(actor, drawdown) or may_order_drawdown(actor, drawdown)


def may_waive(actor: Any, letter: Letter) -> bool:
    """Whoever a notice is for waives going to court against it; what came by post the office enters."""
    return has_applied(actor, letter.application) or may_speak_for(actor, letter.application)


def may_read_drawdowns(actor: Any, subject: Any = None) -> bool:
    """The offices of city and districts, and whoever keeps or audits the books, have a list of all drawdowns."""
    return may_read_invoices(actor)
