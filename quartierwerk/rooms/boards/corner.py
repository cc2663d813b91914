"""What this room shows somebody in their own corner: the bodies on which they sit."""

from __future__ import annotations

from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.corner import Section
from quartierwerk.rooms.boards import queries
from quartierwerk.rooms.boards.models import Meeting, Seat

MOST_MEETINGS = 5


def _seats(person: Any) -> list[Seat]:
    return list(queries.seats_of(person, on=clock.today()))


def _meetings(person: Any) -> list[Meeting]:
    """The next meetings, each with how many papers there are to read for it (``papers_number``)."""
    found = list(queries.meetings_of(person, at=clock.now())[:MOST_MEETINGS])
    papers = queries.papers_of(found, person)
    for meeting in found:
        meeting.papers_number = papers[meeting.pk]  # type: ignore[attr-defined]
    return found


def _to_score(person: Any) -> list[queries.ToScore]:
    return queries.to_score(person, at=clock.now())


KEPT = (Section(template="boards/corner/seats.html", things=_seats),)
UNDER_WAY = (
    Section(template="boards/corner/scorings.html", things=_to_score),
    Section(template="boards/corner/meetings.html", things=_meetings),
)
