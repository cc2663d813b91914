"""Finding what the parts of the house bring along, by the name of the file and of what stands in it.

What a file declares is plain data at its top level: ``CHORES`` in ``schedule.py``. Nobody registers anything. What the
foundation needs to know is taken once, at the start (``foundation/attaching.py``); a surface, or a room that others
add something to, asks ``declared`` itself. The order is that of the settings, so the rooms further down come first,
and within a file the one in which things stand there.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from functools import cache
from types import ModuleType
from typing import Any, TypeVar

from django.apps import apps

PREFIX = "quartierwerk."
T = TypeVar("T")


class SameName(ValueError):
    """Two parts of the house declare something under one name."""


@cache
def gather(name: str, *, floor: str = "") -> tuple[ModuleType, ...]:
    """The modules called ``name`` of all parts of the house that have one, or of one floor, in the settings' order."""
    found = []
    for app in apps.get_app_configs():
        if app.name.startswith(PREFIX + floor) and importlib.util.find_spec(f"{app.name}.{name}"):
            found.append(importlib.import_module(f"{app.name}.{name}"))
    return tuple(found)


def declared(file: str, name: str) -> Iterator[Any]:
    """All that stands under ``name`` in files called ``file``: the members of a tuple, the pairs of a mapping."""
    for module in gather(file):
        things: Mapping[str, Any] | Iterable[Any] = getattr(module, name, ())
        yield from things.items() if isinstance(things, Mapping) else things


def by_name(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """What is declared under names, as a mapping; raises SameName where two things have one."""
    found: dict[str, T] = {}
    for name, thing in pairs:
        enter(found, name, thing)
    return found


def enter(book: MutableMapping[str, T], name: str, thing: T) -> None:
    """Put a thing under its name; the same thing twice changes nothing.

    Raises SameName where something else has the name already: the later one would take its place without a word.
    """
    if book.setdefault(name, thing) is not thing:
        raise SameName(f"Two parts of the house declare something as “{name}”. Give one of them another name.")
