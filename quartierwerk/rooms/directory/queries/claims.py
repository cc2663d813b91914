"""Reading claims."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import digest_of
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import ChangeRequest, Claim
from quartierwerk.rooms.directory.queries.profiles import content_of, of_person
from quartierwerk.rooms.directory.rules import ClaimState, ClaimWay, Ground


def claim_behind(secret: str) -> Claim | None:
    """The claim whose link holds this secret."""
    return Claim.objects.filter(digest=digest_of(secret)).select_related("profile").first()


def claims_of(person: Person) -> QuerySet[Claim]:
    """What somebody has claimed through the office, newest first."""
    found = Claim.objects.filter(claimant=person, way=ClaimWay.OFFICE)
    return found.select_related("profile").order_by("-created_at", "-pk")


def claims_on_kept(person: Person) -> QuerySet[Claim]:
    """Who else wants to keep the profiles that somebody keeps, as long as nobody has decided."""
    found = Claim.objects.waiting().filter(profile__in=of_person(person).values("pk"))
    return found.exclude(claimant=person).select_related("profile", "claimant")


def rivals_of(claim: Claim) -> QuerySet[Claim]:
    """Who else waits to keep the same profile."""
    return Claim.objects.waiting().filter(profile=claim.profile_id).exclude(pk=claim.pk).select_related("claimant")


def grounds_of(claim: Claim) -> list[Ground]:
    """What the house itself sees that speaks for a claim."""
    if claim.claimant is None or not claim.claimant.email:
        return []
    return rules.grounds(claim.claimant.email, content_of(claim.profile))


def corrections_of(claim: Claim) -> QuerySet[ChangeRequest]:
    """What the claimant proposes to change in the profile meanwhile."""
    own = ChangeRequest.objects.open().filter(proposer__isnull=False, proposer=claim.claimant_id)
    return own.filter(profile=claim.profile_id)


def all_claims_of(person: Person) -> QuerySet[Claim]:
    """Every claim of somebody, by whatever way, oldest first."""
    return Claim.objects.filter(claimant=person).select_related("profile").order_by("pk")


def beyond_claims_term(before: datetime) -> QuerySet[Claim]:
    """Claims decided before this moment that still hold words, and links that were sent before it and never used."""
    over = Q(decided_at__lt=before) | Q(state=ClaimState.SENT, created_at__lt=before)
    return Claim.objects.filter(over, forgotten_at__isnull=True)
