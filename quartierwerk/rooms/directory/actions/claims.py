"""Claims: how somebody comes to keep a profile that is theirs."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import MovedOn, NotAllowed, NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.actions import AlreadyHeld, grant
from quartierwerk.rooms.accounts.models import Person, Role
from quartierwerk.rooms.accounts.permissions import may_erase
from quartierwerk.rooms.accounts.queries import digest_of, system
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory import permissions, queries, rules
from quartierwerk.rooms.directory.actions._refusals import Decided
from quartierwerk.rooms.directory.models import Claim, Profile
from quartierwerk.rooms.directory.rules import ClaimState, ClaimWay


class NoAddress(RuleBroken):
    """The profile has no e-mail address to which a link could go."""

    sentence = _("Bei diesem Eintrag ist keine E-Mail-Adresse hinterlegt. Bitte wenden Sie sich an das Büro.")


class AlreadyKept(RuleBroken):
    """Somebody keeps the profile; only they or the office let others in."""

    sentence = _("Diesen Eintrag verwaltet inzwischen jemand. Bitten Sie unten darum, ihn mit zu verwalten.")


class AlreadyKeeper(RuleBroken):
    """The claimant keeps the profile already."""

    sentence = _("Sie verwalten diesen Eintrag schon.")


class AlreadyClaimed(RuleBroken):
    """The same person waits for the same profile already."""

    sentence = _("Ihre Bitte liegt schon vor; es wird noch darüber entschieden.")


class LinkOver(NotNow):
    """The link was used before, or its time is up."""

    sentence = _("Dieser Link gilt nicht mehr. Bitte lassen Sie sich auf der Seite des Eintrags einen neuen schicken.")


class KeptMeanwhile(MovedOn):
    """Somebody has come to keep the profile since the reviewer looked."""

    sentence = _(
        "Inzwischen verwaltet jemand anderes diesen Eintrag. Bitte sehen Sie unten nach, wer, und entscheiden Sie dann."
    )


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody asks for who is to keep a profile."""

    profile: Profile
    note: str = ""
    """How they belong to it; needed where the office decides."""


def _lock_profile(_actor: Person | None, about: Claim | Wish) -> None:
    """Whoever decides about one profile waits for the other, in one order: the profile, then its claims."""
    lock(about.profile)


@action(may=permissions.may_ask_for_link, first=_lock_profile)
def send_link(wish: Wish, *, actor: Person | None, language: str, at: datetime) -> Claim:
    """Send a link to the address of a profile that nobody keeps; whoever reads it may keep the profile.

    ``language`` is the one the mail is written in.
    """
    if queries.keepers_of(wish.profile).exists():
        raise AlreadyKept
    address = queries.address_for_mail(wish.profile)
    if not address:
        raise NoAddress
    secret = secrets.token_urlsafe(24)
    claim = Claim.objects.create(
        profile=wish.profile,
        way=ClaimWay.MAIL,
        state=ClaimState.SENT,
        digest=digest_of(secret),
        expires_at=at + rules.LINK_LASTS,
        created_at=at,
    )
    post(
        "directory/mail/claim_link.txt",
        to=address,
        language=language,
        context={"profile": claim.profile, "until": claim.expires_at, "secret": secret},
        about=reference(claim),
        is_secret=True,
    )
    return claim


@action(may=permissions.may_use_link, first=_lock_profile)
def use_link(claim: Claim, *, actor: Person, secret: str, at: datetime) -> Claim:
    """Keep the profile from now on, by the link that went to its address; all other links end with it."""
    if claim.digest != digest_of(secret):
        raise NotAllowed
    if not claim.is_usable(at=at):
        raise LinkOver
    keepers = queries.keepers_of(claim.profile)
    if keepers.filter(pk=actor.pk).exists():
        raise AlreadyKeeper
    if keepers.exists():
        raise AlreadyKept
    others = claim.profile.claims.filter(state=ClaimState.SENT).exclude(pk=claim.pk)
    others.update(state=ClaimState.LAPSED, decided_at=at)
    for own in claim.profile.claims.waiting().filter(claimant=actor):
        _step(own, ClaimState.APPROVED, decided_at=at)
    claim.claimant = actor
    _let_in(claim, actor=system("claims"), at=at)
    return _step(claim, ClaimState.APPROVED, decided_at=at, claimant=actor)


@action(may=permissions.may_claim, first=_lock_profile)
def claim(wish: Wish, *, actor: Person, at: datetime) -> Claim:
    """Ask the office, and whoever keeps the profile, to be let in."""
    note = wish.note.strip()
    if not note:
        raise WordsMissing(field="note")
    keepers = list(queries.keepers_of(wish.profile))
    if actor in keepers:
        raise AlreadyKeeper
    if wish.profile.claims.waiting().filter(claimant=actor).exists():
        raise AlreadyClaimed
    made = Claim.objects.create(
        profile=wish.profile,
        claimant=actor,
        way=ClaimWay.OFFICE,
        state=ClaimState.WAITING,
        note=note,
        created_at=at,
    )
    _tell_claimant(made, "received")
    for keeper in keepers:
        _post(made, "waits", to=keeper.email, language=keeper.language)
    return made


