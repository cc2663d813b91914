"""The verbs of accounts: people join and are invited, receive and lose roles, look after their sign-in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotAllowed, NotNow, RuleBroken
from quartierwerk.foundation.house.holding import offered
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.steps import advance
from quartierwerk.rooms.accounts import permissions, queries, rules
from quartierwerk.rooms.accounts.actions._ending import end_roles
from quartierwerk.rooms.accounts.actions._keeping import leave_none_behind, lock_people, sign_out_devices
from quartierwerk.rooms.accounts.models import Errand, FactorReset, Invitation, Person, Role, Viewing
from quartierwerk.rooms.accounts.rules import RoleName


class AddressTaken(RuleBroken):
    """Somebody signs in with this address already."""

    sentence = _("Mit dieser E-Mail-Adresse meldet sich schon jemand an.")


class NameMissing(RuleBroken):
    """A person without a login can only be told apart by name."""

    sentence = _("Bitte geben Sie einen Namen an.")


class AlreadyHeld(RuleBroken):
    """The person holds this role within this scope at that time already."""

    sentence = _("Diese Rolle hat die Person in diesem Bereich schon.")


class InvitationOver(NotNow):
    """The invitation was accepted before, taken back, or its time is up."""

    sentence = _("Diese Einladung gilt nicht mehr. Bitten Sie um eine neue, wenn Sie sie noch brauchen.")


class InviterGone(RuleBroken):
    """Who sent the invitation may no longer hand out that role."""

    sentence = _("Wer Sie eingeladen hat, darf diese Rolle nicht mehr vergeben. Bitten Sie um eine neue Einladung.")


class NothingToReset(RuleBroken):
    """The person has no second factor, or a reset waits already."""

    sentence = _("Hier gibt es nichts zurückzusetzen: kein zweiter Faktor, oder es wartet schon eine Rücksetzung.")


class ResetOver(NotNow):
    """The reset is done or was stopped."""

    sentence = _("Diese Rücksetzung ist schon erledigt oder angehalten.")


class TooEarly(NotNow):
    """The time to object is not over."""

    sentence = _("Die Frist zum Widersprechen läuft noch.")


class AccountErased(RuleBroken):
    """The account was erased in this very moment."""

    sentence = _("Dieses Konto gibt es nicht mehr.")


class AlreadyEnded(NotNow):
    """The role holds no more."""

    sentence = _("Diese Rolle ist schon beendet.")


@action(may=permissions.may_join, takes_new_row=True)
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


@action(may=permissions.may_grant, takes_new_row=True)
def grant(role: Role, *, actor: Person, at: datetime) -> Role:
    """Give a person a role within a scope, from a day on (today, if none is named) and perhaps until another."""
    role.valid_from = role.valid_from or clock.local(at).date()
    span = (role.valid_from, role.valid_to)
    if role.valid_to is not None and role.valid_to <= role.valid_from:
        raise RuleBroken(_("Das Ende liegt vor dem Anfang."), field="valid_to")
    # Two grants at once queue up behind the person's row; the constraint alone would answer with an error page.
    if lock_people(role.person_id)[role.person_id].erased_at is not None:
        raise AccountErased
    same = Role.objects.filter(person=role.person_id, name=role.name, scope=role.scope)
    if any(rules.overlaps(first=span, second=(held.valid_from, held.valid_to)) for held in same):
        raise AlreadyHeld
    role.granted_by = actor
    role.save()
    role.person.forget_roles()
    return role


@action(may=permissions.may_revoke)
def revoke(role: Role, *, actor: Person, at: datetime) -> Role:
    """End a role as of today; a role that was to begin later never does.

    Nobody gives up the last one by themself; of the office nobody takes the last one either.
    """
    today = clock.local(at).date()
    if role.valid_to is not None and role.valid_to <= today:
        raise AlreadyEnded
    if actor.pk == role.person_id or role.name == RoleName.OFFICER:
        leave_none_behind([role], on=today)
    end_roles([role], actor=actor, at=at)
    if actor.pk != role.person_id:
        _tell_who_lost_it(role)
    return role


def _tell_who_lost_it(role: Role) -> None:
    person = role.person
    with override(offered(person.language)):
        name, where = role.get_name_display(), queries.names_of({role.scope})[role.scope] if role.scope else ""
    context = {"role": name, "where": where}
    if person.email:
        post("accounts/mail/role_ended.txt", to=person.email, language=person.language, context=context)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A role that is offered to whoever reads a mailbox."""

    email: str
    name: str
    """Of the role, see ``rules.RoleName``."""
    scope: str


