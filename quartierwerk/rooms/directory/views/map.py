"""The directory as a map: the list's question, drawn by the server; a script may draw it anew over the same numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from quartierwerk.foundation import search
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.ui import writing
from quartierwerk.foundation.ui.context import PRODUCT
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import address
from quartierwerk.rooms.directory import queries, rules
from quartierwerk.rooms.directory.views import finding
from quartierwerk.rooms.places.queries import Drawing, base_map, city_drawing, locator

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
FEW = 12
"""A cluster of no more profiles leads to them, a larger one nearer."""
STEP = 1.5
"""Zoom steps from a cluster to the view it leads to."""
MARGIN = 0.08
"""Share of the map that is left free around an area it has to show."""
UNKNOWN = rules.View(rules.LEAST_ZOOM, 50, 10)
"""What is shown of the world where there is neither a city nor a profile."""
MOST_NAMED = 3
FRAME = (800, 640)
"""Pixels of an embedded map, unless the other website wants a smaller one."""


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


@require_safe
@csp_update({"worker-src": [SELF]})
def show(request: HttpRequest) -> HttpResponse:
    """Where the profiles of a choice are: the map, the same in words, and the list below it."""
    if shorter := finding.tidied(request):
        return redirect(shorter)
    found, number = finding.ask(request)
    context = finding.listing(request, found, number)
    if number > context["page"].num_pages:
        return redirect(address(request, page=context["page"].num_pages))
    return page(request, "directory/map.html", **context | mapped(request, found, context["kept"]))


@require_safe
@xframe_options_exempt
@csp_update({"worker-src": [SELF]})
@csp_replace({"frame-ancestors": ["*"]})
def embed(request: HttpRequest) -> HttpResponse:
    """The map alone, for other websites: the one page that may stand in their frames."""
    found, _number = finding.ask(request)
    return page(request, "directory/map_embed.html", **mapped(request, found, []) | {"code_url": ""})


@require_safe
def oembed(request: HttpRequest) -> JsonResponse:
    """What a website asks that turns the address of a map into the map itself (oEmbed 1.0)."""
    if request.GET.get("format", "json") != "json":
        return JsonResponse({}, status=501)
    if not request.GET.get("url"):
        return JsonResponse({}, status=400)
    path, _mark, query = request.GET["url"].partition("?")
    language = _maps().get(path)
    if language is None:
        raise Http404
    width, height = _at_most(request, "maxwidth", FRAME[0]), _at_most(request, "maxheight", FRAME[1])
    with override(language):
        found = {
            "version": "1.0",
            "type": "rich",
            "title": _("Verzeichnis auf der Karte"),
            "provider_name": f"{PRODUCT} {house().title}",
            "provider_url": settings.SITE_URL,
            "html": frame(query, width=width, height=height),
            "width": width,
            "height": height,
        }
    answer = JsonResponse(found)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def frame(query: str, *, width: int, height: int) -> str:
    """The markup that shows a map on another website."""
    where = settings.SITE_URL + reverse("directory:embed") + (f"?{query}" if query else "")
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy"></iframe>',
        where,
        width,
        height,
        _("Verzeichnis auf der Karte"),
    )


def _maps() -> dict[str, str]:
    """The addresses of the map, and the language of each."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[settings.SITE_URL + reverse("directory:map")] = language
    return found


def _at_most(request: HttpRequest, name: str, usual: int) -> int:
    text = request.GET.get(name, "")
    return max(min(int(text), usual), 1) if text.isascii() and text.isdigit() and len(text) < 6 else usual


