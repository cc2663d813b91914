"""What goes on from the page of a place: the picture that other websites show beside a link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from quartierwerk.foundation.bilingual import text
from quartierwerk.foundation.freshness import tagged
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.ui import pictures
from quartierwerk.foundation.ui.context import PRODUCT
from quartierwerk.rooms.places import queries
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.rules import PlaceKind

SIZE = pictures.SHARED[0] - pictures.WORDS, pictures.SHARED[1]
MOST_WORDS = 11
DRAWN = (PlaceKind.DISTRICT, PlaceKind.QUARTER)


@require_safe
@tagged(seconds=3600)
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The name of a place and the city with it in its colour; of a small place the part of the city it lies in."""
    place = get_object_or_404(Place.objects.exclude(kind=PlaceKind.PARTNER_CITY).select_related("parent"), pk=pk)
    on = [place if place.kind in DRAWN or place.parent is None else place.parent]
    shown = pictures.poster(
        above=f"{PRODUCT} {house().title}",
        title=place.title,
        sentence=Truncator(text(place, "text") or place.get_kind_display()).words(MOST_WORDS, truncate=" …"),
        drawing=queries.painted(queries.city_drawing(), size=SIZE, on=[] if place.kind == PlaceKind.CITY else on),
    )
    return HttpResponse(pictures.png(shown), content_type="image/png")
