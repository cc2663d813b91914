"""Periodic work of accounts."""

from datetime import timedelta

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts import actions, queries

UNCONFIRMED_FOR = timedelta(days=7)


def forget_unconfirmed() -> int:
    """Forget addresses that nobody has confirmed for a week."""
    actions.forget_unconfirmed(clock.now() - UNCONFIRMED_FOR, actor=queries.system("worker"))
    return 0


def forget_devices() -> int:
    """Forget devices whose sessions are over."""
    actions.forget_devices(clock.now(), actor=queries.system("worker"))
    return 0


CHORES = [
    ("forget unconfirmed addresses", timedelta(hours=6), forget_unconfirmed),
    ("forget devices", timedelta(hours=6), forget_devices),
]
