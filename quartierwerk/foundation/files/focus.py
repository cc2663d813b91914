"""The focal point of a picture: what stays in sight wherever a frame cuts it."""

from __future__ import annotations

from typing import NamedTuple

STEP = 5
"""Pages place pictures in steps of so many percent: a policy without style attributes needs a class for each."""


class Focus(NamedTuple):
    """The point of a picture that matters most (Blickpunkt): shares of width from the left, of height from the top."""

    x: float = 0.5
    y: float = 0.5

    @property
    def is_on_picture(self) -> bool:
        """Whether both shares lie between 0 and 1."""
        return all(0 <= share <= 1 for share in self)

    @property
    def percent(self) -> tuple[int, int]:
        """Both shares in percent, to the nearest step."""
        return _step(self.x), _step(self.y)

    @property
    def css(self) -> str:
        """The classes that place a picture in its frame; empty for the middle, where every picture lies by itself."""
        x, y = self.percent
        return f"focus-x-{x} focus-y-{y}" if (x, y) != MIDDLE.percent else ""


def _step(share: float) -> int:
    return round(share * 100 / STEP) * STEP


MIDDLE = Focus()