def mapped(request: HttpRequest, found: queries.Found, kept: list[tuple[str, str]]) -> dict[str, Any]:
    """What a map shows beside the list: the picture, the words, and what its script needs."""
    view = view_wanted(request, found)
    spread = queries.spread_of(found, view=view.bounds(WIDTH, HEIGHT), level=round(view.zoom) + FINER)
    drawing = city_drawing()
    question = finding.question(request)
    return {
        "heading": _("Verzeichnis auf der Karte"),
        "spread": spread,
        "drawing": drawing,
        "picture": picture(request, found, spread, view, drawing),
        "ways": ways(request, view),
        "described": described(found, spread),
        "nearest": nearest(found),
        "busiest": busiest(found),
        "corners": " ".join(f"{edge:.6f}" for edge in drawing.corners),
        "bounds": "" if "view" in request.GET else rules.write_box(view.bounds(WIDTH, HEIGHT)),
        "few": FEW,
        "clusters_url": reverse("api-v1:list_clusters") + finding.question(request, drop=("sort", "view")),
        "kept": [*kept, ("view", str(view))] if "view" in request.GET else kept,
        "map_url": settings.SITE_URL + reverse("directory:map") + question,
        "embed_code": frame(question.removeprefix("?"), width=FRAME[0], height=FRAME[1]),
        "code_url": reverse("directory:map_code") + question,
        "picture_url": settings.SITE_URL + reverse("directory:map_picture") + question,
        "base_map": base_map(),
        "oembed_url": settings.SITE_URL
        + reverse("directory:oembed")
        + "?"
        + urlencode({"url": settings.SITE_URL + reverse("directory:map") + question}),
    }


def view_wanted(request: HttpRequest, found: queries.Found) -> rules.View:
    """The view that the address names, else one that shows what was asked for, else the whole city."""
    named = rules.read_view(request.GET.get("view", ""))
    if named is not None:
        return named
    if found.circle is not None:
        return _around(found.circle.bounds)
    if found.wanted.box is not None:
        return _around(found.wanted.box)
    drawing = city_drawing()
    if drawing.districts:
        return _around(search.Bounds(*drawing.bounds))
    spots = [one.middle for one in queries.spread_of(found, view=rules.WORLD, level=0).clusters]
    if not spots:
        return UNKNOWN
    lats, lons = [spot.lat for spot in spots], [spot.lon for spot in spots]
    return _around(search.Bounds(min(lons), min(lats), max(lons), max(lats)))


def picture(
    request: HttpRequest, found: queries.Found, spread: search.Spread, view: rules.View, drawing: Drawing
) -> Picture:
    """The drawn map of a view."""
    marks = _marks(request, found, spread, view)
    return Picture(
        view=view,
        marks=marks,
        shift=_shift(view, drawing),
        names=_names_upon(view, drawing, marks),
        rings=[_ring(view, found.circle)] if found.circle else [],
    )


def ways(request: HttpRequest, view: rules.View) -> list[tuple[str, str, str]]:
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
    return [(icon, words, address(request, view=str(other))) for icon, words, other in views]


def described(found: queries.Found, spread: search.Spread) -> list[str]:
    """The map in sentences: how many, of what, where, and how many cannot be shown."""
    wanted, total = found.wanted, writing.number(spread.total)
    first = ngettext("%(number)s Profil", "%(number)s Profile", spread.total) % {"number": total}
    if found.rest:
        first += " " + _("zu „%(words)s“") % {"words": found.rest}
    if found.place:
        first += " " + _("in „%(place)s“") % {"place": found.place}
    if found.circle:
        first += " " + _("im Umkreis von %(distance)s um %(place)s") % {
            "distance": writing.distance(wanted.radius),
            "place": wanted.near,
        }
    if wanted.box:
        first += " " + _("im Kartenausschnitt")
    first += " " + ngettext("an %(number)s Standort.", "an %(number)s Standorten.", spread.locations) % {
        "number": writing.number(spread.locations)
    }
    return [first, *_unlocated(spread)]


