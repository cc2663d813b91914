"""The check: what would become of each row, without a change to the directory."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice

from django.db import models, transaction
from django.utils.translation import gettext as _

from quartierwerk.foundation import sheets
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.bulk import update_rows
from quartierwerk.foundation.errors import NotNow
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import permissions
from quartierwerk.rooms.directory.actions.imports.reading import RowReader
from quartierwerk.rooms.directory.actions.imports.steps import NameNotMapped, Progress, Tools
from quartierwerk.rooms.directory.actions.imports.uploading import map_columns
from quartierwerk.rooms.directory.models import ImportClue, ImportJob, ImportRow, Profile
from quartierwerk.rooms.directory.queries.comparing import Comparison, identities
from quartierwerk.rooms.directory.rules import JobState

log = logging.getLogger(__name__)


@action(may=permissions.may_import)
def check_import(job: ImportJob, *, actor: Person, keys: Mapping[str, str] | None = None) -> ImportJob:
    """Begin to check every row against the directory; nothing is written there (Prüflauf).

    ``keys`` says beforehand what the columns mean, as in ``map_columns``.
    """
    if keys is not None:
        job = map_columns(job, actor=actor, keys=keys)
    if not sheets.Mapping.from_json(job.mapping).heading_of("name"):
        raise NameNotMapped(field="name")
    Progress(job).begin(JobState.CHECKING, actor=actor)
    ImportClue.objects.filter(job=job).delete()
    return job


@action(may=permissions.may_import)
def stage(job: ImportJob, *, actor: Person) -> ImportJob:
    """Read the whole file into rows, in one transaction: a kill leaves none, and the next push reads again."""
    if job.is_staged:
        return job
    if job.state != JobState.CHECKING:
        raise NotNow
    try:
        with transaction.atomic():
            job.rows_total = _stage_rows(job)
    except (sheets.SheetError, OSError) as refusal:
        log.warning("Import %s could not be read: %s", job.pk, refusal)
        sentence = str(refusal) if isinstance(refusal, sheets.SheetError) else _("Die Datei liegt nicht mehr vor.")
        job.state, job.notes = JobState.FAILED, [*job.notes, sentence]
    else:
        job.is_staged = True
    job.save(update_fields=["state", "notes", "rows_total", "is_staged"])
    note_change(rows=job.rows_total)
    return job


@action(may=permissions.may_import, bulk=True)
def check_block(job: ImportJob, *, actor: Person, tools: Tools, at: datetime) -> list[models.Model]:
    """Check the next rows; the last block ends the check."""
    if job.state != JobState.CHECKING or not job.is_staged:
        return []
    rows = Progress(job).next_rows(without=["said", "before"])
    if not rows:
        ImportClue.objects.filter(job=job).delete()
        return Progress(job).end(JobState.CHECKED, at=None)
    reader = RowReader(job, tools, this_year=at.year)
    drafts = {row.pk: content for row in rows if (content := reader.read(row)) is not None}
    readable = [row for row in rows if row.pk in drafts]
    reader.look_up(readable, drafts)
    known = identities(job, readable)
    profiles = Profile.objects.filter(pk__in=[identity.profile for identity in known.values()])
    comparison = Comparison(job, readable, phase="check", known=known, profiles=profiles, drafts=drafts)
    for verdict in comparison.verdicts:
        verdict.note()
    ImportClue.objects.bulk_create(comparison.clues(), batch_size=1000)
    columns = ["said", "row_key", "outcome", "notes", "findings", "has_warning", "profile", "is_applied", "is_undone"]
    update_rows(rows, columns=columns)
    Progress(job).go_on(rows)
    return []


def _stage_rows(job: ImportJob) -> int:
    """All rows of the file as they stand there; returns how many."""
    total = 0
    with sheets.open_table(job.file, name=job.filename, **job.layout) as table:
        rows = iter(table)
        while block := list(islice(rows, 500)):
            ImportRow.objects.bulk_create(
                ImportRow(job_id=job.pk, number=row.number, cells=_storable(row.cells), file_notes=list(row.notes))
                for row in block
            )
            total += len(block)
    return total


def _storable(cells: Iterable[str]) -> list[str]:
    """The raw cells without what no JSON column takes: null characters and halves of surrogate pairs."""
    return [cell.replace("\x00", "").encode("utf-8", "ignore").decode() for cell in cells]
