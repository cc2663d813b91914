"""XLSX, read part by part: bounded memory whatever the file says about itself.

openpyxl's read-only mode keeps all shared strings in memory, believes the dimension that a file declares, fills
gaps between rows and columns with cells, and refuses files whose styles it does not know. So the rows are read
here, from the XML itself; openpyxl lends its knowledge of number formats and dates.
"""

from __future__ import annotations

import os
import re
import tempfile
from array import array
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from quartierwerk.foundation.sheets.csvfile import Record
from quartierwerk.foundation.sheets.errors import DamagedFile, SheetError
from quartierwerk.foundation.sheets.package import Walker, checked, damage_is_said, walk, walk_all

MOST_COLUMNS = 1_000
MOST_ROWS = 1_048_576
MOST_CELL = 32_767
MOST_NOTES = 20
_LAST_LETTERS = 18_278  # ZZZ
_DIGITS = "0123456789"
_WINDOW = 1 << 18
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ZEROS = re.compile(r"0{2,}")
_ERRORS = {
    "#N/A": "#NV",
    "#REF!": "#BEZUG!",
    "#VALUE!": "#WERT!",
    "#NUM!": "#ZAHL!",
    "#DIV/0!": "#DIV/0!",
    "#NAME?": "#NAME?",
    "#NULL!": "#NULL!",
}


class SheetPart(NamedTuple):
    """A sheet of a workbook and where it lies in the archive."""

    name: str
    part: str
    visible: bool


# --- The workbook ------------------------------------------------------------------------------------------------


class _Relations(Walker):
    def __init__(self) -> None:
        self.targets: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))


class _Book(Walker):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.since_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.since_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), relation, attributes.get("state", "visible") == "visible"))


class _Styles(Walker):
    def __init__(self) -> None:
        self.formats: dict[int, str] = dict(BUILTIN_FORMATS)
        self.by_style: list[int] = []
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self.formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self.by_style.append(int(attributes.get("numFmtId", 0)))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False

    def format_of(self, style: int) -> str:
        return self.formats.get(self.by_style[style], "General") if style < len(self.by_style) else "General"


class _Texts(Walker):
    """The shared strings, written to a file as they come."""

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile()
        self.ends = array("Q", [0])
        self._pieces = _Pieces()
        self._silent = 0
        self._window, self._window_start = b"", 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if name == "si":
            self._pieces.clear()
        elif name == "rPh":
            self._silent += 1
        elif name == "t":
            self._pieces.open = not self._silent

    def end(self, name: str) -> None:
        if name == "t":
            self._pieces.open = False
        elif name == "rPh":
            self._silent -= 1
        elif name == "si":
            text = unescape(self._pieces.text()).encode("utf-8", "replace")
            self.file.write(text)
            self.ends.append(self.ends[-1] + len(text))

    def text(self, text: str) -> None:
        self._pieces.add(text)

    def done(self) -> None:
        self.file.flush()

    def __getitem__(self, number: int) -> str:
        if number < 0:
            raise IndexError(number)
        start, end = self.ends[number], self.ends[number + 1]
        if not (self._window_start <= start and end <= self._window_start + len(self._window)):
            self._window = os.pread(self.file.fileno(), max(_WINDOW, end - start), start)
            self._window_start = start
        return self._window[start - self._window_start : end - self._window_start].decode()


class _Pieces:
    """Text that comes in pieces, up to what a cell may hold."""

    def __init__(self) -> None:
        self.open = False
        self._pieces: list[str] = []
        self._length = 0

    def clear(self) -> None:
        self._pieces.clear()
        self._length = 0

    def add(self, text: str) -> None:
        if self.open and self._length < MOST_CELL:
            self._pieces.append(text[: MOST_CELL - self._length])
            self._length += len(text)

    def text(self) -> str:
        return "".join(self._pieces)


def unescape(text: str) -> str:
    """The characters that XML cannot hold and Excel writes as _x000D_."""
    return _ESCAPE.sub(_escaped_character, text) if "_x" in text else text


