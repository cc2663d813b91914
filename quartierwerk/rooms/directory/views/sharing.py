"""What goes on from the map: a code for posters, and the picture that other websites show beside a link."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from PIL import ImageDraw

from quartierwerk.foundation import search
from quartierwerk.foundation.freshness import tagged
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.ui import pictures, writing
from quartierwerk.foundation.ui.context import PRODUCT
from quartierwerk.rooms.directory import queries
from quartierwerk.rooms.directory.queries.picturing import FINER, discs
from quartierwerk.rooms.directory.views import finding
from quartierwerk.rooms.directory.views.map import described, view_wanted
from quartierwerk.rooms.places.queries import city_drawing, painted

WIDTH, HEIGHT = pictures.SHARED[0] - pictures.WORDS, pictures.SHARED[1]
"""Pixels of the map in a share picture."""
LETTERS = 22


@require_safe
@cache_control(public=True, max_age=86400)
def code(request: HttpRequest) -> HttpResponse:
    """The address of a map with its choice and view, as a QR code."""
    address = settings.SITE_URL + reverse("directory:map") + finding.question(request)
    return HttpResponse(pictures.qr_code(address), content_type="image/svg+xml")


@require_safe
@tagged(seconds=3600)
def picture(request: HttpRequest) -> HttpResponse:
    """How many, of what, and where: the districts with the discs of the map upon them."""
    found, _number = finding.ask(request)
    view, drawing = view_wanted(request, found).zoomed(-0.15), city_drawing()
    spread = queries.spread_of(found, view=view.bounds(WIDTH, HEIGHT), level=round(view.zoom) + FINER)
    north, west, south, east = drawing.corners
    corners = *view.spot(search.Point(north, west), WIDTH, HEIGHT), *view.spot(search.Point(south, east), WIDTH, HEIGHT)
    canvas = painted(drawing, size=(WIDTH, HEIGHT), corners=corners)
    pen = ImageDraw.Draw(canvas)
    for cluster, disc in discs(spread.clusters, view, WIDTH, HEIGHT, radius=lambda one: 16 + 5 * len(str(one.count))):
        count = writing.number(cluster.count)
        letters = round(min(LETTERS, 3 * disc.radius / len(count)))
        pen.circle((disc.x, disc.y), disc.radius, fill=pictures.INK, outline=pictures.PAPER, width=3)
        pen.text((disc.x, disc.y), count, font=pictures.face(pictures.BOLD, letters), fill=pictures.PAPER, anchor="mm")
    shown = pictures.poster(
        above=f"{PRODUCT} {house().title}",
        title=writing.number(found.total),
        sentence=described(found, spread)[0],
        drawing=canvas,
    )
    return HttpResponse(pictures.png(shown), content_type="image/png")
