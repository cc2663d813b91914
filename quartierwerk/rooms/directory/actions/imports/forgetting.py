"""The end of an import's term: the file goes, what went into the directory stays."""

from __future__ import annotations

from django.db import transaction

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import permissions, rules
from quartierwerk.rooms.directory.models import ImportClue, ImportJob
from quartierwerk.rooms.directory.rules import JobState


@action(may=permissions.may_keep_house)
def forget_file(job: ImportJob, *, actor: Person) -> ImportJob:
    """Delete an import's file and the cells of its rows, once their term is over (Löschfrist).

    What was taken over stays and can still be taken back; what waited for a decision has expired.
    """
    if job.is_working:
        raise NotNow
    file, rows = job.file, job.rows.all()
    rows.update(cells=[], file_notes=[])
    rows.filter(is_applied=False).update(said=None)
    ImportClue.objects.filter(job=job).delete()
    if rules.JOB_STEPS.leads(job.state, JobState.EXPIRED):
        job.state = JobState.EXPIRED
    job.path = ""
    job.save(update_fields=["state", "path"])
    # Only when the rows are gone for good: a file too many is found again, a file too few is not.
    transaction.on_commit(lambda: file.unlink(missing_ok=True))
    note_change(rows=job.rows_total)
    return job
