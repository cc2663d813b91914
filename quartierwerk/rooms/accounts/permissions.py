"""Who may change persons and their roles."""

from __future__ import annotations

from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.foundation.handing import Handover
from quartierwerk.rooms.accounts import rules
from quartierwerk.rooms.accounts.models import Deputyship, Errand, FactorReset, Invitation, Person, Role
from quartierwerk.rooms.accounts.models.people import machinery, office
from quartierwerk.rooms.accounts.rules import RoleName


def may_join(actor: Person | None, person: Person) -> bool:
    """A visitor joins with an address of their own; entering somebody else is the office's business."""
    return office(actor) or (actor is None and rules.clean_email(person.email) is not None)


def may_edit(actor: Person | None, person: Person) -> bool:
    """Everybody changes their own name; the office changes those of persons without a login."""
    if actor is None or not actor.is_active:
        return False
    return actor.pk == person.pk or (not person.email and not person.is_system and office(actor))


def may_grant(actor: Person | None, role: Role) -> bool:
    """The office hands out roles everywhere, holders of some roles within their own scope; see ``rules``.

    A deputy hands out nothing: it would outlast the deputyship.
    """
    if actor is None or not actor.is_active:
        return False
    return actor.is_system or rules.may_hand_out(actor.own_roles_today, name=role.name, scope=role.scope)


def may_revoke(actor: Person | None, role: Role) -> bool:
    """Whoever may grant a role may end it, and everybody may give up their own."""
    if actor is None or not actor.is_active:
        return False
    return actor.pk == role.person_id or may_grant(actor, role)


def may_invite(actor: Person | None, offer: Any) -> bool:
    """Whoever may hand out a role may invite to it, and take the invitation back."""
    if actor is None or not actor.is_active:
        return False
    return actor.is_system or rules.may_invite(actor.own_roles_today, name=offer.name, scope=offer.scope)


def may_see_keepers(actor: Any, scope: str) -> bool:
    """Whoever may invite to a role within something sees who holds one there."""
    return isinstance(actor, Person) and bool(rules.invitable(actor.own_roles_today, scope=scope))


def may_see_colleagues(actor: Any) -> bool:
    """Whoever works in the office by themself, not as a deputy, sees and invites its people."""
    return isinstance(actor, Person) and _holds_office(actor)


def may_arrange_deputy(actor: Person | None, wanted: Any) -> bool:
    """Everybody for their own roles; the office for an absent colleague's single role that it may hand out itself.

    For everything somebody holds only they themselves name a deputy: it takes in what they are given tomorrow.
    A deputy names no further one.
    """
    if actor is None or not actor.is_active:
        return False
    if actor.is_system or actor == wanted.absent:
        return True
    role = wanted.role
    return role is not None and _holds_office(actor) and may_grant(actor, role)


def may_see_deputies_of(actor: Any, person: Person) -> bool:
    """Everybody sees who stands in for them, the office who stands in for its people."""
    return isinstance(actor, Person) and (actor.pk == person.pk or _holds_office(actor))


def may_end_deputy(actor: Person | None, deputyship: Deputyship) -> bool:
    """The absent person, the deputy, and the office."""
    if actor is None or not actor.is_active:
        return False
    return actor.pk in (deputyship.absent_id, deputyship.deputy_id) or office(actor)


def may_end_idle_deputies(actor: Person | None, people: object) -> bool:
    """Whoever may end the roles behind them: what brings nothing any more is taken from nobody."""
    return actor is not None and actor.is_active


def may_hand_over(actor: Person | None, handover: Handover) -> bool:
    """Everybody hands over their own things, the office those of others; each kind asks for its own right too."""
    return may_leave(actor, handover.person)


def may_leave(actor: Person | None, person: Person) -> bool:
    """Everybody leaves by themself; the office lets a colleague go whose roles it may hand out.

    Who never had a role is nobody's colleague; who operates the house is let go by those who do so too.
    """
    if actor is None or not actor.is_active or person.is_system:
        return False
    if actor.pk == person.pk:
        return True
    if not _holds_office(actor) or not person.roles.exists() or (person.is_staff and not actor.is_staff):
        return False
    return all(may_grant(actor, role) for role in person.roles.unfinished(on=clock.today()))


def may_begin_errand(actor: Person | None, errand: Errand) -> bool:
    """People in the office act on others' behalf; the machinery does not."""
    return office(actor) and not machinery(actor)


def may_end_errand(actor: Person | None, errand: Errand) -> bool:
    """Whoever began it, also if they have left the office since."""
    return actor is not None and actor.pk == errand.officer_id


def may_accept(actor: Person | None, invitation: Invitation) -> bool:
    """An invitation is for whoever signs in with the address it went to."""
    return actor is not None and actor.has_login and actor.email == invitation.email


def may_ask_for_reset(actor: Person | None, reset: FactorReset) -> bool:
    """The office asks for others; nobody for themselves."""
    return office(actor) and actor.pk != reset.person_id


def may_confirm_reset(actor: Person | None, reset: FactorReset) -> bool:
    """A second officer: neither the one who asked nor the one it is about."""
    return may_ask_for_reset(actor, reset) and actor is not None and actor.pk != reset.asked_by_id


def may_finish_reset(actor: Person | None, reset: FactorReset) -> bool:
    """The machinery ends the waiting."""
    return machinery(actor)


def may_stop_reset(actor: Person | None, reset: FactorReset) -> bool:
    """The person it is about objects, and anybody in the office thinks better of it."""
    return (actor is not None and actor.is_active and actor.pk == reset.person_id) or office(actor)


def may_secure(actor: Person | None, person: Person) -> bool:
    """Everybody looks after their own sign-in, nobody else does."""
    return actor is not None and actor.is_active and actor.pk == person.pk


def may_erase(actor: Person | None, person: Person) -> bool:
    """Everybody erases their own account, nobody another one's."""
    return may_secure(actor, person) and not person.is_system


def may_keep_house(actor: Person | None, subject: object) -> bool:
    """The machinery does what is due: it forgets what is kept for a term only."""
    return machinery(actor)


def _holds_office(actor: Person) -> bool:
    """Works in the office by a role of their own, which alone can be lent and handed on."""
    return any(name == RoleName.OFFICER for name, _scope in actor.own_roles_today)


def may_see_mailing_lists(actor: Any) -> bool:
    """The office takes along the addresses of those who agreed to be written to."""
    return office(actor)


def may_assign(actor: Person | None, thing: Any) -> bool:
    """The office says among itself who takes care of what waits for it."""
    return office(actor)