@action(may=permissions.may_settle_claim, first=_lock_profile)
def approve(claim: Claim, *, actor: Person, seen: Collection[int], at: datetime) -> Claim:
    """Let the claimant keep the profile (Bestätigung).

    ``seen`` are the keys of the people whom the reviewer saw to keep it: who let somebody in as the first one is asked
    again when there is one by now.
    """
    if not claim.is_waiting:
        raise Decided
    keepers = set(queries.keepers_of(claim.profile).values_list("pk", flat=True))
    if not rules.is_seen(keepers - {claim.claimant_id}, seen=seen):
        raise KeptMeanwhile
    if claim.claimant_id not in keepers:
        _let_in(claim, actor=actor, at=at)
    claim.profile.claims.filter(state=ClaimState.SENT).update(state=ClaimState.LAPSED, decided_at=at)
    return _step(claim, ClaimState.APPROVED, decided_at=at, decided_by=actor)


@action(may=permissions.may_settle_claim, first=_lock_profile)
def turn_down(claim: Claim, *, actor: Person, reason: str, at: datetime) -> Claim:
    """Let the claimant not keep the profile, and say why (Ablehnung)."""
    if not reason.strip():
        raise WordsMissing(field="words")
    return _step(claim, ClaimState.REFUSED, decided_at=at, decided_by=actor, reason=reason.strip())


@action(may=permissions.may_withdraw_claim)
def withdraw_claim(claim: Claim, *, actor: Person, at: datetime) -> Claim:
    """Take one's own claim back before somebody decides on it (Rücknahme)."""
    return _step(claim, ClaimState.WITHDRAWN, decided_at=at)


@action(may=permissions.may_keep_house)
def forget_claim(claim: Claim, *, actor: Person, at: datetime) -> Claim:
    """Delete the words of a claim once its term is over; who was let in and when stays (Löschfrist)."""
    if claim.is_waiting:
        raise NotNow
    if claim.state == ClaimState.SENT:
        _step(claim, ClaimState.LAPSED, decided_at=at)
    claim.note, claim.reason, claim.forgotten_at = "", "", at
    claim.save(update_fields=["note", "reason", "forgotten_at"])
    return claim


@action(may=may_erase)
def erase_claims(person: Person, *, actor: Person, at: datetime) -> Person:
    """Take back what somebody still waits for whose account is erased, and delete the words of all their claims."""
    claims = list(queries.all_claims_of(person).select_for_update(of=("self",), no_key=True))
    for one in claims:
        if one.is_waiting:
            _step(one, ClaimState.WITHDRAWN, decided_at=at)
        one.note, one.reason, one.forgotten_at = "", "", at
        one.save(update_fields=["note", "reason", "forgotten_at"])
    note_change(claims=[reference(one) for one in claims])
    return person


def _let_in(claim: Claim, *, actor: Person, at: datetime) -> None:
    role = Role(
        person=claim.claimant,
        name=RoleName.PROFILE_ADMIN,
        scope=claim.profile.reference,
        source=reference(claim),
    )
    try:
        grant(role, actor=actor, at=at)
    except AlreadyHeld:  # one that begins later, say
        raise AlreadyKeeper from None
    claim.claimant.forget_roles()


def _step(claim: Claim, state: ClaimState, **fields: Any) -> Claim:
    advance(claim, state, steps=rules.CLAIM_STEPS, refusal=Decided, **fields)
    if state in (ClaimState.APPROVED, ClaimState.REFUSED):
        _tell_claimant(claim, "settled")
    if state == ClaimState.APPROVED:
        _tell_address_on_file(claim)
    return claim


def _tell_claimant(claim: Claim, what: str) -> None:
    if claim.claimant is not None:
        _post(claim, what, to=claim.claimant.email, language=claim.claimant.language)


def _tell_address_on_file(claim: Claim) -> None:
    """Whoever reads the profile's mailbox hears that somebody keeps it now, and can object."""
    address = queries.address_for_mail(claim.profile)
    if claim.claimant is not None and address != claim.claimant.email:
        language = queries.language_of(claim.profile)
        _post(claim, "kept_now", to=address, language=language, reply_to=house().contact_email)


def _post(claim: Claim, what: str, *, to: str | None, language: str, reply_to: str = "") -> None:
    if to:
        post(
            f"directory/mail/claim_{what}.txt",
            to=to,
            language=language,
            context={"claim": claim, "profile": claim.profile},
            about=reference(claim),
            reply_to=reply_to,
        )
