"""Locks that this room takes before accounts lock a person."""

from __future__ import annotations

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory.models import Claim, Profile


def lock_claimed(person: Person) -> None:
    """Lock the profiles that somebody waits to keep, before their own row: whoever decides does it in that order."""
    waiting = Claim.objects.waiting().filter(claimant=person)
    list(Profile.objects.filter(pk__in=waiting.values("profile")).order_by("pk").select_for_update(no_key=True))