def _escaped_character(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return "\ufffd" if "\ud800" <= char <= "\udfff" else char


# --- Cells -------------------------------------------------------------------------------------------------------


class _Cell(NamedTuple):
    text: str
    original: Any
    error: str = ""


class _Rows(Walker):
    """The rows of a sheet, finished ones waiting in `ready`."""

    def __init__(self, source: XlsxSource) -> None:
        self.ready: list[Record] = []
        self._source = source
        self._number = 0
        self._column = 0
        self._cells: dict[int, _Cell] = {}
        self._notes: list[str] = []
        self._type, self._style, self._has_formula, self._silent = "n", 0, False, 0
        self._value = _Pieces()
        self._columns = _Columns()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._type = attributes.get("t", "n")
            self._style = int(attributes.get("s", 0))
            self._column = self._columns[attributes["r"].rstrip(_DIGITS)] if "r" in attributes else self._column + 1
            self._has_formula = False
            self._value.clear()
        elif name == "v" or (name == "t" and not self._silent):
            self._value.open = True
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._silent += 1
        elif name == "row":
            # A row that does not move forward would overwrite one that is already out.
            self._number = max(int(attributes.get("r", 0)), self._number + 1)
            if self._number > MOST_ROWS:
                raise DamagedFile
            self._column, self._cells, self._notes = 0, {}, []

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._value.open = False
        elif name == "rPh":
            self._silent -= 1
        elif name == "c":
            self._finish_cell()
        elif name == "row":
            width = max(self._cells, default=0)
            cells = [self._cells.get(column, _EMPTY) for column in range(1, width + 1)]
            texts, originals = [cell.text for cell in cells], [cell.original for cell in cells]
            self.ready.append(Record(self._number, texts, tuple(self._notes), originals))

    def text(self, text: str) -> None:
        self._value.add(text)

    def _finish_cell(self) -> None:
        raw = self._value.text()
        if not raw:
            if self._has_formula and self._type != "str":
                self._note(_("Zelle %(cell)s enthält eine Formel ohne gespeichertes Ergebnis und gilt als leer."))
            return
        cell = self._source.cell(self._type, raw, self._style)
        if cell.error:
            self._note(_("Zelle %(cell)s enthält den Fehlerwert %(error)s und gilt als leer."), error=cell.error)
        if self._column > MOST_COLUMNS:
            self._note(_("Zelle %(cell)s liegt zu weit rechts und wurde nicht gelesen."))
        elif cell.text:
            self._cells[self._column] = cell

    def _note(self, sentence: str, **more: str) -> None:
        if len(self._notes) < MOST_NOTES:
            column = get_column_letter(min(self._column, _LAST_LETTERS))
            self._notes.append(sentence % {"cell": f"{column}{self._number}", **more})


_EMPTY = _Cell("", None)


class _Columns(dict[str, int]):
    """The numbers of columns by their letters, each counted out once."""

    def __missing__(self, letters: str) -> int:
        number = 0
        for char in letters[:4]:
            number = number * 26 + ord(char.upper()) - 64
        self[letters] = number
        return number


class XlsxSource:
    """One sheet of an XLSX file whose rows can be read again and again, never all at once."""

    format = "xlsx"
    encoding = ""
    delimiter = ""
    notes: tuple[str, ...] = ()

    def __init__(self, path: Path) -> None:
        self._archive = checked(path)
        self._styles, self._texts, book = _Styles(), _Texts(), _Book()
        try:
            with damage_is_said():
                self._read_book(book)
        except SheetError:
            self.close()
            raise
        self._epoch = CALENDAR_MAC_1904 if book.since_1904 else CALENDAR_WINDOWS_1900
        self._by_type: dict[str, Callable[[str], _Cell]] = {
            "s": self._shared,
            "inlineStr": lambda raw: _as_text(unescape(raw)),
            "str": lambda raw: _as_text(unescape(raw)),
            "b": lambda raw: _Cell(_("ja"), True) if raw in ("1", "true") else _Cell(_("nein"), False),
            "e": _as_error,
            "d": lambda raw: _as_moment(datetime.fromisoformat(raw.replace("Z", ""))),
        }
        self._number_by_style: dict[int, Callable[[str], _Cell]] = {}
        self._current: SheetPart

    def _read_book(self, book: _Book) -> None:
        at = self._related("", "officeDocument")[0][1]
        walk_all(self._archive, at, book)
        targets = dict(self._related(at, "worksheet"))
        self.parts = [SheetPart(name, targets[id_], seen) for name, id_, seen in book.sheets if id_ in targets]
        for _id, part in self._related(at, "styles"):
            walk_all(self._archive, part, self._styles)
        for _id, part in self._related(at, "sharedStrings"):
            walk_all(self._archive, part, self._texts)
        self._texts.done()

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the visible sheets."""
        return tuple(part.name for part in self.parts if part.visible)

    @property
    def sheet(self) -> str:
        """The name of the sheet that is read."""
        return self._current.name

    def choose(self, part: SheetPart) -> XlsxSource:
        """Reads this sheet from now on."""
        self._current = part
        return self

    def records(self, *, width: int | None = None) -> Iterator[Record]:
        """The rows that the file has; blank ones may be missing, the numbers are those of the spreadsheet."""
        rows = _Rows(self)
        for _chunk in walk(self._archive, self._current.part, rows):
            ready, rows.ready = rows.ready, []
            yield from ready

    def cell(self, type_: str, raw: str, style: int) -> _Cell:
        """What a cell of a type shows, as text and as value."""
        read = self._by_type.get(type_)
        if read is None:
            read = self._number_by_style.get(style) or self._number_by_style.setdefault(style, self._number(style))
        return read(raw)

    def close(self) -> None:
        """Lets the files go."""
        self._archive.close()
        self._texts.file.close()

    def _shared(self, raw: str) -> _Cell:
        text = self._texts[int(raw)]
        return _Cell(text, text)

    def _number(self, style: int) -> Callable[[str], _Cell]:
        code = self._styles.format_of(style)
        if is_date_format(code):
            return lambda raw: _as_date(float(raw), epoch=self._epoch, span=bool(is_timedelta_format(code)))
        if _ZEROS.fullmatch(code):
            return lambda raw: _as_text(_as_number(raw).text.zfill(len(code)))
        return _as_number

    def _related(self, part: str, kind: str) -> list[tuple[str, str]]:
        """Where a part's relations of one kind lie in the archive."""
        folder, _slash, file = part.rpartition("/")
        relations = walk_all(self._archive, f"{folder}/_rels/{file}.rels".lstrip("/"), _Relations())
        parts = [
            (id_, os.path.normpath(target if target.startswith("/") else f"{folder}/{target}").lstrip("/"))
            for id_, (found, target) in relations.targets.items()
            if found == kind
        ]
        names = set(self._archive.namelist())
        return [(id_, part) for id_, part in parts if part in names]


def _as_text(text: str) -> _Cell:
    return _Cell(text, text)


def _as_error(raw: str) -> _Cell:
    return _Cell("", None, _ERRORS.get(raw, raw[:20]))


def _as_number(raw: str) -> _Cell:
    """A number as Excel would show it at full width: 15 digits, no exponent, no needless point."""
    try:
        value = float(raw)
        text = format(Decimal(format(value, ".15g")), "f")
    except (ValueError, ArithmeticError):
        return _as_text(raw)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return _Cell(text, int(value) if value.is_integer() else value)


def _as_date(serial: float, *, epoch: datetime, span: bool) -> _Cell:
    try:
        return _as_moment(from_excel(serial, epoch, timedelta=span))
    except (OverflowError, ValueError):
        return _as_number(repr(serial))


def _as_moment(moment: datetime | time | timedelta) -> _Cell:
    if isinstance(moment, timedelta):
        minutes = round(moment.total_seconds() / 60)
        return _Cell(f"{minutes // 60:02d}:{minutes % 60:02d}", moment)
    if isinstance(moment, datetime):
        if moment.time() == time():
            return _Cell(moment.date().isoformat(), moment.date())
        return _Cell(moment.isoformat(" ", "seconds" if moment.second else "minutes"), moment)
    return _Cell(moment.isoformat("seconds" if moment.second else "minutes"), moment)
