"""Which letters the faces of the house have; a document that asks for another one would not be made at all."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
UNKNOWN = "\ufffd"
"""Stands where the house has no sign, so that a reader sees that there was one."""
_UNSEEN = (
    *(0xAD, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A)),
    *(*range(0xFE00, 0xFE10), 0xFEFF, *range(0xE0020, 0xE0080)),
)
"""What joins, parts and turns letters; no face needs a picture of it."""


def showable(text: str) -> str:
    """The text with everything that no face has, and what is no letter at all, as ``UNKNOWN``."""
    return text.replace("\r\n", "\n").translate(_signs())


class _Signs(dict[int, int | str]):
    """Code points as they are shown; asked for one by one, since a text has few of all that there are."""

    def __init__(self, known: frozenset[int]) -> None:
        super().__init__({ord("\n"): "\n", ord("\r"): "\n", ord("\t"): " "} | {code: code for code in _UNSEEN})
        self.known = known

    def __missing__(self, code: int) -> int | str:
        kind = unicodedata.category(chr(code))
        # Private signs mean nothing to others, and the standard forbids them even where a face has them.
        is_shown = code in self.known and kind not in ("Cc", "Co", "Cs")
        shown = self[code] = code if is_shown else " " if kind == "Zs" else UNKNOWN
        return shown


@cache
def _signs() -> _Signs:
    spans = (line.split("-") for line in (FONTS / "letters.txt").read_text(encoding="ascii").splitlines())
    return _Signs(frozenset(code for first, last in spans for code in range(int(first, 16), int(last, 16) + 1)))
