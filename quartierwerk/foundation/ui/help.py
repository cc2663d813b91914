"""Which page of the handbook explains the page at hand; the handbook stands above and says so itself."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse

_chapters: dict[str, str] = {}
_route: list[str] = []


def register(route: str, *, explained_by: Mapping[str, str]) -> None:
    """Let ``route`` lead to a chapter by its short name; ``explained_by`` maps names of routes to chapters."""
    _route[:] = [route]
    _chapters.update(explained_by)


def address_for(request: HttpRequest) -> str:
    """The address of the chapter that explains this page; empty where there is none."""
    match = getattr(request, "resolver_match", None)
    chapter = _chapters.get(match.view_name) if match else None
    return reverse(_route[0], args=[chapter]) if chapter else ""