@action(may=permissions.may_invite)
def invite(offer: Offer, *, actor: Person, about: str = "", at: datetime) -> Invitation:
    """Offer somebody a role by mail; ``about`` names the thing within which it holds, for the reader."""
    email = rules.clean_email(offer.email)
    if email is None:
        raise RuleBroken(_("Bitte geben Sie eine E-Mail-Adresse an."), field="email")
    secret = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        email=email,
        name=offer.name,
        scope=offer.scope,
        digest=queries.digest_of(secret),
        invited_by=actor,
        invited_at=at,
        expires_at=at + timedelta(days=rules.INVITATION_DAYS[RoleName(offer.name)]),
    )
    known = Person.objects.filter(email=email).first()
    language = offered(known.language if known else actor.language)
    with override(language):
        role = str(invitation.get_name_display())
    context = {"inviter": str(actor), "role": role, "about": about, "until": invitation.expires_at}
    link = f"{settings.SITE_URL}{reverse('accounts:invitation', args=[secret])}"
    post(
        "accounts/mail/invitation.txt",
        to=email,
        language=language,
        context={**context, "link": link},
        about=reference(invitation),
        is_secret=True,
    )
    return invitation


def _lock_guest(actor: Person | None, _invitation: Invitation) -> None:
    if actor is not None:
        lock_people(actor.pk)


def _lock_who_lost_it(_actor: Person | None, reset: FactorReset) -> None:
    lock_people(reset.person_id)


@action(may=permissions.may_accept, first=_lock_guest)
def accept(invitation: Invitation, *, actor: Person, at: datetime) -> Invitation:
    """Take up the offered role, if it still stands and whoever made the offer may still make it."""
    if invitation.state(at=at) is not rules.InvitationState.OPEN:
        raise InvitationOver
    role = Role(person=actor, name=invitation.name, scope=invitation.scope, source=reference(invitation))
    try:
        grant(role, actor=invitation.invited_by, at=at)
    except NotAllowed:
        raise InviterGone from None
    actor.forget_roles()
    invitation.accepted_at, invitation.accepted_by = at, actor
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return invitation


@action(may=permissions.may_invite)
def take_back(invitation: Invitation, *, actor: Person, at: datetime) -> Invitation:
    """Take an invitation back before somebody accepts it."""
    if invitation.state(at=at) is not rules.InvitationState.OPEN:
        raise InvitationOver
    invitation.revoked_at = at
    invitation.save(update_fields=["revoked_at"])
    return invitation


@action(may=permissions.may_secure)
def change_address(person: Person, *, actor: Person, email: str, keep: str) -> Person:
    """Sign in with another address from now on, one that was just confirmed; the old one is told.

    ``keep`` is the key of the session in which it happened; all other devices are signed out.
    """
    before, person.email = person.email, rules.clean_email(email)
    if person.email is None:
        raise RuleBroken(_("Bitte geben Sie eine E-Mail-Adresse an."), field="email")
    if Person.objects.filter(email=person.email).exclude(pk=person.pk).exists():
        raise AddressTaken(field="email")
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError:  # somebody else confirmed the same address in this very moment
        raise AddressTaken(field="email") from None
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    note_change(signed_out=sign_out_devices(person.devices.exclude(session_key=keep)))
    if before:
        post("accounts/mail/address_changed.txt", to=before, language=person.language, context={})
    return person


@action(may=permissions.may_secure)
def note_factor(person: Person, *, actor: Person, kind: str, is_new: bool, keep: str) -> Person:
    """Note that a second factor was set up or taken away, and sign the person out on all devices but this one.

    ``keep`` is the key of the session in which it happened. What was signed in before it may be somebody else.
    """
    signed_out = sign_out_devices(person.devices.exclude(session_key=keep))
    note_change(factor=kind, is_new=is_new, signed_out=signed_out)
    return person


@action(may=permissions.may_secure)
def sign_out(person: Person, *, actor: Person, keep: str, device: int | None = None) -> Person:
    """Sign somebody out on one of their devices, or on all but the one they are at."""
    others = person.devices.exclude(session_key=keep)
    note_change(signed_out=sign_out_devices(others.filter(pk=device) if device else others))
    return person


