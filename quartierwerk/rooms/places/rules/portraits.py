"""What a place's profile says, tidied: strengths and priorities, one a line, in two languages."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Protocol

MOST_LINES = 12
MOST_LETTERS = 200


class Written(Protocol):
    """Something that has the columns of a profile."""

    strengths_de: str
    strengths_en: str
    priorities_de: str
    priorities_en: str


@dataclass(frozen=True)
class Portrait:
    """What one version of a profile says."""

    strengths_de: str = ""
    strengths_en: str = ""
    priorities_de: str = ""
    priorities_en: str = ""

    @property
    def says_something(self) -> bool:
        """There is at least one line."""
        return any(self.columns().values())

    def tidied(self) -> Portrait:
        """The same without bullets, doubles, empty and endless lines."""
        return Portrait(**{name: lines(value) for name, value in self.columns().items()})

    def columns(self) -> dict[str, str]:
        """The texts by the names of their columns."""
        return asdict(self)


def of(written: Written) -> Portrait:
    """What a version says."""
    return Portrait(written.strengths_de, written.strengths_en, written.priorities_de, written.priorities_en)


def lines(text: str) -> str:
    """One thing a line, as it is kept."""
    tidy = (" ".join(line.split()).lstrip("-–•* ").strip()[:MOST_LETTERS] for line in text.splitlines())
    return "\n".join(list(dict.fromkeys(line for line in tidy if line))[:MOST_LINES])
