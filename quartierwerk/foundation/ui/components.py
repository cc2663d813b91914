"""The list of components; the style page shows each, and a test counts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.utils.functional import Promise

Tag = TypeVar("Tag", bound=Callable[..., object])


@dataclass(frozen=True)
class Component:
    """A template tag that pages are built from; ``ui/style/<name>.html`` shows all its states."""

    name: str
    title: str | Promise
    sentence: str


_components: dict[str, Component] = {}


def component(title: str | Promise) -> Callable[[Tag], Tag]:
    """Mark a template tag as a component under a German title."""

    def mark(tag: Tag) -> Tag:
        sentence = (tag.__doc__ or "").strip().splitlines()[0]
        _components[tag.__name__] = Component(tag.__name__, title, sentence)
        return tag

    return mark


def components() -> list[Component]:
    """All components, by name."""
    return [_components[name] for name in sorted(_components)]
