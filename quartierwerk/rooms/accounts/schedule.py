"""Periodic work of accounts."""

from datetime import timedelta

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts import actions, queries

UNCONFIRMED_FOR = timedelta(days=7)
ERRANDS_FOR = timedelta(days=2 * 365)
INVITATIONS_FOR = timedelta(days=30)


def forget_unconfirmed() -> int:
    """Forget addresses that nobody has confirmed for a week."""
    actions.forget_unconfirmed(clock.now() - UNCONFIRMED_FOR, actor=queries.system("worker"))
    return 0


def finish_resets() -> int:
    """Reset the lost second factors whose time to object is over; those of the office wait for a second officer."""
    at, worker = clock.now(), queries.system("worker")
    due = [reset for reset in queries.waiting_resets() if reset.due_at <= at and not queries.is_in_office(reset.person)]
    for reset in due:
        actions.finish_reset(reset, actor=worker, at=at)
    return len(due)


def forget_devices() -> int:
    """Forget devices whose sessions are over."""
    actions.forget_devices(clock.now(), actor=queries.system("worker"))
    return 0


def forget_invitations() -> int:
    """Forget the addresses of people who did not accept an invitation."""
    actions.forget_invitations(clock.now() - INVITATIONS_FOR, actor=queries.system("worker"))
    return 0


def forget_errands() -> int:
    """Forget the names of people without an account for whom the office acted two years ago."""
    actions.forget_errands(clock.now() - ERRANDS_FOR, actor=queries.system("worker"))
    return 0


CHORES = [
    ("forget unconfirmed addresses", timedelta(hours=6), forget_unconfirmed),
    ("forget invitations", timedelta(hours=6), forget_invitations),
    ("forget errands", timedelta(hours=24), forget_errands),
    ("finish resets", timedelta(minutes=10), finish_resets),
    ("forget devices", timedelta(hours=6), forget_devices),
]
