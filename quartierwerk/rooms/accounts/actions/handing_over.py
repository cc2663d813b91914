"""The verbs of handing over and leaving: what hangs on a person passes to somebody else, and then ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartierwerk.foundation import clock, handing
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.handing import Handover
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.transactions import hold
from quartierwerk.rooms.accounts import permissions, queries
from quartierwerk.rooms.accounts.actions._keeping import end_role, leave_none_behind, sign_out_devices
from quartierwerk.rooms.accounts.actions.people import grant
from quartierwerk.rooms.accounts.models import Deputyship, Invitation, Person, Role
from quartierwerk.rooms.accounts.rules import RoleName


class NoSuccessor(RuleBroken):
    """The other one is the same, or cannot sign in."""

    sentence = gettext_lazy("Übernehmen kann nur jemand anderes, der sich anmelden kann.")


class StillHolds(RuleBroken):
    """Something hangs on the person that must not be left behind."""


@action(may=permissions.may_hand_over, bulk=True)
def hand_over(handover: Handover, *, actor: Person, at: datetime, kinds: Collection[str]) -> list[Person]:
    """Pass on what hangs on a person, by kind, all or nothing; each kind's own verb leaves its row in the trail."""
    person, _to = _both(handover)
    # All rows and all scopes at once, before any kind decides: two who hand over or leave wait for each other in turn.
    roles = list(queries.roles_of(person).order_by("pk").select_for_update())
    hold(*(f"accounts.roles {role.scope}" for role in roles))
    for held in handing.held_by(handover.person):
        if held.holding.pass_on is not None and held.holding.kind in kinds:
            held.holding.pass_on(handover, actor=actor, at=at)
    return []


@action(may=permissions.may_hand_over)
def pass_on_roles(handover: Handover, *, actor: Person, at: datetime, names: Collection[RoleName]) -> Person:
    """The other one receives these roles, and the person loses them."""
    person, to = _both(handover)
    today = clock.local(at).date()
    roles = list(queries.roles_of(person).filter(name__in=names).order_by("pk").select_for_update())
    hold(*(f"accounts.roles {role.scope}" for role in roles))
    held = set(queries.roles_of(to).values_list("name", "scope"))
    for role in roles:
        if (role.name, role.scope) not in held:
            same = Role(person=to, name=role.name, scope=role.scope, source=role.source, valid_to=role.valid_to)
            same.valid_from = max(today, role.valid_from)
            grant(same, actor=actor, at=at)
    leave_none_behind(roles, on=today)
    for role in roles:
        end_role(role, on=today)
    note_change(roles=len(roles), to=reference(to))
    return person


@action(may=permissions.may_hand_over)
def pass_on_invitations(handover: Handover, *, actor: Person, at: datetime) -> Person:
    """The other one stands behind the open invitations; what they may not offer is taken back."""
    person, to = _both(handover)
    offers = _open_invitations(person, at=at)
    passed = 0
    for offer in offers:
        if permissions.may_invite(to, offer):
            offer.invited_by = to
            passed += 1
        else:
            offer.revoked_at = at
        offer.save(update_fields=["invited_by", "revoked_at"])
    note_change(invitations=passed, taken_back=len(offers) - passed, to=reference(to))
    return person


@action(may=permissions.may_leave)
def leave(person: Person, *, actor: Person, at: datetime) -> Person:
    """End all that somebody has here: roles, deputyships, open invitations, sign-ins. The account itself remains.

    Refused while it would leave something without anybody; that is decided for all of their roles at once.
    """
    today = clock.local(at).date()
    leave_none_behind(list(queries.roles_of(person).order_by("pk").select_for_update()), on=today)
    held = handing.held_by(person)
    if staying := [one for one in held if one.holding.let_go is None]:
        kinds = ", ".join(f"{one.holding.label} ({len(one.things)})" for one in staying)
        raise StillHolds(_("Bitte zuerst übergeben: %(kinds)s.") % {"kinds": kinds})
    for one in held:
        if one.holding.let_go is not None:
            one.holding.let_go(person, actor=actor, at=at)
    person.is_staff = False
    person.save(update_fields=["is_staff"])
    note_change(signed_out=sign_out_devices(person.devices.all()))
    return person


@action(may=permissions.may_leave)
def drop_roles(person: Person, *, actor: Person, at: datetime, names: Collection[RoleName]) -> Person:
    """End these roles of somebody who leaves."""
    today = clock.local(at).date()
    roles = list(queries.roles_of(person).filter(name__in=names).order_by("pk").select_for_update())
    leave_none_behind(roles, on=today)
    for role in roles:
        end_role(role, on=today)
    note_change(roles=len(roles))
    return person


@action(may=permissions.may_leave)
def drop_invitations(person: Person, *, actor: Person, at: datetime) -> Person:
    """Take back the open invitations of somebody who leaves."""
    offers = _open_invitations(person, at=at)
    for offer in offers:
        offer.revoked_at = at
        offer.save(update_fields=["revoked_at"])
    note_change(taken_back=len(offers))
    return person


@action(may=permissions.may_leave)
def end_deputyships(person: Person, *, actor: Person, at: datetime) -> Person:
    """End the deputyships for and by somebody who leaves."""
    unfinished = Deputyship.objects.involving(person).unfinished(on=clock.local(at).date())
    note_change(deputyships=unfinished.update(ended_at=at))
    return person


def _both(handover: Handover) -> tuple[Person, Person]:
    """Both people as the database has them, locked in one order: two who hand over to each other wait, not block."""
    keys = {handover.person.pk, handover.to.pk}
    locked = {one.pk: one for one in Person.objects.filter(pk__in=keys).order_by("pk").select_for_update()}
    if len(locked) < 2 or not locked[handover.to.pk].has_login:
        raise NoSuccessor(field="to")
    return locked[handover.person.pk], locked[handover.to.pk]


def _open_invitations(person: Person, *, at: datetime) -> list[Invitation]:
    return list(person.invitations.open(at=at).order_by("pk").select_for_update())
