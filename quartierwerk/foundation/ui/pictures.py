"""Small pictures as bytes: QR codes, and drawings that are sent as files."""

from __future__ import annotations

import io

import segno
from PIL import Image

MOST_LETTERS = 2_000
"""A longer text makes a code that no camera reads."""


def qr_code(text: str) -> bytes:
    """A text as a QR code that can be printed at any size (SVG)."""
    file = io.BytesIO()
    code = segno.make_qr(text[:MOST_LETTERS], error="m")
    code.save(file, kind="svg", scale=6, border=4, light="#fff", svgns=True)
    return file.getvalue()


def png(picture: Image.Image) -> bytes:
    """A drawing as a PNG file."""
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()
