"""Who may do what with the city's money."""

from __future__ import annotations

from typing import Any

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import machinery, office
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.budget.models import Order, PaymentRun


def may_see(actor: Any, subject: Any = None) -> bool:
    """Staff unit, treasurer, auditors, and a district's administration; which pots, ``visible_to`` says."""
    return isinstance(actor, Person) and (
        office(actor) or _holds(actor, RoleName.TREASURER, RoleName.AUDITOR, RoleName.DISTRICT_OFFICER)
    )


def may_see_all(actor: Any, subject: Any = None) -> bool:
    """Whoever sees every pot sees the books of the whole house, its bank statements and its cash report."""
    return isinstance(actor, Person) and (office(actor) or _holds(actor, RoleName.TREASURER, RoleName.AUDITOR))


def may_keep_books(actor: Any, subject: Any = None) -> bool:
    """The staff unit and the treasurer enter, propose payments, and open years and pots."""
    return isinstance(actor, Person) and (office(actor) or _holds(actor, RoleName.TREASURER))


def may_release(actor: Any, order: Order) -> bool:
    """Whoever keeps the books, but not whoever proposed it, nor the machinery: four eyes belong to two people."""
    return may_keep_books(actor) and not machinery(actor) and actor.pk != order.proposed_by_id


def may_refuse(actor: Any, order: Order) -> bool:
    """Whoever may release it may send it back instead, with a reason."""
    return may_release(actor, order)


def may_withdraw(actor: Any, order: Order) -> bool:
    """Whoever proposed it takes it back."""
    return may_keep_books(actor) and actor.pk == order.proposed_by_id


def may_release_run(actor: Any, run: PaymentRun) -> bool:
    """Whoever keeps the books, but not whoever gathered it, nor the machinery: four eyes once more."""
    return may_keep_books(actor) and not machinery(actor) and actor.pk != run.gathered_by_id


def may_fetch_file(actor: Any, run: PaymentRun) -> bool:
    """Whoever keeps the books takes a run's file to the bank; it names people and accounts, so nobody else does."""
    return may_keep_books(actor) and not machinery(actor)


def may_void_run(actor: Any, run: PaymentRun) -> bool:
    """What is released is voided by somebody else than whoever asked for it."""
    return may_fetch_file(actor, run) and actor.pk != run.void_asked_by_id


def may_keep_house(actor: Any, subject: Any = None) -> bool:
    """The system forgets who was paid when the law no longer asks for it."""
    return machinery(actor)


def _holds(actor: Person, *names: RoleName) -> bool:
    return actor.is_active and any(name in names for name, _scope in actor.roles_today)
