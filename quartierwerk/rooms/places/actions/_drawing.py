"""What the verbs that add places and draw boundaries have in common; reached through a verb only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import note_change
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.facts.delivery import publish
from quartierwerk.rooms.places.facts import BoundariesTookEffect
from quartierwerk.rooms.places.models import Boundary, Place
from quartierwerk.rooms.places.rules import kinds, shapes


class AlreadyThere(RuleBroken):
    """A place of this kind has the short name already."""

    sentence = _("Einen solchen Ort mit diesem Kurznamen gibt es schon.")


class WrongParent(RuleBroken):
    """A place of this kind cannot lie there."""

    sentence = _("Ein Ort dieser Art kann dort nicht liegen.")


def draw_all(
    city: Place,
    drawn: dict[Place, shapes.GeoJson],
    *,
    valid_from: date,
    is_schematic: bool = False,
    source: str = "",
    at: datetime,
) -> list[Boundary]:
    """Draw many boundaries of a city within a verb, and announce them once."""
    boundaries = [
        draw_one(place, geojson, valid_from=valid_from, is_schematic=is_schematic, source=source, at=at)
        for place, geojson in drawn.items()
    ]
    note_change(boundaries=[boundary.pk for boundary in boundaries], valid_from=valid_from.isoformat())
    announce(city, boundaries)
    return boundaries


def draw_one(
    place: Place, geojson: shapes.GeoJson, *, valid_from: date, is_schematic: bool, source: str, at: datetime
) -> Boundary:
    """Insert a shape into the spans of a place."""
    others = list(place.boundaries.all())
    ending = [other for other in others if other.valid_to is None or other.valid_to > valid_from]
    begins_later = [other.valid_from for other in ending if other.valid_from > valid_from]
    for other in ending:
        if other.valid_from <= valid_from:
            other.valid_to = valid_from
            other.save(update_fields=["valid_to"])
    return Boundary.objects.create(
        place=place,
        valid_from=valid_from,
        valid_to=min(begins_later, default=None),
        geojson=geojson,
        digest=shapes.digest_of(geojson),
        is_schematic=is_schematic,
        source=source,
        took_effect_at=at if valid_from <= clock.local(at).date() else None,
    )


def announce(place: Place, boundaries: Iterable[Boundary]) -> None:
    """Tell once from which day on points may belong elsewhere; what is yet to come is told on its day."""
    days = [boundary.valid_from for boundary in boundaries if boundary.took_effect_at is not None]
    if days:
        publish(BoundariesTookEffect(place_id=place.pk, since=min(days).isoformat()))


def add_place(place: Place) -> Place:
    """Save a new place within a verb, if its kind may lie there and its short name is free."""
    if not kinds.may_lie_in(place.kind, parent=place.parent.kind if place.parent else None):
        raise WrongParent(field="parent")
    if Place.objects.filter(kind=place.kind, slug=place.slug).exists():
        raise AlreadyThere(field="slug")
    place.save()
    return place
