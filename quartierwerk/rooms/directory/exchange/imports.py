"""The way in: lists that are checked and taken over."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierwerk.foundation import sheets
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import actions
from quartierwerk.rooms.directory.exchange.columns import COLUMNS
from quartierwerk.rooms.directory.models import ImportJob
from quartierwerk.rooms.directory.queries.imports import Numbers, numbers, refused, unfinished, working
from quartierwerk.rooms.directory.rules import JobState

Progress = Callable[[int, int], object]
BLOCK = 500


@dataclass(frozen=True)
class ImportSummary:
    """How an import went, for the command line."""

    job: ImportJob
    numbers: Numbers
    is_dry_run: bool

    @property
    def came_back(self) -> int:
        """How many rows stay outside."""
        return self.numbers.came_back

    def lines(self) -> list[str]:
        """The summary in sentences."""
        lines = [*self.job.notes]
        lines += [f"{one.label}: {one.count}" for one in self.numbers.outcomes if one.count]
        if self.numbers.warnings:
            lines.append(_("mit Warnung: %(count)d") % {"count": self.numbers.warnings})
        if self.came_back:
            many = ngettext(
                "%(count)d Zeile wird nicht übernommen.", "%(count)d Zeilen werden nicht übernommen.", self.came_back
            )
            lines.append(many % {"count": self.came_back})
        if self.is_dry_run:
            lines.append(_("Das war ein Prüflauf; im Verzeichnis hat sich nichts geändert."))
        return lines


def import_file(
    path: Path,
    *,
    actor: Person,
    list_name: str,
    dry_run: bool,
    report: Path | None = None,
    progress: Progress | None = None,
    at: datetime | None = None,
) -> ImportSummary:
    """Check a file and, unless it is a dry run, take its rows in; the same file given again after a kill goes on.

    Raises RuleBroken where nothing can be read. ``report`` receives the rows that stay outside, each with its reason.
    ``at`` dates the import back, for the demo.
    """
    job = unfinished(digest=_digest(path), list_name=" ".join(list_name.split())[:80])
    if job is None:
        with path.open("rb") as file:
            given = actions.Upload(file=file, filename=path.name, list_name=list_name, columns=COLUMNS)
            job = actions.upload(given, actor=actor, at=at)
    share = _Share(progress, steps=1 if dry_run else 2)
    if job.state != JobState.RUNNING:
        if job.state != JobState.CHECKING:
            job = actions.check_import(job, actor=actor, at=at)
        push(job, actor=actor, progress=share.step(0), at=at)
        job.refresh_from_db()
        if job.state == JobState.FAILED or not job.rows_total:
            raise RuleBroken(job.notes[-1] if job.state == JobState.FAILED else _("Die Datei enthält keine Zeilen."))
        if not dry_run:
            job = actions.run_import(job, actor=actor, at=at)
    if not dry_run:
        push(job, actor=actor, progress=share.step(1), at=at)
    job.refresh_from_db()
    if report is not None:
        write_refused(job, report)
    return ImportSummary(job, numbers(job), is_dry_run=dry_run)


def resume(*, actor: Person, progress: Progress | None = None) -> int:
    """Finish all imports that were interrupted; 0 when all their rows are in, 1 when some came back."""
    came_back = 0
    for job in list(working()):
        push(job, actor=actor, progress=progress)
        came_back += numbers(job).came_back
    return 1 if came_back else 0


def push(
    job: ImportJob,
    *,
    actor: Person,
    seconds: float | None = None,
    progress: Progress | None = None,
    at: datetime | None = None,
) -> int:
    """Handle a job's rows block by block until its step is done or the time is up; returns how many rows it got on.

    The page, the worker and the command line may push the same job at once: each block locks it.
    """
    steps = {
        JobState.CHECKING: actions.check_block,
        JobState.RUNNING: actions.import_block,
        JobState.UNDOING: actions.undo_block,
    }
    tools: actions.Tools | None = None
    until = None if seconds is None else time.monotonic() + seconds
    job.refresh_from_db()
    state, start = job.state, job.rows_done
    while job.state == state and job.is_working and (until is None or time.monotonic() < until):
        if progress and job.is_staged:
            progress(job.rows_done, job.rows_total)
        if not job.is_staged:
            actions.stage(job, actor=actor, at=at)
        else:
            tools = tools or actions.Tools()
            steps[JobState(state)](job, actor=actor, tools=tools, at=at)
        job.refresh_from_db()
    if progress and job.is_staged:
        progress(job.rows_done, job.rows_total)
    return job.rows_done - start


def write_refused(job: ImportJob, path: Path) -> int:
    """Write the rows that stay outside as they came, with their number and the reason; returns how many."""
    waiting = refused(job).values_list("number", "notes", "findings").iterator(chunk_size=BLOCK)
    number, notes, findings = next(waiting, (0, [], []))
    with (
        sheets.open_table(job.file, name=job.filename, **job.layout) as table,
        sheets.report_writer(path, table) as report,
    ):
        for row in table.rows() if number else ():
            if row.number == number:
                report.refuse(row, findings or notes)
                number, notes, findings = next(waiting, (0, [], []))
                if not number:
                    break
        return report.count


@dataclass
class _Share:
    """Several steps on one progress bar."""

    progress: Progress | None
    steps: int

    def step(self, number: int) -> Progress | None:
        if self.progress is None:
            return None
        show = self.progress
        return lambda done, total: show(number * total + done, self.steps * total)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
