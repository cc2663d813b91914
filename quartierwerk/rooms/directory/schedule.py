"""Periodic work of the directory; what is forgotten after a term stands in ``privacy.py``."""

from __future__ import annotations

import logging
from datetime import timedelta

from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import exchange, permissions
from quartierwerk.rooms.directory.queries.imports import working

log = logging.getLogger(__name__)
SECONDS_PER_TURN = 10
"""So long one import may go on before the other chores have their turn."""


def go_on_with_imports() -> int:
    """Push every import that has rows waiting; returns how many rows they got on."""
    done = 0
    for job in working():
        # Who began it may have left the office since; what is begun is finished all the same.
        actor = job.started_by if permissions.may_import(job.started_by) else system("worker")
        try:
            done += exchange.push(job, actor=actor, seconds=SECONDS_PER_TURN)
        except Exception:
            log.exception("Import %s does not get on; the others do.", job.pk)
    return done


CHORES = [("go on with imports", timedelta(seconds=2), go_on_with_imports)]
