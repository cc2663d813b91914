"""The city as a picture in a page: ``{% load places %}{% city_map %}``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import template

from quartierwerk.foundation.ui.writing import number
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.queries import city_drawing
from quartierwerk.rooms.places.queries.drawing import Drawing, Shape
from quartierwerk.rooms.places.rules import Finding

register = template.Library()
KM2 = 1_000_000
LAYERS = ("districts", "quarters")
LETTERS = {"districts": 25, "quarters": 21}
"""Height of the names, in thousandths of the picture's width."""


@dataclass(frozen=True)
class Spot:
    """One shape as the page shows it."""

    shape: Shape
    url: str
    count: int | None
    is_on: bool

    @property
    def place(self) -> Place:
        return self.shape.place


@register.inclusion_tag("places/_city.html", takes_context=True)
def city_map(
    context: template.Context,
    *,
    layer: str = "districts",
    size: str = "large",
    highlight: Collection[Place] = (),
    counts: Mapping[int, int] | None = None,
    urls: Mapping[int, str] | None = None,
    links: bool = True,
    words: Any = "",
    name: str = "city",
    marks: Collection[tuple[float, float]] = (),
    shown: Drawing | None = None,
    title: Any = "",
) -> dict[str, Any]:
    """The city with its districts or quarters to choose from; the page beside it holds the equal list.

    ``size``: large (with names), plain (the same without a caption and whole), small (a mini map), icon (the
    silhouette with what is highlighted, read over).
    ``layer``: what carries links and counts; the other kind is drawn quietly. ``highlight``: places that are on.
    ``counts``: key of a place → number, read with its name, its unit in ``words`` (“Profile”).
    ``urls``: key of a place → where it leads instead of its page. ``name`` keeps the ids of two maps apart.
    ``shown``: another picture than today's, ``title``: what it is then called.
    ``marks``: points (latitude, longitude) that are shown with a pin.
    A page with many maps puts ``drawing`` (``queries.city_drawing()``) into its context, so that it is asked for once.
    """
    drawing = shown or context.get("drawing") or city_drawing()
    on = {place.pk for place in highlight}
    first, other = (
        (drawing.districts, drawing.quarters) if layer == LAYERS[0] else (drawing.quarters, drawing.districts)
    )

    def spot(shape: Shape) -> Spot:
        place = shape.place
        url = (urls.get(place.pk, "") if urls is not None else place.get_absolute_url()) if links else ""
        return Spot(shape, url=url, count=counts.get(place.pk, 0) if counts is not None else None, is_on=place.pk in on)

    close = layer == LAYERS[1] and size == "large"
    frame = (drawing.close_up if close else None) or (0, 0, drawing.width, drawing.height)
    # What is on comes last, so that its border lies upon those of its neighbours.
    spots = sorted((spot(shape) for shape in first), key=lambda spot: spot.is_on)
    return {
        "drawing": drawing,
        "frame": frame,
        "letters": frame[2] * LETTERS[layer] // 1000,
        "spots": spots,
        "quiet": [Spot(shape, url="", count=None, is_on=shape.place.pk in on) for shape in other],
        "layer": layer,
        "size": size,
        "has_links": links,
        "has_choice": bool(on),
        "has_names": size in ("large", "plain"),
        "words": words,
        "marks": [spot for lat, lon in marks if (spot := drawing.spot(lat, lon)) is not None],
        "name": name,
        "title": title,
    }


@register.filter
def alone(place: Place) -> tuple[Place]:
    """One place as a choice of places: ``{% city_map highlight=place|alone %}``."""
    return (place,)


@register.filter
def area(square_metres: float) -> str:
    """An area as people read it: 850 m², from a tenth of a square kilometre on 0,85 km²."""
    if square_metres >= KM2 / 10:
        return f"{number(square_metres / KM2, places=2)} km²"
    return f"{number(round(square_metres))} m²"


@register.filter
def degrees(finding: Finding) -> str:
    """The point of a finding as maps take it: 51.51362, 7.46531; empty without one."""
    return "" if finding.lat is None else f"{finding.lat:.5f}, {finding.lon:.5f}"
