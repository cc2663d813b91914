"""The verbs of accounts: people join, change their name, receive and lose roles, look after their sign-in."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.rooms.accounts import permissions, rules
from quartierwerk.rooms.accounts.models import Device, Person, Role


class AddressTaken(RuleBroken):
    """Somebody signs in with this address already."""

    sentence = _("Mit dieser E-Mail-Adresse meldet sich schon jemand an.")


class NameMissing(RuleBroken):
    """A person without a login can only be told apart by name."""

    sentence = _("Bitte geben Sie einen Namen an.")


class AlreadyHeld(RuleBroken):
    """The person holds this role within this scope at that time already."""

    sentence = _("Diese Rolle hat die Person in diesem Bereich schon.")


class AlreadyEnded(RuleBroken):
    """The role holds no more."""

    sentence = _("Diese Rolle ist schon beendet.")


@action(may=permissions.may_join)
def join(person: Person, *, actor: Person | None, at: datetime) -> Person:
    """Take in a new person, with an address to sign in with or, by the office, without one."""
    person.email = rules.clean_email(person.email)
    person.name = rules.clean_name(person.name)
    if person.email is None and not person.name:
        raise NameMissing(field="name")
    if person.email and Person.objects.filter(email=person.email).exists():
        raise AddressTaken(field="email")
    person.set_unusable_password()
    person.joined_at = at
    person.save()
    if person.email:
        # The office vouches for an address that it enters; a visitor's waits for the code.
        vouched = actor is not None
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=vouched)
    return person


@action(may=permissions.may_edit)
def edit(person: Person, *, actor: Person, name: str, language: str) -> Person:
    """Change how somebody is called and in which language the house speaks to them."""
    person.name = rules.clean_name(name)
    if person.email is None and not person.name:
        raise NameMissing(field="name")
    if language not in rules.LANGUAGES:
        raise RuleBroken(_("Diese Sprache spricht das Haus nicht."), field="language")
    person.language = language
    person.save(update_fields=["name", "language"])
    return person


@action(may=permissions.may_grant)
def grant(role: Role, *, actor: Person, at: datetime) -> Role:
    """Give a person a role within a scope, from a day on (today, if none is named) and perhaps until another."""
    role.valid_from = role.valid_from or clock.local(at).date()
    span = (role.valid_from, role.valid_to)
    if role.valid_to is not None and role.valid_to <= role.valid_from:
        raise RuleBroken(_("Das Ende liegt vor dem Anfang."), field="valid_to")
    # Two grants at once queue up behind the person's row; the constraint alone would answer with an error page.
    Person.objects.select_for_update().get(pk=role.person_id)
    same = Role.objects.filter(person=role.person_id, name=role.name, scope=role.scope)
    if any(rules.overlaps(first=span, second=(held.valid_from, held.valid_to)) for held in same):
        raise AlreadyHeld
    role.granted_by = actor
    role.save()
    role.person.forget_roles()
    return role


@action(may=permissions.may_revoke)
def revoke(role: Role, *, actor: Person, at: datetime) -> Role:
    """End a role as of today; a role that was to begin later never does."""
    today = clock.local(at).date()
    if role.valid_to is not None and role.valid_to <= today:
        raise AlreadyEnded
    role.valid_to = max(today, role.valid_from)
    role.save(update_fields=["valid_to"])
    return role


@action(may=permissions.may_secure)
def note_factor(person: Person, *, actor: Person, kind: str, is_new: bool, keep: str) -> Person:
    """Note that a second factor was set up or taken away, and sign the person out on all devices but this one.

    ``keep`` is the key of the session in which it happened. What was signed in before it may be somebody else.
    """
    signed_out = _sign_out(person.devices.exclude(session_key=keep))
    note_change(factor=kind, is_new=is_new, signed_out=signed_out)
    return person


@action(may=permissions.may_secure)
def sign_out(person: Person, *, actor: Person, keep: str, device: int | None = None) -> Person:
    """Sign somebody out on one of their devices, or on all but the one they are at."""
    others = person.devices.exclude(session_key=keep)
    note_change(signed_out=_sign_out(others.filter(pk=device) if device else others))
    return person


def _sign_out(devices: QuerySet[Device]) -> int:
    """End the sessions of these devices; returns how many there were."""
    Session.objects.filter(session_key__in=list(devices.values_list("session_key", flat=True))).delete()
    return devices.delete()[0]


@action(may=permissions.may_forget, bulk=True)
def forget_unconfirmed(before: datetime, *, actor: Person) -> list[Person]:
    """Delete people who gave an address before this moment and never confirmed it; nothing of them remains.

    Nobody is returned, so nothing is written to the audit trail about addresses that may belong to somebody else.
    """
    never = Person.objects.filter(
        joined_at__lt=before, last_login__isnull=True, roles__isnull=True, email__isnull=False
    )
    asked = never.filter(emailaddress__verified=False).exclude(emailaddress__verified=True)
    asked.delete()
    return []


@action(may=permissions.may_forget, bulk=True)
def forget_devices(before: datetime, *, actor: Person) -> list[Person]:
    """Delete the notes of devices on which nobody has been signed in since this moment."""
    Device.objects.filter(last_seen_at__lt=before).exclude(pk__in=Device.objects.alive(at=before)).delete()
    return []
