"""CSV as people save it: any encoding, any delimiter, quotes that do not always close."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from quartierwerk.foundation.sheets.errors import SheetError
from quartierwerk.foundation.sheets.mapping import squashed

DELIMITERS = ";\t,|"
MOST_LINE = 1_000_000
MOST_LINES_IN_ROW = 1_000
_CHUNK = 1 << 16
_SAMPLE = 1 << 19
_SAMPLE_LINES = 300

_SEP_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_LETTERS = "äöüÄÖÜßéèêëáàâçñóòôíìîúùûåøæœÉÈÀÇÑÅØŒãõ"
_MARKS = "„“”‚‘«»–—…€§°²³·•©®™\xa0"
# Where a Western text has letters and marks beyond ASCII: one or two letters in a row, marks at the edge of a word.
_PLAUSIBLE = re.compile(
    rf"(?<![{_LETTERS}])[{_LETTERS}]{{1,2}}(?![{_LETTERS}])|’|"
    rf"(?<![A-Za-z{_LETTERS}])[{_MARKS}]|[{_MARKS}](?![A-Za-z{_LETTERS}])"
)
# Windows first: it wins a tie. The others are what a Mac and a DOS program write.
_WESTERN = ("cp1252", "mac_roman", "cp850")
_OTHERS = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "mac_roman", "cp850"]
_SHOWN = {"mac_roman": "Mac Roman", "cp850": "DOS (CP850)"}
# In any other encoding these bytes alone would spell nothing.
_GERMAN = "äöüÄÖÜß„“‚‘’–…€§é\xa0".encode("cp1252")


class Record(NamedTuple):
    """One row of a file, numbered as a spreadsheet program numbers it."""

    number: int
    cells: list[str]
    notes: tuple[str, ...] = ()
    originals: list[Any] | None = None


Split = tuple[list[str], tuple[str, ...]]
"""The cells of a row and the notes about it."""


class Encoding(NamedTuple):
    """How the bytes of a file become text, and what is to be said about it."""

    name: str
    errors: str = "replace"
    notes: tuple[str, ...] = ()


def _byte_as_windows(error: UnicodeError) -> tuple[str, int]:
    """Reads the bytes that are not UTF-8 as Windows-1252: files glued together from two sources exist."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("quartierwerk-windows", _byte_as_windows)


# --- Encoding ----------------------------------------------------------------------------------------------------


def find_encoding(path: Path) -> Encoding:
    """The encoding of a file, from its first bytes, then from all of them."""
    with path.open("rb") as file:
        start = file.read(_CHUNK)
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if start.startswith(mark):
            return Encoding(name)
    if b"\0" in start:
        return _wide(start)
    foreign = _not_utf8(path)
    return Encoding("utf-8") if foreign is None else _one_byte(foreign)


