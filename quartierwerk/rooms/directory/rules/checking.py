"""Whether a content can be taken, with a sentence for everything that is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlsplit

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.directory.rules.content import Contact, ContactType, ProfileContent, Site, WebLink

MOST = {"name": 200, "tagline_de": 200, "tagline_en": 200, "about_de": 6000, "about_en": 6000, "about_plain": 6000}
MOST |= {"cooperation_de": 300, "cooperation_en": 300, "moved_on_to": 200, "legal_form": 40, "external_id": 80}
MOST_KEYWORDS, MOST_KEYWORD = 30, 60
MOST_SITES, MOST_CONTACTS, MOST_LINKS = 10, 12, 12
OLDEST = 1200
POSTCODE = re.compile(r"\d{5}")


@dataclass(frozen=True)
class Problem:
    """Something that is wrong; an error stops the content, a warning comes along with it."""

    field: str
    sentence: str | Promise
    is_error: bool = True


def problems(content: ProfileContent, *, this_year: int) -> list[Problem]:
    """Everything that is wrong with a content; empty when all is well."""
    found = [*_lengths(content), *_sites(content), *_contacts(content), *_links(content), *_opening(content)]
    if not content.name.strip():
        found.insert(0, Problem("name", _("Der Name fehlt.")))
    if not content.sectors:
        found.append(Problem("sectors", _("Keine Zuordnung zu einem Bereich erkannt."), is_error=False))
    if content.founded is not None and not OLDEST <= content.founded <= this_year:
        found.append(Problem("founded", _("Das Gründungsjahr liegt nicht zwischen 1200 und heute.")))
    return found


def is_acceptable(found: list[Problem]) -> bool:
    """Whether nothing stops the content."""
    return not any(problem.is_error for problem in found)


def normalised(content: ProfileContent) -> ProfileContent:
    """The content as it is kept: blanks trimmed, web addresses with their scheme, numbers in national form."""
    return replace(
        content,
        name=" ".join(content.name.split()),
        keywords=tuple(dict.fromkeys(word.strip() for word in content.keywords if word.strip())),
        sites=tuple(site for site in map(_tidy_site, content.sites) if site != Site()),
        contacts=tuple(map(_tidy_contact, content.contacts)),
        links=tuple(WebLink(label=link.label.strip(), url=with_scheme(link.url)) for link in content.links),
    )


def with_scheme(address: str) -> str:
    """A web address as typed by a person, with ``https://`` where no scheme was given."""
    address = address.strip()
    return address if not address or "://" in address else f"https://{address}"


def is_web_address(address: str) -> bool:
    """Whether this is an address of a page on the web, with a host and nothing hidden in it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    host = parts.hostname or ""
    has_blank = any(c.isspace() for c in address)
    return parts.scheme in {"http", "https"} and "." in host.strip(".") and not parts.username and not has_blank


def _lengths(content: ProfileContent) -> list[Problem]:
    found = [
        Problem(name, _("Der Text ist zu lang: höchstens %(most)d Zeichen.") % {"most": most})
        for name, most in MOST.items()
        if len(getattr(content, name)) > most
    ]
    if len(content.keywords) > MOST_KEYWORDS or any(len(word) > MOST_KEYWORD for word in content.keywords):
        found.append(Problem("keywords", _("Höchstens 30 Stichwörter mit je 60 Zeichen.")))
    counts = ((content.sites, MOST_SITES, "sites"), (content.contacts, MOST_CONTACTS, "contacts"))
    found += [
        Problem(name, _("Höchstens %(most)d Angaben.") % {"most": most})
        for many, most, name in counts
        if len(many) > most
    ]
    return found


def _sites(content: ProfileContent) -> list[Problem]:
    found = []
    for site in content.sites:
        if site.postcode and not POSTCODE.fullmatch(site.postcode):
            found.append(Problem("sites", _("„%(value)s“ ist keine Postleitzahl.") % {"value": site.postcode}))
        if site.pin and not (-90 <= site.pin[0] <= 90 and -180 <= site.pin[1] <= 180):
            found.append(Problem("sites", _("Die Koordinaten liegen nicht auf der Erde.")))
        if len(site.street) > 120 or len(site.house_number) > 20 or len(site.town) > 80 or len(site.addition) > 120:
            found.append(Problem("sites", _("Die Adresse ist zu lang.")))
    return found


def _contacts(content: ProfileContent) -> list[Problem]:
    return [problem for contact in content.contacts if (problem := _contact_problem(contact)) is not None]


def _contact_problem(contact: Contact) -> Problem | None:
    sentence: str | Promise | None = None
    if len(contact.value) > 250:
        sentence = _("Die Kontaktangabe ist zu lang.")
    elif contact.type == ContactType.EMAIL:
        try:
            validate_email(contact.value)
        except ValidationError:
            sentence = _("„%(value)s“ ist keine E-Mail-Adresse.") % {"value": contact.value}
    elif contact.type in {ContactType.PHONE, ContactType.MOBILE}:
        if _parsed_number(contact.value) is None:
            sentence = _("„%(value)s“ ist keine Telefonnummer.") % {"value": contact.value}
    elif contact.type == ContactType.WEBSITE and not is_web_address(with_scheme(contact.value)):
        sentence = _("„%(value)s“ ist keine Webadresse.") % {"value": contact.value}
    return Problem("contacts", sentence) if sentence else None


def _links(content: ProfileContent) -> list[Problem]:
    if len(content.links) > MOST_LINKS:
        return [Problem("links", _("Höchstens %(most)d Angaben.") % {"most": MOST_LINKS})]
    return [
        Problem("links", _("„%(value)s“ ist keine Webadresse.") % {"value": link.url[:80]})
        for link in content.links
        if not is_web_address(with_scheme(link.url))
    ]


def _opening(content: ProfileContent) -> list[Problem]:
    return [
        Problem("opening", _("Eine Öffnungszeit endet, bevor sie beginnt."))
        for span in content.opening.spans
        if span.closes <= span.opens or not 0 <= span.weekday <= 6
    ]


@lru_cache(maxsize=1024)
def _parsed_number(value: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(value, "DE")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def _tidy_site(site: Site) -> Site:
    return replace(
        site,
        street=" ".join(site.street.split()),
        house_number=" ".join(site.house_number.split()),
        postcode=site.postcode.strip(),
        town=" ".join(site.town.split()),
        addition=" ".join(site.addition.split()),
    )


def _tidy_contact(contact: Contact) -> Contact:
    value = contact.value.strip()
    if contact.type == ContactType.WEBSITE:
        value = with_scheme(value)
    elif contact.type in {ContactType.PHONE, ContactType.MOBILE} and (number := _parsed_number(value)):
        value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return replace(contact, value=value)
