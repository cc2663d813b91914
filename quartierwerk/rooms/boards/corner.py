"""What this room shows somebody in their own corner: the bodies on which they sit."""

from __future__ import annotations

from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.corner import Section
from quartierwerk.rooms.boards import queries
from quartierwerk.rooms.boards.models import Seat


def _seats(person: Any) -> list[Seat]:
    return list(queries.seats_of(person, on=clock.today()))


KEPT = (Section(template="boards/corner/seats.html", things=_seats),)
