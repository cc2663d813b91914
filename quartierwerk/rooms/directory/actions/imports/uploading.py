"""A file comes in: it is kept, its headings are read, and somebody says what its columns mean."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from quartierwerk.foundation import sheets
from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import permissions
from quartierwerk.rooms.directory.actions.imports.steps import (
    NameNotMapped,
    NoListName,
    ReservedListName,
)
from quartierwerk.rooms.directory.models import ImportJob
from quartierwerk.rooms.directory.rules import JobState, may_name_a_list

CHUNK = 1 << 16
MOST_NOTES = 20


@dataclass(frozen=True)
class Upload:
    """A file as it arrives, before there is a job."""

    file: BinaryIO
    filename: str
    list_name: str
    columns: Sequence[sheets.Column]
    """What the directory can read (see ``exchange.COLUMNS``)."""


@action(may=permissions.may_import)
def upload(given: Upload, *, actor: Person, at: datetime) -> ImportJob:
    """Take a file in, look at its headings and propose what each column means (Hochladen)."""
    list_name = " ".join(given.list_name.split())[:80]
    if not list_name:
        raise NoListName(field="list_name")
    if not may_name_a_list(list_name):
        raise ReservedListName(field="list_name")
    path, digest = _store(given.file, Path(given.filename).suffix)
    try:
        with sheets.open_table(Path(settings.MEDIA_ROOT) / path, name=given.filename, wanted=given.columns) as table:
            headings, notes = list(table.headings), list(table.notes)
            layout = {
                "sheet": table.sheet or None,
                "header_row": table.header_row,
                "delimiter": table.delimiter or None,
            }
        fingerprint = sheets.fingerprint(headings)
        proposed = sheets.propose(headings, given.columns, remembered=_remembered(list_name, fingerprint))
        return ImportJob.objects.create(
            list_name=list_name,
            filename=Path(given.filename).name[:200],
            path=path,
            digest=digest,
            headings=headings,
            fingerprint=fingerprint,
            layout=layout,
            mapping=proposed.as_json(),
            notes=notes[:MOST_NOTES],
            started_by=actor,
            created_at=at,
        )
    except BaseException:
        (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)
        raise


@action(may=permissions.may_import)
def map_columns(job: ImportJob, *, actor: Person, keys: Mapping[str, str]) -> ImportJob:
    """Say what each column of the file means, heading by heading; an empty key leaves a column out (Zuordnung)."""
    if job.state not in {JobState.UPLOADED, JobState.CHECKED}:
        raise NotNow
    mapping = sheets.Mapping.from_json(job.mapping)
    for heading in mapping.headings:
        if heading in keys and mapping.keys.get(heading, "") != keys[heading]:
            mapping.assign(heading, keys[heading])
    if not mapping.heading_of("name"):
        raise NameNotMapped(field="name")
    # What was checked was checked under another mapping.
    job.mapping, job.state = mapping.as_json(), JobState.UPLOADED
    job.save(update_fields=["mapping", "state"])
    return job


def _store(file: BinaryIO, ending: str) -> tuple[str, str]:
    """Keep a file among the imports; returns its path there and its digest."""
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{uuid.uuid4().hex}{ending.lower() if ending.lower() in {'.csv', '.xlsx', '.txt'} else ''}"
    digest = hashlib.sha256()
    with (folder / name).open("wb") as kept:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            kept.write(chunk)
    return f"imports/{name}", digest.hexdigest()


def _remembered(list_name: str, fingerprint: str) -> dict[str, Any] | None:
    """The mapping by which this list was read the last time, else one with the same headings."""
    read = ImportJob.objects.exclude(state=JobState.UPLOADED).order_by("-pk")
    same_list = read.filter(list_name=list_name).values_list("mapping", flat=True).first()
    return same_list or read.filter(fingerprint=fingerprint).values_list("mapping", flat=True).first()
