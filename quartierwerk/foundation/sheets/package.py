"""The archive that an XLSX file is, and the XML in it: read in pieces, and only as far as a table may go."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from quartierwerk.foundation.sheets.errors import DamagedFile, SheetError, TooMuch

MOST_UNFOLDED = 600_000_000
MOST_RATIO = 250
RATIO_MATTERS_FROM = 20_000_000
MOST_PARTS = 5_000
_MOST_TOKEN = 4_000_000
_CHUNK = 1 << 16
_DAMAGE = (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError, RuntimeError)


def checked(path: Path) -> zipfile.ZipFile:
    """The archive, when it is one and does not unfold to a flood."""
    with damage_is_said():
        archive = zipfile.ZipFile(path)
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        archive.close()
        raise SheetError(protected())
    xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
    unfolded = sum(part.file_size for part in xml)
    folded = sum(part.compress_size for part in xml)
    floods = unfolded > RATIO_MATTERS_FROM and unfolded > MOST_RATIO * folded
    if len(parts) > MOST_PARTS or unfolded > MOST_UNFOLDED or floods:
        archive.close()
        raise TooMuch
    return archive


def protected() -> str:
    """What is said about a file with a password."""
    return _("Die Datei ist mit einem Passwort geschützt. Bitte speichern Sie sie ohne Passwort.")


class Walker:
    """What an XML part is read with; subclasses answer to elements by their local names."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text between them."""


def _refuse_document_type(*_args: object) -> None:
    raise DamagedFile


def walk(archive: zipfile.ZipFile, part: str, walker: Walker) -> Iterator[None]:
    """Reads a part in chunks, handing over to the caller after each one."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def root(name: str, attributes: dict[str, str]) -> None:
        """Some programs write every name with a prefix; only their files pay for taking it off."""
        if ":" in name:
            parser.StartElementHandler = lambda name, attributes: walker.start(name.rpartition(":")[2], attributes)
            parser.EndElementHandler = lambda name: walker.end(name.rpartition(":")[2])
        else:
            parser.StartElementHandler, parser.EndElementHandler = walker.start, walker.end
        parser.StartElementHandler(name, attributes)

    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = root
    parser.CharacterDataHandler = walker.text
    fed = 0
    with damage_is_said(), archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _MOST_TOKEN:
                # One endless tag or attribute would have to be held whole.
                raise TooMuch
            yield
        parser.Parse(b"", True)
    yield


@contextmanager
def damage_is_said() -> Iterator[None]:
    """Whatever goes wrong inside is said as a damaged file."""
    try:
        yield
    except _DAMAGE as why:
        raise DamagedFile from why


def walk_all(archive: zipfile.ZipFile, part: str, walker: Any) -> Any:
    """Reads a whole part; returns the walker, which knows it now."""
    for _chunk in walk(archive, part, walker):
        pass
    return walker
