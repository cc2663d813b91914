"""Periodic work of accounts; what is forgotten after a term stands in ``privacy.py``."""

from datetime import timedelta

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts import actions, queries


def finish_resets() -> int:
    """Reset the lost second factors whose time to object is over; those of the office wait for a second officer."""
    at, worker = clock.now(), queries.system("worker")
    due = [reset for reset in queries.waiting_resets() if reset.due_at <= at and not queries.is_in_office(reset.person)]
    for reset in due:
        actions.finish_reset(reset, actor=worker, at=at)
    return len(due)


CHORES = [("finish resets", timedelta(minutes=10), finish_resets)]
