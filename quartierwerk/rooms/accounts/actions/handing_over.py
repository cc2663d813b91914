"""The verbs of handing over and leaving: what hangs on a person passes to somebody else, and then ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from quartierwerk.foundation import clock, handing
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.handing import Handover
from quartierwerk.foundation.house.holding import offered
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import permissions, queries
from quartierwerk.rooms.accounts.actions._ending import end_roles
from quartierwerk.rooms.accounts.actions._keeping import (
    hold_scopes,
    leave_none_behind,
    lock_people,
    lock_roles,
    sign_out_devices,
)
from quartierwerk.rooms.accounts.actions.deputies import end_deputy
from quartierwerk.rooms.accounts.actions.people import grant
from quartierwerk.rooms.accounts.models import Deputyship, Invitation, Person
from quartierwerk.rooms.accounts.rules import RoleName


class NoSuccessor(RuleBroken):
    """The other one is the same, or cannot sign in."""

    sentence = gettext_lazy("Übernehmen kann nur jemand anderes, der sich anmelden kann.")


class StillHolds(RuleBroken):
    """Something hangs on the person that must not be left behind."""


@action(may=permissions.may_hand_over, bulk=True)
def hand_over(handover: Handover, *, actor: Person, at: datetime, kinds: Collection[str]) -> list[Person]:
    """Pass on what hangs on a person, by kind, all or nothing; each kind's own verb leaves its row in the trail.

    The other one gets one mail that names what is theirs now.
    """
    person, to = _both(handover)
    # All rows and all scopes at once, before any kind decides: two who hand over or leave wait for each other in turn.
    hold_scopes(lock_roles(queries.roles_of(person)))
    with override(offered(to.language)):
        had = {one.holding.kind: Counter(one.things) for one in handing.held_by(to)}
    for held in handing.held_by(person):
        if held.holding.pass_on is not None and held.holding.kind in kinds:
            held.holding.pass_on(handover, actor=actor, at=at)
    if actor.pk != to.pk:
        _tell_successor(person, to, had=had)
    return []


@action(may=permissions.may_hand_over)
def pass_on_roles(handover: Handover, *, actor: Person, at: datetime, names: Collection[RoleName]) -> Person:
    """The other one receives these roles, and the person loses them.

    Where the other one holds one for fewer days already, they receive the days that are missing.
    """
    person, to = _both(handover)
    roles = lock_roles(queries.roles_of(person).filter(name__in=names))
    hold_scopes(roles)
    today = clock.local(at).date()
    given = [grant(role, actor=actor, at=at) for role in queries.roles_to_give(roles, to=to, on=today)]
    leave_none_behind(roles, on=today)
    ended = end_roles(roles, actor=actor, at=at)
    note_change(**ended, given=[reference(role) for role in given], to=reference(to))
    return person


@action(may=permissions.may_hand_over)
def pass_on_invitations(handover: Handover, *, actor: Person, at: datetime) -> Person:
    """The other one stands behind the open invitations; what they may not offer is taken back."""
    person, to = _both(handover)
    passed, taken_back = [], []
    for offer in _open_invitations(person, at=at):
        if permissions.may_invite(to, offer):
            offer.invited_by = to
            passed.append(reference(offer))
        else:
            offer.revoked_at = at
            taken_back.append(reference(offer))
        offer.save(update_fields=["invited_by", "revoked_at"])
    note_change(invitations=passed, taken_back=taken_back, to=reference(to))
    return person


@action(may=permissions.may_hand_over)
def pass_on_assignments(handover: Handover, *, actor: Person, at: datetime) -> Person:
    """The other one takes care of all that the person took care of; nobody does if they are not in the office."""
    person, to = _both(handover)
    successor = to if queries.is_officer(to) else None
    note_change(assignments=person.assignments.update(person=successor, at=at), to=reference(to))
    return person


@action(may=permissions.may_leave)
def leave(person: Person, *, actor: Person, at: datetime) -> Person:
    """End all that somebody has here: roles, deputyships, open invitations, sign-ins. The account itself remains.

    Refused while it would leave something without anybody; that is decided for all of their roles at once.
    """
    today = clock.local(at).date()
    leave_none_behind(lock_roles(queries.roles_of(person)), on=today)
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
    roles = lock_roles(queries.roles_of(person).filter(name__in=names))
    leave_none_behind(roles, on=clock.local(at).date())
    note_change(**end_roles(roles, actor=actor, at=at))
    return person


@action(may=permissions.may_leave)
def drop_invitations(person: Person, *, actor: Person, at: datetime) -> Person:
    """Take back the open invitations of somebody who leaves."""
    offers = _open_invitations(person, at=at)
    for offer in offers:
        offer.revoked_at = at
        offer.save(update_fields=["revoked_at"])
    note_change(taken_back=[reference(offer) for offer in offers])
    return person


@action(may=permissions.may_leave)
def drop_assignments(person: Person, *, actor: Person, at: datetime) -> Person:
    """Nobody takes care any more of what somebody took care of who leaves."""
    note_change(assignments=person.assignments.update(person=None, at=at))
    return person


@action(may=permissions.may_leave)
def end_deputyships(person: Person, *, actor: Person, at: datetime) -> Person:
    """End the deputyships for and by somebody who leaves."""
    unfinished = Deputyship.objects.involving(person).unfinished(on=clock.local(at).date()).order_by("pk")
    ended = [end_deputy(deputyship, actor=actor, at=at) for deputyship in unfinished]
    note_change(deputyships=[reference(deputyship) for deputyship in ended])
    return person


def _both(handover: Handover) -> tuple[Person, Person]:
    """Both people as the database has them, locked in one order: two who hand over to each other wait, not block."""
    locked = lock_people(handover.person.pk, handover.to.pk)
    if len(locked) < 2 or not locked[handover.to.pk].has_login:
        raise NoSuccessor(field="to")
    return locked[handover.person.pk], locked[handover.to.pk]


def _open_invitations(person: Person, *, at: datetime) -> list[Invitation]:
    return list(person.invitations.open(at=at).order_by("pk").select_for_update(no_key=True))


def _tell_successor(person: Person, to: Person, *, had: dict[str, Counter[str]]) -> None:
    """Name what hangs on the successor now and did not before; where that is nothing there is no mail."""
    with override(offered(to.language)):
        now = [
            (str(one.holding.label), Counter(one.things) - had.get(one.holding.kind, Counter()))
            for one in handing.held_by(to)
        ]
    received = [(label, sorted(things.elements())) for label, things in now if things]
    if received:
        link = f"{settings.SITE_URL}{reverse('accounts:hand_over')}"
        context = {"person": str(person), "received": received, "link": link}
        post("accounts/mail/handed_over.txt", to=to.email or "", language=to.language, context=context)
