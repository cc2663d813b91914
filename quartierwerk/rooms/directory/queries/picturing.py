"""A drawn map: the city, the numbers upon it, and the ways to other views; for pages of any room with clusters."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from quartierwerk.foundation import search
from quartierwerk.foundation.ui import writing
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.places.queries import Drawing, locator

WIDTH, HEIGHT = 720, 540
"""Pixels of the drawn map; browsers scale it."""
FINER = 2
"""The drawn map counts by cells so many levels finer than its zoom: they are 90 to 180 pixels wide."""
NARROW = 2
"""So many times larger are the discs on a phone, where the picture is half as wide (``map.css``)."""
LETTERS = 14
"""Their numbers' size in pixels, where the disc has room for it."""
LINE = 3.1
"""A number is at most so many radiuses wide, for letters of size 1."""
NAME_LETTERS = 11
"""Size of the districts' names in pixels (``map.css``)."""
NAME_STEPS = (0, 22, -22, 36, -36)
"""So far below its best spot a name may stand, in pixels."""
STEP = 1.5
"""Zoom steps from a cluster to the view it leads to."""
MARGIN = 0.08
"""Share of the map that is left free around an area it has to show."""
UNKNOWN = rules.View(rules.LEAST_ZOOM, 50, 10)
"""What is shown of the world where there is neither a city nor anything in it."""
Leads = Callable[[search.Cluster], str]
"""Where a cluster leads."""
Called = Callable[[search.Cluster, str], str]
"""What is read of a cluster that lies in a district, whose name is empty outside of the city."""


@dataclass(frozen=True)
class Mark:
    """One cluster on the drawn map."""

    x: float
    y: float
    radius: float
    letters: float
    """Size of the number."""
    count: int
    url: str
    label: str


@dataclass(frozen=True)
class Picture:
    """The drawn map: what it shows, where the city lies on it, and its clusters."""

    title: str
    words: str
    """What is read of it, in one or two sentences."""
    view: rules.View
    marks: Sequence[Mark]
    shift: str
    """The ``transform`` that puts the drawing of the city in its place; empty where there is none."""
    names: Sequence[tuple[float, float, str]]
    """Where the name of a district stands, and the name; it is left out where discs leave no room."""
    rings: Sequence[tuple[float, float, float]]
    """Circles in which is searched: their middle and radius."""
    width: int = WIDTH
    height: int = HEIGHT


def drawn(
    clusters: Sequence[search.Cluster],
    view: rules.View,
    drawing: Drawing,
    *,
    title: str,
    words: str,
    leads: Leads,
    called: Called,
    circle: search.Circle | None = None,
) -> Picture:
    """The drawn map of a view; the smallest marks come last, so that none is covered by a larger one."""
    shown = discs(clusters, view, WIDTH, HEIGHT, radius=lambda one: NARROW * (15 + 5 * math.log10(one.count)))
    districts = _districts_at([one.middle for one, _disc in shown])
    marks = [
        _mark(one, disc, url=leads(one), label=called(one, name))
        for (one, disc), name in zip(shown, districts, strict=True)
    ]
    return Picture(
        title=title,
        words=words,
        view=view,
        marks=sorted(marks, key=lambda mark: -mark.count),
        shift=_shift(view, drawing),
        names=_names_upon(view, drawing, marks),
        rings=[_ring(view, circle)] if circle else [],
    )


def ways(view: rules.View, *, leads: Callable[[rules.View], str]) -> list[tuple[str, str, str]]:
    """Icon, words and address of each way to another view, for those without a script."""
    right, down = WIDTH / 3, HEIGHT / 3
    views = (
        ("plus", _("Näher heran"), view.zoomed(1)),
        ("minus", _("Weiter weg"), view.zoomed(-1)),
        ("arrow-left", _("Nach Westen"), view.moved(-right, 0)),
        ("arrow-right", _("Nach Osten"), view.moved(right, 0)),
        ("arrow-up", _("Nach Norden"), view.moved(0, -down)),
        ("arrow-down", _("Nach Süden"), view.moved(0, down)),
    )
    return [(icon, words, leads(other)) for icon, words, other in views]


