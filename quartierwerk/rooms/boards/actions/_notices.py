"""Mails to all who sit on a body on the day of a meeting, in the transaction in which something becomes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from quartierwerk.foundation.actions import note_change
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.boards import queries
from quartierwerk.rooms.boards.models import Meeting


def tell(meeting: Meeting, template: str, *, on: date | None = None, **said: Any) -> None:
    """Write to everybody who sits there on a day, to each address once; the trail keeps whom no mail reaches.

    By default that is the day of the meeting. ``said`` is what the template says besides the meeting.

    ``post`` only writes a row, so a state and its mails come together or not at all.
    """
    with_address, without = queries.reached_by_mail(meeting, on=on)
    reached = {seat.address: seat for seat in reversed(with_address)}
    context = queries.notice(meeting) | said
    for address, seat in reached.items():
        language = seat.person.language if seat.person else "de"
        about = reference(meeting)
        post(template, to=address, language=language, context=context, reply_to=house().contact_email, about=about)
    note_change(mails=len(reached), without_address=[reference(seat) for seat in without])
