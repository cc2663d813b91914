"""Write the table of terms into docs/privacy.md, from the rooms' privacy.py."""

from __future__ import annotations

import os
import re
from pathlib import Path

import django
from django.utils import translation

PAGE = Path(__file__).resolve().parents[1] / "docs" / "privacy.md"
TABLE = re.compile(r"(?<=<!-- made by tools/retention.py -->\n).*?(?=<!-- end -->)", re.DOTALL)


def written(page: str) -> str:
    """The page with its table as the rooms have it now, in English."""
    from quartierwerk.foundation.privacy import registered  # noqa: PLC0415 – needs django.setup()

    with translation.override("en"):
        rows = [
            f"| {one.label} | `{one.room}` | {one.purpose} | {one.basis.value} | {one.retention} |"
            for one in registered()
        ]
    table = "\n".join(["| what | where | why | ground | how long |", "|---|---|---|---|---|", *rows, ""])
    return TABLE.sub(lambda _found: table, page)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quartierwerk.config.settings")
    os.environ.setdefault("QUARTIERWERK_MODE", "test")
    django.setup()
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
