"""What a room shows somebody in their own corner (“Mein Bereich”), declared in its ``corner.py``.

``KEPT`` are sections about what somebody keeps, ``UNDER_WAY`` about what goes on around it, and ``DRAFTS`` says of each
form that keeps what was typed where one goes on: ``{"directory.profile": GoesOn(…)}``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise


@dataclass(frozen=True, kw_only=True)
class Section:
    """A section of the corner."""

    template: str
    """Draws it, with its heading. Context: things."""
    things: Callable[[Any], Collection[Any]]
    """What stands in it for this person."""
    is_shown_empty: bool = False
    """Whether it says what will be there, where there is nothing."""


class GoesOn(NamedTuple):
    """Where one goes on with a form."""

    known: str
    """Name of the route about a thing, with its key."""
    new: str
    """Name of the route about something new."""
    called: str | Promise
    """What something new is called."""
