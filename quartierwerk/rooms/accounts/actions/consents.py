"""The verbs of consents: giving one, withdrawing it, and forgetting what was withdrawn long ago."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import privacy
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import MovedOn, NotNow
from quartierwerk.rooms.accounts import permissions, queries
from quartierwerk.rooms.accounts.models import Consent, Person


class OtherWords(MovedOn):
    """The text is another one than the person has read."""

    sentence = _("Der Text hat sich inzwischen geändert. Bitte lesen Sie ihn noch einmal.")


class ConsentGiven(NotNow):
    """There is nothing to agree to any more."""

    sentence = _("Dem haben Sie schon zugestimmt.")


class NoConsent(NotNow):
    """There is nothing to withdraw."""

    sentence = _("Dem haben Sie nicht zugestimmt, oder Sie haben es schon widerrufen.")


@action(may=permissions.may_secure)
def give_consent(person: Person, *, actor: Person, purpose: str, version: int, language: str, at: datetime) -> Person:
    """Agree to what a text says, in the version and the language that were read (Einwilligung).

    What was agreed to in an earlier version ends with that.
    """
    wording = privacy.wording(purpose)
    if wording is None or wording.version != version:
        raise OtherWords
    running = queries.running_consent(person, purpose)
    if running is not None:
        if running.version == version:
            raise ConsentGiven
        _end(running, at=at)
    with translation.override(language):
        text = str(wording.text)
    Consent.objects.create(person=person, purpose=purpose, version=version, language=language, text=text, given_at=at)
    note_change(consent=purpose, version=version)
    return person


@action(may=permissions.may_secure)
def withdraw_consent(person: Person, *, actor: Person, purpose: str, at: datetime) -> Person:
    """Agree no longer, from now on; as easy as giving it, whatever the version (Widerruf, Art. 7 Abs. 3 DSGVO)."""
    running = queries.running_consent(person, purpose)
    if running is None:
        raise NoConsent
    _end(running, at=at)
    note_change(consent=purpose, is_withdrawn=True)
    return person


@action(may=permissions.may_erase)
def erase_consents(person: Person, *, actor: Person, at: datetime) -> Person:
    """Forget what somebody agreed to, since nobody is left of whom it could be shown."""
    note_change(consents=Consent.objects.filter(person=person).delete()[0])
    return person


@action(may=permissions.may_keep_house, bulk=True)
def forget_consents(before: datetime, *, actor: Person) -> list[Person]:
    """Delete the consents that ended before this moment (Löschfrist)."""
    Consent.objects.over(before).delete()
    return []


def _end(consent: Consent, *, at: datetime) -> None:
    consent.withdrawn_at = at
    consent.save(update_fields=["withdrawn_at"])
