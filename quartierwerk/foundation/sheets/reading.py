"""Opening a table that somebody brought: CSV or XLSX, told by content, streamed row by row."""

from __future__ import annotations

import codecs
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from quartierwerk.foundation.sheets.csvfile import CsvSource, Encoding, Record, find_encoding
from quartierwerk.foundation.sheets.errors import DamagedFile, SheetError
from quartierwerk.foundation.sheets.headings import REPORT_HEADINGS, extent, filled, find_header, readable
from quartierwerk.foundation.sheets.mapping import Column, known_names, squashed
from quartierwerk.foundation.sheets.package import protected
from quartierwerk.foundation.sheets.xlsxfile import XlsxSource

MOST_BYTES = 50 * 1024 * 1024
PREVIEW_ROWS = 60
_CHUNK = 1 << 16
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"{\\rtf", b"%pdf")


@dataclass(frozen=True)
class Row:
    """One row as it stands in the file; `number` is the one that a spreadsheet program shows."""

    number: int
    cells: tuple[str, ...]
    notes: tuple[str, ...]
    originals: tuple[Any, ...]


class Table:
    """A table in a file; it streams its rows as often as asked and holds none of them."""

    def __init__(self, source: CsvSource | XlsxSource, header: Record, above: tuple[str, ...], name: str) -> None:
        cells = header.cells[: extent(header.cells)]
        self._is_report = tuple(cells[-2:]) == REPORT_HEADINGS
        if self._is_report:
            cells = cells[:-2]
        self._source = source
        self._release: Callable[[], None] | None = None
        self._count: int | None = None
        self.name = name
        self.format = source.format
        self.encoding = source.encoding
        self.delimiter = source.delimiter
        self.sheet = source.sheet
        self.sheets = source.sheets
        self.heading_cells = tuple(cells)
        self.headings = tuple(readable(cells))
        self.header_row = header.number
        self.above = above
        self.notes = source.notes
        if above:
            self.notes += (_("Die Überschriften stehen in Zeile %(row)d.") % {"row": header.number},)

    def __enter__(self) -> Table:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __iter__(self) -> Iterator[Row]:
        return self.rows()

    def rows(self, *, after: int = 0) -> Iterator[Row]:
        """The rows below the headings; blank rows and repeated headings are left out."""
        start = max(after, self.header_row)
        width = len(self.headings) + 2 * self._is_report
        repeated = [squashed(cell) for cell in self.heading_cells]
        first = self.heading_cells[0].casefold()
        for record in self._source.records(width=width):
            if record.number <= start or not filled(record.cells):
                continue
            row = self._row(record)
            if row.cells[0].casefold() == first and [squashed(cell) for cell in row.cells] == repeated:
                continue
            yield row

    def count(self) -> int:
        """How many rows there are; the first call reads through the file."""
        if self._count is None:
            self._count = sum(1 for _row in self.rows())
        return self._count

    def close(self) -> None:
        """Lets go of the file and removes the copy that was made of an upload."""
        self._source.close()
        if self._release:
            self._release()

    def _row(self, record: Record) -> Row:
        width = len(self.headings)
        cells = list(record.cells)
        originals = cells if record.originals is None else list(record.originals)
        if self._is_report:
            cells, originals = cells[:width] + cells[width + 2 :], originals[:width] + originals[width + 2 :]
        notes = record.notes
        if filled(cells[width:]):
            notes += (_("Die Zeile hat mehr Zellen als die Tabelle Überschriften."),)
        else:
            cells, originals = cells[:width], originals[:width]
        missing = width - len(cells)
        return Row(record.number, (*cells, *[""] * missing), notes, (*originals, *[""] * missing))


def open_table(
    source: Path | str | BinaryIO,
    *,
    name: str = "",
    wanted: Sequence[Column] = (),
    sheet: str | int | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    most_bytes: int = MOST_BYTES,
) -> Table:
    """Opens a file as a table; what is not given is found out, the headings with the help of the wanted columns."""
    path, release = _local(source, most_bytes)
    opened: CsvSource | XlsxSource | None = None
    try:
        names = known_names(wanted)
        if _kind(path) == "xlsx":
            opened = XlsxSource(path)
            header, above = _choose_sheet(opened, sheet, names, header_row)
        else:
            opened = CsvSource(path, _given(encoding) or find_encoding(path), delimiter, names)
            header, above = _header(opened, names, header_row)
        table = Table(opened, header, above, name)
    except BaseException:
        if opened:
            opened.close()
        release()
        raise
    table._release = release
    return table


