"""Where a table begins: the row of headings under titles, blank lines and remarks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from quartierwerk.foundation.sheets.cleaning import clean_cell
from quartierwerk.foundation.sheets.csvfile import Record
from quartierwerk.foundation.sheets.mapping import squashed

LONGEST_HEADING = 120
# The words are part of the file format of a report, the same in every language of the pages.
REPORT_HEADINGS = ("Zeile", "Grund")
_DATA = re.compile(r"[\d\s.,:/+()%€-]+|\S+@\S+\.\S+|(?:https?://|www\.)\S+", re.IGNORECASE)


def find_header(rows: Sequence[Record], names: Mapping[str, str], *, ragged: bool) -> Record | None:
    """The row of headings among the first rows of a file, or nothing when they are no table.

    The row with most of the known names wins; without such a row it is the first well-filled row of short texts that
    hardly repeat. Ragged rows end at their last filled cell, as those of XLSX do.
    """
    known = [len(_known(row, names)) for row in rows]
    most = max(known, default=0)
    if most >= 2 or (most == 1 and max(filled(row.cells) for row in rows) <= 2):
        return rows[known.index(most)]
    fullest = max((filled(row.cells) for row in rows), default=0)
    for place, row in enumerate(rows):
        if filled(row.cells) >= max(2, fullest * 0.7) and _like_headings(row) and _goes_on(rows[place:], ragged=ragged):
            return row
    return None


def filled(cells: Sequence[str]) -> int:
    """How many cells hold something."""
    return sum(bool(cell.strip()) for cell in cells)


def _known(row: Record, names: Mapping[str, str]) -> set[str]:
    found = {squashed(cell) for cell in row.cells if len(cell) <= LONGEST_HEADING}
    return {names[heading] for heading in found if heading in names}


def _like_headings(row: Record) -> bool:
    texts = [cell.strip() for cell in row.cells if cell.strip()]
    return len({text.casefold() for text in texts}) >= len(texts) * 0.7 and not any(
        len(text) > LONGEST_HEADING or _DATA.fullmatch(text) for text in texts
    )


def _goes_on(rows: Sequence[Record], *, ragged: bool) -> bool:
    """Whether most rows below are built like the first; prose with commas is not."""
    if ragged:
        alike = [filled(row.cells) >= 2 for row in rows[1:]]
    else:
        alike = [len(above.cells) == len(below.cells) for above, below in pairwise(rows)]
    return sum(alike) * 2 >= len(alike)


def extent(cells: Sequence[str]) -> int:
    """The width up to the last filled cell."""
    return max((place for place, cell in enumerate(cells, start=1) if cell.strip()), default=0)


def readable(cells: Sequence[str]) -> list[str]:
    """Headings a person can tell apart: cleaned, named after their column when empty, numbered when repeated."""
    shown: list[str] = []
    for place, cell in enumerate(cells, start=1):
        column = _("Spalte %(letter)s") % {"letter": get_column_letter(place)}
        base = clean_cell(cell, most=LONGEST_HEADING).text or column
        heading, again = base, 1
        while heading in shown:
            again += 1
            heading = f"{base} ({again})"
        shown.append(heading)
    return shown
