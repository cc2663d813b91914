"""What a list says about a profile, part by part, and how that meets what others have written since.

A list states only its own columns. What it said the last time is the common ground: where the profile still
says the same, the list goes on; where a person has written something else since, the person's words stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.rooms.directory.rules.addresses import read_sites, write_sites
from quartierwerk.rooms.directory.rules.content import (
    AccessFact,
    Contact,
    ContactType,
    Kind,
    Opening,
    OpeningMode,
    ProfileContent,
    Site,
    Visibility,
    WebLink,
    plain_span,
    span_from_plain,
)
from quartierwerk.rooms.directory.rules.doubles import fold

Said = dict[str, Any]
"""Part → plain value, for the parts that a list states."""

TEXTS = ("tagline_de", "tagline_en", "about_de", "about_en", "about_plain")
SHORT = ("cooperation_de", "cooperation_en", "moved_on_to", "legal_form", "licence", "external_id")
ADDRESS = ("street", "house_number", "postcode", "town", "addition")
SLUGS = ("sectors", "professions", "keywords")
CONTACTS: dict[str, ContactType] = {kind.value: kind for kind in ContactType}
NOTHING_SAID: tuple[object, ...] = (None, "", [], ())
UNSAID_OPENING = {"mode": OpeningMode.UNKNOWN.value, "spans": [], "note": ""}

LABELS: dict[str, str | Promise] = {
    "name": _("Name"),
    "kind": _("Art"),
    "sectors": pgettext_lazy("profile", "Bereiche"),
    "professions": _("Berufe"),
    "keywords": _("Stichwörter"),
    "tagline_de": _("In einem Satz"),
    "tagline_en": _("In einem Satz (Englisch)"),
    "about_de": _("Text"),
    "about_en": _("Text (Englisch)"),
    "about_plain": _("Text in Leichter Sprache"),
    "address": _("Adresse"),
    "pin": _("Punkt auf der Karte"),
    "further_sites": _("Weitere Standorte"),
    "email": _("E-Mail"),
    "phone": _("Telefon"),
    "mobile": _("Mobil"),
    "website": _("Website"),
    "person": _("Ansprechperson"),
    "links": _("Links"),
    "opening": _("Öffnungszeiten"),
    "access": _("Barrierefreiheit"),
    "is_open_for_cooperation": _("offen für Kooperation"),
    "cooperation_de": _("Kooperationswunsch"),
    "cooperation_en": _("Kooperationswunsch (Englisch)"),
    "founded": _("Gegründet"),
    "closed_on": _("Geschlossen am"),
    "moved_on_to": _("Weiter bei"),
    "legal_form": _("Rechtsform"),
    "licence": _("Lizenz"),
    "external_id": _("Nummer in der Quelle"),
}
UNITS: dict[str, tuple[str, ...]] = {name: (name,) for name in LABELS} | {"address": ADDRESS}
"""What is taken or kept as a whole: half an address of the list and half of a person would be a third one."""


@dataclass(frozen=True)
class Merged:
    """The content that follows, and the parts in which a person's words were kept against the list."""

    content: ProfileContent
    kept: tuple[str | Promise, ...] = ()


def parts_of(content: ProfileContent) -> Said:
    """Everything a content says, part by part, as plain values; its first address apart from the further ones."""
    site = content.sites[0] if content.sites else Site()
    said: Said = {
        name: getattr(content, name) for name in ("name", "founded", "is_open_for_cooperation", *TEXTS, *SHORT)
    }
    said |= {name: list(getattr(content, name)) for name in SLUGS}
    said |= {name: getattr(site, name) for name in ADDRESS}
    said |= {name: [c.value for c in content.contacts if c.type == kind] for name, kind in CONTACTS.items()}
    said["kind"] = content.kind.value
    said["pin"] = list(site.pin) if site.pin else None
    said["further_sites"] = further_of(content.sites[1:])
    said["links"] = [[link.label, link.url] for link in content.links]
    said["access"] = [fact.value for fact in content.access]
    said["closed_on"] = content.closed_on.isoformat() if content.closed_on else None
    opening = content.opening
    said["opening"] = {
        "mode": opening.mode.value,
        "spans": [plain_span(span) for span in opening.spans],
        "note": opening.note,
    }
    return said


def further_of(sites: Iterable[Site]) -> list[list[str]]:
    """Further addresses as a list states them, ``[[street, house number, postcode, town, addition], …]``.

    They have gone through their cell once, so that those of a profile and those of its own export are the same.
    """
    return [[getattr(site, name) for name in ADDRESS] for site in read_sites(write_sites(sites))]


def content_of_said(said: Mapping[str, Any]) -> ProfileContent:
    """The content of a new profile that says just this."""
    kind = guessed_kind(said["name"], said.get("legal_form") or "")
    return with_parts(ProfileContent(name=said["name"], kind=kind), said)


def guessed_kind(name: str, legal_form: str) -> Kind:
    """The kind where a list doesn't say: an association by its “e. V.”, else a company."""
    words = f" {fold(name)} {fold(legal_form)} "
    return Kind.ASSOCIATION if " e v " in words or " ev " in words or " verein " in words else Kind.COMPANY


