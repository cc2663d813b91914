"""Generated pictures for the works of the demo city: abstract, calm, the same for the same seed."""

from __future__ import annotations

import io
from colorsys import hls_to_rgb
from dataclasses import dataclass
from random import Random
from zlib import crc32

from PIL import Image

from quartierwerk.rooms.directory.demo.forms import FORMS, Colour, Palette

FAMILIES: dict[str, tuple[str, ...]] = {
    "musik": ("waves", "rings", "bars"),
    "buch": ("spines", "grid", "leaves"),
    "kunst": ("fields", "arcs", "discs"),
    "film": ("beams", "fields", "leaves"),
    "rundfunk": ("rings", "waves", "bars"),
    "darstellende-kunst": ("beams", "arcs", "discs"),
    "design": ("grid", "arcs", "shapes"),
    "architektur": ("blocks", "stairs", "shapes"),
    "presse": ("spines", "bars", "grid"),
    "werbung": ("shapes", "discs", "bars"),
    "software-games": ("pixels", "blocks", "stairs"),
    "sonstige": ("hills", "discs", "leaves"),
}
WORDS: dict[str, tuple[str, str]] = {
    "waves": ("Wellenlinien", "wave lines"),
    "rings": ("ineinanderliegenden Ringen", "concentric rings"),
    "bars": ("senkrechten Balken verschiedener Höhe", "vertical bars of different heights"),
    "spines": ("schmalen Streifen wie Buchrücken", "narrow stripes like book spines"),
    "grid": ("Kreisen und Quadraten in einem Raster", "circles and squares in a grid"),
    "leaves": ("blattförmigen Bögen", "leaf-shaped arcs"),
    "fields": ("großen, weich verlaufenden Farbflächen", "large, softly blended fields of colour"),
    "arcs": ("Kreisbögen", "circular arcs"),
    "discs": ("sich überlappenden Scheiben", "overlapping discs"),
    "beams": ("Lichtkegeln auf dunklem Grund", "cones of light on a dark ground"),
    "shapes": ("Dreiecken, Rechtecken und Halbkreisen", "triangles, rectangles and semicircles"),
    "blocks": ("gestapelten Quadern", "stacked boxes"),
    "stairs": ("ansteigenden Stufen", "rising steps"),
    "pixels": ("spiegelbildlich gesetzten Bildpunkten", "mirrored pixels"),
    "hills": ("hintereinanderliegenden Hügellinien", "layered lines of hills"),
}
HUE_WORDS: tuple[tuple[int, str, str], ...] = (
    (15, "Rot", "red"),
    (42, "Orange", "orange"),
    (68, "Gelb", "yellow"),
    (160, "Grün", "green"),
    (195, "Türkis", "turquoise"),
    (250, "Blau", "blue"),
    (290, "Violett", "violet"),
    (340, "Pink", "pink"),
    (361, "Rot", "red"),
)


@dataclass(frozen=True)
class Description:
    """What can be seen on a generated picture."""

    de: str
    en: str


def artwork(seed: str, *, hue: int, size: tuple[int, int] = (1200, 800)) -> bytes:
    """A calm abstract picture as JPEG; the part of the seed before the colon is the sector that sets its forms."""
    random = Random(crc32(seed.encode()))
    family, palette = _choose(random, seed, hue)
    # Drawn twice as large and reduced once, because Pillow draws edges without smoothing.
    canvas = Image.new("RGB", (size[0] * 2, size[1] * 2), palette.ground)
    FORMS[family](canvas, random, palette)
    out = io.BytesIO()
    canvas.reduce(2).save(out, "JPEG", quality=84)
    return out.getvalue()


def describe(seed: str, *, hue: int) -> Description:
    """The honest alternative text of the picture that ``artwork`` draws for the same seed and hue."""
    family, palette = _choose(Random(crc32(seed.encode())), seed, hue)
    form_de, form_en = WORDS[family]
    main_de, main_en = _hue_words(palette.hue)
    other_de, other_en = _hue_words(palette.partner)
    colours_de = f"{main_de} und {other_de}" if main_de != other_de else f"mehreren Tönen von {main_de}"
    colours_en = f"{main_en} and {other_en}" if main_en != other_en else f"several shades of {main_en}"
    return Description(
        f"Abstrakte Komposition aus {form_de} in {colours_de}", f"Abstract composition of {form_en} in {colours_en}"
    )


def _choose(random: Random, seed: str, hue: int) -> tuple[str, Palette]:
    family = random.choice(FAMILIES.get(seed.split(":", maxsplit=1)[0], tuple(WORDS)))
    partner = (hue + random.choice((150, 180, 200, 38, -42, 120))) % 360
    is_dark = family == "beams" or random.random() < 0.22
    ground = _colour(hue, 0.15, 0.32) if is_dark else _colour(hue, random.uniform(0.92, 0.955), 0.38)
    palette = Palette(
        ground=ground,
        deep=_colour(hue, 0.78 if is_dark else 0.24, 0.45),
        main=_colour(hue, 0.50, 0.48),
        light=_colour(hue, 0.36 if is_dark else 0.76, 0.45),
        accent=_colour(partner, 0.60, 0.66),
        hue=hue % 360,
        partner=partner,
    )
    return family, palette


def _colour(hue: float, lightness: float, saturation: float) -> Colour:
    red, green, blue = hls_to_rgb((hue % 360) / 360, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def _hue_words(hue: int) -> tuple[str, str]:
    return next((de, en) for limit, de, en in HUE_WORDS if hue % 360 < limit)
