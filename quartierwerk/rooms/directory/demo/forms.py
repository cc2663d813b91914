"""The families of forms that generated pictures are drawn from."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """The colours of one picture around a leading hue and its partner."""

    ground: Colour
    deep: Colour
    main: Colour
    light: Colour
    accent: Colour
    hue: int
    partner: int

    @property
    def inks(self) -> tuple[Colour, ...]:
        """The colours that may lie on the ground."""
        return (self.deep, self.main, self.light, self.accent)


def blend(one: Colour, other: Colour, share: float) -> Colour:
    """The colour that lies ``share`` of the way from one to the other."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]


def waves(image: Image.Image, random: Random, palette: Palette) -> None:
    """Bands that swing across the whole width, one of them in the accent colour."""
    draw, (width, height) = ImageDraw.Draw(image), image.size
    count = random.randint(7, 11)
    accent = random.randrange(2, count - 1)
    swing, turns, phase = height * random.uniform(0.04, 0.11), random.uniform(0.8, 2.2), random.uniform(0, 6)
    for band in range(count):
        base = height * (band + 0.7) / count
        colour = palette.accent if band == accent else blend(palette.light, palette.deep, band / count)
        edge = [
            (x, base + swing * math.sin(x / width * math.tau * turns + phase + band * 0.45))
            for x in range(0, width + 40, 40)
        ]
        draw.polygon([*edge, (width, height), (0, height)], fill=colour)


def rings(image: Image.Image, random: Random, palette: Palette) -> None:
    """Two or three sets of concentric rings."""
    draw, (width, height) = ImageDraw.Draw(image), image.size
    for turn in range(random.randint(2, 3)):
        x, y = width * random.uniform(0.15, 0.85), height * random.uniform(0.2, 0.8)
        radius, step = height * random.uniform(0.35, 0.6), height * random.uniform(0.035, 0.06)
        colours = (palette.main, palette.ground) if turn else (palette.accent, palette.ground)
        index = 0
        while radius > step:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colours[index % 2])
            radius -= step
            index += 1
        draw.ellipse((x - step, y - step, x + step, y + step), fill=palette.deep)


def bars(image: Image.Image, random: Random, palette: Palette) -> None:
    """Upright bars like a level meter."""
    draw, (width, height) = ImageDraw.Draw(image), image.size
    count = random.randint(17, 29)
    step = width / count
    phase, turns = random.uniform(0, 6), random.uniform(1, 2.4)
    for index in range(1, count - 1):
        wave = 0.5 + 0.5 * math.sin(index / count * math.tau * turns + phase)
        half = height * (0.06 + 0.3 * wave * random.uniform(0.7, 1.1))
        colour = palette.accent if index % 7 == 3 else blend(palette.light, palette.deep, wave)
        left = index * step + step * 0.18
        draw.rounded_rectangle(
            (left, height / 2 - half, left + step * 0.64, height / 2 + half), radius=step * 0.32, fill=colour
        )


def spines(image: Image.Image, random: Random, palette: Palette) -> None:
    """Narrow stripes of different widths on a shelf."""
    draw, (width, height) = ImageDraw.Draw(image), image.size
    floor = height * 0.86
    x = width * 0.06
    while x < width * 0.93:
        thick = width * random.uniform(0.015, 0.05)
        top = height * random.uniform(0.14, 0.36)
        colour = random.choice((palette.deep, palette.main, palette.main, palette.light, palette.light, palette.accent))
        draw.rectangle((x, top, x + thick, floor), fill=colour)
        label = top + (floor - top) * random.uniform(0.12, 0.25)
        draw.rectangle((x, label, x + thick, label + height * 0.012), fill=palette.ground)
        x += thick + width * 0.006
    draw.rectangle((width * 0.04, floor, width * 0.96, floor + height * 0.012), fill=palette.deep)


