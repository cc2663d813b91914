"""The seal “von der Stadt bestätigt”: granted, renewed and revoked by the office; its end comes by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import permissions, queries, rules
from quartierwerk.rooms.directory.models import Profile, Seal


class AlreadySealed(RuleBroken):
    """The profile has a seal that holds."""

    sentence = _("Dieser Eintrag hat schon ein Siegel, das gilt. Sie können es verlängern.")


class NotSealed(NotNow):
    """The profile has no seal, or somebody has ended it meanwhile."""

    sentence = _("Dieser Eintrag hat kein Siegel mehr. Bitte laden Sie die Seite neu.")


@action(may=permissions.may_seal)
def grant_seal(profile: Profile, *, actor: Person, at: datetime) -> Profile:
    """Say for the city that an entry was checked and is right (Vergabe)."""
    seal = queries.running_seal(profile)
    if seal is not None:
        if seal.holds(on=clock.local(at).date()):
            raise AlreadySealed
        _close(seal, at=at)
    return _grant(profile, actor=actor, at=at)


@action(may=permissions.may_seal)
def renew_seal(profile: Profile, *, actor: Person, at: datetime) -> Profile:
    """Vouch for an entry anew, for a whole term from now on (Verlängerung)."""
    _close(_running(profile), at=at)
    return _grant(profile, actor=actor, at=at)


@action(may=permissions.may_seal)
def revoke_seal(profile: Profile, *, actor: Person, reason: str, at: datetime) -> Profile:
    """Vouch for an entry no longer; its keepers read the reason (Entzug)."""
    if not reason.strip():
        raise WordsMissing(field="reason")
    seal = _running(profile)
    seal.revoked_at, seal.reason = at, reason.strip()
    seal.save(update_fields=["revoked_at", "reason"])
    note_change(seal="revoked")
    _tell(seal, "revoked")
    return profile


@action(may=permissions.may_seal)
def keep_seal(profile: Profile, *, actor: Person, at: datetime) -> Profile:
    """The office has looked at the other name or address, and the seal stays."""
    seal = _running(profile)
    seal.doubted_at = None
    seal.save(update_fields=["doubted_at"])
    note_change(seal="kept")
    return profile


@action(may=permissions.may_keep_house)
def warn_of_seal(profile: Profile, *, actor: Person, at: datetime) -> Profile:
    """Tell those who keep a profile, once, that its seal ends soon (Ankündigung)."""
    seal = queries.running_seal(profile)
    if seal is not None and seal.warned_at is None:
        seal.warned_at = at
        seal.save(update_fields=["warned_at"])
        note_change(seal="warned")
        _tell(seal, "soon")
    return profile


@action(may=permissions.may_keep_house)
def end_seal(profile: Profile, *, actor: Person, at: datetime) -> Profile:
    """Close a seal whose last day is over, and tell those who keep the profile (Ablauf)."""
    seal = queries.running_seal(profile)
    if seal is not None and not seal.holds(on=clock.local(at).date()):
        _close(seal, at=at)
        note_change(seal="ended")
        if profile.is_public:
            _tell(seal, "over")
    return profile


def _grant(profile: Profile, *, actor: Person, at: datetime) -> Profile:
    """Nobody vouches for what is not shown or does not exist any more."""
    if not profile.is_public or profile.closed_on is not None:
        raise NotNow
    until = rules.sealed_until(clock.local(at).date(), terms=queries.terms())
    Seal.objects.create(profile=profile, granted_by=actor, granted_at=at, expires_on=until)
    note_change(seal=until.isoformat())
    return profile


def _running(profile: Profile) -> Seal:
    seal = queries.running_seal(profile)
    if seal is None:
        raise NotSealed
    return seal


def _close(seal: Seal, *, at: datetime) -> None:
    seal.ended_at = at
    seal.save(update_fields=["ended_at"])


def _tell(seal: Seal, what: str) -> None:
    """A mail to each of those who keep the profile; what it says depends on ``what``: soon, over or revoked."""
    for keeper in queries.keepers_of(seal.profile):
        context: dict[str, Any] = {"profile": seal.profile, "seal": seal, "what": what}
        post(
            "directory/mail/seal.txt",
            to=keeper.email or "",
            language=keeper.language,
            context=context,
            about=reference(seal),
        )
