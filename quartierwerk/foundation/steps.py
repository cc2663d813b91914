"""States and the steps between them: a table, which is pure, and the one way to take a step by it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Generic, TypeVar

from quartierwerk.foundation.errors import NotNow, RuleBroken

S = TypeVar("S", bound=str)


class Steps(Generic[S]):
    """Which states lead to which: ``Steps({State.OPEN: {State.SHUT}})``; from a state not named none leads on."""

    def __init__(self, table: Mapping[S, Collection[S]]) -> None:
        self._table = {before: frozenset(after) for before, after in table.items()}
        self.open: frozenset[S] = frozenset(before for before, after in self._table.items() if after)
        """The states from which a step leads on."""

    def leads(self, before: str, after: str) -> bool:
        """Whether a thing may go from one state to the other."""
        return any(before == state and after in nexts for state, nexts in self._table.items())


def advance(thing: Any, state: str, *, steps: Steps[Any], refusal: type[RuleBroken] = NotNow, **fields: Any) -> None:
    """Let a thing, which the running verb has locked, take a step: its state and these fields are set and saved.

    Raises ``refusal`` where no step leads there from the thing's state, and changes nothing then.
    """
    if not steps.leads(thing.state, state):
        raise refusal
    for name, value in {"state": state, **fields}.items():
        setattr(thing, name, value)
    thing.save(update_fields=["state", *fields])
