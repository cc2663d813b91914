"""What two entries are compared by: names, addresses and contact fields, each in one spelling."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import phonenumbers

from quartierwerk.foundation import folding
from quartierwerk.rooms.directory.rules.content import ContactType, ProfileContent

LEGAL_FORMS = re.compile(
    r"\b(gmbh & co kg|gmbh|ggmbh|gug|ug haftungsbeschraenkt|ug|gbr|kg|ohg|ag|eg|e v|ev|e k|ek|inh)\b", re.ASCII
)

SHARED_HOSTS = frozenset(
    "artstation.com bandcamp.com behance.net etsy.com facebook.com flickr.com github.com instagram.com linkedin.com"
    " linktr.ee mastodon.social open.spotify.com patreon.com pinterest.com pinterest.de sites.google.com soundcloud.com"
    " tiktok.com twitch.tv twitter.com vimeo.com x.com xing.com youtube.com".split()
)
"""Platforms that give nobody a host of their own: an actor is told by the path, and the host alone tells nothing."""
ROOMS_OF_HOSTS = frozenset("artist c channel company groups in pages people profile shop user view".split())
"""First parts of such paths that name nobody; the next one does."""


@dataclass(frozen=True)
class Traits:
    """What two entries are compared by, each in one spelling."""

    name: str
    street: str
    postcode: str
    contacts: frozenset[str]
    """Keys of addresses, numbers and domains; see ``contact_key``."""


@lru_cache(maxsize=2048)
def fold(text: str) -> str:
    """A text in lower case, umlauts written out, accents and punctuation gone, single blanks."""
    return " ".join(folding.words(text))


@lru_cache(maxsize=2048)
def name_key(name: str) -> str:
    """A name in one spelling, without its legal form; a name that is nothing else stays as it is."""
    folded = fold(name)
    return (" ".join(LEGAL_FORMS.sub(" ", folded).split()) or folded or name.strip().casefold())[:200]


@lru_cache(maxsize=2048)
def street_key(street: str, house_number: str) -> str:
    """Street and number in one spelling: “Lange Str. 12 a” and “Lange Straße 12A” agree."""
    folded = re.sub(r"str(asse)?\b", "str", fold(street)).replace(" ", "")
    return folded + fold(house_number).replace(" ", "")


def match_key(name: str, street: str, house_number: str, postcode: str) -> str:
    """The digest by which a row without a number of its own is recognised: name, street and postcode."""
    parts = "|".join([name_key(name), street_key(street, house_number), postcode.strip()])
    return hashlib.sha256(parts.encode()).hexdigest()


def address_key(street: str, house_number: str, postcode: str) -> str:
    """An address in one spelling; empty where no street is known."""
    street = street_key(street, house_number)
    return f"{postcode.strip()} {street}"[:160] if street else ""


@lru_cache(maxsize=1024)
def contact_key(kind: ContactType | str, value: str) -> str:
    """A contact field in one spelling; empty where it can't tell two actors apart (a person's name)."""
    if kind == ContactType.EMAIL:
        return f"mail:{value.strip().casefold()}"[:120]
    if kind in {ContactType.PHONE, ContactType.MOBILE}:
        try:
            number = phonenumbers.parse(value, "DE")
        except phonenumbers.NumberParseException:
            return ""
        return "tel:" + phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if kind == ContactType.WEBSITE:
        address = value if "://" in value else f"https://{value}"
        try:
            parts = urlsplit(address)
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            return ""
        if host in SHARED_HOSTS:
            host = _own_page(host, parts.path)
        return f"web:{host}"[:120] if host else ""
    return ""


def _own_page(host: str, path: str) -> str:
    """The host with the part of the path that names somebody; empty where none does."""
    named = [part.casefold() for part in path.split("/") if part]
    while named and named[0] in ROOMS_OF_HOSTS:
        del named[0]
    return f"{host}/{named[0]}" if named else ""


def traits_of(content: ProfileContent) -> Traits:
    """What an entry is compared by, from its content; the first address counts."""
    site = content.sites[0] if content.sites else None
    keys = (contact_key(contact.type, contact.value) for contact in content.contacts)
    return Traits(
        name=name_key(content.name),
        street=street_key(site.street, site.house_number) if site else "",
        postcode=site.postcode.strip() if site else "",
        contacts=frozenset(key for key in keys if key),
    )
