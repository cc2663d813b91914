"""What goes on from the map: a code for posters, and the picture that other websites show beside a link."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont

from quartierwerk.foundation.freshness import tagged
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.ui import pictures, writing
from quartierwerk.foundation.ui.context import PRODUCT
from quartierwerk.rooms.directory import queries
from quartierwerk.rooms.directory.views import finding
from quartierwerk.rooms.directory.views.map import FINER, described, view_wanted

SIZE = (1200, 630)
"""Pixels of a share picture, as the large websites want it."""
WORDS = 520
"""Pixels on the left that belong to the words; the map has the rest."""
MARGIN = 56
PAPER, INK, QUIET, GROUND = "#fdfcfa", "#121a21", "#56606a", "#e9e7e1"
BOLD, PLAIN = "vendor/fonts/fira-sans-extrabold.woff2", "vendor/fonts/fira-sans-regular.woff2"
MOST_LINES = 5


@require_safe
@cache_control(public=True, max_age=86400)
def code(request: HttpRequest) -> HttpResponse:
    """The address of a map with its choice and view, as a QR code."""
    address = settings.SITE_URL + reverse("directory:map") + finding.question(request)
    return HttpResponse(pictures.qr_code(address), content_type="image/svg+xml")


@require_safe
@tagged(seconds=3600)
def picture(request: HttpRequest) -> HttpResponse:
    """How many, of what, and where, as a picture with the clusters of the map."""
    found, _number = finding.ask(request)
    wide = SIZE[0] - WORDS
    view = view_wanted(request, found).zoomed(-0.3)
    spread = queries.spread_of(found, view=view.bounds(wide, SIZE[1]), level=round(view.zoom) + FINER)
    canvas = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((WORDS, 0, *SIZE), fill=GROUND)
    for cluster in sorted(spread.clusters, key=lambda one: -one.count):
        x, y = view.spot(cluster.middle, wide, SIZE[1])
        radius = 16 + 5 * len(str(cluster.count))
        if not (radius < x < wide - radius and radius < y < SIZE[1] - radius):
            continue
        middle = (x + WORDS, y)
        pen.circle(middle, radius, fill=INK, outline=PAPER, width=3)
        pen.text(middle, writing.number(cluster.count), font=_face(BOLD, 22), fill=PAPER, anchor="mm")
    pen.text((MARGIN, 84), f"{PRODUCT} {house().title}", font=_face(PLAIN, 30), fill=QUIET, anchor="ls")
    pen.text((MARGIN, 230), writing.number(found.total), font=_face(BOLD, 120), fill=INK, anchor="ls")
    for number, line in enumerate(_lines(pen, described(found, spread)[0])):
        pen.text((MARGIN, 300 + 48 * number), line, font=_face(PLAIN, 36), fill=INK, anchor="ls")
    return HttpResponse(pictures.png(canvas), content_type="image/png")


def _lines(pen: ImageDraw.ImageDraw, sentence: str) -> list[str]:
    """The sentence in lines that fit beside the map, as many as there is room for."""
    lines = [""]
    for word in sentence.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and pen.textlength(longer, font=_face(PLAIN, 36)) > WORDS - 2 * MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines[:MOST_LINES]


@lru_cache(maxsize=8)
def _face(name: str, size: int) -> ImageFont.FreeTypeFont:
    """One of the house's own faces."""
    return ImageFont.truetype(str(finders.find(name)), size)
