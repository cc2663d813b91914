"""What a room tells search engines about, declared in its ``sitemap.py``.

``ROUTES`` are names of routes without blanks, ``PAGES`` functions that answer with further entries, and ``MANY`` what
fills files of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

Entry = tuple[str, datetime | None]
"""The German path of a page, and when it changed, where that is known."""


@dataclass(frozen=True, kw_only=True)
class Many:
    """Things so many that they are told in files by number."""

    name: str
    """Stands in the addresses of the files."""
    rows: Callable[[], QuerySet[Any]]
    """Those that everybody may see."""
    changed: str
    """The field that says when one changed."""
    entries: Callable[[QuerySet[Any]], Iterable[Entry]]
    """What to tell of some of the rows; one question, read while it is written."""
