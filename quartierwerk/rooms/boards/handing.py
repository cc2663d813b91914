"""What hangs on a person in this room: their seats, which nobody passes on by themself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.handing import Holding, Turn
from quartierwerk.rooms.boards import actions, queries

HOLDINGS = (
    Holding(
        kind="boards.seats",
        label=_("Sitze in Gremien"),
        hint=_("Wer folgt, bestimmt, wer bestellt; sie lassen sich nicht weitergeben. Beim Ausscheiden enden sie."),
        things=queries.names_of_seats,
        let_go=actions.give_up_seats,
        turn=Turn.REST,
    ),
)
