"""What hangs on a person, and how it passes to somebody else: each room registers its kinds, one page shows them.

A room attaches in a few lines of its ``apps.py``: ``register(Holding(kind="boards.seats", label=…, things=…,
pass_on=actions.pass_on_seats))``. What has no ``let_go`` must be passed on before somebody leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.utils.functional import Promise


class Handover(NamedTuple):
    """From whom to whom."""

    person: Any
    to: Any


class PassOn(Protocol):
    """A verb that passes a kind of things on; it leaves one row in the trail."""

    def __call__(self, subject: Handover, /, *, actor: Any, at: datetime) -> object: ...


class LetGo(Protocol):
    """A verb that ends what is left of a kind when somebody leaves."""

    def __call__(self, subject: Any, /, *, actor: Any, at: datetime) -> object: ...


@dataclass(frozen=True, kw_only=True)
class Holding:
    """A kind of things that hang on a person."""

    kind: str
    """Room and kind: ``directory.profiles``."""
    label: str | Promise
    hint: str | Promise
    """What becomes of them, in one sentence."""
    things: Callable[[Any], Sequence[str]]
    """What these things are called, one for each that hangs on this person."""
    said_before: Callable[[Handover], Sequence[str]] | None = None
    """What whoever passes them on should know first, in sentences; absent where there never is anything."""
    pass_on: PassOn | None = None
    """Absent for what nobody else can take over."""
    let_go: LetGo | None = None
    """Absent for what must not be left behind."""
    order: int = 50
    """Small numbers are passed on first."""


class Held(NamedTuple):
    """One kind, with what hangs on the person in question."""

    holding: Holding
    things: Sequence[str]


_holdings: list[Holding] = []


def register(*holdings: Holding) -> None:
    """Add kinds; registering the same one twice changes nothing."""
    known = {holding.kind for holding in _holdings}
    _holdings.extend(holding for holding in holdings if holding.kind not in known)
    _holdings.sort(key=lambda holding: holding.order)


def held_by(person: Any) -> list[Held]:
    """Everything that hangs on a person, by kind; kinds without anything are left out."""
    found = [Held(holding, holding.things(person)) for holding in _holdings]
    return [held for held in found if held.things]
