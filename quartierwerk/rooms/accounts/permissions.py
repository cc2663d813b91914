"""Who may change persons and their roles."""

from __future__ import annotations

from quartierwerk.rooms.accounts import rules
from quartierwerk.rooms.accounts.models import Person, Role


def may_join(actor: Person | None, person: Person) -> bool:
    """A visitor joins with an address of their own; entering somebody else is the office's business."""
    return _acts_for_the_office(actor) or (actor is None and rules.clean_email(person.email) is not None)


def may_edit(actor: Person | None, person: Person) -> bool:
    """Everybody changes their own name; the office changes those of persons without a login."""
    if actor is None or not actor.is_active:
        return False
    return actor.pk == person.pk or (not person.email and not person.is_system and _acts_for_the_office(actor))


def may_grant(actor: Person | None, role: Role) -> bool:
    """The office hands out roles everywhere, holders of some roles within their own scope; see ``rules``."""
    if actor is None or not actor.is_active:
        return False
    return actor.is_system or rules.may_hand_out(actor.roles_today, name=role.name, scope=role.scope)


def may_revoke(actor: Person | None, role: Role) -> bool:
    """Whoever may grant a role may end it, and everybody may give up their own."""
    if actor is None or not actor.is_active:
        return False
    return actor.pk == role.person_id or may_grant(actor, role)


def may_secure(actor: Person | None, person: Person) -> bool:
    """Everybody looks after their own sign-in, nobody else does."""
    return actor is not None and actor.is_active and actor.pk == person.pk


def may_forget(actor: Person | None, subject: object) -> bool:
    """Only the machinery forgets people who never confirmed their address."""
    return actor is not None and actor.is_system


def _acts_for_the_office(actor: Person | None) -> bool:
    return actor is not None and actor.acts_for_the_office
