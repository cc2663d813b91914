"""The way out: views of the directory as files, with the reader's rights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from django.http import FileResponse, QueryDict, StreamingHttpResponse
from django.utils.translation import gettext as _

from quartierwerk.foundation import clock, sheets
from quartierwerk.foundation.sheets import Column
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.directory import queries, rules
from quartierwerk.rooms.directory.exchange.columns import COLUMNS, EXTRA, OFFICE_ONLY
from quartierwerk.rooms.directory.models import Contact, Location, Profile
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.rules import Precision

Reader = Person | AnonymousUser | None
BLOCK = 500
OWN = (
    *("name", "tagline_de", "tagline_en", "about_de", "about_en", "about_plain", "cooperation_de", "cooperation_en"),
    *("founded", "closed_on", "moved_on_to", "legal_form", "licence", "external_id", "is_open_for_cooperation"),
)
"""Columns that say what the profile's own column of the same name says."""


def export_columns(person: Reader) -> tuple[Column, ...]:
    """The columns of an export: what an import understands, and what only the house knows."""
    hidden = frozenset() if is_officer(person) else OFFICE_ONLY
    return tuple(column for column in (*COLUMNS, *EXTRA) if column.key not in hidden)


def export_rows(keys: Iterable[int], *, person: Reader) -> Iterator[dict[str, Any]]:
    """The public profiles with these numbers, as rows, in their order; a block at a time.

    A file is of what the list shows, and that is public; the reader's rights decide about the contact fields.
    """
    terms = queries.terms()
    for profile in _profiles(keys, person=person):
        yield _row(profile, terms)


def features(keys: Iterable[int], *, person: Reader) -> Iterator[dict[str, Any]]:
    """The same as GeoJSON features, at all the addresses of each profile that have a point."""
    terms = queries.terms()
    shown = [column.key for column in export_columns(person) if column.key not in {"lat", "lon"}]
    for profile in _profiles(keys, person=person):
        row = _row(profile, terms)
        properties = {key: row[key] for key in shown if row[key] not in ("", None)}
        points = [(place.lat, place.lon) for place in profile.locations.all() if place.lat is not None]
        yield sheets.points_feature(points, properties, id=profile.pk)


def download(keys: Iterable[int], *, person: Reader, format: str) -> StreamingHttpResponse | FileResponse:
    """A view of the directory as a file: ``csv``, ``xlsx`` or ``geojson``."""
    name = f"{_('Verzeichnis')}-{clock.today():%Y-%m-%d}"
    if format == "geojson":
        return sheets.download_geojson(features(keys, person=person), filename=name)
    columns = export_columns(person)
    return sheets.download(
        export_rows(keys, person=person), columns, format=format, filename=name, title=_("Verzeichnis")
    )


def export(format: str, *, parameters: QueryDict, person: Reader = None) -> Iterator[bytes]:
    """The bytes of a view, for the command line; ``parameters`` are those of the address bar.

    Raises NotReady at once, before the first byte, where there is no index to ask.
    """
    return _bytes(format, queries.every_key(queries.Wanted.from_address(parameters)), person=person)


def _bytes(format: str, keys: Iterable[int], *, person: Reader) -> Iterator[bytes]:
    if format == "geojson":
        yield from sheets.write_geojson(features(keys, person=person))
    elif format == "csv":
        yield from sheets.write_csv(export_rows(keys, person=person), export_columns(person))
    else:
        rows = export_rows(keys, person=person)
        with sheets.write_xlsx(rows, export_columns(person), title=_("Verzeichnis")) as file:
            while piece := file.read(1 << 16):
                yield piece


def _profiles(keys: Iterable[int], *, person: Reader) -> Iterator[Profile]:
    waiting = iter(keys)
    seen = Prefetch("contacts", Contact.objects.visible_to(person), to_attr="shown_contacts")
    while block := list(islice(waiting, BLOCK)):
        visible = Profile.objects.visible_to(None).filter(pk__in=block).with_parts().prefetch_related(seen)
        found = {profile.pk: profile for profile in visible}
        yield from (found[key] for key in block if key in found)


def _row(profile: Profile, terms: rules.Terms) -> dict[str, Any]:
    locations = list(profile.locations.all())
    site = locations[0] if locations else Location()
    contacts = {
        kind.value: "; ".join(contact.value for contact in profile.shown_contacts if contact.type == kind)  # type: ignore[attr-defined]
        for kind in rules.ContactType
    }
    opening = rules.Opening(
        mode=rules.OpeningMode(profile.opening_mode),
        spans=tuple(rules.span_from_plain(span) for span in profile.opening_spans),
        note=profile.opening_note,
    )
    return {
        **{name: getattr(profile, name) for name in OWN},
        **contacts,
        "kind": profile.get_kind_display(),
        "sectors": "; ".join(str(ranked.sector) for ranked in profile.profile_sectors.all()),
        "professions": "; ".join(str(profession) for profession in profile.professions.all()),
        "keywords": "; ".join(profile.keywords),
        **{name: getattr(site, name) for name in rules.ADDRESS},
        "lat": site.lat,
        "lon": site.lon,
        "precision": _precision(site.precision),
        "further_sites": rules.write_sites(map(_site, locations[1:])),
        "links": "; ".join(f"{label}: {url}" for label, url in profile.links),
        "opening": rules.write_opening(opening),
        "access": "; ".join(str(rules.AccessFact(fact).label) for fact in profile.access),
        "district": _named(place.district for place in locations if place.district),
        "quarters": _named(quarter for place in locations for quarter in place.quarters.all()),
        "source": profile.source_in_words,
        "state": profile.get_state_display(),
        "changed_on": clock.local(profile.changed_at).date(),
        "confirmed_on": (confirmed_on := clock.local(profile.confirmed_at).date()),
        "is_stale": rules.is_stale(confirmed_on, today=clock.today(), terms=terms),
        "sealed_until": profile.sealed_until,
        "profile_number": profile.pk,
        "address": settings.SITE_URL + profile.get_absolute_url(),
    }


def _site(location: Location) -> rules.Site:
    return rules.Site(**{name: getattr(location, name) for name in rules.ADDRESS})


def _named(places: Iterable[Place]) -> str:
    """The names of all places that the addresses lie in, as the filters count them."""
    return "; ".join(dict.fromkeys(place.title for place in places))


def _precision(precision: str) -> str:
    """How exactly the point is known, in words; an import works out again what was worked out."""
    words = {
        Precision.PIN: _("von Hand"),
        Precision.EXACT: _("Haus"),
        Precision.STREET: _("Straße"),
        Precision.POSTCODE: _("Postleitzahl"),
    }
    return words[Precision(precision)] if precision else ""
