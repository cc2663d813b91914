"""Who agreed to what."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from quartierwerk.foundation import privacy
from quartierwerk.foundation.privacy import Wording
from quartierwerk.rooms.accounts.models import Consent, Person


class Asked(NamedTuple):
    """What somebody is asked to agree to, and what they said."""

    wording: Wording
    running: Consent | None
    """What they agreed to and did not withdraw, in whichever version."""
    earlier: list[Consent]

    @property
    def holds(self) -> bool:
        """Whether they agreed to the text that is asked now."""
        return self.running is not None and self.running.version == self.wording.version


def running_consent(person: Person, purpose: str) -> Consent | None:
    """What somebody agreed to for this purpose and did not withdraw."""
    return Consent.objects.running().filter(person=person, purpose=purpose).first()


def consents_of(person: Person) -> list[Asked]:
    """All that the house asks for, with somebody's answers, the latest first."""
    known = list(Consent.objects.filter(person=person))
    found = []
    for wording in privacy.wordings():
        mine = [consent for consent in known if consent.purpose == wording.purpose]
        running = next((consent for consent in mine if consent.withdrawn_at is None), None)
        found.append(Asked(wording, running, [consent for consent in mine if consent is not running]))
    return found


def who_agreed(wording: Wording) -> QuerySet[Person]:
    """The people with an account who agreed to this text, by name; an earlier version does not cover it."""
    running = Consent.objects.running().filter(person=OuterRef("pk"), purpose=wording.purpose, version=wording.version)
    return Person.objects.filter(Exists(running), is_active=True, email__isnull=False).order_by("name", "pk")