def with_parts(content: ProfileContent, said: Mapping[str, Any]) -> ProfileContent:
    """The content with these parts in place of its own; everything else stays."""
    changes: dict[str, Any] = {
        name: said[name] or "" for name in ("name", *TEXTS, *SHORT) if name in said and (name != "name" or said[name])
    }
    changes |= {name: tuple(said[name]) for name in SLUGS if name in said}
    if said.get("kind"):
        changes["kind"] = Kind(said["kind"])
    if "founded" in said:
        changes["founded"] = said["founded"]
    if "closed_on" in said:
        changes["closed_on"] = date.fromisoformat(said["closed_on"]) if said["closed_on"] else None
    if "is_open_for_cooperation" in said:
        changes["is_open_for_cooperation"] = bool(said["is_open_for_cooperation"])
    if "links" in said:
        changes["links"] = tuple(WebLink(label=label, url=url) for label, url in said["links"])
    if "access" in said:
        changes["access"] = tuple(AccessFact(fact) for fact in said["access"])
    if said.get("opening"):
        opening = said["opening"]
        spans = tuple(span_from_plain(span) for span in opening["spans"])
        changes["opening"] = Opening(mode=OpeningMode(opening["mode"]), spans=spans, note=opening["note"])
    if any(name in said for name in (*ADDRESS, "pin", "further_sites")):
        changes["sites"] = _sites(content.sites, said)
    if any(name in said for name in CONTACTS):
        changes["contacts"] = _contacts(content.contacts, said)
    return replace(content, **changes)


def merge(current: ProfileContent, said: Said, *, base: Said | None) -> Merged:
    """What a known profile says after its list has spoken again; ``base`` is what the list said the last time.

    An empty cell is no statement, unless the list had something there before. Without a base nobody can tell
    who wrote what; then the list wins where it says something.
    """
    mine = parts_of(current)
    taken: Said = {}
    kept = []
    for unit, parts in UNITS.items():
        stated = [part for part in parts if part in said]
        new = {part: said[part] for part in stated}
        now = {part: mine[part] for part in stated}
        if not stated or new == now or (_is_empty(new) and _is_empty(now)):
            continue
        if base is None:
            taken |= {part: value for part, value in new.items() if not _is_nothing(value)}
            continue
        old = {part: base.get(part) for part in stated}
        if new == old or (_is_empty(new) and _is_empty(old)):
            continue
        if now == old or _is_empty(now):
            taken |= new
        else:
            kept.append(LABELS[unit])
    content = with_parts(current, taken) if taken else current
    if "pin" not in taken and any(part in taken for part in ADDRESS) and content.sites:
        # A pin marks the old address.
        content = replace(content, sites=(replace(content.sites[0], pin=None), *content.sites[1:]))
    return Merged(content, tuple(kept))


def _is_nothing(value: object) -> bool:
    return value in NOTHING_SAID or value == UNSAID_OPENING


def _is_empty(values: Mapping[str, Any]) -> bool:
    return all(_is_nothing(value) or value is False for value in values.values())


def _sites(sites: Sequence[Site], said: Mapping[str, Any]) -> tuple[Site, ...]:
    first = sites[0] if sites else Site()
    changes: dict[str, Any] = {name: said[name] or "" for name in ADDRESS if name in said}
    if "pin" in said:
        changes["pin"] = tuple(said["pin"]) if said["pin"] else None
    further = list(sites[1:])
    if "further_sites" in said:
        # What stays as it was keeps its pin.
        known = {tuple(words): site for site in further for words in further_of([site])}
        stated = (tuple(words) for words in said["further_sites"])
        further = [known.get(words) or Site(**dict(zip(ADDRESS, words, strict=True))) for words in stated]
    return tuple(site for site in (replace(first, **changes), *further) if site != Site())


def _contacts(contacts: Sequence[Contact], said: Mapping[str, Any]) -> tuple[Contact, ...]:
    """The contact fields with those of the stated types replaced; who may see a value stays as it was chosen."""
    circles = {(contact.type, contact.value): contact.visibility for contact in contacts}
    by_type: dict[ContactType, Visibility] = {}
    for contact in contacts:
        by_type.setdefault(contact.type, contact.visibility)
    stated = [kind for name, kind in CONTACTS.items() if name in said]
    order = list(dict.fromkeys([*(contact.type for contact in contacts), *stated]))
    result: list[Contact] = []
    for kind in order:
        if kind in stated:
            values = dict.fromkeys(said[kind.value])
            result += [
                Contact(
                    type=kind, value=value, visibility=circles.get((kind, value), by_type.get(kind, first_circle(kind)))
                )
                for value in values
            ]
        else:
            result += [contact for contact in contacts if contact.type == kind]
    return tuple(result)


FOR_THE_OFFICE = frozenset({ContactType.PERSON, ContactType.EMAIL, ContactType.MOBILE})
"""What a list may hold of a person without their knowing that it would be published."""


def first_circle(kind: ContactType) -> Visibility:
    """Who sees a contact field of a list before its owner has chosen: what belongs to a person stays in the office.

    Mail can still be written to the actor: the form needs no address that is shown.
    """
    return Visibility.OFFICE if kind in FOR_THE_OFFICE else Visibility.PUBLIC
