"""The city as a picture in a page: ``{% load places %}{% city_map %}``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from quartierwerk.foundation.ui.markup import NOTHING, fill, joined
from quartierwerk.foundation.ui.writing import number
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.queries import city_drawing
from quartierwerk.rooms.places.queries.drawing import Drawing, Shape
from quartierwerk.rooms.places.rules import Finding

register = template.Library()
KM2 = 1_000_000
CURRENT = mark_safe(' aria-current="true"')
LAYERS = ("districts", "quarters")
LETTERS = {"districts": 25, "quarters": 21}
"""Height of the names, in thousandths of the picture's width."""


@dataclass(frozen=True)
class Spot:
    """One shape as the page shows it."""

    shape: Shape
    is_on: bool
    url: str = ""
    said: str = ""
    """What is read of it: “Musterviertel 14 Profile”."""
    name: SafeString = NOTHING
    """Its name as written on the map."""


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
    is_upon = layer == LAYERS[1]
    first, other = (drawing.quarters, drawing.districts) if is_upon else (drawing.districts, drawing.quarters)
    has_names = size in ("large", "plain")
    unit = str(words)

    def spot(shape: Shape) -> Spot:
        place = shape.place
        url = (urls.get(place.pk, "") if urls is not None else place.get_absolute_url()) if links else ""
        count = None if counts is None else number(counts.get(place.pk, 0))
        return Spot(
            shape,
            is_on=place.pk in on,
            url=url,
            said=place.title if count is None else f"{place.title} {count} {unit}",
            name=_name(shape, count) if has_names else NOTHING,
        )

    frame = (drawing.close_up if is_upon and size == "large" else None) or (0, 0, drawing.width, drawing.height)
    # What is on comes last, so that its border lies upon those of its neighbours.
    spots = sorted((spot(shape) for shape in first), key=lambda spot: spot.is_on)
    quiet = [Spot(shape, is_on=shape.place.pk in on) for shape in other]
    return {
        "drawing": drawing,
        "frame": frame,
        "letters": frame[2] * LETTERS[layer] // 1000,
        "shapes": _icon(drawing, [*spots, *quiet]) if size == "icon" else _shapes(spots, quiet, is_upon=is_upon),
        "layer": layer,
        "size": size,
        "has_links": links,
        "has_choice": bool(on),
        "marks": [spot for lat, lon in marks if (spot := drawing.spot(lat, lon)) is not None],
        "name": name,
        "title": title,
    }


def _shapes(spots: Sequence[Spot], quiet: Sequence[Spot], *, is_upon: bool) -> SafeString:
    """The layer to choose from, and the other one under it or, as outlines, upon it."""
    if is_upon:  # quarters overlap, so their names come after all of them
        ground = [fill('<path class="city__ground" d="{}"/>', spot.shape.path) for spot in quiet]
        return joined([*ground, *(_linked(spot) for spot in spots), *(spot.name for spot in spots)])
    outlines = [
        fill('<path class="city__quarter{}" d="{}"/>', " is-on" if spot.is_on else "", spot.shape.path)
        for spot in quiet
    ]
    return joined([*(_linked(spot, spot.name) for spot in spots), *outlines])


def _icon(drawing: Drawing, spots: Sequence[Spot]) -> SafeString:
    """The silhouette of the city with what is on."""
    ground = fill('<path class="city__ground" d="{}"/>', drawing.outline)
    return joined([ground, *(_shape(spot) for spot in spots if spot.is_on)])


def _linked(spot: Spot, name: SafeString = NOTHING) -> SafeString:
    shape = _shape(spot, name)
    if not spot.url:
        return shape
    current = CURRENT if spot.is_on else NOTHING
    return fill('<a class="city__link" href="{}"{} aria-label="{}">{}</a>\n', spot.url, current, spot.said, shape)


def _shape(spot: Spot, name: SafeString = NOTHING) -> SafeString:
    on = " is-on" if spot.is_on else ""
    hue, path = spot.shape.place.hue, spot.shape.path
    return fill('<g class="city__place hue-{}{}"><path class="city__shape" d="{}"/>{}</g>', hue, on, path, name)


def _name(shape: Shape, count: str | None) -> SafeString:
    """The name in lines around the middle of the shape, and under it the number."""
    lines, x = shape.lines, shape.x
    rises = [".35em" if len(lines) == 1 else "-.25em", *["1.1em"] * (len(lines) - 1)]
    spans = [fill('<tspan x="{}" dy="{}">{}</tspan>', x, rise, line) for line, rise in zip(lines, rises, strict=True)]
    if count is not None:
        spans.append(fill(' <tspan class="city__count" x="{}" dy="1.25em">{}</tspan>', x, count))
    return fill(
        '<text class="city__name" x="{}" y="{}" text-anchor="middle" aria-hidden="true">{}</text>',
        x,
        shape.y,
        joined(spans),
    )


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
