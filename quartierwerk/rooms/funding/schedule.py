"""Periodic work of funding; what is forgotten after a term stands in ``privacy.py``."""

from __future__ import annotations

from datetime import timedelta

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.funding import actions, queries

MOST_AT_ONCE = 200


def remind_of_inquiries() -> int:
    """Remind whoever applied of answers that are due soon; each in its own transaction, once."""
    at, worker = clock.now(), system("worker")
    due = list(queries.inquiries_to_remind(on=clock.local(at).date())[:MOST_AT_ONCE])
    for inquiry in due:
        actions.remind(inquiry, actor=worker, at=at)
    return len(due)


CHORES = [("remind of inquiries", timedelta(hours=1), remind_of_inquiries)]
