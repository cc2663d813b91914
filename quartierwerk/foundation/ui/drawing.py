"""Pictures drawn from a name, so that no grid looks broken where there is no photograph."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

COLUMNS, ROWS, TILE = 4, 3, 40


def draw(name: str, *, hue: int | None = None, label: str = "") -> SafeString:
    """A calm pattern of tiles like a city block, always the same for a name, in a district's hue."""
    bytes_ = hashlib.blake2b(name.encode(), digest_size=32).digest()
    shapes = [
        _SHAPES[bytes_[index] % len(_SHAPES)](
            index % COLUMNS * TILE, index // COLUMNS * TILE, bytes_[index] >> 4, bytes_[index + 12] % 4
        )
        for index in range(COLUMNS * ROWS)
    ]
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="drawing hue-{}" viewBox="0 0 160 120" preserveAspectRatio="xMidYMid slice" {}>'
        '<path class="drawing__ground" d="M0 0h160v120H0z"/>{}</svg>',
        hue or bytes_[31] % 12 + 1,
        voice,
        mark_safe("".join(shapes)),  # noqa: S308 - our own drawing, only numbers inside
    )


def _tone(value: int) -> str:
    return ("soft", "mid", "full", "ink", "soft", "mid")[value % 6]


def _quarter(x: int, y: int, tone: int, turn: int) -> str:
    corner = ((x, y), (x + TILE, y), (x + TILE, y + TILE), (x, y + TILE))[turn]
    start = ((x + TILE, y), (x + TILE, y + TILE), (x, y + TILE), (x, y))[turn]
    end = ((x, y + TILE), (x, y), (x + TILE, y), (x + TILE, y + TILE))[turn]
    return (
        f'<path class="drawing__{_tone(tone)}" d="M{corner[0]} {corner[1]}L{start[0]} {start[1]}'
        f'A{TILE} {TILE} 0 0 1 {end[0]} {end[1]}z"/>'
    )


def _half(x: int, y: int, tone: int, turn: int) -> str:
    points = (
        f"{x} {y}h{TILE}v{TILE}",
        f"{x + TILE} {y}v{TILE}h-{TILE}",
        f"{x + TILE} {y + TILE}h-{TILE}v-{TILE}",
        f"{x} {y + TILE}v-{TILE}h{TILE}",
    )[turn]
    return f'<path class="drawing__{_tone(tone)}" d="M{points}z"/>'


def _circle(x: int, y: int, tone: int, turn: int) -> str:
    radius = (20, 14, 20, 9)[turn]
    return f'<circle class="drawing__{_tone(tone)}" cx="{x + 20}" cy="{y + 20}" r="{radius}"/>'


def _lines(x: int, y: int, tone: int, turn: int) -> str:
    strokes = (
        "".join(f"M{x + 4 + 8 * step} {y}v{TILE}" for step in range(5))
        if turn % 2
        else "".join(f"M{x} {y + 4 + 8 * step}h{TILE}" for step in range(5))
    )
    return f'<path class="drawing__lines drawing__lines--{_tone(tone)}" d="{strokes}"/>'


def _square(x: int, y: int, tone: int, turn: int) -> str:
    return f'<path class="drawing__{_tone(tone)}" d="M{x} {y}h{TILE}v{TILE}h-{TILE}z"/>'


def _nothing(x: int, y: int, tone: int, turn: int) -> str:
    return ""


_SHAPES: tuple[Callable[[int, int, int, int], str], ...] = (
    _quarter,
    _half,
    _quarter,
    _circle,
    _square,
    _lines,
    _nothing,
    _quarter,
)
