"""Tables on their way out, row by row: CSV, XLSX and GeoJSON.

What is lossless: a text comes back from CSV (after `restore`) and from XLSX as it went out, except for control
characters other than tab and line breaks, halves of surrogate pairs and the two code points that are no characters,
which are dropped; XLSX cuts after the 32,767 characters that a cell of Excel can hold.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from quartierwerk.foundation import clock
from quartierwerk.foundation.sheets.cleaning import neutralise
from quartierwerk.foundation.sheets.errors import SheetError
from quartierwerk.foundation.sheets.mapping import Column

AnyRow = Mapping[str, Any] | Sequence[Any]
MOST_XLSX_ROWS = 1_048_576
MOST_XLSX_CELL = 32_767
_FLUSH = 1 << 16
_ROWS_MEASURED = 100
_EXACT_DIGITS = 15
_DATE_FORMATS = {datetime: "dd.mm.yyyy hh:mm", date: "dd.mm.yyyy", time: "hh:mm", timedelta: "[hh]:mm"}
_NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def values_of(row: AnyRow, columns: Sequence[Column]) -> list[Any]:
    """The values of a row in the order of the columns."""
    if isinstance(row, Mapping):
        return [row.get(column.key) for column in columns]
    return list(row)


def settled(value: Any) -> Any:
    """A value as one of str, bool, int, float, Decimal, date, time, timedelta, or a naive datetime of Berlin."""
    if type(value) is str:
        return value if value.isprintable() else _NO_CHARACTERS.sub("", value)
    if value is None or (isinstance(value, float | Decimal) and not math.isfinite(value)):
        return ""
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(as_text(item) for item in value)
    if isinstance(value, datetime) and value.tzinfo:
        return clock.local(value).replace(tzinfo=None)
    if isinstance(value, bool | int | float | Decimal | date | time | timedelta):
        return value
    return _NO_CHARACTERS.sub("", str(value))


def as_text(value: Any, *, decimal: str = ".") -> str:
    """A value as a cell of text: ISO dates, "ja" and "nein", numbers without exponent and needless zeros."""
    value = settled(value)
    if type(value) is str:
        return value
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, float | Decimal):
        text = format(Decimal(repr(value)) if isinstance(value, float) else value, "f")
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", decimal)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    return str(value)


# --- CSV ---------------------------------------------------------------------------------------------------------


def write_csv(
    rows: Iterable[AnyRow],
    columns: Sequence[Column],
    *,
    delimiter: str = ";",
    bom: bool = True,
    decimal: str | None = None,
) -> Iterator[bytes]:
    """The bytes of a CSV file in pieces; as German Excel likes it, with a decimal comma, unless told otherwise."""
    mark = decimal or ("," if delimiter == ";" else ".")
    buffer = io.StringIO("\ufeff" if bom else "", newline="")
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([neutralise(str(column.label)) for column in columns])
    for row in rows:
        cells = zip(values_of(row, columns), columns, strict=False)  # a row may be short
        writer.writerow([_csv_cell(value, mark, column.places) for value, column in cells])
        if buffer.tell() > _FLUSH:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")


def _csv_cell(value: Any, decimal: str, places: int | None) -> str:
    is_number = isinstance(value, int | float | Decimal)
    if is_number and places is not None:
        return f"{value:.{places}f}".replace(".", decimal)
    text = as_text(value, decimal=decimal)
    return text if is_number else neutralise(text)


# --- XLSX --------------------------------------------------------------------------------------------------------


class XlsxTable:
    """One sheet with headings that is written row by row and keeps no row in memory.

    Texts are written as texts, so nothing runs; those that look like formulas also carry Excel's own mark for
    "this is text", which survives an edit in the cell and adds no character.
    """

    def __init__(self, target: BinaryIO | str, headings: Sequence[str], widths: Sequence[int], *, title: str) -> None:
        self._book = Workbook(target, {"constant_memory": True})
        self._book.set_properties({"title": settled(title)})
        self._sheet = self._book.add_worksheet(_sheet_name(title))
        self._text_mark = self._book.add_format({"quote_prefix": True})
        self._head = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._dates = {kind: self._book.add_format({"num_format": code}) for kind, code in _DATE_FORMATS.items()}
        self._row = 0
        self._width = len(headings)
        for place, width in enumerate(widths):
            self._sheet.set_column(place, place, width)
        self._sheet.freeze_panes(1, 0)
        for place, heading in enumerate(headings):
            self._sheet.write_string(0, place, _fitting(settled(heading)), self._head)

    def __enter__(self) -> XlsxTable:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def add(self, values: Iterable[Any]) -> None:
        """Writes one more row."""
        self._row += 1
        if self._row >= MOST_XLSX_ROWS:
            raise SheetError(_("Für eine XLSX-Datei sind es zu viele Zeilen. Bitte wählen Sie CSV."))
        for place, value in enumerate(values):
            settled_value = settled(value)
            if type(settled_value) is str:
                self._text(place, settled_value)
            else:
                self._cell(place, settled_value)

    def close(self) -> None:
        """Finishes the file."""
        if self._width and not self._book.fileclosed:
            self._sheet.autofilter(0, 0, self._row, self._width - 1)
        self._book.close()

    def _cell(self, place: int, value: Any) -> None:
        if isinstance(value, bool):
            self._sheet.write_boolean(self._row, place, value)
        elif isinstance(value, int | float | Decimal) and _is_exact(value):
            self._sheet.write_number(self._row, place, float(value))
        elif isinstance(value, date) and value.year < 1900:
            self._text(place, as_text(value))
        elif isinstance(value, date | time | timedelta):
            self._sheet.write_datetime(self._row, place, value, self._dates[type(value)])
        else:
            self._text(place, as_text(value))

    def _text(self, place: int, text: str) -> None:
        if text:
            mark = self._text_mark if neutralise(text) != text else None
            self._sheet.write_string(self._row, place, _fitting(text), mark)


def write_xlsx(rows: Iterable[AnyRow], columns: Sequence[Column], *, title: str, path: Path | None = None) -> BinaryIO:
    """An XLSX file at its start: a temporary one that goes when it is closed, or the one at the path."""
    coming = iter(rows)
    first = [values_of(row, columns) for row in itertools.islice(coming, _ROWS_MEASURED)]
    target = cast(BinaryIO, path.open("w+b") if path else tempfile.TemporaryFile())
    try:
        headings = [str(column.label) for column in columns]
        with XlsxTable(target, headings, _widths(columns, first), title=title) as table:
            for values in first:
                table.add(values)
            for row in coming:
                table.add(values_of(row, columns))
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> list[int]:
    measured = []
    for place, column in enumerate(columns):
        lengths = [len(as_text(values[place])) for values in rows if place < len(values)]
        # Three more for the button of the filter.
        measured.append(column.width or min(max([len(str(column.label)) + 3, 8, *lengths]), 60))
    return measured


def _is_exact(value: float | Decimal) -> bool:
    """Whether Excel can hold a number to the last digit."""
    digits = Decimal(repr(value) if isinstance(value, float) else value).normalize().as_tuple().digits
    return isinstance(value, float) or len(digits) <= _EXACT_DIGITS


def _fitting(text: str) -> str:
    short = _cut(text, MOST_XLSX_CELL)
    return text if short == text else _cut(text, MOST_XLSX_CELL - 1) + "…"


def _cut(text: str, most: int) -> str:
    """The beginning of a text, counted as Excel counts: an emoji is two."""
    if len(text) * 2 <= most:
        return text
    return text.encode("utf-16-le")[: most * 2].decode("utf-16-le", "ignore")


def _sheet_name(title: str) -> str:
    name = _cut(_NOT_IN_TITLES.sub(" ", settled(title)).strip(" '"), 31).strip(" '")
    return name if name and name.casefold() != "history" else _("Tabelle")


# --- GeoJSON -----------------------------------------------------------------------------------------------------


def points_feature(
    points: Sequence[tuple[float, float]], properties: Mapping[str, Any], *, id: Any = None
) -> dict[str, Any]:
    """A GeoJSON feature at its points (latitude, longitude): one, several, or nowhere when none is known."""
    feature: dict[str, Any] = {"type": "Feature"}
    if id is not None:
        feature["id"] = id
    places = [[lon, lat] for lat, lon in points]
    feature["geometry"] = None
    if len(places) == 1:
        feature["geometry"] = {"type": "Point", "coordinates": places[0]}
    elif places:
        feature["geometry"] = {"type": "MultiPoint", "coordinates": places}
    feature["properties"] = dict(properties)
    return feature


def write_geojson(features: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The bytes of a FeatureCollection in pieces."""
    piece = '{"type":"FeatureCollection","features":['
    separator = "\n"
    for feature in features:
        piece += separator + json.dumps(
            feature, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_json_value
        )
        separator = ",\n"
        if len(piece) > _FLUSH:
            yield piece.encode("utf-8", "replace")
            piece = ""
    yield (piece + "\n]}\n").encode("utf-8", "replace")


def _json_value(value: Any) -> Any:
    if isinstance(value, date | time):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)