def _local(source: Path | str | BinaryIO, most_bytes: int) -> tuple[Path, Callable[[], None]]:
    """A path that can be opened again and again; an upload is copied, so its memory or temporary file may go."""
    too_large = SheetError(
        _("Die Datei ist größer als %(most)d MB. Bitte teilen Sie die Tabelle auf mehrere Dateien auf.")
        % {"most": most_bytes // (1024 * 1024)}
    )
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        if path.stat().st_size > most_bytes:
            raise too_large
        return path, _nothing
    copy = tempfile.NamedTemporaryFile(prefix="quartierwerk-", suffix=".table")
    source.seek(0)
    while chunk := source.read(_CHUNK):
        copy.write(chunk)
        if copy.tell() > most_bytes:
            copy.close()
            raise too_large
    copy.flush()
    return Path(copy.name), copy.close


def _nothing() -> None:
    """A file that was given by its path stays."""


def _kind(path: Path) -> str:
    """Whether the content is XLSX or text; everything else is refused with a way out."""
    with path.open("rb") as file:
        start = file.read(512)
    if not start.strip():
        raise SheetError(_("Die Datei ist leer."))
    if start.startswith(b"PK"):
        return _zip_kind(path)
    if start.startswith(_OLE):
        if _contains(path, _ENCRYPTED):
            raise SheetError(protected())
        raise SheetError(_("Dateien im alten Format XLS werden nicht gelesen. Bitte als XLSX oder CSV speichern."))
    if start.lstrip().lower().startswith(_MARKUP):
        raise SheetError(_("Die Datei ist ein Dokument und keine Tabelle. Bitte als XLSX oder CSV speichern."))
    return "csv"


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError) as why:
        raise DamagedFile from why
    if b"opendocument" in kind:
        raise SheetError(_("Dateien im Format ODS werden nicht gelesen. Bitte als XLSX oder CSV speichern."))
    if "xl/workbook.bin" in names:
        raise SheetError(_("Dateien im Format XLSB werden nicht gelesen. Bitte als XLSX oder CSV speichern."))
    if "[Content_Types].xml" not in names or not any("workbook" in name for name in names):
        raise SheetError(_("Die Datei ist keine Tabelle. Bitte speichern Sie sie als XLSX oder CSV."))
    return "xlsx"


def _contains(path: Path, what: bytes) -> bool:
    """Whether bytes stand somewhere in a file, also across two chunks."""
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if what in tail + chunk:
                return True
            tail = chunk[-len(what) :]
    return False


def _given(encoding: str | None) -> Encoding | None:
    if not encoding:
        return None
    try:
        return Encoding(codecs.lookup(encoding).name)
    except LookupError:
        raise SheetError(_("Die Zeichenkodierung „%(name)s“ ist nicht bekannt.") % {"name": encoding}) from None


def _choose_sheet(
    book: XlsxSource, wanted: str | int | None, names: Mapping[str, str], header_row: int | None
) -> tuple[Record, tuple[str, ...]]:
    """The sheet asked for, by name or number, else the first visible one with a table, else a hidden one."""
    if wanted is None:
        parts = sorted(book.parts, key=lambda part: not part.visible)
    else:
        parts = [part for place, part in enumerate(book.parts, 1) if wanted in (part.name, place)]
        if not parts:
            raise SheetError(
                _("Das Tabellenblatt „%(sheet)s“ gibt es in der Datei nicht. Vorhanden: %(sheets)s.")
                % {"sheet": wanted, "sheets": ", ".join(book.sheets)}
            )
    for part in parts[:-1]:
        try:
            return _header(book.choose(part), names, header_row)
        except SheetError:
            continue
    if not parts:
        raise SheetError(_("Die Datei enthält kein Tabellenblatt."))
    return _header(book.choose(parts[-1]), names, header_row)


def _header(
    source: CsvSource | XlsxSource, names: Mapping[str, str], header_row: int | None
) -> tuple[Record, tuple[str, ...]]:
    """The row of headings and the text above it."""
    most = PREVIEW_ROWS if header_row is None else header_row
    rows = list(islice((row for row in source.records() if filled(row.cells)), most))
    if header_row is not None:
        header = next((row for row in rows if row.number == header_row), None)
        if header is None:
            raise SheetError(_("Zeile %(row)d ist leer und kann keine Überschriften enthalten.") % {"row": header_row})
    elif not rows:
        raise SheetError(_("Die Datei ist leer."))
    else:
        header = find_header(rows, names, ragged=source.format == "xlsx")
        if header is None:
            raise SheetError(_("In der Datei wurde keine Tabelle gefunden. Sie braucht eine Zeile mit Überschriften."))
    above = [" ".join(cell.strip() for cell in row.cells if cell.strip()) for row in rows if row.number < header.number]
    return header, tuple(above)
