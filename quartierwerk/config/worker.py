"""The worker: what happens after the answer, put together from the floors below.

Four loops, each in a thread of its own, so that a long import holds up neither a mail nor the index.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import close_old_connections

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit import trail
from quartierwerk.foundation.facts import delivery
from quartierwerk.foundation.files import storing
from quartierwerk.foundation.gathering import declared
from quartierwerk.foundation.kept.memory import held
from quartierwerk.foundation.mail import post
from quartierwerk.foundation.papers import storing as paper_storing
from quartierwerk.foundation.privacy import PersonalData, registered
from quartierwerk.foundation.search import journal
from quartierwerk.foundation.search.follower import Follower
from quartierwerk.rooms.accounts.queries import system

log = logging.getLogger(__name__)
IDLE_SECONDS = 0.4


@dataclass(frozen=True)
class Chore:
    """A piece of periodic work: ``run`` returns how much it did."""

    name: str
    every: timedelta
    run: Callable[[], int]


HOUSEKEEPING = (
    Chore("seal the audit trail", timedelta(minutes=1), trail.seal),
    Chore("mark doubtful mails", timedelta(minutes=1), post.mark_doubtful),
    Chore("forget old deliveries", timedelta(hours=6), delivery.forget_old),
    Chore("write pictures as AVIF", timedelta(seconds=2), storing.finish),
    Chore("sweep up stray pictures", timedelta(hours=24), lambda: storing.sweep(at=clock.now())),
    Chore("sweep up stray papers", timedelta(hours=24), lambda: paper_storing.sweep(at=clock.now())),
    Chore("forget old journal lines", timedelta(hours=6), lambda: journal.prune(at=clock.now())),
)


def chores() -> list[Chore]:
    """The house's own periodic work, that of every room's ``schedule.py``, and what is forgotten after its term."""
    rooms = (Chore(*entry) for entry in declared("schedule", "CHORES"))
    terms = (Chore(f"forget {one.kind}", one.term.every, partial(forget, one)) for one in registered() if one.term)
    return [*HOUSEKEEPING, *rooms, *terms]


def forget(data: PersonalData) -> int:
    """Delete what is beyond its term; returns how many rows that were."""
    return data.forget(at=clock.now(), actor=system("worker"))


def run_chores() -> Iterator[int]:
    """Run each chore when it is due, for ever; yields how much was done in one round."""
    due = dict.fromkeys(chores(), clock.now())
    while True:
        done = 0
        for chore, when in due.items():
            if when <= clock.now():
                done += _guarded(chore.name, chore.run)
                due[chore] = clock.now() + chore.every
        yield done


class Worker:
    """Runs the loops until it is told to stop; a loop that fails is logged and goes on."""

    def __init__(self) -> None:
        self.stopping = threading.Event()

    def run(self) -> None:
        """Work until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        threads = [threading.Thread(target=self._loop, args=loop, name=loop[0]) for loop in self._loops()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _loops(self) -> list[tuple[str, Callable[[], int]]]:
        follower, rounds = Follower(), run_chores()
        return [
            ("deliveries", lambda: delivery.deliver_waiting(limit=50)),
            ("mails", lambda: post.send_waiting(limit=20)),
            ("index", lambda: follower.follow(limit=2000)),
            ("chores", lambda: next(rounds)),
        ]

    def _loop(self, name: str, step: Callable[[], int]) -> None:
        while not self.stopping.is_set():
            if not _guarded(name, step):
                self.stopping.wait(IDLE_SECONDS)


def _guarded(name: str, step: Callable[[], int]) -> int:
    """One step; what goes wrong is written down and counts as nothing done."""
    close_old_connections()
    try:
        with held():
            return step()
    except Exception:
        log.exception("%s failed; going on.", name)
        return 0
    finally:
        close_old_connections()