def _wide(start: bytes) -> Encoding:
    """UTF-16 without its mark: in a Western text every other byte is zero."""
    half = max(len(start) // 2, 1)
    even, odd = start[0::2].count(0) / half, start[1::2].count(0) / half
    if odd > 0.4 and even < 0.1:
        return Encoding("utf-16-le")
    if even > 0.4 and odd < 0.1:
        return Encoding("utf-16-be")
    raise SheetError(_("Die Datei ist keine Tabelle. Bitte speichern Sie sie als XLSX oder CSV."))


def _not_utf8(path: Path) -> bytes | None:
    """Parts of the file with bytes beyond ASCII, when the file is not UTF-8 throughout; else nothing."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample, is_utf8 = bytearray(), True
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            try:
                if is_utf8:
                    decoder.decode(chunk)
            except UnicodeDecodeError:
                # What came before may fill the sample, and this is what the sample is about.
                is_utf8, sample = False, bytearray()
            if not chunk.isascii() and len(sample) < _SAMPLE:
                sample += chunk
    return None if is_utf8 else bytes(sample)


def _one_byte(sample: bytes) -> Encoding:
    sequences = [len(found) for found in _UTF8_SEQUENCE.findall(sample)]
    if sum(sequences) > len(_HIGH.findall(sample)) / 2:
        note = _("Einzelne Zeichen der Datei sind nicht in UTF-8 gespeichert und wurden als Windows-1252 gelesen.")
        return Encoding("utf-8", "quartierwerk-windows", (note,))
    if sample.translate(None, _GERMAN).isascii():
        return _said(_WESTERN[0])
    shares = [_plausible_share(sample, name) for name in _WESTERN]
    best = max(shares)
    if best >= 0.8:
        return _said(_WESTERN[shares.index(best)])
    guess = from_bytes(sample, cp_isolation=_OTHERS).best()
    if guess is None:
        raise SheetError(
            _("Die Zeichenkodierung der Datei ist nicht zu erkennen. Bitte als XLSX oder „CSV UTF-8“ speichern.")
        )
    return _said(guess.encoding)


def _plausible_share(sample: bytes, name: str) -> float:
    """How many of the characters beyond ASCII stand where a Western text would have them."""
    text = sample.decode(name, "replace")
    return sum(map(len, _PLAUSIBLE.findall(text))) / sum(char > "\x7f" for char in text)


def _said(name: str) -> Encoding:
    shown = _SHOWN.get(name, name.replace("cp", "Windows-"))
    return Encoding(name, notes=(_("Die Datei ist in %(encoding)s gespeichert.") % {"encoding": shown},))


# --- Rows --------------------------------------------------------------------------------------------------------


class CsvSource:
    """A CSV file whose rows can be read again and again, never all at once."""

    format = "csv"
    sheet = ""
    sheets: tuple[str, ...] = ()

    def __init__(self, path: Path, encoding: Encoding, delimiter: str | None, known: Collection[str] = ()) -> None:
        self.path = path
        self.encoding = encoding.name
        self.errors = encoding.errors
        self.notes = encoding.notes
        first = next(self._physical_lines(), "")
        said = _SEP_LINE.fullmatch(first)
        self.hidden_lines = 1 if said else 0
        self.delimiter = delimiter or (said[1] if said else self._find_delimiter(known))

    def records(self, *, width: int | None = None) -> Iterator[Record]:
        """All rows, blank ones too; knowing the width helps to see where a quote was never closed."""
        lines = islice(self._physical_lines(), self.hidden_lines, None)
        for number, (cells, notes) in enumerate(split(lines, self.delimiter, width=width), start=1):
            yield Record(number, cells, notes)

    def close(self) -> None:
        """Nothing stays open between two passes."""

    def _physical_lines(self) -> Iterator[str]:
        with self.path.open(encoding=self.encoding, errors=self.errors, newline="") as stream:
            while line := stream.readline(MOST_LINE):
                if len(line) == MOST_LINE:
                    raise SheetError(_("Die Datei ist keine Tabelle: eine Zeile ist länger als 1 Million Zeichen."))
                yield line

    def _first_lines(self) -> Iterator[str]:
        length = 0
        for line in islice(self._physical_lines(), _SAMPLE_LINES):
            yield line
            length += len(line)
            if length > _SAMPLE:
                return

    def _find_delimiter(self, known: Collection[str]) -> str:
        """The delimiter under which most rows have the same width, and the known headings come out."""
        lines = list(self._first_lines())
        best, found = (0, 0.0, 0), DELIMITERS[0]
        for delimiter in DELIMITERS:
            rows = [cells for cells, _notes in split(lines, delimiter) if any(cell.strip() for cell in cells)]
            widths = Counter(len(cells) for cells in rows if len(cells) > 1)
            if not widths:
                continue
            width, times = widths.most_common(1)[0]
            names = max(len({squashed(cell) for cell in cells} & set(known)) for cells in rows)
            quality = (names, round(times / len(rows), 2), width)
            if quality > best:
                best, found = quality, delimiter
        return found


def split(lines: Iterable[str], delimiter: str, *, width: int | None = None) -> Iterator[Split]:
    """Rows out of physical lines; a quote that is never closed spoils its own row and no other."""
    source = _Lines(lines)
    for line in source:
        if '"' not in line:
            text = line.rstrip("\r\n")
            yield (text.split(delimiter) if text else []), ()
            continue
        source.taken = []
        try:
            cells = next(csv.reader(source.row(line), delimiter=delimiter, strict=True))
            swallowed = bool(source.taken) and width is not None and len(cells) != width
            if swallowed and len(_loose(line, delimiter, width)) == width:
                raise csv.Error
        except csv.Error:
            source.give_back()
            yield _loose(line, delimiter, width), (_("Die Anführungszeichen dieser Zeile sind nicht paarig."),)
        else:
            yield cells, ()


class _Lines:
    """Physical lines, of which some can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._source = iter(lines)
        self._returned: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        return self._returned.popleft() if self._returned else next(self._source)

    def row(self, first: str) -> Iterator[str]:
        """The first line of a row, then as many as a quoted cell may run over."""
        yield first
        length = 0
        for line in self:
            self.taken.append(line)
            length += len(line)
            if len(self.taken) > MOST_LINES_IN_ROW or length > MOST_LINE:
                raise csv.Error
            yield line

    def give_back(self) -> None:
        self._returned.extendleft(reversed(self.taken))


def _loose(line: str, delimiter: str, width: int | None) -> list[str]:
    """The cells of a line whose quotes do not obey the rules: "Atelier "Nord" GmbH" keeps its inner quotes."""
    cautious, greedy = (_joined(line, delimiter, greedy=greedy) for greedy in (False, True))
    return greedy if len(greedy) == width else cautious


def _joined(line: str, delimiter: str, *, greedy: bool) -> list[str]:
    """The parts of a line, put together from one that opens with a quote to the next that closes with one."""
    cells: list[str] = []
    parts = deque(line.rstrip("\r\n").split(delimiter))
    while parts:
        cell = parts.popleft()
        if cell.lstrip().startswith('"') and not _closes(cell):
            until = next((place for place, part in enumerate(parts) if part.rstrip().endswith('"')), None)
            between = islice(parts, (until or 0) + 1)
            if until is not None and (greedy or not any(part.lstrip().startswith('"') for part in between)):
                cell = delimiter.join([cell, *(parts.popleft() for _part in range(until + 1))])
        bare = cell.strip()
        if len(bare) > 1 and bare[0] == bare[-1] == '"':
            cell = bare[1:-1].replace('""', '"')
        cells.append(cell)
    return cells


def _closes(cell: str) -> bool:
    bare = cell.strip()
    return len(bare) > 1 and bare.endswith('"')
