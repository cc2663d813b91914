"""Which entries nobody has confirmed for long, who can be asked about them, and what the links in those mails open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.signing import BadSignature, Signer
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation

from quartierwerk.foundation import clock
from quartierwerk.foundation.house import terms as house_terms
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import keys_of, kind_of
from quartierwerk.rooms.accounts.models import Person, Role
from quartierwerk.rooms.accounts.queries import able_holders
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import Asking, Contact, Digest, Profile
from quartierwerk.rooms.directory.models.freshness import AskingQuerySet
from quartierwerk.rooms.directory.queries.profiles import language_of
from quartierwerk.rooms.directory.rules import Terms, Way

_LINK = Signer(salt="directory.asking")


class Addressee(NamedTuple):
    """Somebody who can be asked: an address, the language in which, and whether they keep the profile."""

    email: str
    language: str
    way: Way


def terms() -> Terms:
    """The terms of this city."""
    return Terms(**house_terms.terms(*asdict(Terms())))


def is_stale(profile: Profile) -> bool:
    """Whether a profile has gone unconfirmed for so long that the reader should know."""
    return rules.is_stale(clock.local(profile.confirmed_at).date(), today=clock.today(), terms=terms())


def due(*, at: datetime, most: int) -> list[Profile]:
    """The public profiles to be asked about now: those longest unconfirmed, and what else their keepers keep.

    ``most`` bounds the first kind, and each keeper is asked about so many as fit in a mail.
    """
    limit = at - timedelta(days=terms().ask_after)
    free = _askable()
    oldest = list(free.filter(confirmed_at__lt=limit).order_by("confirmed_at", "pk")[:most])
    others = _kept_together(oldest)
    soon = free.filter(pk__in=others, confirmed_at__lt=limit + rules.GATHERED_WITHIN).order_by("confirmed_at", "pk")
    return oldest + list(soon.exclude(pk__in=[profile.pk for profile in oldest])[:most])


def asked_since(moment: datetime) -> int:
    """How many questions were asked from a moment on."""
    return Asking.objects.filter(asked_at__gte=moment).count()


def to_remind(*, at: datetime, most: int) -> list[Asking]:
    """The questions whose answer is awaited for long enough for a second mail, oldest first."""
    waiting = Asking.objects.filter(answered_at__isnull=True, reminded_at__isnull=True, gone_at__isnull=True)
    reached = waiting.filter(asked_at__lt=at - timedelta(days=terms().remind_after), profile__state=rules.State.PUBLIC)
    return list(reached.exclude(way=Way.NOBODY).select_related("profile").order_by("asked_at", "pk")[:most])


def for_the_office(*, at: datetime) -> AskingQuerySet:
    """The questions that nobody answered, could answer, or answered with “there is no such thing”; longest first."""
    late = Q(asked_at__lt=at - timedelta(days=terms().office_after))
    waiting = Asking.objects.filter(answered_at__isnull=True, profile__state=rules.State.PUBLIC)
    found = waiting.filter(late | Q(way=Way.NOBODY) | Q(gone_at__isnull=False))
    return found.select_related("profile").order_by("profile__confirmed_at", "pk")


def open_asking(profile: Profile) -> Asking | None:
    """The question about a profile that nobody has answered yet."""
    return profile.askings.filter(answered_at__isnull=True).first()


def addressees(profiles: Sequence[Profile]) -> dict[int, list[Addressee]]:
    """Who can be asked about each profile: those who keep it, else the address on file, else nobody."""
    references = {profile.reference: profile.pk for profile in profiles}
    held = [grant for grant in able_holders(references, on=clock.today()) if grant.name == RoleName.PROFILE_ADMIN]
    people = Person.objects.in_bulk({grant.holder for grant in held})
    found: dict[int, list[Addressee]] = defaultdict(list)
    for grant in held:
        person = people[grant.holder]
        one = Addressee(person.email or "", person.language, Way.KEEPERS)
        if one not in found[references[grant.scope]]:
            found[references[grant.scope]].append(one)
    rest = {profile.pk: profile for profile in profiles if profile.pk not in found}
    on_file = Contact.objects.filter(profile__in=rest, type=rules.ContactType.EMAIL).order_by("-position")
    for key, address in dict(on_file.values_list("profile", "value")).items():
        found[key].append(Addressee(address.lower(), language_of(rest[key]), Way.CONTACT))
    return found


def letters(askings: Iterable[Asking], *, to: Mapping[int, list[Addressee]]) -> dict[Addressee, list[Asking]]:
    """The mails to be written: one for each person, with all that they are asked about."""
    found: dict[Addressee, list[Asking]] = defaultdict(list)
    for asking in askings:
        for one in to.get(asking.profile_id, ()):
            found[one].append(asking)
    return found


def key_to_askings(askings: Iterable[Asking]) -> str:
    """What answers these questions without signing in, and nothing else."""
    return _LINK.sign(".".join(str(asking.pk) for asking in askings))


def askings_behind(key: str) -> list[Asking]:
    """The questions that this key was made for, in the order of the mail; none for a key that is not ours."""
    try:
        numbers = [int(number) for number in _LINK.unsign(key).split(".")]
    except (BadSignature, ValueError):
        return []
    found = Asking.objects.select_related("profile").in_bulk(numbers)
    return [found[number] for number in numbers if number in found]


def page_of_askings(askings: Iterable[Asking], *, language: str) -> str:
    """The address, in a language, of the page on which these questions are answered."""
    with translation.override(language):
        return reverse("directory:answer", args=[key_to_askings(askings)])


class Happened(NamedTuple):
    """What became of entries in a stretch of time, in numbers."""

    asked: int
    confirmed: int
    bounced: int
    """Mails that asked and that no server took."""
    unanswered: int
    """Entries that came to the office because nobody answered."""
    stale: int
    """Entries that readers are warned of since."""
    new: int


def happened(*, since: datetime, until: datetime) -> Happened:
    """What became of the entries between two moments."""
    span = (since, until)
    now = terms()
    late, stale = timedelta(days=now.office_after), timedelta(days=now.mark_after)
    shown = Profile.objects.visible_to(None)
    waiting = Asking.objects.filter(answered_at__isnull=True, profile__state=rules.State.PUBLIC)
    mails = OutgoingMail.objects.filter(about__startswith=f"{kind_of(Asking)}:", state=OutgoingMail.State.FAILED)
    good = [rules.Answer.CONFIRMED, rules.Answer.CHANGED]
    return Happened(
        asked=Asking.objects.filter(asked_at__range=span).count(),
        confirmed=Asking.objects.filter(answered_at__range=span, answer__in=good).count(),
        bounced=mails.filter(created_at__range=span).count(),
        unanswered=waiting.filter(asked_at__range=(since - late, until - late)).count(),
        stale=shown.filter(confirmed_at__range=(since - stale, until - stale)).count(),
        new=shown.filter(created_at__range=span).count(),
    )


def wants_digest(person: Person) -> bool:
    """Whether somebody hears of it by mail; who has not said otherwise does."""
    return not Digest.objects.filter(person=person, is_wanted=False).exists()


def digest_readers(*, at: datetime) -> QuerySet[Person]:
    """The people in the office who want to hear of it by mail, and have not for the city's term."""
    officers = Role.objects.running(on=clock.today()).filter(name=RoleName.OFFICER).values("person")
    done = Q(is_wanted=False) | Q(looked_at__gt=at - timedelta(days=terms().digest_every))
    able = Person.objects.filter(pk__in=officers, is_active=True, email__isnull=False)
    return able.exclude(pk__in=Digest.objects.filter(done).values("person"))


def _askable() -> QuerySet[Profile]:
    """The public profiles of what still exists, about which no question waits."""
    waiting = Asking.objects.filter(profile=OuterRef("pk"), answered_at__isnull=True)
    return Profile.objects.visible_to(None).filter(~Exists(waiting), closed_on__isnull=True)


def _kept_together(profiles: Sequence[Profile]) -> list[int]:
    """The numbers of all profiles that the keepers of these keep."""
    today = clock.today()
    holders = {grant.holder for grant in able_holders([profile.reference for profile in profiles], on=today)}
    kept = Role.objects.running(on=today).filter(person__in=holders, name=RoleName.PROFILE_ADMIN)
    return keys_of(Profile, kept.values_list("scope", flat=True))


def askings_answered(before: datetime) -> QuerySet[Asking]:
    """The questions that were answered before this moment, oldest first."""
    return Asking.objects.filter(answered_at__lt=before).order_by("answered_at")
