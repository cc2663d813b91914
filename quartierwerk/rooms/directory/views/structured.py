"""What search engines read: a profile in the words of schema.org, public fields only."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from quartierwerk.foundation import bilingual
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import Location, Profile

PLACES = {rules.Kind.COMPANY, rules.Kind.FREELANCER, rules.Kind.VENUE}
"""Kinds that are a business one can go to; nothing here says “Person”, since a name may be that of a studio."""
PHONES = {rules.ContactType.PHONE, rules.ContactType.MOBILE}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def structured(profile: Profile) -> dict[str, Any]:
    """The profile as JSON-LD; needs what ``queries.shown_to`` fetches."""
    public = [contact for contact in profile.contacts.all() if contact.visibility == rules.Visibility.PUBLIC]
    websites = [contact.value for contact in public if contact.type == rules.ContactType.WEBSITE]
    phones = [contact.value for contact in public if contact.type in PHONES]
    location = profile.main_location
    found = {
        "@context": "https://schema.org",
        "@type": _type(profile, location),
        "@id": settings.SITE_URL + profile.get_absolute_url(),
        "name": profile.name,
        "slogan": bilingual.text(profile, "tagline"),
        "description": bilingual.text(profile, "about"),
        "knowsAbout": [str(profession) for profession in profile.professions.all()],
        "url": websites[0] if websites else settings.SITE_URL + profile.get_absolute_url(),
        "sameAs": [*websites[1:], *(url for _label, url in profile.links)],
        "telephone": phones[0] if phones else "",
        "foundingDate": str(profile.founded or ""),
        "dissolutionDate": profile.closed_on.isoformat() if profile.closed_on else "",
        "address": _address(location) if location else None,
        "image": _pictures(profile),
    }
    if location and found["@type"] == "LocalBusiness":
        found |= {"geo": _point(location), "openingHoursSpecification": _hours(profile)}
    return {name: value for name, value in found.items() if value}


def _type(profile: Profile, location: Location | None) -> str:
    """A business without an address is an organisation to search engines; they expect a place otherwise."""
    return "LocalBusiness" if profile.kind in PLACES and location is not None else "Organization"


def _address(location: Location) -> dict[str, str]:
    found = {
        "@type": "PostalAddress",
        "streetAddress": f"{location.street} {location.house_number}".strip(),
        "postalCode": location.postcode,
        "addressLocality": location.town,
    }
    return {name: value for name, value in found.items() if value}


def _point(location: Location) -> dict[str, Any] | None:
    """Only exact points: a street's middle would be a false claim."""
    if location.lat is None or location.is_rough:
        return None
    return {"@type": "GeoCoordinates", "latitude": location.lat, "longitude": location.lon}


def _hours(profile: Profile) -> list[dict[str, str]]:
    """Hours only while the doors keep them: not by appointment, while closed for now, or after the end."""
    if profile.opening_mode != rules.OpeningMode.WEEKLY or profile.closed_on:
        return []
    return [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": DAYS[weekday], "opens": opens, "closes": closes}
        for weekday, opens, closes in profile.opening_spans
    ]


def _pictures(profile: Profile) -> list[str]:
    shown = (shown for work in profile.works.all() for shown in work.pictures.all())
    return [settings.SITE_URL + picture.picture.url_for(1280) for picture in shown]
