"""What a profile says, as a pure value.

The form, the import, the demo city and later every change request speak this one value, so two
states of a profile can be compared field by field without asking the database.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import date, time
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.files.focus import MIDDLE, Focus


class Kind(TextChoices):
    """What sort of actor a profile stands for."""

    COMPANY = "company", _("Unternehmen")
    FREELANCER = "freelancer", _("Freiberuflich")
    ASSOCIATION = "association", _("Verein")
    INSTITUTION = "institution", _("Einrichtung")
    VENUE = "venue", _("Veranstaltungsort")
    COLLECTIVE = "collective", _("Kollektiv")


class Visibility(TextChoices):
    """Who may see a contact field; the owner chooses."""

    PUBLIC = "public", _("öffentlich")
    SIGNED_IN = "signed_in", _("nur für Angemeldete")
    OFFICE = "office", _("nur intern")


class ContactType(TextChoices):
    """The way a contact field reaches the actor."""

    EMAIL = "email", _("E-Mail")
    PHONE = "phone", _("Telefon")
    MOBILE = "mobile", _("Mobil")
    WEBSITE = "website", _("Website")
    PERSON = "person", _("Ansprechperson")


class OpeningMode(TextChoices):
    """How the hours of a profile are meant."""

    UNKNOWN = "unknown", _("keine Angabe")
    WEEKLY = "weekly", _("feste Zeiten")
    BY_APPOINTMENT = "by_appointment", _("nach Vereinbarung")
    CLOSED_FOR_NOW = "closed_for_now", _("vorübergehend geschlossen")


class AccessFact(TextChoices):
    """One checkable fact about how accessible a place is."""

    STEP_FREE = "step_free", _("stufenlos erreichbar")
    WHEELCHAIR_TOILET = "wheelchair_toilet", _("rollstuhlgerechtes WC")
    LIFT = "lift", _("Aufzug")
    PARKING = "parking", _("Behindertenparkplatz")
    INDUCTION_LOOP = "induction_loop", _("induktive Höranlage")
    SIGN_LANGUAGE = "sign_language", _("Gebärdensprache")
    TACTILE = "tactile", _("taktiles Leitsystem")
    ASSISTANCE_DOG = "assistance_dog", _("Assistenzhund willkommen")
    QUIET_HOURS = "quiet_hours", _("ruhige Stunden")


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One contact field with the circle that may see it."""

    type: ContactType
    value: str
    visibility: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, kw_only=True)
class WebLink:
    """A link to a page elsewhere, under the actor's own label."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Site:
    """One address where an actor can be found; ``pin`` is (latitude, longitude) in WGS 84, set by hand."""

    street: str = ""
    house_number: str = ""
    postcode: str = ""
    town: str = ""
    addition: str = ""
    pin: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class OpenSpan:
    """Open on one weekday (0 is Monday) from ``opens`` to ``closes``, local time in Europe/Berlin."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, kw_only=True)
class Opening:
    """When the doors are open, with a note in words."""

    mode: OpeningMode = OpeningMode.UNKNOWN
    spans: tuple[OpenSpan, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ProfileContent:
    """Everything an actor says about itself; pictures and works are kept beside it."""

    name: str
    kind: Kind = Kind.COMPANY
    sectors: tuple[str, ...] = ()
    """Slugs of sectors (Teilmärkte), most important first."""
    professions: tuple[str, ...] = ()
    """Slugs of professions."""
    keywords: tuple[str, ...] = ()
    tagline_de: str = ""
    tagline_en: str = ""
    about_de: str = ""
    about_en: str = ""
    about_plain: str = ""
    """The text in plain language (Leichte Sprache), German."""
    sites: tuple[Site, ...] = ()
    opening: Opening = field(default_factory=Opening)
    contacts: tuple[Contact, ...] = ()
    links: tuple[WebLink, ...] = ()
    access: tuple[AccessFact, ...] = ()
    is_open_for_cooperation: bool = False
    cooperation_de: str = ""
    cooperation_en: str = ""
    founded: int | None = None
    """Year of foundation."""
    closed_on: date | None = None
    moved_on_to: str = ""
    """Where a closed or moved actor went, in words or as an address of a page."""
    legal_form: str = ""
    external_id: str = ""
    """The id of the entry in the list that it was imported from."""
    licence: str = ""
    """SPDX identifier of the licence of the texts, empty when not stated."""


def changed_fields(before: ProfileContent, after: ProfileContent) -> tuple[str, ...]:
    """The names of the fields in which two states of a profile differ, in their order of declaration."""
    return tuple(f.name for f in fields(ProfileContent) if getattr(before, f.name) != getattr(after, f.name))


def to_plain(content: ProfileContent) -> dict[str, Any]:
    """The content as values that fit into JSON; ``from_plain`` turns them back without loss."""
    plain = asdict(content)
    plain["closed_on"] = content.closed_on.isoformat() if content.closed_on else None
    plain["opening"]["spans"] = [plain_span(span) for span in content.opening.spans]
    return plain


def from_plain(plain: dict[str, Any]) -> ProfileContent:
    """The content from the values that ``to_plain`` made, also after a journey through JSON."""
    opening = plain["opening"]
    return ProfileContent(
        **plain
        | {
            "kind": Kind(plain["kind"]),
            "sectors": tuple(plain["sectors"]),
            "professions": tuple(plain["professions"]),
            "keywords": tuple(plain["keywords"]),
            "sites": tuple(
                Site(**site | {"pin": tuple(site["pin"]) if site["pin"] else None}) for site in plain["sites"]
            ),
            "opening": Opening(
                mode=OpeningMode(opening["mode"]),
                spans=tuple(span_from_plain(span) for span in opening["spans"]),
                note=opening["note"],
            ),
            "contacts": tuple(
                Contact(
                    type=ContactType(contact["type"]),
                    value=contact["value"],
                    visibility=Visibility(contact["visibility"]),
                )
                for contact in plain["contacts"]
            ),
            "links": tuple(WebLink(**link) for link in plain["links"]),
            "access": tuple(AccessFact(fact) for fact in plain["access"]),
            "closed_on": date.fromisoformat(plain["closed_on"]) if plain["closed_on"] else None,
        }
    )


def plain_span(span: OpenSpan) -> list[Any]:
    """``[weekday, "09:00", "18:00"]``."""
    return [span.weekday, f"{span.opens:%H:%M}", f"{span.closes:%H:%M}"]


def span_from_plain(plain: list[Any]) -> OpenSpan:
    """The span from what ``plain_span`` made."""
    weekday, opens, closes = plain
    return OpenSpan(weekday=weekday, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))


@dataclass(frozen=True, kw_only=True)
class WorkContent:
    """What is said about a piece of work and its picture."""

    title_de: str
    title_en: str = ""
    about_de: str = ""
    about_en: str = ""
    year: int | None = None
    alt_de: str = ""
    """What the picture shows, for those who don't see it; required."""
    alt_en: str = ""
    focus: Focus = MIDDLE
    """The point of the picture that stays in sight wherever it is cut."""
    creator: str = ""
    licence: str = ""
    """SPDX identifier or “all rights reserved”."""