def grid(image: Image.Image, random: Random, palette: Palette) -> None:
    """Circles, quarters and squares set in a strict grid."""
    draw, (width, height) = ImageDraw.Draw(image), image.size
    rows = random.choice((4, 5))
    cell = height / (rows + 1)
    columns = int(width // cell) - 1
    left, top = (width - columns * cell) / 2, cell / 2
    for row in range(rows):
        for column in range(columns):
            x, y = left + column * cell, top + row * cell
            box = (x + cell * 0.08, y + cell * 0.08, x + cell * 0.92, y + cell * 0.92)
            colour = random.choice((palette.main, palette.main, palette.light, palette.deep, palette.accent))
            match random.randrange(4):
                case 0:
                    draw.rectangle(box, fill=colour)
                case 1:
                    draw.pieslice(box, 90 * random.randrange(4), 90 * random.randrange(4) + 180, fill=colour)
                case _:
                    draw.ellipse(box, fill=colour)


def leaves(image: Image.Image, random: Random, palette: Palette) -> None:
    """Leaves made of two arcs, in rows."""
    draw, (width, height) = ImageDraw.Draw(image), image.size
    columns = random.randint(5, 7)
    cell = width / columns
    rows = math.ceil(height / cell)
    for row in range(rows):
        for column in range(columns):
            x, y = column * cell, row * cell
            is_rising = (row + column) % 2 == 0
            colour = palette.accent if random.random() < 0.16 else random.choice(palette.inks[:3])
            draw.polygon(_leaf(x, y, cell, is_rising=is_rising), fill=colour)


def _leaf(x: float, y: float, side: float, *, is_rising: bool) -> list[tuple[float, float]]:
    quarter = [math.pi / 2 * step / 16 for step in range(17)]
    points = [(math.cos(a), math.sin(a)) for a in quarter] + [(1 - math.cos(a), 1 - math.sin(a)) for a in quarter]
    return [(x + side * (px if is_rising else 1 - px), y + side * py) for px, py in points]


def fields(image: Image.Image, random: Random, palette: Palette) -> None:
    """Large fields of colour that melt into each other."""
    across, down = 4, 3
    small = Image.new("RGB", (across, down))
    small.putdata([random.choice((palette.ground, *palette.inks[1:])) for _ in range(across * down)])
    # The curve is drawn small and stretched in a straight line, which takes a third of the time and looks the same.
    soft = small.resize((image.width // 8, image.height // 8), Image.Resampling.BICUBIC)
    image.paste(soft.resize(image.size, Image.Resampling.BILINEAR))
    draw, (width, height) = ImageDraw.Draw(image), image.size
    radius = height * random.uniform(0.12, 0.2)
    x, y = width * random.uniform(0.25, 0.75), height * random.uniform(0.3, 0.7)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=palette.accent)


def arcs(image: Image.Image, random: Random, palette: Palette) -> None:
    """Broad arcs that stand beside and above each other."""
    draw, (width, height) = ImageDraw.Draw(image), image.size
    for _ in range(random.randint(4, 6)):
        x, y = width * random.uniform(0.1, 0.9), height * random.choice((0.35, 0.65, 0.95))
        radius = height * random.uniform(0.22, 0.42)
        thick = int(radius * random.uniform(0.13, 0.2))
        start = random.choice((180, 180, 0, 90, 270))
        for index, colour in enumerate(random.sample(palette.inks, 3)):
            inner = radius - index * thick * 1.35
            draw.arc((x - inner, y - inner, x + inner, y + inner), start, start + 180, fill=colour, width=thick)


def discs(image: Image.Image, random: Random, palette: Palette) -> None:
    """Discs that let each other shine through."""
    draw, (width, height) = ImageDraw.Draw(image, "RGBA"), image.size
    for index in range(random.randint(5, 7)):
        radius = height * random.uniform(0.14, 0.34)
        x, y = width * random.uniform(0.15, 0.85), height * random.uniform(0.2, 0.8)
        colour = palette.accent if index == 2 else random.choice(palette.inks[:3])
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(*colour, 188))


def beams(image: Image.Image, random: Random, palette: Palette) -> None:
    """Cones of light from above that meet on a floor."""
    draw, (width, height) = ImageDraw.Draw(image, "RGBA"), image.size
    for index in range(random.randint(3, 5)):
        top, foot = width * random.uniform(0.1, 0.9), width * random.uniform(0.2, 0.8)
        spread = width * random.uniform(0.07, 0.14)
        colour = palette.accent if index == 1 else random.choice((palette.main, palette.light, palette.deep))
        draw.polygon(
            [(top - 8, 0), (top + 8, 0), (foot + spread, height * 0.82), (foot - spread, height * 0.82)],
            fill=(*colour, 120),
        )
        draw.ellipse((foot - spread, height * 0.77, foot + spread, height * 0.87), fill=(*colour, 190))


def shapes(image: Image.Image, random: Random, palette: Palette) -> None:
    """Triangles, rectangles and half discs standing on one line."""
    draw, (width, height) = ImageDraw.Draw(image), image.size
    floor = height * 0.78
    x, inks = width * 0.08, [palette.accent]
    while x < width * 0.84:
        side = width * random.uniform(0.09, 0.18)
        tall = height * random.uniform(0.2, 0.52)
        inks = inks or random.sample(palette.inks, 4)
        colour = inks.pop()
        match random.randrange(4):
            case 0:
                draw.polygon([(x, floor), (x + side, floor), (x + side / 2, floor - tall)], fill=colour)
            case 1:
                draw.rectangle((x, floor - tall, x + side, floor), fill=colour)
            case 2:
                draw.pieslice((x, floor - side / 2, x + side, floor + side / 2), 180, 360, fill=colour)
            case _:
                draw.polygon([(x, floor), (x + side, floor), (x, floor - tall)], fill=colour)
        x += side + width * 0.012
    draw.rectangle((0, floor, width, floor + height * 0.01), fill=palette.deep)


def blocks(image: Image.Image, random: Random, palette: Palette) -> None:
    """Boxes in parallel projection, stacked like a model of a town."""
    draw, (width, height) = ImageDraw.Draw(image), image.size
    side = width / 14
    accents = {(random.randrange(5), random.randrange(7)) for _ in range(4)}
    for row in range(5):
        for column in range(7):
            x = width * 0.5 + (column - row - 1) * side
            y = height * 0.32 + (column + row) * side * 0.5
            tall = side * random.choice((0.3, 0.6, 1.0, 1.7))
            top = palette.accent if (row, column) in accents else palette.light
            draw.polygon(
                [(x - side, y - tall), (x, y + side / 2 - tall), (x, y + side / 2), (x - side, y)], fill=palette.main
            )
            draw.polygon(
                [(x + side, y - tall), (x, y + side / 2 - tall), (x, y + side / 2), (x + side, y)], fill=palette.deep
            )
            draw.polygon(
                [(x, y - side / 2 - tall), (x + side, y - tall), (x, y + side / 2 - tall), (x - side, y - tall)],
                fill=top,
            )


def stairs(image: Image.Image, random: Random, palette: Palette) -> None:
    """Steps that rise from one side to the other."""
    draw, (width, height) = ImageDraw.Draw(image), image.size
    count = random.randint(7, 12)
    is_mirrored = random.random() < 0.5
    for index in range(count):
        left = width * index / count
        top = height * (0.84 - 0.62 * index / count)
        box = (left, top, left + width / count + 1, height)
        if is_mirrored:
            box = (width - box[2], top, width - left, height)
        draw.rectangle(box, fill=blend(palette.light, palette.main, index / count))
        draw.rectangle(
            (box[0], top, box[2], top + height * 0.03), fill=palette.accent if index % 4 == 2 else palette.deep
        )


def pixels(image: Image.Image, random: Random, palette: Palette) -> None:
    """Mirrored figures of pixels like sprites of an old game."""
    draw, (width, height) = ImageDraw.Draw(image), image.size
    cell = height / 24
    figures = random.choice(((0.5,), (0.28, 0.72), (0.2, 0.5, 0.8)))
    for centre in figures:
        colour, second = random.choice(palette.inks[:2]), palette.accent
        half = 4 if len(figures) == 3 else 5
        for row in range(12):
            for column in range(half):
                if random.random() < 0.42 and 0 < row < 11:
                    continue
                y = height / 2 + (row - 6) * cell
                ink = second if random.random() < 0.2 else colour
                for x in (width * centre + column * cell, width * centre - (column + 1) * cell):
                    draw.rectangle((x, y, x + cell - 1, y + cell - 1), fill=ink)


def hills(image: Image.Image, random: Random, palette: Palette) -> None:
    """Ridges one behind the other under a round sun."""
    draw, (width, height) = ImageDraw.Draw(image), image.size
    radius, x, y = height * 0.11, width * random.uniform(0.2, 0.8), height * 0.26
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=palette.accent)
    count = random.randint(4, 6)
    for index in range(count):
        base = height * (0.4 + 0.5 * index / count)
        phase, turns = random.uniform(0, 6), random.uniform(0.6, 1.6)
        edge = [
            (
                x,
                base
                + height
                * 0.06
                * (math.sin(x / width * math.tau * turns + phase) + 0.4 * math.sin(x / width * 17 + phase)),
            )
            for x in range(0, width + 30, 30)
        ]
        draw.polygon([*edge, (width, height), (0, height)], fill=blend(palette.light, palette.deep, index / count))


FORMS: dict[str, Callable[[Image.Image, Random, Palette], None]] = {
    drawer.__name__: drawer
    for drawer in (
        waves, rings, bars, spines, grid, leaves, fields, arcs, discs, beams, shapes, blocks, stairs, pixels, hills,
    )
}  # fmt: skip
