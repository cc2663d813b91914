"""What an uploaded file is, told by what is in it and never by its name; pure.

Pictures are decoded and written anew, so that no camera data and no place stay in them. Documents of an office are told
by the structure of their archive; those that carry programs are refused. Nothing is unpacked.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.papers.models import LONGEST_NAME, TYPES, PaperKind

MOST_PIXELS = 50_000_000
MOST_ENTRIES = 5_000
MOST_UNPACKED = 500 * 2**20
"""Bytes that an office document may say it unpacks to."""
QUALITY = 90
HEAD, TAIL = 1024, 2048
"""Bytes at the ends of a file in which a PDF says that it is one."""
PICTURES = {"JPEG": PaperKind.JPEG, "MPO": PaperKind.JPEG, "PNG": PaperKind.PNG, "WEBP": PaperKind.WEBP}
PARTS = {"word/document.xml": PaperKind.DOCX, "xl/workbook.xml": PaperKind.XLSX}
OPEN = {TYPES[kind].encode(): kind for kind in (PaperKind.ODT, PaperKind.ODS)}
_PROGRAM = re.compile(
    r"(^|/)(vbaProject\.bin|vbaData\.xml|Basic/|Scripts/|activeX/|embeddings/.*\.bin$)", re.IGNORECASE
)
_UNFIT = re.compile(r'[<>:"|?*]')


class NotAPaper(RuleBroken):
    """The file is none of the kinds that are taken, whatever its name says."""

    sentence = _(
        "Diese Datei lässt sich nicht annehmen. Möglich sind PDF, Bilder (JPEG, PNG, WebP) und Dokumente ohne Makros "
        "(DOCX, XLSX, ODT, ODS)."
    )


def told(raw: bytes) -> tuple[PaperKind, bytes]:
    """What a file is, and the bytes to keep of it; raises NotAPaper."""
    if b"%PDF-" in raw[:HEAD]:
        if b"%%EOF" not in raw[-TAIL:]:
            raise NotAPaper(_("Diese PDF-Datei ist nicht vollständig. Bitte speichern Sie sie noch einmal."))
        return PaperKind.PDF, raw
    if raw.startswith(b"PK\x03\x04"):
        return _archive(raw), raw
    return _picture(raw)


def clean_name(name: str, kind: PaperKind) -> str:
    """A name that is safe on every machine and in every header, with the ending of the kind."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/")).rpartition("/")[2]
    # Letters that are not seen turn a name around or hide its ending.
    seen = "".join(letter for letter in plain if unicodedata.category(letter)[0] != "C")
    stem = " ".join(_UNFIT.sub(" ", seen).split())
    before, _dot, ending = stem.rpartition(".")
    if before and ending.lower() in {kind.value, "jpeg" if kind is PaperKind.JPEG else kind.value}:
        stem = before
    stem = stem.strip(". ")[: LONGEST_NAME - len(kind.value) - 1].rstrip()
    return f"{stem or 'datei'}.{kind.value}"


def _archive(raw: bytes) -> PaperKind:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            unpacked = sum(entry.file_size for entry in entries)
            first = archive.read("mimetype") if _is_small(archive, "mimetype") else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise NotAPaper from error
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or any(map(_PROGRAM.search, names)):
        raise NotAPaper
    if first in OPEN and "content.xml" in names:
        return OPEN[first]
    found = [kind for part, kind in PARTS.items() if part in names]
    if "[Content_Types].xml" not in names or len(found) != 1:
        raise NotAPaper
    return found[0]


def _is_small(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.NameToInfo and archive.getinfo(name).file_size < HEAD


def _picture(raw: bytes) -> tuple[PaperKind, bytes]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "WEBP"))
            kind = PICTURES[picture.format or ""]
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPaper(_("Dieses Bild hat zu viele Bildpunkte. Bitte verkleinern Sie es."))
            upright = ImageOps.exif_transpose(picture)
            sees_through = upright.has_transparency_data and kind is not PaperKind.JPEG
            plain = upright.convert("RGBA" if sees_through else "RGB")
            # A new picture, so that nothing but pixels goes on.
            anew = Image.new(plain.mode, plain.size)
            anew.paste(plain)
            out = io.BytesIO()
            anew.save(out, "JPEG" if kind is PaperKind.JPEG else kind.name, quality=QUALITY)
    except (
        Image.DecompressionBombWarning,
        Image.DecompressionBombError,
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        KeyError,
    ) as error:
        raise NotAPaper from error
    return kind, out.getvalue()