@action(may=permissions.may_ask_for_reset, takes_new_row=True)
def ask_for_reset(reset: FactorReset, *, actor: Person, at: datetime) -> FactorReset:
    """Begin to reset the second factor of somebody who has lost it; they are told and can object."""
    person = lock_people(reset.person_id)[reset.person_id]
    if not queries.second_factors(person) or queries.waiting_reset(person):
        raise NothingToReset(field="email")
    reset.asked_by, reset.asked_at = actor, at
    reset.save()
    _tell(person, "accounts/mail/reset_asked.txt")
    return reset


@action(may=permissions.may_confirm_reset, first=_lock_who_lost_it)
def confirm_reset(reset: FactorReset, *, actor: Person, at: datetime) -> FactorReset:
    """A second officer has made sure who the person is; the second factor is gone at once."""
    _end_reset(reset, at=at, confirmed_by=actor)
    return reset


@action(may=permissions.may_finish_reset, first=_lock_who_lost_it)
def finish_reset(reset: FactorReset, *, actor: Person, at: datetime) -> FactorReset:
    """Nobody has objected in time; the second factor is gone."""
    _end_reset(reset, at=at, confirmed_by=None)
    return reset


def _end_reset(reset: FactorReset, *, at: datetime, confirmed_by: Person | None) -> None:
    """Take away every factor and every session; the trail keeps who asked and who confirmed."""
    if not rules.RESET_STEPS.leads(reset.state, rules.ResetState.DONE):
        raise ResetOver
    person = lock_people(reset.person_id)[reset.person_id]
    is_in_office = queries.is_in_office(person)
    is_confirmed = confirmed_by is not None
    if not rules.may_reset(is_confirmed=is_confirmed, is_in_office=is_in_office, asked_at=reset.asked_at, at=at):
        raise TooEarly
    note_change(factors=Authenticator.objects.filter(user=person.pk).delete()[0])
    sign_out_devices(person.devices.all())
    person.set_unusable_password()  # another one, so that a session nobody has noted ends too
    person.save(update_fields=["password"])
    advance(reset, rules.ResetState.DONE, steps=rules.RESET_STEPS, confirmed_by=confirmed_by, ended_at=at)
    _tell(person, "accounts/mail/reset_done.txt")


@action(may=permissions.may_stop_reset)
def stop_reset(reset: FactorReset, *, actor: Person, at: datetime) -> FactorReset:
    """Leave the second factor as it is."""
    advance(reset, rules.ResetState.STOPPED, steps=rules.RESET_STEPS, refusal=ResetOver, ended_at=at)
    return reset


def _tell(person: Person, template: str) -> None:
    if person.email:
        context = {"security_url": f"{settings.SITE_URL}{reverse('mfa_index')}"}
        post(template, to=person.email, language=person.language, context=context)


@action(may=permissions.may_keep_house, bulk=True)
def forget_unconfirmed(before: datetime, *, actor: Person) -> list[Person]:
    """Delete people who gave an address before this moment and never confirmed it; nothing of them remains.

    Nobody is returned, so nothing is written to the audit trail about addresses that may belong to somebody else.
    """
    asked = queries.never_confirmed(before)
    # On whose behalf the office acted meanwhile stays true; who that was is forgotten with the account.
    Errand.objects.filter(person__in=asked.values("pk")).update(person=None, name=rules.FORGOTTEN)
    asked.delete()
    return []


@action(may=permissions.may_keep_house, bulk=True)
def forget_devices(before: datetime, *, actor: Person) -> list[Person]:
    """Delete the notes of devices on which nobody has been signed in since this moment."""
    queries.devices_signed_out(before).delete()
    return []


@action(may=permissions.may_keep_house, bulk=True)
def forget_viewings(before: datetime, *, actor: Person) -> list[Person]:
    """Delete the notes of who looked at whose data before this moment; the database lets only old ones go."""
    Viewing.objects.before(before).delete()
    return []


@action(may=permissions.may_keep_house, bulk=True)
def forget_invitations(before: datetime, *, actor: Person) -> list[Person]:
    """Delete invitations that ended before this moment without being accepted, and with them the addresses."""
    queries.invitations_over(before).delete()
    return []
