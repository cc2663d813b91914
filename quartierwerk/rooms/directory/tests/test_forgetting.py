"""What remains of an import when the term of its file is over."""

from datetime import timedelta

import pytest

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, NotNow
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests.factories import forgotten
from quartierwerk.rooms.directory import actions
from quartierwerk.rooms.directory.models import ImportJob, Profile
from quartierwerk.rooms.directory.rules import KEEP_FILE_FOR, JobState, State
from quartierwerk.rooms.directory.tests.test_imports import checked, done, table, undone, upload

HEAD = "Name;Straße"


def grown_old(job: ImportJob) -> ImportJob:
    ImportJob.objects.filter(pk=job.pk).update(created_at=clock.now() - KEEP_FILE_FOR - timedelta(minutes=1))
    job.refresh_from_db()
    return job


def test_an_old_file_goes_and_what_was_taken_over_stays(officer, django_capture_on_commit_callbacks):
    job = done(table("Lichtwerk Nord;Rheinische Str. 1", ";ohne Namen", head=HEAD), actor=officer)
    file = job.file

    with django_capture_on_commit_callbacks(execute=True):
        assert forgotten("directory.imports") == 0
        grown_old(job)
        assert forgotten("directory.imports") == 1

    job.refresh_from_db()
    assert (job.path, job.state, file.exists()) == ("", JobState.DONE, False)
    assert [(row.cells, row.said is None) for row in job.rows.all()] == [([], False), ([], True)]
    assert Profile.objects.get().name == "Lichtwerk Nord"
    assert AuditRow.objects.filter(verb="directory.forget_file", subject=f"directory.importjob:{job.pk}").count() == 1


def test_an_import_can_be_taken_back_when_its_file_is_gone(officer):
    job = grown_old(done(table("Lichtwerk Nord;Rheinische Str. 1", head=HEAD), actor=officer))
    forgotten("directory.imports")

    undone(job, actor=officer)

    assert Profile.objects.get().state == State.WITHDRAWN


def test_what_waited_for_a_decision_has_expired(officer):
    job = grown_old(checked(table("Lichtwerk Nord;", head=HEAD), actor=officer))

    forgotten("directory.imports")

    job.refresh_from_db()
    assert job.state == JobState.EXPIRED
    with pytest.raises(NotNow):
        actions.run_import(job, actor=officer)


def test_an_import_on_its_way_keeps_its_file(officer):
    job = actions.check_import(upload(table("Lichtwerk Nord;", head=HEAD), actor=officer), actor=officer)

    grown_old(job)

    assert forgotten("directory.imports") == 0
    with pytest.raises(NotNow):
        actions.forget_file(job, actor=system("worker"))


def test_only_the_machinery_forgets_files(officer, owner):
    job = checked(table("Lichtwerk Nord;", head=HEAD), actor=officer)

    for person in (officer, owner):
        with pytest.raises(NotAllowed):
            actions.forget_file(job, actor=person)
