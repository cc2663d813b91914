"""Periodic work of the newsroom."""

from __future__ import annotations

from datetime import timedelta

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.newsroom import actions, queries


def forget_reports() -> int:
    """Delete words and addresses of reports that were answered long ago; returns how many."""
    old = list(queries.beyond_their_term(at=clock.now()))
    for barrier in old:
        actions.forget(barrier, actor=system("worker"))
    return len(old)


CHORES = [("forget reports of barriers", timedelta(hours=6), forget_reports)]
