"""Questions whether entries of the demo city still hold: some answered, some waiting, some with the office."""

from __future__ import annotations

from datetime import datetime, timedelta

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import actions, queries
from quartierwerk.rooms.directory.models import Profile

ASKED_AGO = (95, 70, 25, 2)
"""Days ago; each time so many entries as ``AT_ONCE``, oldest first."""
AT_ONCE = 4


def load_askings(*, kept: Profile, officer: Person, today: datetime) -> None:
    """A few rounds of questions with what became of them, and one about the profile that the cast keeps."""
    for days in ASKED_AGO:
        at = today - timedelta(days=days)
        actions.ask(queries.due(at=at, most=AT_ONCE), actor=officer, at=at)
    old = queries.for_the_office(at=today)
    first, second = old[:2]
    actions.confirm(first.profile, actor=officer, note="Am Telefon: alles beim Alten", at=today - timedelta(days=1))
    actions.report_gone(second.profile, actor=officer, at=today - timedelta(days=1))
    actions.ask_again(kept, actor=officer, at=today)
