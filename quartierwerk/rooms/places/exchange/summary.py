"""What the command line says of a file that came in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Summary:
    """How an import went, for the command line."""

    said: list[str]
    came_back: int = 0
    """How much of the file stays outside."""

    def lines(self) -> list[str]:
        """The summary in sentences."""
        return self.said
