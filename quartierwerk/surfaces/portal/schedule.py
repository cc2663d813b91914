"""Periodic work over several rooms."""

from __future__ import annotations

from datetime import timedelta

from quartierwerk.foundation import clock
from quartierwerk.foundation.waiting import models_waiting
from quartierwerk.rooms.accounts import actions
from quartierwerk.rooms.accounts.models import Assignment
from quartierwerk.rooms.accounts.queries import system

KEPT_FOR = timedelta(days=30)
"""So long an assignment outlives what it is about: a proposal that is asked about waits again with its answer."""


def end_assignments() -> int:
    """Note that nobody takes care any more of what has been decided; returns how many assignments ended."""
    worker, now = system("worker"), clock.now()
    old = Assignment.objects.taken().filter(at__lt=now - KEPT_FOR)
    for kind, waiting in models_waiting(worker).items():
        for rows in waiting:
            old = old.exclude(kind=kind, key__in=rows.order_by().values("pk"))
    keys = list(old.values_list("pk", flat=True))
    return len(actions.end_assignments(keys, actor=worker, at=now)) if keys else 0


CHORES = [("end assignments", timedelta(hours=24), end_assignments)]
