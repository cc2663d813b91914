"""A line above every page that says in what capacity somebody is here; a room registers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Banner:
    """What is said, and the button that ends it."""

    text: str
    url: str
    """Where the button posts to."""
    label: str


Source = Callable[[Any], Banner | None]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source: it answers for a person with a line, or with nothing."""
    if source not in _sources:
        _sources.append(source)


def banners_of(request: HttpRequest) -> list[Banner]:
    """The lines for whoever asks."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return []
    return [banner for source in _sources if (banner := source(person)) is not None]
