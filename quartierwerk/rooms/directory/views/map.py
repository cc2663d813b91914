"""The directory as a map: the list's question, drawn by the server; a script may draw it anew over the same numbers."""

from __future__ import annotations

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
from quartierwerk.rooms.directory.queries.picturing import (
    FINER,
    HEIGHT,
    STEP,
    UNKNOWN,
    WIDTH,
    Picture,
    around,
    drawn,
    ways,
)
from quartierwerk.rooms.directory.views import finding
from quartierwerk.rooms.places.queries import base_map, city_drawing

FEW = 12
"""A cluster of no more profiles leads to them, a larger one nearer."""
MOST_NAMED = 3
FRAME = (800, 640)
"""Pixels of an embedded map, unless the other website wants a smaller one."""


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
        "picture": _marked(request, found, spread, view),
        "ways": ways(view, leads=lambda other: address(request, view=str(other))),
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
        return around(found.circle.bounds)
    if found.wanted.box is not None:
        return around(found.wanted.box)
    drawing = city_drawing()
    if drawing.districts:
        return around(search.Bounds(*drawing.bounds))
    spots = [one.middle for one in queries.spread_of(found, view=rules.WORLD, level=0).clusters]
    if not spots:
        return UNKNOWN
    lats, lons = [spot.lat for spot in spots], [spot.lon for spot in spots]
    return around(search.Bounds(min(lons), min(lats), max(lons), max(lats)))


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


def _marked(request: HttpRequest, found: queries.Found, spread: search.Spread, view: rules.View) -> Picture:
    """The drawn map of a view: a small cluster leads to its profiles, a larger one nearer."""
    kept = request.GET.copy()
    for name in ("page", "view", "box"):
        kept.pop(name, None)
    box = f"box={rules.write_box(found.wanted.box)}" if found.wanted.box else ""
    here, there = reverse("directory:map"), reverse("directory:list")
    question = kept.urlencode()

    def leads(one: search.Cluster) -> str:
        if one.count <= FEW or view.zoom >= rules.MOST_ZOOM:
            path, further = there, [f"box={rules.write_box(_common(one.bounds, found.wanted.box))}"]
        else:
            path, further = here, [box, f"view={view.zoomed(STEP, onto=one.middle)}"]
        return f"{path}?{'&'.join(filter(None, (question, *further)))}"

    def called(one: search.Cluster, district: str) -> str:
        label = ngettext("%(number)s Profil", "%(number)s Profile", one.count) % {"number": writing.number(one.count)}
        return f"{label}, {district}" if district else label

    return drawn(
        spread.clusters,
        view,
        city_drawing(),
        title=_("Karte der Profile"),
        words=_(
            "Jeder Kreis steht für die Profile in seiner Umgebung. Dasselbe steht darunter in Worten und als Liste."
        ),
        leads=leads,
        called=called,
        circle=found.circle,
    )


def _common(one: search.Bounds, other: search.Bounds | None) -> search.Bounds:
    if other is None:
        return one
    west, south, east, north = other
    return search.Bounds(max(one.west, west), max(one.south, south), min(one.east, east), min(one.north, north))
