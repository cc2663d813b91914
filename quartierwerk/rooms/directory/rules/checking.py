"""Whether a content can be taken, with a sentence for everything that is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.directory.rules.content import (
    Contact,
    ContactType,
    Opening,
    OpeningMode,
    ProfileContent,
    Site,
    WebLink,
)
from quartierwerk.rooms.directory.rules.hours import in_order, is_crowded, overlap
from quartierwerk.rooms.directory.rules.limits import LENGTHS, MOST, OLDEST

POSTCODE = re.compile(r"\d{5}", re.ASCII)
LONG_TEXTS = ("tagline_de", "tagline_en", "about_de", "about_en", "about_plain", "cooperation_de", "cooperation_en")
SHORT_POSTCODE = re.compile(r"\d{4}", re.ASCII)


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
        sentence = _("Das Gründungsjahr liegt nicht zwischen %(oldest)d und heute.")
        found.append(Problem("founded", sentence % {"oldest": OLDEST}))
    return found


def is_acceptable(found: list[Problem]) -> bool:
    """Whether nothing stops the content."""
    return not any(problem.is_error for problem in found)


def normalised(content: ProfileContent) -> ProfileContent:
    """The content as it is kept: blanks trimmed, web addresses with their scheme, numbers in national form."""
    texts: dict[str, Any] = {name: _tidy_text(getattr(content, name)) for name in LONG_TEXTS}
    return replace(
        content,
        **texts,
        name=" ".join(content.name.split()),
        keywords=tuple(dict.fromkeys(word.strip() for word in content.keywords if word.strip())),
        opening=_tidy_opening(content.opening),
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
    texts = {one.name: getattr(content, one.name) for one in fields(content) if one.name in LENGTHS}
    found = [_too_long(name, LENGTHS[name]) for name, text in texts.items() if len(text) > LENGTHS[name]]
    if len(content.keywords) > MOST["keywords"] or any(len(word) > LENGTHS["keyword"] for word in content.keywords):
        sentence = _("Höchstens %(most)d Stichwörter mit je %(length)d Zeichen.")
        found.append(Problem("keywords", sentence % {"most": MOST["keywords"], "length": LENGTHS["keyword"]}))
    found += [
        Problem(name, _("Höchstens %(most)d Angaben.") % {"most": MOST[name]})
        for name in ("sites", "contacts", "links")
        if len(getattr(content, name)) > MOST[name]
    ]
    return found


def _too_long(name: str, most: int) -> Problem:
    return Problem(name, _("Der Text ist zu lang: höchstens %(most)d Zeichen.") % {"most": most})


def _sites(content: ProfileContent) -> list[Problem]:
    found = []
    for site in content.sites:
        if SHORT_POSTCODE.fullmatch(site.postcode):
            # A spreadsheet has eaten a zero, or the address is in Austria or Switzerland: nobody can tell from here.
            sentence = _("„%(value)s“ hat vier Ziffern, eine deutsche Postleitzahl fünf. Bitte prüfen Sie sie.")
            found.append(Problem("sites", sentence % {"value": site.postcode}, is_error=False))
        elif site.postcode and not POSTCODE.fullmatch(site.postcode):
            found.append(Problem("sites", _("„%(value)s“ ist keine Postleitzahl.") % {"value": site.postcode}))
        if site.pin and not (-90 <= site.pin[0] <= 90 and -180 <= site.pin[1] <= 180):
            found.append(Problem("sites", _("Die Koordinaten liegen nicht auf der Erde.")))
        texts = ((name, getattr(site, name)) for name in ("street", "house_number", "postcode", "town", "addition"))
        if any(len(text) > LENGTHS[name] for name, text in texts):
            found.append(Problem("sites", _("Die Adresse ist zu lang.")))
    return found


def _contacts(content: ProfileContent) -> list[Problem]:
    return [problem for contact in content.contacts if (problem := _contact_problem(contact)) is not None]


def _contact_problem(contact: Contact) -> Problem | None:
    sentence: str | Promise | None = None
    if len(contact.value) > LENGTHS["contact"]:
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
    return [problem for link in content.links if (problem := _link_problem(link)) is not None]


def _link_problem(link: WebLink) -> Problem | None:
    address = with_scheme(link.url)
    if not is_web_address(address):
        return Problem("links", _("„%(value)s“ ist keine Webadresse.") % {"value": link.url[:80]})
    if len(address) > LENGTHS["link_url"]:
        return _too_long("links", LENGTHS["link_url"])
    return _too_long("links", LENGTHS["link_label"]) if len(link.label) > LENGTHS["link_label"] else None


def _opening(content: ProfileContent) -> list[Problem]:
    spans = content.opening.spans
    found = []
    if any(span.closes <= span.opens or not 0 <= span.weekday <= 6 for span in spans):
        found.append(Problem("opening", _("Eine Öffnungszeit endet, bevor sie beginnt.")))
    if len(content.opening.note) > LENGTHS["opening_note"]:
        found.append(_too_long("opening", LENGTHS["opening_note"]))
    if overlap(spans):
        found.append(Problem("opening", _("Zwei Öffnungszeiten eines Tages überschneiden sich.")))
    if is_crowded(spans):
        found.append(Problem("opening", _("Höchstens %(most)d Öffnungszeiten am Tag.") % {"most": MOST["spans"]}))
    return found


@lru_cache(maxsize=1024)
def _parsed_number(value: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(value, "DE")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def _tidy_text(text: str) -> str:
    """A text with line ends of one kind: browsers send another one than files hold."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _tidy_opening(opening: Opening) -> Opening:
    """Times in their order; who states times states fixed ones."""
    is_weekly = bool(opening.spans) and opening.mode == OpeningMode.UNKNOWN
    mode = OpeningMode.WEEKLY if is_weekly else opening.mode
    return Opening(mode=mode, spans=in_order(opening.spans), note=" ".join(opening.note.split()))


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
