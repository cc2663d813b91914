"""What the demo's applicants draw and photograph."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw


def sketch() -> io.BytesIO:
    """A square with a stage and two rows of stalls."""
    drawn = Image.new("RGB", (900, 600), "white")
    pen = ImageDraw.Draw(drawn)
    for box in (
        (40, 40, 860, 560),
        (350, 60, 550, 160),
        *((x, y, x + 90, y + 50) for x in range(120, 760, 130) for y in (300, 440)),
    ):
        pen.rectangle(box, outline="black", width=4)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    out.seek(0)
    return out


def receipt(lines: Sequence[str]) -> io.BytesIO:
    """A receipt with these lines, as a telephone sees it."""
    photo = Image.new("RGB", (480, 640), "#fdfaf1")
    pen = ImageDraw.Draw(photo)
    for number, line in enumerate(lines):
        pen.text((40, 60 + 80 * number), line.replace("\u00a0", " ").replace("€", "EUR"), fill="#222222", font_size=26)
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=80)
    out.seek(0)
    return out
