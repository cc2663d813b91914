"""Documents: the house's sample of two pages beside a floor, an empty page that keeps the same standards."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import typst

from quartierwerk.foundation.documents.lettering import FONTS
from quartierwerk.foundation.documents.rendering import STANDARDS
from quartierwerk.foundation.documents.sample import drawn
from tests.bench.timing import interleaved, summary

AT = datetime(2026, 11, 27, tzinfo=UTC)
EMPTY = b'#set document(title: "Leer")\n#set text(lang: "de")'
FACES = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def measure(*, count: int) -> dict[str, Any]:
    """Milliseconds of each, in turns, so many times; no two samples are the same, so that nothing is remembered."""
    ways = {"sample": _sample, "empty": _empty}
    taken = interleaved(range(count), ways, rounds=1)
    return {name: summary(times["wall"]) for name, times in taken.items()}


def _sample(number: int) -> bytes:
    return drawn(language="de", at=AT.replace(day=1 + number % 28, year=2000 + number))


def _empty(number: int) -> object:
    compiler = typst.Compiler(EMPTY + b" " * number, font_paths=FACES, ignore_system_fonts=True)
    return compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=number)
