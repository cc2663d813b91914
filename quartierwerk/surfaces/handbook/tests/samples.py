"""The handbook's pages for the tests that open every page."""

from __future__ import annotations

from typing import Any

PUBLIC = {"handbook:contents", "handbook:chapter"}


def samples(cast: Any) -> dict[str, dict[str, object]]:
    """Arguments of a chapter that exists."""
    return {"handbook:chapter": {"slug": "listen-einlesen"}}
