"""The pages of districts and quarters; there is no form here yet."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from quartierwerk.foundation.house.words import words
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.places import queries
from quartierwerk.rooms.places.models import District, Place, Quarter


def districts(request: HttpRequest) -> HttpResponse:
    places = queries.districts()
    return page(request, "places/districts.html", heading=words("district"), **_listed(places))


def quarters(request: HttpRequest) -> HttpResponse:
    places = queries.quarters()
    return page(request, "places/quarters.html", heading=words("quarter"), **_listed(places))


def district(request: HttpRequest, slug: str) -> HttpResponse:
    place = _found(District.objects.select_related("parent"), slug)
    inside = [quarter for quarter in queries.quarters() if quarter.parent_id == place.pk]
    return page(request, "places/district.html", **_shown(place, also=inside), quarters=inside)


def quarter(request: HttpRequest, slug: str) -> HttpResponse:
    place = _found(Quarter.objects.select_related("parent"), slug)
    return page(request, "places/quarter.html", **_shown(place))


def _found(places: QuerySet[Place], slug: str) -> Place:
    return get_object_or_404(places, slug=slug)


def _listed(places: Sequence[Place]) -> dict[str, Any]:
    counted = queries.counting.counts_at(places)
    rows = [(place, counted[place.pk]) for place in places]
    # The map has room for one number: what the first room counts.
    on_map = {place.pk: counts[0].number for place, counts in rows if counts}
    return {
        "drawing": queries.city_drawing(),
        "rows": rows,
        "total": len(rows),
        "counts": on_map or None,
        "words": _words(rows),
    }


def _shown(place: Place, *, also: Sequence[Place] = ()) -> dict[str, Any]:
    counted = queries.counting.counts_at([place, *also])
    return {
        "drawing": queries.city_drawing(),
        "heading": place.title,
        "place": place,
        "counts": counted[place.pk],
        "inside": [(part, counted[part.pk]) for part in also],
        "reference": reference(place),
    }


def _words(rows: Sequence[tuple[Place, Sequence[queries.counting.Count]]]) -> str:
    return next((str(counts[0].label) for _place, counts in rows if counts), "")
