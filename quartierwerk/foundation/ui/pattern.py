"""Calm SVG patterns drawn from a name, for everything that has no picture of its own."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random
from zlib import crc32

WIDTH, HEIGHT = 120, 80


def pattern_svg(seed: str, hue: int) -> str:
    """A decorative SVG of about one kilobyte, the same for the same seed, in shades of one hue (degrees, OKLCH).

    The colour stands in the presentation attribute ``color`` of the root, so that a stylesheet can
    override it by the class ``pattern`` (dark mode, print) and no style attribute offends the policy.
    """
    random = Random(crc32(seed.casefold().encode()))  # noqa: S311 - decoration, nothing secret
    name, draw = random.choice(FAMILIES)
    shapes = draw(random)
    return (
        f'<svg class="pattern pattern--{name}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'preserveAspectRatio="xMidYMid slice" color="oklch(0.62 0.1 {hue % 360})" fill="currentColor" '
        f'aria-hidden="true" focusable="false"><path fill-opacity=".14" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>{shapes}</svg>'
    )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _path(data: str, *, opacity: float) -> str:
    return f'<path fill-opacity="{opacity:.2f}" d="{data}"/>' if data else ""


def _strokes(data: str, *, width: float, opacity: float) -> str:
    return (
        f'<path fill="none" stroke="currentColor" stroke-width="{_number(width)}" '
        f'stroke-opacity="{opacity:.2f}" d="{data}"/>'
    )


def _waves(random: Random) -> str:
    swing, step = random.uniform(3, 8), random.choice((20, 30, 40))
    lines = []
    for index in range(random.randint(5, 8)):
        y = 8 + index * 10 + random.uniform(-1, 1)
        bends = f"M-{step} {_number(y)}q{step / 2:g}-{swing:.1f} {step} 0" + f"t{step} 0" * (WIDTH // step + 1)
        lines.append(_strokes(bends, width=random.choice((1, 1.5, 2.5, 4)), opacity=random.uniform(0.25, 0.6)))
    return "".join(lines)


def _arcs(random: Random) -> str:
    found = {0.2: "", 0.4: "", 0.65: ""}
    for column in range(6):
        for row in range(4):
            x, y = column * 20, row * 20
            shape = random.choice(
                (
                    f"M{x} {y}h20a20 20 0 0 1-20 20z",
                    f"M{x + 20} {y}v20a20 20 0 0 1-20-20z",
                    f"M{x} {y + 20}v-20a20 20 0 0 1 20 20z",
                    "",
                )
            )
            found[random.choice(tuple(found))] += shape
    return "".join(_path(data, opacity=opacity) for opacity, data in found.items())


def _dots(random: Random) -> str:
    # Lines without length and with round ends are the shortest way to write a disc.
    found: dict[int, str] = {}
    x0, y0 = random.uniform(20, 100), random.uniform(10, 70)
    for column in range(10):
        for row in range(6):
            x, y = 6 + column * 12 + (row % 2) * 6, 8 + row * 13
            size = max(2, round(10 - math.hypot(x - x0, y - y0) / 8))
            found[size] = found.get(size, "") + f"M{x} {y}h0"
    return (
        f'<g stroke-linecap="round">{"".join(_strokes(d, width=w, opacity=0.3 + w / 40) for w, d in found.items())}</g>'
    )


def _rings(random: Random) -> str:
    found = []
    for _ in range(random.randint(2, 3)):
        x, y = random.randint(10, 110), random.randint(10, 70)
        step = random.choice((5, 6, 8))
        data = "".join(f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0-{2 * r} 0" for r in range(step, 44, step))
        found.append(_strokes(data, width=random.choice((1.5, 2, 3)), opacity=random.uniform(0.3, 0.55)))
    return "".join(found)


def _stripes(random: Random) -> str:
    found, x = {0.18: "", 0.35: "", 0.6: ""}, -30.0
    lean = random.choice((-30, 0, 20, 40))
    while x < WIDTH + 40:
        width = random.choice((3, 5, 8, 12))
        found[random.choice(tuple(found))] += f"M{_number(x)} 0h{width}l{lean} {HEIGHT}h-{width}z"
        x += width + random.choice((2, 4, 9))
    return "".join(_path(data, opacity=opacity) for opacity, data in found.items())


def _triangles(random: Random) -> str:
    found = {0.15: "", 0.35: "", 0.6: ""}
    for column in range(6):
        for row in range(4):
            x, y = column * 20, row * 20
            shape = random.choice((f"M{x} {y}h20l-20 20z", f"M{x + 20} {y}v20h-20z", f"M{x} {y}l10 20 10-20z", ""))
            found[random.choice(tuple(found))] += shape
    return "".join(_path(data, opacity=opacity) for opacity, data in found.items())


def _hills(random: Random) -> str:
    radius, across = random.randint(6, 11), random.randint(15, 85)
    disc = f"a{radius} {radius} 0 1 0 {radius * 2} 0a{radius} {radius} 0 1 0-{radius * 2} 0"
    found = [_path(f"M{across} {random.randint(18, 30)}{disc}", opacity=0.55)]
    for index in range(4):
        swing, second, third = random.randint(6, 14), random.randint(-6, 6), random.randint(-6, 6)
        ridge = f"M0 {36 + index * 11}q20-{swing} 40 0t40 {second}t40 {third}V80H0z"
        found.append(_path(ridge, opacity=0.2 + index * 0.1))
    return "".join(found)


def _crosses(random: Random) -> str:
    found = {0.25: "", 0.55: ""}
    for column in range(9):
        for row in range(6):
            x, y = 3 + column * 14 + (row % 2) * 7, 4 + row * 14
            arm = random.choice((2, 3, 4))
            found[random.choice((0.25, 0.55))] += f"M{x} {y}h{arm * 2}M{x + arm} {y - arm}v{arm * 2}"
    return "".join(_strokes(data, width=1.6, opacity=opacity) for opacity, data in found.items())


FAMILIES: tuple[tuple[str, Callable[[Random], str]], ...] = (
    ("waves", _waves),
    ("arcs", _arcs),
    ("dots", _dots),
    ("rings", _rings),
    ("stripes", _stripes),
    ("triangles", _triangles),
    ("hills", _hills),
    ("crosses", _crosses),
)
