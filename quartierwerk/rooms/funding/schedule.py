"""Periodic work of funding; what is forgotten after a term stands in ``privacy.py``."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotNow
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.funding import actions, queries
from quartierwerk.rooms.funding.models import LetterRun
from quartierwerk.rooms.funding.queries import letters, proofs

log = logging.getLogger(__name__)
MOST_AT_ONCE = 200
SECONDS_PER_TURN = 10
"""So long one run may go on before the other chores have their turn."""


def remind_of_inquiries() -> int:
    """Remind whoever applied of answers that are due soon; each in its own transaction, once."""
    return _each(queries.inquiries_to_remind(on=clock.today())[:MOST_AT_ONCE], actions.remind)


def tell_of_payments() -> int:
    """Tell whoever is funded what was paid to them; each in its own transaction, once."""
    return _each(queries.payments_to_tell()[:MOST_AT_ONCE], actions.tell_paid)


def remind_of_use() -> int:
    """Remind whoever is funded of money that is to be used soon; each in its own transaction, once."""
    return _each(queries.uses_to_remind(on=clock.today())[:MOST_AT_ONCE], actions.remind_of_use)


def _each(due: Iterable[Any], verb: Callable[..., object]) -> int:
    """Run a verb that something happens to once; what somebody else was faster with is left out."""
    at, worker, done = clock.now(), system("worker"), 0
    for thing in list(due):
        with suppress(NotNow):
            verb(thing, actor=worker, at=at)
            done += 1
    return done


def remind_of_proofs() -> int:
    """Remind whoever applied of proofs of use that are due soon; each in its own transaction, once."""
    at, worker = clock.now(), system("worker")
    due = list(proofs.to_remind(on=clock.local(at).date())[:MOST_AT_ONCE])
    for application in due:
        actions.remind_of_proof(application, actor=worker, at=at)
    return len(due)


def go_on_with_letters() -> int:
    """Push every run that is not finished; returns how many letters it got on."""
    return sum(push(run, seconds=SECONDS_PER_TURN) for run in letters.runs_under_way())


def push(run: LetterRun, *, seconds: float) -> int:
    """Take the letters of a run on, one after the other, for so long; returns how many.

    Each is a transaction of its own with its line in the run: whoever dies in the middle loses the one at hand, which
    the next push takes up again, and several may push one run at once.
    """
    done, until = 0, time.monotonic() + seconds
    actor = run.started_by
    while time.monotonic() < until:
        line = letters.next_line(run)
        if line is None:
            _end(run)
            break
        try:
            actions.take_letter_on(line, actor=actor)
        except NotNow:  # somebody else was faster
            continue
        except Exception:
            log.exception("Letter of %s in run %s is left out.", line.application_id, run.pk)
            actions.give_letter_up(line, actor=system("worker"))
        done += 1
    return done


def _end(run: LetterRun) -> None:
    try:
        actions.end_letters(run, actor=system("worker"))
    except NotNow:
        return


CHORES = [
    ("remind of inquiries", timedelta(hours=1), remind_of_inquiries),
    ("remind of proofs", timedelta(hours=1), remind_of_proofs),
    ("tell of payments", timedelta(hours=1), tell_of_payments),
    ("remind of use", timedelta(hours=6), remind_of_use),
    ("go on with letters", timedelta(seconds=2), go_on_with_letters),
]
