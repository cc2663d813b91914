"""Reading profiles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, Exists, OuterRef, Prefetch, QuerySet, Value
from django.db.models.functions import Cast, Concat

from quartierwerk.foundation import clock
from quartierwerk.foundation.references import keys_of, kind_of
from quartierwerk.rooms.accounts.models import Person, Role
from quartierwerk.rooms.accounts.queries import holders, scopes_of
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import Contact, Location, Profession, Profile, ProfileSector, Work, WorkPicture
from quartierwerk.rooms.places.rules import Precision

PARTS = (
    Prefetch("profile_sectors", ProfileSector.objects.select_related("sector")),
    Prefetch("professions", Profession.objects.order_by("pk")),
    Prefetch("contacts", Contact.objects.order_by("position")),
    Prefetch("locations", Location.objects.order_by("position")),
)

PICTURES = Prefetch("pictures", WorkPicture.objects.select_related("picture"))
SCOPE_OF_OUTER = Concat(Value(f"{kind_of(Profile)}:"), Cast(OuterRef("pk"), CharField()))
"""The reference of a profile as an expression: under it roles hold."""


def shown_to(person: Person | AnonymousUser | None, *, key: int) -> Profile | None:
    """One profile with everything its page shows to this person; None where they may not see it.

    Its ``contacts`` and ``works`` are fetched; ``has_mail`` says whether somebody can write to it,
    ``is_kept`` whether somebody keeps it, and ``has_more_contacts`` whether signing in would show further fields.
    """
    fields = Contact.objects.filter(profile=OuterRef("pk"))
    return (
        Profile.objects.visible_to(person)
        .with_parts()
        .prefetch_related(
            Prefetch("contacts", Contact.objects.visible_to(person)),
            Prefetch("works", Work.objects.prefetch_related(PICTURES)),
        )
        .annotate(
            has_mail=Exists(fields.filter(type=rules.ContactType.EMAIL)),
            is_kept=is_kept(),
            has_more_contacts=Exists(
                fields.filter(visibility=rules.Visibility.SIGNED_IN).exclude(type=rules.ContactType.EMAIL)
            ),
        )
        .filter(pk=key)
        .first()
    )


def is_kept() -> Exists:
    """Of a queryset of profiles: whether somebody who can sign in keeps it today."""
    return Exists(Role.objects.able(on=clock.today()).filter(name=RoleName.PROFILE_ADMIN, scope=SCOPE_OF_OUTER))


def left_alone() -> QuerySet[Profile]:
    """The public profiles that somebody has kept and nobody keeps any more, by name."""
    ever = Role.objects.filter(name=RoleName.PROFILE_ADMIN, scope=SCOPE_OF_OUTER)
    return Profile.objects.visible_to(None).filter(Exists(ever), ~is_kept()).order_by("sort_key", "pk")


def keepers_of(profile: Profile) -> QuerySet[Person]:
    """Who keeps a profile today and can sign in to do so."""
    return holders(RoleName.PROFILE_ADMIN, scope=profile.reference).filter(email__isnull=False).order_by("name", "pk")


def content_of(profile: Profile) -> rules.ProfileContent:
    """What a profile says now, with all contact fields, whoever may see them."""
    return contents_of([profile])[profile.pk]


def contents_of(profiles: Iterable[Profile]) -> dict[int, rules.ProfileContent]:
    """What profiles say now, by their number, in a constant number of queries."""
    keys = [profile.pk for profile in profiles]
    read = Profile.objects.filter(pk__in=keys).prefetch_related(*PARTS)
    return {profile.pk: _content(profile) for profile in read}


def version_of(profile: Profile) -> int:
    """How often the profile has been changed by now; the instance at hand may be older."""
    return Profile.objects.values_list("version", flat=True).get(pk=profile.pk)


def works_of(profile: Profile) -> QuerySet[Work]:
    """The works of a profile with their pictures."""
    return profile.works.prefetch_related(PICTURES)


def address_for_mail(profile: Profile) -> str:
    """The address that a message to this actor goes to, whoever may see it; empty where there is none."""
    return (
        profile.contacts.filter(type=rules.ContactType.EMAIL)
        .order_by("position")
        .values_list("value", flat=True)
        .first()
        or ""
    )


def language_of(profile: Profile) -> str:
    """The language an actor writes about itself in; the sentences of a mail to it follow that."""
    return "en" if profile.about_en and not profile.about_de else "de"


def public() -> QuerySet[Profile]:
    """The public profiles with everything that visitors may see of them; ``public_contacts`` holds their contacts."""
    contacts = Prefetch("contacts", Contact.objects.visible_to(None).order_by("position"), to_attr="public_contacts")
    works = Prefetch("works", Work.objects.prefetch_related(PICTURES))
    return Profile.objects.visible_to(None).with_parts().prefetch_related(contacts, works)


def public_profiles(keys: Sequence[int]) -> list[Profile]:
    """The public profiles with these numbers, in this order."""
    read = {profile.pk: profile for profile in public().filter(pk__in=keys)}
    return [read[key] for key in keys if key in read]


def newest(*, limit: int) -> QuerySet[Profile]:
    """The public profiles taken in last."""
    return Profile.objects.visible_to(None).with_parts().order_by("-created_at", "-pk")[:limit]


def of_person(person: Person) -> QuerySet[Profile]:
    """The profiles that somebody keeps as an admin, in any state."""
    keys = keys_of(Profile, scopes_of(person, RoleName.PROFILE_ADMIN))
    return Profile.objects.standing().filter(pk__in=keys)


def _content(profile: Profile) -> rules.ProfileContent:
    """The content from rows that are already fetched."""
    return rules.ProfileContent(
        name=profile.name,
        kind=rules.Kind(profile.kind),
        sectors=tuple(ranked.sector.slug for ranked in profile.profile_sectors.all()),
        professions=tuple(profession.slug for profession in profile.professions.all()),
        keywords=tuple(profile.keywords),
        tagline_de=profile.tagline_de,
        tagline_en=profile.tagline_en,
        about_de=profile.about_de,
        about_en=profile.about_en,
        about_plain=profile.about_plain,
        sites=tuple(_site(location) for location in profile.locations.all()),
        opening=rules.Opening(
            mode=rules.OpeningMode(profile.opening_mode),
            spans=tuple(rules.span_from_plain(span) for span in profile.opening_spans),
            note=profile.opening_note,
        ),
        contacts=tuple(
            rules.Contact(
                type=rules.ContactType(contact.type),
                value=contact.value,
                visibility=rules.Visibility(contact.visibility),
            )
            for contact in profile.contacts.all()
        ),
        links=tuple(rules.WebLink(label=label, url=url) for label, url in profile.links),
        access=tuple(rules.AccessFact(fact) for fact in profile.access),
        is_open_for_cooperation=profile.is_open_for_cooperation,
        cooperation_de=profile.cooperation_de,
        cooperation_en=profile.cooperation_en,
        founded=profile.founded,
        closed_on=profile.closed_on,
        moved_on_to=profile.moved_on_to,
        legal_form=profile.legal_form,
        external_id=profile.external_id,
        licence=profile.licence,
    )


def _site(location: Location) -> rules.Site:
    pinned = location.precision == Precision.PIN and location.lat is not None and location.lon is not None
    return rules.Site(
        street=location.street,
        house_number=location.house_number,
        postcode=location.postcode,
        town=location.town,
        addition=location.addition,
        pin=(location.lat, location.lon) if pinned else None,
    )
