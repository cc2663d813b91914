"""Putting a case before a body: an item on the agenda of a meeting to come, and the motion that names the case."""

from __future__ import annotations

from collections.abc import Sequence

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import actions as boards
from quartierwerk.rooms.boards.models import Meeting, Motion
from quartierwerk.rooms.boards.rules import ItemKind
from quartierwerk.rooms.budget.models import Pot


def table_case(
    meeting: Meeting,
    *,
    actor: Person,
    case: str,
    title: str,
    text: str,
    wording: str,
    pot: Pot | None = None,
    cents: int | None = None,
    parties: Sequence[str] = (),
    is_public: bool = True,
) -> Motion:
    """Put a case on an agenda to be decided on, with its motion; ``motion.item`` is the item.

    ``case`` is the reference of what it is about: under it the money is reserved where the motion is carried, and with
    it ``boards.facts.MotionDecided`` or ``MotionLeftOpen`` comes back. ``parties`` are references of those whom it
    concerns, so that recusals are proposed. ``actor`` runs the meetings of the body; the verbs of boards ask for that.
    Locks the meeting, so lock what is yours before.
    """
    tabled = boards.Tabled(
        meeting=meeting, title=title, text=text, kind=ItemKind.DECISION, is_public=is_public, parties=tuple(parties)
    )
    item = boards.table(tabled, actor=actor)
    return boards.move(boards.Moved(item=item, wording=wording, pot=pot, cents=cents, case=case), actor=actor)
