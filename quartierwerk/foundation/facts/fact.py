"""Facts and the registry of who listens to them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

PLAIN = (str, int, bool, type(None))


@dataclass(frozen=True)
class Fact:
    """Something that has happened; subclasses are frozen dataclasses with plain fields, named in the past tense."""

    is_for_outside: ClassVar[bool] = False
    """True for a fact that no room listens to, because it is meant for systems outside."""

    @classmethod
    def fact_name(cls) -> str:
        """The name under which it travels: ``directory.ProfileWithdrawn``."""
        parts = cls.__module__.split(".")
        # The room, whether its facts are a file or a folder: what waits for delivery is found again by this name.
        home = parts[parts.index("rooms") + 1] if "rooms" in parts else parts[-2]
        return f"{home}.{cls.__name__}"

    def payload(self) -> dict[str, Any]:
        """The fields as plain values that fit into JSON."""
        values = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        for name, value in values.items():
            if not isinstance(value, PLAIN):
                kind = type(value).__name__
                raise TypeError(f"{self.fact_name()}.{name} holds a {kind}; facts carry plain values only.")
        return values


Listener = Callable[[Any], None]
_kinds: dict[str, type[Fact]] = {}
_listeners: dict[str, dict[str, Listener]] = {}


def listen(kind: type[Fact]) -> Callable[[Listener], Listener]:
    """Register a function that is told of every fact of this kind, after its commit, exactly once in its effect."""

    def register(listener: Listener) -> Listener:
        _kinds[kind.fact_name()] = kind
        _listeners.setdefault(kind.fact_name(), {})[f"{listener.__module__}.{listener.__qualname__}"] = listener
        return listener

    return register


def listeners_of(name: str) -> dict[str, Listener]:
    """Who listens to the facts of this name, by dotted path."""
    return _listeners.get(name, {})


def rebuild(name: str, payload: dict[str, Any]) -> Fact:
    """The fact from its name and payload, as it was published."""
    return _kinds[name](**payload)
