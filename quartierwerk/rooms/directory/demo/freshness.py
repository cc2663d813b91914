"""Questions whether entries of the demo city still hold: some answered, some with the office; and seals."""

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


def load_seals(*, kept: Profile, others: list[Profile], officer: Person, today: datetime) -> None:
    """Seals of the city: one fresh, one that ends soon, one renewed, and one that was revoked."""
    fresh, renewed, revoked = others
    actions.grant_seal(fresh, actor=officer, at=today - timedelta(days=20))
    actions.grant_seal(kept, actor=officer, at=today - timedelta(days=715))
    actions.grant_seal(renewed, actor=officer, at=today - timedelta(days=700))
    actions.renew_seal(renewed, actor=officer, at=today - timedelta(days=5))
    actions.grant_seal(revoked, actor=officer, at=today - timedelta(days=300))
    actions.revoke_seal(revoked, actor=officer, reason="Unter der Adresse ist niemand mehr.", at=today)
