"""Periodic work of the directory; what is forgotten after a term stands in ``privacy.py``."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, exchange, permissions, queries
from quartierwerk.rooms.directory.queries.doubles import look_for, waiting
from quartierwerk.rooms.directory.queries.imports import working

log = logging.getLogger(__name__)
SEALS_AT_ONCE = 200
SECONDS_PER_TURN = 10
"""So long one import may go on before the other chores have their turn."""

COMPARED_AT_ONCE = 4_000
"""So many profiles are compared with the stock before what was found is written down."""


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


def look_for_doubles() -> int:
    """Compare what has changed with the stock, block by block; returns how many profiles it got through.

    It stops after a while and goes on from there: each profile remembers in which version it was compared.
    """
    done, end = 0, time.monotonic() + SECONDS_PER_TURN
    while time.monotonic() < end and (block := waiting(limit=COMPARED_AT_ONCE)):
        actions.propose_doubles(look_for(block), actor=system("worker"))
        done += len(block)
    return done


def ask_about_entries() -> int:
    """Ask about the entries longest unconfirmed, so many a day as the city allows; returns how many.

    A first run over an old list is thereby spread over days.
    """
    now = clock.now()
    left = queries.terms().asks_per_day - queries.asked_since(
        clock.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    )
    found = queries.due(at=now, most=left) if left > 0 else []
    return len(actions.ask(found, actor=system("worker"), at=now)) if found else 0


def remind_of_entries() -> int:
    """Ask once more where nobody has answered; returns about how many."""
    now = clock.now()
    found = queries.to_remind(at=now, most=queries.terms().asks_per_day)
    return len(actions.remind(found, actor=system("worker"), at=now)) if found else 0


def send_digests() -> int:
    """Tell everybody in the office who wants to know what became of the entries; returns how many were due."""
    readers = list(queries.digest_readers(at=clock.now()))
    for person in readers:
        actions.send_digest(person, actor=system("worker"))
    return len(readers)


def see_to_seals() -> int:
    """Close the seals whose day is over, and tell of those that end soon; returns of how many."""
    now = clock.now()
    over, ending = queries.seals_over(at=now, most=SEALS_AT_ONCE), queries.seals_ending(at=now, most=SEALS_AT_ONCE)
    for seal in over:
        actions.end_seal(seal.profile, actor=system("worker"))
    for seal in ending:
        actions.warn_of_seal(seal.profile, actor=system("worker"))
    return len(over) + len(ending)


CHORES = [
    ("ask about old entries", timedelta(hours=1), ask_about_entries),
    ("remind of old entries", timedelta(hours=1), remind_of_entries),
    ("send the office its digest", timedelta(hours=6), send_digests),
    ("see to seals", timedelta(hours=1), see_to_seals),
    ("go on with imports", timedelta(seconds=2), go_on_with_imports),
    ("look for doubles", timedelta(seconds=5), look_for_doubles),
]
