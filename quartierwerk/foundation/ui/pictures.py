"""Small pictures as bytes: QR codes, and drawings that are sent as files."""

from __future__ import annotations

import io
import math
import re
from functools import cache, lru_cache
from pathlib import Path

import segno
from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont

MOST_LETTERS = 2_000
"""A longer text makes a code that no camera reads."""


def qr_code(text: str) -> bytes:
    """A text as a QR code that can be printed at any size (SVG)."""
    file = io.BytesIO()
    code = segno.make_qr(text[:MOST_LETTERS], error="m")
    code.save(file, kind="svg", scale=6, border=4, light="#fff", svgns=True)
    return file.getvalue()


def png(picture: Image.Image) -> bytes:
    """A drawing as a PNG file."""
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


SHARED = (1200, 630)
"""Pixels of the picture that other websites show beside a link, as the large ones want it."""
WORDS = 520
"""Pixels on its left that belong to the words; a drawing has the rest."""
EDGE = 56
PAPER, INK, QUIET, GROUND = "#fdfcfa", "#121a21", "#56606a", "#e9e7e1"
BOLD, PLAIN = "vendor/fonts/fira-sans-extrabold.woff2", "vendor/fonts/fira-sans-regular.woff2"
TITLE, LEAST_TITLE, TEXT = 120, 44, 36
MOST_LINES = 5
TONES = {"soft": (0.945, 0.26), "mid": (0.845, 0.6), "full": (0.58, 1.0)}
"""Lightness, and share of the chroma, of what ``tokens.css`` calls so in light."""


def poster(*, above: str, title: str, sentence: str, drawing: Image.Image) -> Image.Image:
    """A picture to be shared: words on the left, a drawing of ``SHARED`` less ``WORDS`` pixels on the right."""
    canvas = Image.new("RGB", SHARED, PAPER)
    canvas.paste(drawing, (WORDS, 0))
    pen = ImageDraw.Draw(canvas)
    size = next(
        (s for s in range(TITLE, LEAST_TITLE, -4) if _width(pen, title, BOLD, s) <= WORDS - 2 * EDGE), LEAST_TITLE
    )
    pen.text((EDGE, 84), above, font=face(PLAIN, 30), fill=QUIET, anchor="ls")
    pen.text((EDGE, 230), title, font=face(BOLD, size), fill=INK, anchor="ls")
    for number, line in enumerate(_lines(pen, sentence)):
        pen.text((EDGE, 300 + 48 * number), line, font=face(PLAIN, TEXT), fill=INK, anchor="ls")
    return canvas


@lru_cache(maxsize=64)
def face(name: str, size: int) -> ImageFont.FreeTypeFont:
    """One of the house's own faces."""
    return ImageFont.truetype(str(finders.find(name)), size)


@cache
def hue(number: int, tone: str) -> tuple[int, int, int]:
    """The colour of a district's hue, as the style sheet has it in light: red, green and blue to 255."""
    sheet = Path(str(finders.find("ui/tokens.css"))).read_text(encoding="utf-8")
    found = re.search(rf"\.hue-{number} {{ --h: ([\d.]+); --c: ([\d.]+);", sheet)
    if found is None:
        raise LookupError(f"There is no hue {number}.")
    lightness, share = TONES[tone]
    return _srgb(lightness, float(found[2]) * share, math.radians(float(found[1])))


def _srgb(lightness: float, chroma: float, angle: float) -> tuple[int, int, int]:
    """OKLCH as a screen shows it (Ottosson's matrices); what no screen can show is cut off."""
    a, b = chroma * math.cos(angle), chroma * math.sin(angle)
    l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3  # noqa: E741 - as the source names them
    m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
        _gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
        _gamma(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s),
    )


def _gamma(light: float) -> int:
    light = min(max(light, 0.0), 1.0)
    return round(255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055))


def _lines(pen: ImageDraw.ImageDraw, sentence: str) -> list[str]:
    """The sentence in lines that fit beside the drawing, as many as there is room for."""
    lines = [""]
    for word in sentence.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(pen, longer, PLAIN, TEXT) > WORDS - 2 * EDGE:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines[:MOST_LINES]


def _width(pen: ImageDraw.ImageDraw, text: str, name: str, size: int) -> float:
    return pen.textlength(text, font=face(name, size))
