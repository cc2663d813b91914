"""Reading seals."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from quartierwerk.foundation import clock
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import Profile, Seal
from quartierwerk.rooms.directory.models.seals import SealQuerySet
from quartierwerk.rooms.directory.queries.freshness import terms


def running_seal(profile: Profile) -> Seal | None:
    """The seal of a profile that nobody has closed; whether it holds today, its date says."""
    return profile.seals.running().select_related("granted_by").first()


def seals() -> SealQuerySet:
    """The running seals of public profiles: first what the office has to look at, then what ends soonest."""
    found = Seal.objects.running().filter(profile__state=rules.State.PUBLIC).select_related("profile", "granted_by")
    return found.order_by(F("doubted_at").asc(nulls_last=True), "expires_on", "pk")


def doubted_seals() -> SealQuerySet:
    """The running seals of profiles that got another name or address since."""
    return seals().filter(doubted_at__isnull=False)


def seals_ending(*, at: datetime, most: int) -> list[Seal]:
    """The running seals of public profiles whose keepers have to hear that they end soon."""
    today = clock.local(at).date()
    span = (today, today + timedelta(days=terms().seal_warn_before))
    found = Seal.objects.running().filter(warned_at__isnull=True, expires_on__range=span)
    found = found.filter(profile__state=rules.State.PUBLIC)
    return list(found.select_related("profile").order_by("expires_on", "pk")[:most])


def seals_over(*, at: datetime, most: int) -> list[Seal]:
    """The running seals whose last day is over."""
    found = Seal.objects.running().filter(expires_on__lt=clock.local(at).date())
    return list(found.select_related("profile").order_by("expires_on", "pk")[:most])