def discs(
    clusters: Sequence[search.Cluster],
    view: rules.View,
    width: int,
    height: int,
    *,
    radius: Callable[[search.Cluster], float],
) -> list[tuple[search.Cluster, rules.Disc]]:
    """The clusters whose middle lies in a picture, each with its disc, none upon another."""
    shown, places = [], []
    for one in clusters:
        x, y = view.spot(one.middle, width, height)
        if 0 <= x <= width and 0 <= y <= height:
            left, top = view.spot(search.Point(one.bounds.north, one.bounds.west), width, height)
            right, _top = view.spot(search.Point(one.bounds.north, one.bounds.east), width, height)
            shown.append(one)
            places.append(rules.Disc(x, y, radius(one), left, top, right - left))
    return list(zip(shown, rules.apart(places), strict=True))


def around(area: search.Bounds) -> rules.View:
    """The nearest view that shows all of an area, with a margin around it."""
    room = 1 + 2 * MARGIN
    return rules.view_of(area, int(WIDTH / room), int(HEIGHT / room))


def _mark(one: search.Cluster, disc: rules.Disc, *, url: str, label: str) -> Mark:
    radius = disc.radius / NARROW
    letters = min(LETTERS, LINE * radius / len(writing.number(one.count)))
    place = round(disc.x, 1), round(disc.y, 1), round(radius, 1), round(letters, 1)
    return Mark(*place, one.count, url, label)


def _districts_at(spots: Sequence[search.Point]) -> list[str]:
    """The district that each spot lies in, for those who cannot see the map."""
    located = locator().locate_many(spots) if spots else []
    return [where.district.title if where.district else "" for where in located]


def _ring(view: rules.View, circle: search.Circle) -> tuple[float, float, float]:
    x, y = view.spot(circle.middle, WIDTH, HEIGHT)
    west = search.Point(circle.middle.lat, circle.bounds.west)
    return round(x, 1), round(y, 1), round(x - view.spot(west, WIDTH, HEIGHT)[0], 1)


def _names_upon(view: rules.View, drawing: Drawing, marks: Sequence[Mark]) -> list[tuple[float, float, str]]:
    """The districts by name, each as near to where it fits best as no disc hides it."""
    north, west, south, east = drawing.corners
    across, down = (east - west) / drawing.width, (south - north) / drawing.height
    names = []
    for shape in drawing.districts:
        middle = view.spot(search.Point(north + shape.y * down, west + shape.x * across), WIDTH, HEIGHT)
        x, y = round(middle[0], 1), round(middle[1], 1)
        half = len(shape.place.title) * NAME_LETTERS / 3.4
        free = (y + step for step in NAME_STEPS if not any(_is_hit(mark, x, y + step, half) for mark in marks))
        if 0 < x < WIDTH and (spot := next(free, None)) and 0 < spot < HEIGHT:
            names.append((x, spot, shape.place.title))
    return names


def _is_hit(mark: Mark, x: float, y: float, half: float) -> bool:
    """Whether a disc touches a line of letters around a spot."""
    beside = max(abs(mark.x - x) - half, 0)
    return math.hypot(beside, mark.y - y) < mark.radius + NAME_LETTERS / 2


def _shift(view: rules.View, drawing: Drawing) -> str:
    """Both are upright pictures of a small part of the earth, so moving and stretching one puts it upon the other."""
    if not drawing.districts:
        return ""
    north, west, south, east = drawing.corners
    left, top = view.spot(search.Point(north, west), WIDTH, HEIGHT)
    right, bottom = view.spot(search.Point(south, east), WIDTH, HEIGHT)
    across, down = (right - left) / drawing.width, (bottom - top) / drawing.height
    return f"translate({left:.1f} {top:.1f}) scale({across:.5f} {down:.5f})"
