"""Reading proposed changes and what profiles said before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.signing import Signer
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import ChangeRequest, Profile, ProfileVersion
from quartierwerk.rooms.directory.queries.doubles import Alike, alike
from quartierwerk.rooms.directory.queries.profiles import content_of, of_person
from quartierwerk.rooms.directory.rules import Likeness, State, Visibility

_LINK = Signer(salt="directory.proposal")
MOST_TWINS = 5


def shown_at(number: int, *, profile: Profile, person: Any) -> rules.ProfileContent:
    """What a profile said in this version, or says now, as far as somebody without rights to it was shown it."""
    version = profile.versions.filter(number__gte=number).order_by("number").first()
    content = version.said if version else content_of(profile)
    is_signed_in = person is not None and person.is_authenticated
    circles = {Visibility.PUBLIC, Visibility.SIGNED_IN} if is_signed_in else {Visibility.PUBLIC}
    return rules.normalised(rules.shown_content(content, circles))


def differences_of(request: ChangeRequest) -> list[rules.Difference]:
    """A proposed change unit by unit, beside what the profile says now; of a new entry, beside nothing."""
    is_there = request.profile is not None and not request.is_new_entry
    now = rules.normalised(content_of(request.profile)) if is_there else rules.NOTHING  # type: ignore[arg-type]
    return rules.differences(now, base=request.base, wanted=request.wanted)


def twins_of(request: ChangeRequest, *, person: Person) -> list[Alike]:
    """Profiles that a proposed entry may double; also withdrawn ones that bear its name."""
    content = rules.taken_anew(request.wanted, request.units)
    hidden = Profile.objects.filter(name_key=rules.name_key(content.name), state=State.WITHDRAWN)[:MOST_TWINS]
    named = rules.Evidence(Likeness.POSSIBLE, rules.ENOUGH, (rules.Sign.SAME_NAME,))
    return [
        *alike(content, person=person),
        *(Alike(profile, named) for profile in hidden.prefetch_related("locations")),
    ]


def key_to(request: ChangeRequest) -> str:
    """What opens the page of a proposal without signing in."""
    return _LINK.signature(str(request.pk))


def opens(key: str, request: ChangeRequest) -> bool:
    """Whether this key was made for this proposal."""
    return constant_time_compare(key, key_to(request))


def page_of(request: ChangeRequest) -> str:
    """The address, in the proposer's language, of the page on which they follow their proposal."""
    with translation.override(request.language):
        return reverse("directory:follow", args=[request.pk, key_to(request)])


def proposals_of(person: Person) -> QuerySet[ChangeRequest]:
    """What somebody has proposed while signed in, newest first."""
    return ChangeRequest.objects.filter(proposer=person).select_related("profile").order_by("-created_at", "-pk")


def proposals_to(person: Person) -> QuerySet[ChangeRequest]:
    """What others propose for the profiles that somebody keeps, as long as nobody has decided."""
    found = ChangeRequest.objects.open().filter(profile__in=of_person(person).values("pk"))
    return found.exclude(proposer=person).select_related("profile")


def beyond_proposers_term(before: datetime) -> QuerySet[ChangeRequest]:
    """Proposals decided before this moment that still hold their proposer's data."""
    return ChangeRequest.objects.filter(forgotten_at__isnull=True, decided_at__lt=before)


def versions_replaced(before: datetime) -> QuerySet[ProfileVersion]:
    """What profiles said until it was replaced before this moment, oldest first."""
    return ProfileVersion.objects.filter(replaced_at__lt=before).order_by("pk")


def versions_replaced_by(person: Person) -> QuerySet[ProfileVersion]:
    """The versions of profiles that somebody replaced, oldest first."""
    return ProfileVersion.objects.filter(replaced_by=person).select_related("profile").order_by("pk")


Step = tuple[ProfileVersion, list[rules.Difference]]


def steps_of(versions: Iterable[ProfileVersion], *, after: rules.ProfileContent) -> list[Step]:
    """Each version, newest first, with how what came next differs from it; ``after`` is what followed the first."""
    steps = []
    for version in versions:
        said = version.said
        steps.append((version, rules.between(said, after)))
        after = said
    return steps
