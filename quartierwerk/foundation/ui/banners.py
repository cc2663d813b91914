"""A line above every page that says in what capacity, or on what way, somebody is here.

A room declares its source in ``links.py`` as one of ``BANNERS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Banner:
    """What is said, and the button that ends it."""

    text: str
    url: str
    """Where the button posts to."""
    label: str
    icon: str = "warning"
    next_url: str = ""
    """Where the way goes on, if it does."""
    next_label: str = ""


Source = Callable[[HttpRequest], Banner | None]
_sources: list[Source] = []


def register(*sources: Source) -> None:
    """Add sources: each answers whoever is signed in with a line, or with nothing."""
    _sources.extend(source for source in sources if source not in _sources)


def banners_of(request: HttpRequest) -> list[Banner]:
    """The lines for whoever asks."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return []
    return [banner for source in _sources if (banner := source(request)) is not None]
