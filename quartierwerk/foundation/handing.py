"""What hangs on a person, and how it passes to somebody else: each room declares its kinds, one page shows them.

A room lists them in ``handing.py`` as ``HOLDINGS``: ``Holding(kind="boards.seats", label=…, things=…,
pass_on=actions.pass_on_seats)``. What has no ``let_go`` must be passed on before somebody leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, NamedTuple, Protocol

from django.utils.functional import Promise

from quartierwerk.foundation.gathering import enter


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


class Turn(IntEnum):
    """When a kind is passed on; within a turn the settings' order of rooms decides, then the file."""

    OFFICE = 1
    """Roles in the office, which decide what the new person may take over."""
    THINGS = 2
    AFTERWARDS = 3
    """What only goes to somebody who has the roles."""
    REST = 4
    """What nobody takes over."""


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
    turn: Turn = Turn.THINGS


class Held(NamedTuple):
    """One kind, with what hangs on the person in question."""

    holding: Holding
    things: Sequence[str]


_holdings: dict[str, Holding] = {}


def register(*holdings: Holding) -> None:
    """Add kinds; the same one twice changes nothing. Raises SameName for a second kind under a known name."""
    for holding in holdings:
        enter(_holdings, holding.kind, holding)


def held_by(person: Any) -> list[Held]:
    """Everything that hangs on a person, by kind; kinds without anything are left out."""
    in_turn = sorted(_holdings.values(), key=lambda holding: holding.turn)
    found = [Held(holding, holding.things(person)) for holding in in_turn]
    return [held for held in found if held.things]
