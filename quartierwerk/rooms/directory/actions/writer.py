"""Turning contents into rows: one writer for the form, the import, the demo and the bench."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.utils.text import slugify
from django.utils.translation import gettext as _

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.search import sort_key
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.actions._confirming import settle_askings
from quartierwerk.rooms.directory.models import (
    ChangeRequest,
    Contact,
    Location,
    Profession,
    Profile,
    ProfileSector,
    ProfileVersion,
    Seal,
    Sector,
)
from quartierwerk.rooms.places import queries as places
from quartierwerk.rooms.places.rules import Precision

BATCH = 500
REHOUSED_AT_ONCE = 5_000
"""So many addresses are read and assigned anew at once."""


class UnknownWord(RuleBroken):
    """A content names a sector or profession that the directory doesn't know."""


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Who lets profiles say something else, by what way and why; it stands in their history."""

    by: Person
    how: rules.How
    why: str = ""
    request: ChangeRequest | None = None


class Rehoused(NamedTuple):
    """A block of addresses that have been assigned anew: the number of its last one, and whose address moved."""

    last: int
    moved: set[int]


class ProfileWriter:
    """Writes contents into profiles; asks the vocabulary and the places once, however many profiles follow."""

    def __init__(self, *, on: date | None = None) -> None:
        self.sectors = dict(Sector.objects.values_list("slug", "pk"))
        self.professions = dict(Profession.objects.values_list("slug", "pk"))
        self.geocoder = places.geocoder()
        self.locator = places.locator(on)

    def add(self, contents: Sequence[rules.ProfileContent], *, source: str, at: datetime) -> list[Profile]:
        """New profiles for these contents, in their order."""
        profiles = [Profile(source=source, created_at=at, changed_at=at, confirmed_at=at) for _content in contents]
        for profile, content in zip(profiles, contents, strict=True):
            self._fill(profile, content)
        Profile.objects.bulk_create(profiles, batch_size=BATCH)
        self._write_parts(list(zip(profiles, contents, strict=True)))
        return profiles

    def replace(
        self,
        pairs: Sequence[tuple[Profile, rules.ProfileContent]],
        *,
        before: Mapping[int, rules.ProfileContent],
        trace: Trace,
        at: datetime,
    ) -> None:
        """Make profiles say what these contents say; what they said ``before`` is kept as a version."""
        changed = [(profile, before[profile.pk]) for profile, content in pairs if before[profile.pk] != content]
        self.keep(changed, trace=trace, at=at)
        for profile, content in pairs:
            self._fill(profile, content)
            profile.version += 1
            profile.changed_at = at
            if trace.how in rules.CONFIRMING:
                profile.confirmed_at = at
        profiles = [profile for profile, _content in pairs]
        if trace.how in rules.CONFIRMING:
            settle_askings(profiles, rules.Answer.CHANGED, by=trace.by, at=at)
        others = [profile.pk for profile, content in pairs if rules.is_another(before[profile.pk], content)]
        Seal.objects.running().filter(profile__in=others).update(doubted_at=at)
        for profile in profiles:
            profile.save()
        for model in (ProfileSector, Profile.professions.through, Contact, Location):
            model._base_manager.filter(profile__in=profiles).delete()
        self._write_parts(pairs)

    def keep(self, pairs: Sequence[tuple[Profile, rules.ProfileContent]], *, trace: Trace, at: datetime) -> None:
        """Keep what profiles say as versions, one insert per batch; call it before their number goes up."""
        ProfileVersion.objects.bulk_create(
            (
                ProfileVersion(
                    profile=profile,
                    number=profile.version,
                    content=rules.to_plain(content),
                    replaced_at=at,
                    replaced_by=trace.by,
                    how=trace.how,
                    why=trace.why,
                    request=trace.request,
                )
                for profile, content in pairs
            ),
            batch_size=BATCH,
        )

    def place(self, location: Location) -> list[int]:
        """Set the district of a location by its point; returns the quarters it lies in."""
        if location.lat is None or location.lon is None:
            location.district = None
            return []
        found = self.locator.locate(location.lat, location.lon)
        location.district = found.district
        return [quarter.pk for quarter in found.quarters]

    def rehouse(self, *, after: int) -> Rehoused:
        """Assign the next block of addresses behind a number to their districts and quarters anew, if they moved."""
        rows = Location.objects.filter(pk__gt=after, lat__isnull=False).order_by("pk")
        block = list(rows.values_list("pk", "lat", "lon", "district")[:REHOUSED_AT_ONCE])
        if not block:
            return Rehoused(after, set())
        lying = Location.quarters.through._base_manager
        quarters: dict[int, set[int]] = defaultdict(set)
        first, last = block[0][0], block[-1][0]
        for location, quarter in lying.filter(location__gte=first, location__lte=last).values_list("location", "place"):
            quarters[location].add(quarter)
        found = self.locator.locate_many((lat, lon) for _pk, lat, lon, _district in block)
        changed = [
            pk
            for (pk, _lat, _lon, district), lies in zip(block, found, strict=True)
            if (lies.district.pk if lies.district else None, {quarter.pk for quarter in lies.quarters})
            != (district, quarters[pk])
        ]
        return Rehoused(last, self._rehouse(changed))

    def _rehouse(self, keys: Sequence[int]) -> set[int]:
        """Write the assignment of these addresses; one that was taken out meanwhile is passed over."""
        locations = list(Location.objects.select_for_update().filter(pk__in=keys)) if keys else []
        quarters = {location.pk: self.place(location) for location in locations}
        Location.objects.bulk_update(locations, ["district"], batch_size=BATCH)
        lying = Location.quarters.through
        lying._base_manager.filter(location__in=locations).delete()
        lying._base_manager.bulk_create(
            (lying(location_id=pk, place_id=quarter) for pk, found in quarters.items() for quarter in found),
            batch_size=BATCH,
        )
        return {location.profile_id for location in locations}

    def _fill(self, profile: Profile, content: rules.ProfileContent) -> None:
        site = content.sites[0] if content.sites else rules.Site()
        profile.slug = slugify(rules.name_key(content.name))[:80].strip("-") or "profil"
        profile.kind, profile.name = content.kind, content.name
        profile.sort_key, profile.name_key = sort_key(content.name)[:200], rules.name_key(content.name)
        profile.match_key = rules.match_key(content.name, site.street, site.house_number, site.postcode)
        profile.keywords = list(content.keywords)
        for name in ("tagline_de", "tagline_en", "about_de", "about_en", "about_plain", "founded", "closed_on"):
            setattr(profile, name, getattr(content, name))
        for name in ("cooperation_de", "cooperation_en", "is_open_for_cooperation", "moved_on_to", "legal_form"):
            setattr(profile, name, getattr(content, name))
        profile.opening_mode, profile.opening_note = content.opening.mode, content.opening.note
        profile.opening_spans = [rules.plain_span(span) for span in content.opening.spans]
        profile.links = [[link.label, link.url] for link in content.links]
        profile.access = list(content.access)
        profile.is_accessible = rules.AccessFact.STEP_FREE in content.access
        profile.external_id, profile.licence = content.external_id, content.licence

    def _write_parts(self, pairs: Sequence[tuple[Profile, rules.ProfileContent]]) -> None:
        """The rows around the profiles, one insert per table and batch."""
        ProfileSector.objects.bulk_create(
            (
                ProfileSector(profile_id=profile.pk, sector_id=self._known(self.sectors, slug), position=position)
                for profile, content in pairs
                for position, slug in enumerate(dict.fromkeys(content.sectors))
            ),
            batch_size=BATCH,
        )
        doing = Profile.professions.through
        doing._base_manager.bulk_create(
            (
                doing(profile_id=profile.pk, profession_id=self._known(self.professions, slug))
                for profile, content in pairs
                for slug in dict.fromkeys(content.professions)
            ),
            batch_size=BATCH,
        )
        Contact.objects.bulk_create(
            (
                Contact(
                    profile_id=profile.pk,
                    position=position,
                    type=contact.type,
                    value=contact.value,
                    match_key=rules.contact_key(contact.type, contact.value),
                    visibility=contact.visibility,
                )
                for profile, content in pairs
                for position, contact in enumerate(content.contacts)
            ),
            batch_size=BATCH,
        )
        self.geocoder.prepare(site.street for _profile, content in pairs for site in content.sites)
        self._write_locations([location for pair in pairs for location in self._locations(*pair)])

    def _locations(self, profile: Profile, content: rules.ProfileContent) -> list[Location]:
        """The locations of one profile, each with its point."""
        found = []
        for position, site in enumerate(content.sites):
            location = Location(
                profile_id=profile.pk,
                position=position,
                street=site.street,
                house_number=site.house_number,
                postcode=site.postcode,
                town=site.town,
                addition=site.addition,
                match_key=rules.address_key(site.street, site.house_number, site.postcode),
            )
            if site.pin:
                location.lat, location.lon = site.pin
                location.precision = Precision.PIN
            elif point := self.geocoder.find(
                street=site.street, house_number=site.house_number, postcode=site.postcode, town=site.town
            ):
                location.lat, location.lon, location.precision = point.lat, point.lon, point.precision
            found.append(location)
        return found

    def _write_locations(self, locations: Sequence[Location]) -> None:
        """Locations with the district and the quarters that they lie in."""
        known = [location for location in locations if location.lat is not None]
        found = self.locator.locate_many((location.lat, location.lon) for location in known)  # type: ignore[misc]
        for location, lies in zip(known, found, strict=True):
            location.district = lies.district
        Location.objects.bulk_create(locations, batch_size=BATCH)
        lying = Location.quarters.through
        lying._base_manager.bulk_create(
            (
                lying(location_id=location.pk, place_id=quarter.pk)
                for location, lies in zip(known, found, strict=True)
                for quarter in lies.quarters
            ),
            batch_size=BATCH,
        )

    @staticmethod
    def _known(words: dict[str, int], slug: str) -> int:
        try:
            return words[slug]
        except KeyError:
            raise UnknownWord(_("Das Verzeichnis kennt „%(slug)s“ nicht.") % {"slug": slug}) from None
