"""Small files of each kind, made on the spot."""

from __future__ import annotations

import io
import zipfile

from PIL import Image
from pypdf import PdfWriter

from quartierwerk.foundation.papers.models import TYPES, PaperKind


def document() -> bytes:
    """A PDF with one empty page."""
    out, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(72, 72)
    writer.write(out)
    return out.getvalue()


PDF = document()


def picture(kind: str = "JPEG", *, mode: str = "RGB", size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    """A picture in one colour."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def archive(**parts: str | bytes) -> bytes:
    """A ZIP archive; two underlines in a name stand for a slash, one at its end for nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("TYPES", "[Content_Types]").replace("_xml", ".xml"), content)
    return out.getvalue()


def document(kind: PaperKind) -> bytes:
    """The least that makes an office document."""
    if kind in (PaperKind.ODT, PaperKind.ODS):
        return archive(mimetype=TYPES[kind], content_xml="<x/>")
    part = {"word__document_xml": "<x/>"} if kind is PaperKind.DOCX else {"xl__workbook_xml": "<x/>"}
    return archive(TYPES_xml="<x/>", **part)


EACH = {
    PaperKind.PDF: PDF,
    PaperKind.JPEG: picture(),
    PaperKind.PNG: picture("PNG", mode="RGBA"),
    PaperKind.WEBP: picture("WEBP"),
    **{kind: document(kind) for kind in (PaperKind.DOCX, PaperKind.XLSX, PaperKind.ODT, PaperKind.ODS)},
}
