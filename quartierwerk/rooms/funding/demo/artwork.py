"""What the demo's applicants draw."""

from __future__ import annotations

import io

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
