"""What several verbs of accounts do on the way: lock in order, see that nothing is left without somebody.

**The order of locks**, on PostgreSQL, for every verb of this room and each kind of row by its key: people, then
roles, then the names of scopes (``transactions.hold``), then what hangs on people: invitations, deputyships, resets.
A verb whose subject stands late in that order and that needs people locks them by the door's ``first``. Nobody locks
a row harder than a change of it needs (``no_key``), so a row that only points to somebody waits for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.transactions import hold
from quartierwerk.rooms.accounts import queries, rules
from quartierwerk.rooms.accounts.models import Device, Person, Role, role_in_words
from quartierwerk.rooms.accounts.rules import Grant


class LastOne(RuleBroken):
    """Nobody else holds the role; names what would be left without anybody."""

    def __init__(self, lost: Sequence[rules.Held]) -> None:
        names = queries.names_of([scope for _name, scope in lost])
        things = ", ".join(f"„{names[scope]}“ ({role_in_words(name)})" for name, scope in lost)
        super().__init__(
            _("Danach wäre niemand mehr da für: %(things)s. Bitte zuerst übergeben oder jemanden einladen.")
            % {"things": things}
        )


def lock_people(*keys: int) -> dict[int, Person]:
    """These people as the database has them, by key; who comes second waits here, holding nothing."""
    people = Person.objects.filter(pk__in=set(keys)).order_by("pk").select_for_update(no_key=True)
    return {person.pk: person for person in people}


def lock_roles(roles: QuerySet[Role]) -> list[Role]:
    """These roles as the database has them; the people they belong to are locked before."""
    return list(roles.order_by("pk").select_for_update(no_key=True))


def hold_scopes(roles: Iterable[Role]) -> None:
    """Until the transaction ends nobody else decides who stays behind where these roles hold."""
    hold(*(f"accounts.roles {role.scope}" for role in roles))


def leave_none_behind(ending: Sequence[Role], *, on: date) -> None:
    """Refuse if these roles are the last of their kind; until the transaction ends nobody else decides the same.

    The rows are locked by the caller, always before.
    """
    kept = [role for role in ending if role.name in rules.NEVER_WITHOUT]
    scopes = {role.scope for role in kept}
    hold_scopes(kept)
    running = [
        Grant(role.person_id, role.pk, role.name, role.scope)
        for role in kept
        if rules.is_running(valid_from=role.valid_from, valid_to=role.valid_to, on=on)
    ]
    if lost := rules.orphaned(running, held=queries.able_holders(scopes, on=on)):
        raise LastOne(lost)


def sign_out_devices(devices: QuerySet[Device]) -> int:
    """End the sessions of these devices; returns how many there were."""
    Session.objects.filter(session_key__in=list(devices.values_list("session_key", flat=True))).delete()
    return devices.delete()[0]
