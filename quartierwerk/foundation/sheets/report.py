"""The file that hands refused rows back: as they came, with their row number and the reason, ready to be corrected."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from django.utils.translation import gettext as _

from quartierwerk.foundation.sheets.cleaning import TRIGGERS
from quartierwerk.foundation.sheets.headings import REPORT_HEADINGS
from quartierwerk.foundation.sheets.reading import Row, Table
from quartierwerk.foundation.sheets.writing import XlsxTable, settled

_WIDTH, _REASON_WIDTH = 18, 60


class Report:
    """A file of refused rows in the format of the table they came from."""

    def __init__(self, path: Path | str, table: Table) -> None:
        self.count = 0
        self._width = len(table.headings)
        self._xlsx: XlsxTable | None = None
        headings = [*table.heading_cells, *REPORT_HEADINGS]
        if table.format == "xlsx":
            widths = [_WIDTH] * self._width + [8, _REASON_WIDTH]
            self._xlsx = XlsxTable(str(path), headings, widths, title=_("Zurückgewiesene Zeilen"))
        else:
            self._file = Path(path).open("w", encoding="utf-8-sig", errors="replace", newline="")
            self._csv = csv.writer(self._file, delimiter=table.delimiter, lineterminator="\r\n")
            self._csv.writerow([_as_it_was(cell) for cell in headings])

    def __enter__(self) -> Report:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def refuse(self, row: Row, reasons: str | Iterable[str]) -> None:
        """Writes a row down with what is wrong with it."""
        self.count += 1
        reason = reasons if isinstance(reasons, str) else " ".join(str(sentence) for sentence in reasons)
        if self._xlsx:
            cells = row.originals
            self._xlsx.add([*cells[: self._width], row.number, reason, *cells[self._width :]])
        else:
            cells = tuple(_as_it_was(cell) for cell in row.cells)
            self._csv.writerow([*cells[: self._width], row.number, _as_it_was(reason), *cells[self._width :]])

    def close(self) -> None:
        """Finishes the file."""
        if self._xlsx:
            self._xlsx.close()
        else:
            self._file.close()


def report_writer(path: Path | str, table: Table) -> Report:
    """A report beside a table: its headings and its format, to be used in a `with`."""
    return Report(path, table)


def _as_it_was(cell: str) -> str:
    """The raw cell; only a bare formula gets the apostrophe, one that has it already stays as it came."""
    text: str = settled(cell)
    return "'" + text if text[:1] and text[0] in TRIGGERS else text
