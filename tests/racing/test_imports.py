"""Imports whose process dies, and imports that several processes push at once: real processes, real databases."""

from __future__ import annotations

import pytest

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.directory import actions, exchange
from quartierwerk.rooms.directory.models import Contact, ImportJob, ImportRow, Location, Profile
from quartierwerk.rooms.directory.rules import JobState, Outcome
from quartierwerk.rooms.directory.tests import factories
from quartierwerk.rooms.directory.tests.test_imports import checked, outcomes, table, upload
from tests.racing import children

CHILD = """
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import exchange
from quartierwerk.rooms.directory.actions import imports
from quartierwerk.rooms.directory.models import ImportJob
imports.steps.BLOCK = int(sys.argv[2])
job = ImportJob.objects.get(pk=sys.argv[1])
print("here", flush=True)
exchange.push(job, actor=system("worker"), progress=lambda done, total: print(done, flush=True))
"""


def push_elsewhere(job: ImportJob, *, block: int) -> children.Child:
    return children.start(CHILD, str(job.pk), str(block))


def kill_after(process: children.Child, line: str) -> None:
    for said in process.stdout:
        if said.strip() == line:
            break
    process.kill()
    process.communicate()


def rows(count: int) -> bytes:
    return table(*(f"{n};Werk {n};Ostwall {n};44135 Dortmund;werk{n}@werk.example;0231 50{n:04}" for n in range(count)))


@pytest.fixture
def worker(transactional_db, officer):
    factories.vocabulary()
    return officer


@pytest.mark.parametrize("line", ["0", "10", "35"])
def test_a_kill_during_an_import_leaves_each_row_whole_or_absent_and_the_next_push_finishes(worker, line):
    job = actions.run_import(checked(rows(60), actor=worker), actor=worker)

    kill_after(push_elsewhere(job, block=5), line)

    applied = set(ImportRow.objects.filter(is_applied=True).values_list("profile", flat=True))
    assert applied == set(Profile.objects.values_list("pk", flat=True))
    assert Contact.objects.count() == 2 * len(applied)
    assert Location.objects.count() == len(applied)
    assert AuditRow.objects.filter(verb="directory.import_block").count() == len(applied)
    assert int(line) <= len(applied) < 60

    exchange.resume(actor=worker)
    job.refresh_from_db()
    assert (job.state, job.rows_done) == (JobState.DONE, 60)
    assert Profile.objects.count() == 60
    assert outcomes(job) == [Outcome.NEW] * 60
    assert OutgoingMail.objects.filter(to=worker.email).count() == 1


def test_a_kill_while_a_file_is_read_leaves_no_row_and_the_next_push_reads_it(worker):
    job = actions.check_import(upload(rows(4000), actor=worker), actor=worker)

    kill_after(push_elsewhere(job, block=200), "here")

    job.refresh_from_db()
    assert not job.is_staged
    assert not ImportRow.objects.exists()
    actions.stage(job, actor=worker)
    assert ImportRow.objects.count() == 4000


def test_a_kill_during_an_undo_is_finished_by_the_next_push(worker):
    job = actions.run_import(checked(rows(40), actor=worker), actor=worker)
    exchange.push(job, actor=worker)
    job = actions.undo_import(job, actor=worker)

    kill_after(push_elsewhere(job, block=5), "10")

    exchange.resume(actor=worker)
    job.refresh_from_db()
    assert job.state == JobState.UNDONE
    assert set(Profile.objects.values_list("state", "version")) == {("withdrawn", 2)}


def test_several_processes_on_one_import_take_each_row_once(worker):
    job = actions.run_import(checked(rows(120), actor=worker), actor=worker)

    children.ended([push_elsewhere(job, block=5) for _ in range(3)])

    job.refresh_from_db()
    assert (job.state, job.rows_done) == (JobState.DONE, 120)
    assert Profile.objects.count() == 120
    subjects = AuditRow.objects.filter(verb="directory.import_block", subject__startswith="directory.profile:")
    assert subjects.count() == subjects.values("subject").distinct().count() == 120


def test_two_imports_of_the_same_actors_at_once_add_each_actor_once(worker):
    jobs = [
        actions.run_import(checked(rows(60), actor=worker, list_name=name), actor=worker) for name in ("Eine", "Andere")
    ]

    children.ended([push_elsewhere(job, block=5) for job in jobs])

    assert Profile.objects.count() == 60
    both = [outcome for job in jobs for outcome in outcomes(job)]
    assert (both.count(Outcome.NEW), both.count(Outcome.CERTAIN_DOUBLE)) == (60, 60)
