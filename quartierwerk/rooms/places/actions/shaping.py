"""Founding a city, adding its parts, drawing boundaries, and letting them take effect."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import shapely
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.places import permissions
from quartierwerk.rooms.places.actions._drawing import add_place, announce, draw_all, draw_one
from quartierwerk.rooms.places.models import Boundary, District, Place, Quarter
from quartierwerk.rooms.places.rules import PlaceKind, partition, shapes

SCHEMATIC_SOURCE = "Quartierwerk"
KNOWN = ("name", "name_en", "aliases", "hue", "text_de", "text_en", "center_lat", "center_lon", "radius_m")


class NothingToDivide(RuleBroken):
    """The city has no districts yet."""

    sentence = _("Die Stadt hat noch keine Teile, zwischen denen sie sich aufteilen ließe.")


@action(may=permissions.may_found, takes_new_row=True)
def found_city(city: Place, *, actor: Person) -> Place:
    """Set up the city that the house is for."""
    city.kind = PlaceKind.CITY
    return add_place(city)


@action(may=permissions.may_shape, takes_new_row=True)
def create_place(place: Place, *, actor: Person) -> Place:
    """Add a district, a neighbourhood, a centre, a quarter or a partner city."""
    return add_place(place)


@action(may=permissions.may_shape)
def correct(place: Place, *, actor: Person, **known: Any) -> Place:
    """Change what is known of a place, by the names of ``KNOWN``; its parent and its short name stay."""
    for name, value in known.items():
        if name not in KNOWN:
            raise TypeError(f"{name} of a place cannot be corrected.")
        setattr(place, name, value)
    place.save(update_fields=list(known))
    return place


@action(may=permissions.may_shape)
def draw_boundary(
    place: Place,
    *,
    actor: Person,
    geojson: shapes.GeoJson,
    valid_from: date,
    is_schematic: bool = False,
    source: str = "",
    at: datetime,
) -> Boundary:
    """Give a place a new shape from a day on; the shape before ends there, a later one stays.

    A shape that began on the very same day is kept with an empty span: it was drawn, but never holds.
    """
    shapes.shape_of(geojson)
    boundary = draw_one(place, geojson, valid_from=valid_from, is_schematic=is_schematic, source=source, at=at)
    note_change(boundary=boundary.pk, valid_from=valid_from.isoformat(), is_schematic=is_schematic)
    announce(place, [boundary])
    return boundary


@action(may=permissions.may_shape)
def draw_schematic(city: Place, *, actor: Person, valid_from: date, at: datetime) -> list[Boundary]:
    """Divide the city among its districts by their middles, and draw quarters as circles."""
    districts = list(District.objects.filter(parent=city))
    if not districts:
        raise NothingToDivide
    areas = partition.partition(
        {district: partition.Middle(district.center_lat, district.center_lon) for district in districts}
    )
    whole = shapely.coverage_union_all(list(areas.values()))
    quarters = Quarter.objects.filter(parent__in=districts, radius_m__isnull=False)
    circles = {
        quarter: partition.circle(quarter.center_lat, quarter.center_lon, radius_m=quarter.radius_m, within=whole)
        for quarter in quarters
    }
    drawn = {place: shapes.geojson_of(shape) for place, shape in {city: whole, **areas, **circles}.items()}
    return draw_all(city, drawn, valid_from=valid_from, is_schematic=True, source=SCHEMATIC_SOURCE, at=at)


@action(may=permissions.may_shape)
def take_effect(city: Place, *, actor: Person, at: datetime) -> Place:
    """Announce the boundaries whose day has come since somebody last looked (Inkrafttreten)."""
    due = list(Boundary.objects.waiting(on=clock.local(at).date()).order_by("valid_from").select_for_update())
    for boundary in due:
        boundary.took_effect_at = at
    Boundary.objects.bulk_update(due, ["took_effect_at"])
    note_change(boundaries=len(due))
    announce(city, due)
    return city
