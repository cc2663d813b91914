"""The city as a picture file, in the colours that its districts have on the pages."""

from __future__ import annotations

from collections.abc import Collection

from PIL import Image, ImageDraw

from quartierwerk.foundation.ui import pictures
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.queries.drawing import Drawing, Shape
from quartierwerk.rooms.places.rules.drawing import signed_area

FINE = 2
"""So many times finer is it painted before it is made smaller, since edges are hard otherwise."""
LINE = 2
"""Pixels of a border."""


def painted(
    drawing: Drawing,
    *,
    size: tuple[int, int],
    corners: tuple[float, float, float, float] | None = None,
    on: Collection[Place] = (),
) -> Image.Image:
    """The districts on a ground of so many pixels, and those places ``on`` in their full colour.

    ``corners``: the pixels left, top, right and bottom at which the canvas of the drawing ends; all of it else.
    """
    canvas = Image.new("RGB", (size[0] * FINE, size[1] * FINE), pictures.GROUND)
    left, top, right, bottom = corners or _fitted(drawing, size)
    across, down = (right - left) / drawing.width * FINE, (bottom - top) / drawing.height * FINE

    def paint(shape: Shape, tone: str, line: str) -> None:
        mask = Image.new("1", canvas.size)
        pen = ImageDraw.Draw(mask)
        rings = [[(left * FINE + x * across, top * FINE + y * down) for x, y in ring] for ring in shape.rings]
        for ring in rings:
            # Holes run the other way round.
            pen.polygon(ring, fill=int(signed_area(ring) * signed_area(rings[0]) > 0))
        canvas.paste(pictures.hue(shape.place.hue or 1, tone), mask=mask)
        for ring in rings:
            ImageDraw.Draw(canvas).line([*ring, ring[0]], fill=line, width=LINE * FINE, joint="curve")

    for shape in drawing.districts:
        paint(shape, "soft" if on else "mid", pictures.PAPER)
    for shape in (*drawing.districts, *drawing.quarters):
        if shape.place in on:
            paint(shape, "full", pictures.INK)
    return canvas.resize(size, Image.Resampling.BOX)


def _fitted(drawing: Drawing, size: tuple[int, int]) -> tuple[float, float, float, float]:
    scale = min(size[0] / drawing.width, size[1] / drawing.height) * 0.9
    left, top = (size[0] - drawing.width * scale) / 2, (size[1] - drawing.height * scale) / 2
    return left, top, left + drawing.width * scale, top + drawing.height * scale
