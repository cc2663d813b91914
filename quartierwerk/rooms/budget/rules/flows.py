"""Money as a picture: from its sources through its pots to where it is now; pure, in cents and in units of the drawing.

Three columns of blocks, as high as their money, and bands between them. What stands beside the picture as a table is
the same list of flows.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

WIDTH, HEIGHT = 960, 480
BLOCK = 14
"""How wide a block is."""
GAP = 10
"""Between two blocks of a column."""
LEAST = 2
"""So high at least, so that nothing that is there vanishes."""
APART = 46
"""Between two labels of a column whose names have one line, with their sums below."""
LINE = 22
"""How much one more line of a name takes."""
LONGEST_LINE = 36
"""So many letters of a name stand in one line beside a block of the middle column."""


class Flow(NamedTuple):
    """So many cents on one way: a source, a group of pots, a state."""

    source: str
    group: str
    state: str
    cents: int


@dataclass(frozen=True)
class Block:
    """One block of a column, with its upper left corner."""

    name: str
    column: int
    cents: int
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Band:
    """A ribbon between two blocks: left and right edge, each by its upper end, and how high it is."""

    start: str
    end: str
    cents: int
    x0: float
    y0: float
    x1: float
    y1: float
    height: float

    @property
    def path(self) -> str:
        """Its outline, for an SVG."""
        half = (self.x0 + self.x1) / 2
        low0, low1 = self.y0 + self.height, self.y1 + self.height
        return (
            f"M{self.x0:.1f} {self.y0:.1f}"
            f"C{half:.1f} {self.y0:.1f} {half:.1f} {self.y1:.1f} {self.x1:.1f} {self.y1:.1f}"
            f"V{low1:.1f}C{half:.1f} {low1:.1f} {half:.1f} {low0:.1f} {self.x0:.1f} {low0:.1f}Z"
        )


@dataclass(frozen=True)
class Picture:
    """Blocks and bands, on a canvas of ``WIDTH`` by ``height``."""

    blocks: tuple[Block, ...]
    bands: tuple[Band, ...]
    height: float


def picture(flows: Iterable[Flow], *, order: Sequence[Sequence[str]]) -> Picture:
    """Lay out flows; ``order`` names the blocks of each of the three columns from top to bottom.

    All money has the same scale, so that heights can be compared across columns. Empty flows leave nothing.
    """
    there = [flow for flow in flows if flow.cents > 0]
    columns: list[dict[str, int]] = [defaultdict(int) for _column in range(3)]
    links: dict[tuple[int, str, str], int] = defaultdict(int)
    for flow in there:
        for column, name in enumerate(flow[:3]):
            columns[column][name] += flow.cents
        links[0, flow.source, flow.group] += flow.cents
        links[1, flow.group, flow.state] += flow.cents
    whole = sum(flow.cents for flow in there)
    most = max((len(column) for column in columns), default=0)
    # However many blocks there are, half the height is money.
    scale = max(HEIGHT - GAP * max(most - 1, 0), HEIGHT / 2) / whole if whole else 0.0
    blocks = {
        (block.column, block.name): block
        for column, names in enumerate(order)
        for block in _stack(column, [(name, columns[column][name]) for name in names if name in columns[column]], scale)
    }
    height = max((block.y + block.height for block in blocks.values()), default=0.0)
    return Picture(tuple(blocks.values()), tuple(_bands(links, blocks, scale)), height)


def wrapped(name: str) -> list[str]:
    """A name in as many lines as its label needs; nothing is cut off."""
    return textwrap.wrap(name, LONGEST_LINE) or [name]


def spread(middles: Sequence[float], *, least: float = 0.0, lines: Sequence[int] = ()) -> list[float]:
    """Where labels stand that want to stand at these heights, from top to bottom: never on one another.

    ``lines`` says how many lines each name has, one unless told otherwise.
    """
    placed: list[float] = []
    for number, middle in enumerate(middles):
        above = lines[number - 1] if lines else 1
        placed.append(max(middle, placed[-1] + APART + LINE * (above - 1) if placed else least))
    return placed


def pieces(parts: Sequence[int], *, length: int = 1000) -> list[tuple[float, float]]:
    """Start and length of the pieces of a bar, in units of the drawing; together they are the whole bar."""
    whole, start, found = sum(parts), 0.0, []
    for part in parts:
        size = length * part / whole if whole else 0.0
        found.append((round(start, 1), round(size, 1)))
        start += size
    return found


def _stack(column: int, sums: list[tuple[str, int]], scale: float) -> Iterable[Block]:
    x, y = column * (WIDTH - BLOCK) / 2, 0.0
    for name, cents in sums:
        height = max(LEAST, cents * scale)
        yield Block(name, column, cents, x, y, height)
        y += max(height + GAP, APART + LINE * (len(wrapped(name)) - 1))


def _bands(
    links: dict[tuple[int, str, str], int], blocks: dict[tuple[int, str], Block], scale: float
) -> Iterable[Band]:
    """Bands in the order of the blocks they join, so that they cross as little as they can."""
    filled: dict[tuple[int, str, bool], float] = defaultdict(float)
    ordered = sorted(links, key=lambda link: (link[0], blocks[link[0], link[1]].y, blocks[link[0] + 1, link[2]].y))
    for column, start, end in ordered:
        cents = links[column, start, end]
        height = max(LEAST / 2, cents * scale)
        left, right = blocks[column, start], blocks[column + 1, end]
        y0, y1 = left.y + filled[column, start, True], right.y + filled[column + 1, end, False]
        filled[column, start, True] += cents * scale
        filled[column + 1, end, False] += cents * scale
        yield Band(start, end, cents, left.x + BLOCK, y0, right.x, y1, height)
