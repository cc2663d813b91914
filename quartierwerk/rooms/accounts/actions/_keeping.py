"""What several verbs of accounts do on the way: see that nothing is left without somebody, sign devices out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.transactions import hold
from quartierwerk.rooms.accounts import queries, rules
from quartierwerk.rooms.accounts.models import Device, Role, role_in_words
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


def leave_none_behind(ending: Sequence[Role], *, on: date) -> None:
    """Refuse if these roles are the last of their kind; until the transaction ends nobody else decides the same.

    The rows are locked by the caller, always before: whoever waits here holds nothing that others wait for.
    """
    kept = [role for role in ending if role.name in rules.NEVER_WITHOUT]
    scopes = {role.scope for role in kept}
    hold(*(f"accounts.roles {scope}" for scope in scopes))
    running = [
        Grant(role.person_id, role.pk, role.name, role.scope)
        for role in kept
        if rules.is_running(valid_from=role.valid_from, valid_to=role.valid_to, on=on)
    ]
    if lost := rules.orphaned(running, held=queries.able_holders(scopes, on=on)):
        raise LastOne(lost)


def end_role(role: Role, *, on: date) -> None:
    """The role holds no more from this day on; one that was to begin later never does."""
    role.valid_to = max(on, role.valid_from)
    role.save(update_fields=["valid_to"])


def sign_out_devices(devices: QuerySet[Device]) -> int:
    """End the sessions of these devices; returns how many there were."""
    Session.objects.filter(session_key__in=list(devices.values_list("session_key", flat=True))).delete()
    return devices.delete()[0]
