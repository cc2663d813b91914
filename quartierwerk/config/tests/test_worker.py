"""What the worker does besides delivering: its periodic work, and that a failure stops nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from quartierwerk.config import worker
from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.gathering import declared
from quartierwerk.foundation.privacy import registered

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_room_brings_its_periodic_work():
    names = [chore.name for chore in worker.chores()]

    from_rooms = [name for name, _every, _run in declared("schedule", "CHORES")]
    terms = [data for data in registered() if data.term]
    assert len(names) == len(set(names)) == len(worker.HOUSEKEEPING) + len(from_rooms) + len(terms)
    assert {"finish resets", "go on with imports", "end assignments"} <= set(from_rooms)


def test_periodic_work_is_done_when_it_is_due_and_not_before():
    AuditRow.objects.create(at=clock.now(), verb="tests.step", subject="tests.thing:1")
    start = clock.now()
    rounds = worker.run_chores()

    with time_machine.travel(start, tick=False):
        first, second = next(rounds), next(rounds)
    AuditRow.objects.create(at=clock.now(), verb="tests.step", subject="tests.thing:2")
    with time_machine.travel(start + timedelta(minutes=1), tick=False):
        later = next(rounds)

    assert (first, second, later) == (1, 0, 1)


def test_work_that_fails_is_written_down_and_the_worker_goes_on(caplog):
    def fail() -> int:
        raise ValueError("today not")

    assert worker._guarded("the impossible", fail) == 0
    assert "the impossible failed; going on." in caplog.text
    assert "today not" in caplog.text
