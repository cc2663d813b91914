"""What is said of places: profiles by their days, themes, whom to ask, and what is new."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from quartierwerk.rooms.places.models import ContactPerson, Place, PlaceProfile, Theme
from quartierwerk.rooms.places.queries.history import Drawn

MOST_NEWS = 6


class News(NamedTuple):
    """Something new at a place."""

    title: str
    url: str
    on: date
    label: str | Promise
    """What kind of thing it is: “Profil”."""


Source = Callable[[Place, int], list[News]]
_sources: list[Source] = []


def register_news(source: Source) -> None:
    """Let a room above say what is new at a place; it is given the place and how many are wanted at most."""
    if source not in _sources:
        _sources.append(source)


def versions(place: Place) -> list[PlaceProfile]:
    """All versions of a place's profile with their themes, the latest first."""
    return list(place.profiles.prefetch_related(Prefetch("themes", Theme.objects.all())))


def version_on(found: list[PlaceProfile], *, on: date) -> PlaceProfile | None:
    """The version that holds on a day."""
    return next((version for version in found if version.valid_from <= on), None)


def contact_people(place: Place, *, on: date, all_times: bool = False) -> QuerySet[ContactPerson]:
    """Whom to ask about a place on a day; with ``all_times`` also who was and who will be."""
    return place.contact_people.all() if all_times else place.contact_people.valid(on=on)


def contacts_ended(before: date) -> QuerySet[ContactPerson]:
    """The people to ask whose time ended before this day."""
    return ContactPerson.objects.filter(valid_to__lt=before)


def themes(*, on: date) -> tuple[list[Theme], list[Theme]]:
    """The themes of the city that hold on a day or begin later, and those that are over, each with its days."""
    found = list(Theme.objects.all())
    over = [theme for theme in found if theme.valid_to is not None and theme.valid_to <= on]
    return [theme for theme in found if theme not in over], over[::-1]


def news(place: Place, *, drawn: list[Drawn], profiles: list[PlaceProfile], on: date) -> list[News]:
    """What is new at a place, the latest first: from the rooms above, its own profile and its boundaries."""
    found = [entry for source in _sources for entry in source(place, MOST_NEWS)]
    found += [
        News(_("Neue Fassung des Standortprofils"), profile.get_absolute_url(), profile.valid_from, _("Standortprofil"))
        for profile in profiles
        if profile.valid_from <= on
    ]
    found += [
        News(_("Neue Grenzen"), f"{place.get_absolute_url()}#grenzen", change.boundary.valid_from, _("Grenze"))
        for change in drawn
        if not change.is_first and change.boundary.valid_from <= on
    ]
    return sorted(found, key=lambda entry: entry.on, reverse=True)[:MOST_NEWS]