def nearest(found: queries.Found) -> list[str]:
    """Name, way and direction of the profiles that are nearest to the middle of the circle."""
    if found.circle is None or not found.total:
        return []
    hits = queries.nearest(found, limit=MOST_NAMED)
    middle = found.circle.middle
    return [
        _("%(name)s, %(distance)s %(direction)s")
        % {
            "name": hit.card["title"],
            "distance": writing.distance(rules.in_steps(way.metres)),
            "direction": rules.direction(middle, way.point),
        }
        for hit, way in hits
    ]


def busiest(found: queries.Found) -> list[tuple[str, int]]:
    """The districts with most of what was found, and their numbers."""
    counts = found.facets.get("district", {})
    named = [(place.title, counts[place.pk]) for place in found.words.districts if counts.get(place.pk)]
    return sorted(named, key=lambda one: -one[1])[:MOST_NAMED]


def _unlocated(spread: search.Spread) -> list[str]:
    if not spread.unlocated:
        return []
    sentence = ngettext(
        "%(number)s davon hat keinen Standort und ist nur in der Liste zu finden.",
        "%(number)s davon haben keinen Standort und sind nur in der Liste zu finden.",
        spread.unlocated,
    )
    return [sentence % {"number": writing.number(spread.unlocated)}]


def discs(
    spread: search.Spread, view: rules.View, width: int, height: int, *, radius: Callable[[search.Cluster], float]
) -> list[tuple[search.Cluster, rules.Disc]]:
    """The clusters whose middle lies in a picture, each with its disc, none upon another."""
    shown, places = [], []
    for one in spread.clusters:
        x, y = view.spot(one.middle, width, height)
        if 0 <= x <= width and 0 <= y <= height:
            left, top = view.spot(search.Point(one.bounds.north, one.bounds.west), width, height)
            right, _top = view.spot(search.Point(one.bounds.north, one.bounds.east), width, height)
            shown.append(one)
            places.append(rules.Disc(x, y, radius(one), left, top, right - left))
    return list(zip(shown, rules.apart(places), strict=True))


def _around(area: search.Bounds) -> rules.View:
    room = 1 + 2 * MARGIN
    return rules.view_of(area, int(WIDTH / room), int(HEIGHT / room))


def _marks(request: HttpRequest, found: queries.Found, spread: search.Spread, view: rules.View) -> list[Mark]:
    """The clusters with where they lead, the smallest last, so that none is covered by a larger one."""
    kept = request.GET.copy()
    for name in ("page", "view", "box"):
        kept.pop(name, None)
    box = f"box={rules.write_box(found.wanted.box)}" if found.wanted.box else ""
    here, there = reverse("directory:map"), reverse("directory:list")
    question = kept.urlencode()
    shown = discs(spread, view, WIDTH, HEIGHT, radius=lambda one: NARROW * (15 + 5 * math.log10(one.count)))
    names = _names([one.middle for one, _disc in shown])
    marks = []
    for (one, disc), name in zip(shown, names, strict=True):
        if one.count <= FEW or view.zoom >= rules.MOST_ZOOM:
            path, further = there, [f"box={rules.write_box(_common(one.bounds, found.wanted.box))}"]
        else:
            path, further = here, [box, f"view={view.zoomed(STEP, onto=one.middle)}"]
        url = f"{path}?{'&'.join(filter(None, (question, *further)))}"
        label = ngettext("%(number)s Profil", "%(number)s Profile", one.count) % {"number": writing.number(one.count)}
        radius = disc.radius / NARROW
        letters = min(LETTERS, LINE * radius / len(writing.number(one.count)))
        place = round(disc.x, 1), round(disc.y, 1), round(radius, 1), round(letters, 1)
        marks.append(Mark(*place, one.count, url, f"{label}, {name}" if name else label))
    return sorted(marks, key=lambda mark: -mark.count)


def _common(one: search.Bounds, other: search.Bounds | None) -> search.Bounds:
    if other is None:
        return one
    west, south, east, north = other
    return search.Bounds(max(one.west, west), max(one.south, south), min(one.east, east), min(one.north, north))


def _names(spots: Sequence[search.Point]) -> list[str]:
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
