"""What is said of a place: its words, its profile, the themes of the city, and whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotAllowed, RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.places import permissions, queries
from quartierwerk.rooms.places.models import ContactPerson, Place, PlaceProfile, Theme
from quartierwerk.rooms.places.rules import portraits


class SaysNothing(RuleBroken):
    """A profile without a single strength, theme or priority."""

    sentence = _("Das Standortprofil ist leer. Bitte nennen Sie mindestens eine Stärke, ein Thema oder eine Priorität.")


class SaysTheSame(RuleBroken):
    """The version that holds on that day says the same."""

    sentence = _("Das steht so schon im Standortprofil dieses Tages. Es wurde keine neue Fassung angelegt.")


class EndsBeforeItBegins(RuleBroken):
    """The last day lies before the first."""

    sentence = _("Der letzte Tag liegt vor dem ersten.")


@dataclass(frozen=True)
class PlaceWords:
    """The words on the page of a place."""

    name_en: str = ""
    aliases: Sequence[str] = ()
    text_de: str = ""
    text_en: str = ""


@action(may=permissions.may_describe)
def describe(place: Place, *, actor: Person, words: PlaceWords) -> Place:
    """Write what the page of a place says."""
    place.name_en, place.text_de, place.text_en = words.name_en, words.text_de, words.text_en
    place.aliases = list(dict.fromkeys(" ".join(alias.split())[:100] for alias in words.aliases if alias.strip()))
    place.save(update_fields=["name_en", "text_de", "text_en", "aliases"])
    return place


@action(may=permissions.may_describe)
def write_profile(
    place: Place,
    *,
    actor: Person,
    content: portraits.Portrait,
    themes: Sequence[Theme] = (),
    valid_from: date,
    at: datetime,
) -> Place:
    """Write a new version of a place's profile; those before can still be read (Standortprofil)."""
    content = content.tidied()
    if not content.says_something and not themes:
        raise SaysNothing
    holding = place.profiles.filter(valid_from__lte=valid_from).first()
    if holding is not None and portraits.of(holding) == content and set(holding.themes.all()) == set(themes):
        raise SaysTheSame
    version = PlaceProfile.objects.create(place=place, valid_from=valid_from, written_at=at, **content.columns())
    version.themes.set(themes)
    note_change(version=version.pk, valid_from=valid_from.isoformat())
    return place


@action(may=permissions.may_describe, takes_new_row=True)
def set_theme(theme: Theme, *, actor: Person, given: Theme) -> Theme:
    """Add a theme to the city's list or change it; one that is over keeps its place in the list."""
    _take_over(theme, given, fields=("city", "name_de", "name_en", "about_de", "about_en"))
    return theme


@action(may=permissions.may_describe, takes_new_row=True)
def set_contact(contact: ContactPerson, *, actor: Person, given: ContactPerson) -> ContactPerson:
    """Name somebody to ask about a place, or change what is said of them."""
    fields = ("place", "name", "function_de", "function_en", "body_de", "body_en", "email", "phone")
    _take_over(contact, given, fields=fields)
    return contact


@action(may=permissions.may_describe)
def remove_contact(place: Place, *, actor: Person, contact_id: int) -> Place:
    """Take somebody's name and numbers off a place for good."""
    if not place.contact_people.filter(pk=contact_id).delete()[0]:
        raise NotAllowed
    note_change(removed=1)
    return place


@action(may=permissions.may_describe)
def forget_contacts(city: Place, *, actor: Person, before: date) -> Place:
    """Delete the people to ask whose time ended before a day."""
    note_change(forgotten=queries.contacts_ended(before).delete()[0])
    return city


def _take_over(thing: Theme | ContactPerson, given: Theme | ContactPerson, *, fields: Sequence[str]) -> None:
    """Save what is given in the thing that is known, or in a new one."""
    if given.valid_to is not None and given.valid_to <= given.valid_from:
        raise EndsBeforeItBegins(field="last_day")
    for field in (*fields, "valid_from", "valid_to"):
        setattr(thing, field, getattr(given, field))
    thing.save()
