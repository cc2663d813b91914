"""Pictures drawn from a name, so that no grid looks broken where there is no photograph."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache

from django.utils.safestring import SafeString, mark_safe

from quartierwerk.foundation.ui.markup import fill

COLUMNS, ROWS, TILE = 4, 3, 40
TONES = ("soft", "mid", "full", "ink", "soft", "mid")


def draw(name: str, *, hue: int | None = None, label: str = "") -> SafeString:
    """A calm pattern of tiles like a city block, always the same for a name, in a district's hue."""
    bytes_ = hashlib.blake2b(name.encode(), digest_size=32).digest()
    shapes = [
        _tile(index, bytes_[index] % len(_SHAPES), (bytes_[index] >> 4) % len(TONES), bytes_[index + 12] % 4)
        for index in range(COLUMNS * ROWS)
    ]
    voice = fill('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return fill(
        '<svg class="drawing hue-{}" viewBox="0 0 160 120" preserveAspectRatio="xMidYMid slice" {}>'
        '<path class="drawing__ground" d="M0 0h160v120H0z"/>{}</svg>',
        hue or bytes_[31] % 12 + 1,
        voice,
        mark_safe("".join(shapes)),  # noqa: S308 - our own drawing, only numbers inside
    )


@cache
def _tile(index: int, shape: int, tone: int, turn: int) -> str:
    """One of some two thousand tiles, each made once."""
    return _SHAPES[shape](index % COLUMNS * TILE, index // COLUMNS * TILE, TONES[tone], turn)


def _quarter(x: int, y: int, tone: str, turn: int) -> str:
    corner = ((x, y), (x + TILE, y), (x + TILE, y + TILE), (x, y + TILE))[turn]
    start = ((x + TILE, y), (x + TILE, y + TILE), (x, y + TILE), (x, y))[turn]
    end = ((x, y + TILE), (x, y), (x + TILE, y), (x + TILE, y + TILE))[turn]
    return (
        f'<path class="drawing__{tone}" d="M{corner[0]} {corner[1]}L{start[0]} {start[1]}'
        f'A{TILE} {TILE} 0 0 1 {end[0]} {end[1]}z"/>'
    )


def _half(x: int, y: int, tone: str, turn: int) -> str:
    points = (
        f"{x} {y}h{TILE}v{TILE}",
        f"{x + TILE} {y}v{TILE}h-{TILE}",
        f"{x + TILE} {y + TILE}h-{TILE}v-{TILE}",
        f"{x} {y + TILE}v-{TILE}h{TILE}",
    )[turn]
    return f'<path class="drawing__{tone}" d="M{points}z"/>'


def _circle(x: int, y: int, tone: str, turn: int) -> str:
    radius = (20, 14, 20, 9)[turn]
    return f'<circle class="drawing__{tone}" cx="{x + 20}" cy="{y + 20}" r="{radius}"/>'


def _lines(x: int, y: int, tone: str, turn: int) -> str:
    strokes = (
        "".join(f"M{x + 4 + 8 * step} {y}v{TILE}" for step in range(5))
        if turn % 2
        else "".join(f"M{x} {y + 4 + 8 * step}h{TILE}" for step in range(5))
    )
    return f'<path class="drawing__lines drawing__lines--{tone}" d="{strokes}"/>'


def _square(x: int, y: int, tone: str, turn: int) -> str:
    return f'<path class="drawing__{tone}" d="M{x} {y}h{TILE}v{TILE}h-{TILE}z"/>'


def _nothing(x: int, y: int, tone: str, turn: int) -> str:
    return ""


_SHAPES: tuple[Callable[[int, int, str, int], str], ...] = (
    _quarter,
    _half,
    _quarter,
    _circle,
    _square,
    _lines,
    _nothing,
    _quarter,
)
