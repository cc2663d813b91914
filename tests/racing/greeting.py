"""A fact with a listener that leaves one row for each time its effect happened."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass

from quartierwerk.foundation.facts.fact import Fact, listen
from quartierwerk.rooms.accounts.models import Person


@dataclass(frozen=True)
class PersonGreeted(Fact):
    """Somebody was greeted."""

    number: int


@listen(PersonGreeted)
def write_down(told: PersonGreeted) -> None:
    """Leave a trace; where the environment asks for it, die in the middle of it."""
    Person.objects.create(name=f"greeted {told.number}")
    if os.environ.get("DIE_AT") == str(told.number):
        os.kill(os.getpid(), signal.SIGKILL)
