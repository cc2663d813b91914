"""Writing to all who sit on a body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import RuleBroken, WordsMissing
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import permissions, queries
from quartierwerk.rooms.boards.models import Body


class NobodyToWriteTo(RuleBroken):
    """Nobody sits on the body today who can be reached."""

    sentence = _("Heute sitzt niemand in diesem Gremium, von dem eine E-Mail-Adresse bekannt ist.")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is written to everybody."""

    subject: str
    text: str


@action(may=permissions.may_write_to)
def write_to(body: Body, *, actor: Person, letter: Letter, at: datetime) -> Body:
    """Write to everybody who sits on a body today, each in a mail of their own (Gremium anschreiben)."""
    subject, text = " ".join(letter.subject.split()), letter.text.strip()
    for field, words in (("subject", subject), ("text", text)):
        if not words:
            raise WordsMissing(field=field)
    seats = list(queries.seats_on(body, clock.local(at).date()))
    reached = {seat.address: seat for seat in seats if seat.address}
    if not reached:
        raise NobodyToWriteTo
    for address, seat in reached.items():
        post(
            "boards/mail/letter.txt",
            to=address,
            language=seat.person.language if seat.person else "de",
            reply_to=house().contact_email,
            context={"subject": subject, "text": text, "body": body},
            about=reference(body),
        )
    note_change(mails=len(reached), without_address=[reference(seat) for seat in seats if not seat.address])
    return body
