"""The words by which profiles are filtered, and what is counted per place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierwerk.foundation import clock
from quartierwerk.foundation.kept.memory import kept
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import Location, Profession, Profile, Sector, Synonym
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.queries import Moving, News, Step
from quartierwerk.rooms.places.queries.counting import Count
from quartierwerk.rooms.places.rules import PlaceKind

FACET_OF = {PlaceKind.DISTRICT: "district", PlaceKind.QUARTER: "quarter"}
"""The filter of the list that shows what lies in a place of this kind."""
COLUMN_OF = {PlaceKind.DISTRICT: "district", PlaceKind.QUARTER: "quarters"}
"""The column of an address that holds a place of this kind."""


MOST_COUNTED = 100_000
"""So many addresses are looked at while somebody waits; with more the number is left open."""


@dataclass(frozen=True)
class Words:
    """Sectors, professions, districts and quarters, read once for a page."""

    sectors: list[Sector]
    professions: list[Profession]
    places: list[Place]

    @cached_property
    def districts(self) -> list[Place]:
        """The districts of the city, in the order of their names."""
        return [place for place in self.places if place.kind == PlaceKind.DISTRICT]

    @cached_property
    def quarters(self) -> list[Place]:
        """The creative quarters, in the order of their names."""
        return [place for place in self.places if place.kind == PlaceKind.QUARTER]

    def of(self, facet: str) -> list[Sector] | list[Profession] | list[Place]:
        """The words of one facet: ``sector``, ``profession``, ``district`` or ``quarter``."""
        return {
            "sector": self.sectors,
            "profession": self.professions,
            "district": self.districts,
            "quarter": self.quarters,
        }[facet]

    def keys(self, facet: str, slugs: Iterable[str]) -> set[int]:
        """The numbers of the words with these slugs; unknown slugs are left out."""
        wanted = set(slugs)
        return {word.pk for word in self.of(facet) if word.slug in wanted}


@kept(Sector, Profession, Place)
def words() -> Words:
    """All words by which profiles are filtered."""
    places = Place.objects.filter(kind__in=FACET_OF)
    return Words(list(Sector.objects.all()), list(Profession.objects.all()), list(places))


def profiles_at(places: Sequence[Place]) -> dict[int, Count]:
    """How many public profiles each of these places has; a profile with two addresses in one place counts once.

    The whole city has all of them, also those without an address in it.
    """
    keys = [place.pk for place in places]
    public = Location.objects.filter(profile__state=rules.State.PUBLIC).order_by()
    numbers: dict[int, int] = {}
    for column in COLUMN_OF.values():
        rows = public.filter(**{f"{column}__in": keys}).values_list(column)
        numbers |= dict(rows.annotate(profiles=models.Count("profile", distinct=True)))
    for place in places:
        if place.kind == PlaceKind.CITY:
            numbers[place.pk] = Profile.objects.visible_to(None).count()
    counted = [place for place in places if place.kind in (*FACET_OF, PlaceKind.CITY)]
    return {place.pk: _count(place, numbers.get(place.pk, 0)) for place in counted}


def _count(place: Place, number: int) -> Count:
    """The number with its word, and the list that shows them."""
    facet = FACET_OF.get(PlaceKind(place.kind))
    wanted = f"?{facet}={place.slug}" if facet else ""
    return Count(ngettext("Profil", "Profile", number), number, f"{reverse('directory:list')}{wanted}")


def new_at(place: Place, limit: int) -> list[News]:
    """The public profiles taken in last at a district or quarter, or in the whole city."""
    public = Profile.objects.visible_to(None).order_by("-created_at", "-pk")
    if place.kind in COLUMN_OF:
        inside = Location.objects.filter(**{COLUMN_OF[PlaceKind(place.kind)]: place}).values("profile")
        public = public.filter(pk__in=inside)
    elif place.kind != PlaceKind.CITY:
        return []
    return [
        News(profile.name, profile.get_absolute_url(), clock.local(profile.created_at).date(), _("Profil"))
        for profile in public[:limit]
    ]


def locations_moving(step: Step) -> Moving | None:
    """How many addresses of public profiles would lie in another district or quarter; None where there are too many."""
    west, south, east, north = step.bounds
    inside = Location.objects.filter(
        profile__state=rules.State.PUBLIC, lat__range=(south, north), lon__range=(west, east)
    ).order_by()
    points = list(inside.values_list("lat", "lon")[: MOST_COUNTED + 1])
    if len(points) > MOST_COUNTED:
        return None
    pairs = zip(step.before.locate_many(points), step.after.locate_many(points), strict=True)
    number = sum(before != after for before, after in pairs)
    return Moving(ngettext("Standort", "Standorte", number), number)


def synonym_groups(*, containing: str = "") -> list[Synonym]:
    """The groups that count, in the order of their first words; ``containing`` is how one of their words begins."""
    wanted = rules.fold(containing)
    groups = [group for group in Synonym.objects.all() if group.words]
    if wanted:
        groups = [group for group in groups if any(rules.fold(word).startswith(wanted) for word in group.words)]
    return sorted(groups, key=lambda group: rules.fold(group.words[0]))
