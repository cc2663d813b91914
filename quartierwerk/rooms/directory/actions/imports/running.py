"""The run: the directory says afterwards what the list says."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection, models, transaction
from django.utils.translation import gettext as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.bulk import update_rows
from quartierwerk.foundation.facts.delivery import publish
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import facts, permissions, queries, rules
from quartierwerk.rooms.directory.actions.imports.steps import Progress, Tools
from quartierwerk.rooms.directory.actions.writer import Trace
from quartierwerk.rooms.directory.models import ImportJob, ImportRow, Profile
from quartierwerk.rooms.directory.queries.comparing import Comparison, Verdict, identities
from quartierwerk.rooms.directory.queries.imports import numbers
from quartierwerk.rooms.directory.rules import JobState, Outcome

log = logging.getLogger(__name__)
ONE_AT_A_TIME = 7_215_530
"""The key under which imports on PostgreSQL queue up (any number that nothing else uses)."""


@action(may=permissions.may_import)
def run_import(job: ImportJob, *, actor: Person) -> ImportJob:
    """Begin to take the checked rows into the directory (Übernahme)."""
    Progress(job).begin(JobState.RUNNING, actor=actor)
    return job


@action(may=permissions.may_import, bulk=True)
def import_block(job: ImportJob, *, actor: Person, tools: Tools, at: datetime) -> list[models.Model]:
    """Take the next rows in, each compared once more, since others may have written since the check."""
    if job.state != JobState.RUNNING:
        return []
    rows = Progress(job).next_rows(without=["cells", "file_notes"])
    if not rows:
        ended = Progress(job).end(JobState.DONE, at=at)
        _tell_who_started(job)
        return ended
    _queue_up()
    going = [row for row in rows if row.outcome not in {Outcome.ERROR, Outcome.CERTAIN_DOUBLE}]
    known = identities(job, going)
    # In the order of their numbers, as everybody locks them, so that nobody waits in a circle.
    locked = Profile.objects.select_for_update().order_by("pk").filter(pk__in=[one.profile for one in known.values()])
    comparison = Comparison(job, going, phase="apply", known=known, profiles=locked)
    for verdict in comparison.verdicts:
        verdict.note()
    trace = Trace(by=actor, how=rules.How.IMPORT, why=job.list_name)
    touched = _apply(job, comparison.verdicts, tools=tools, trace=trace, at=at)
    columns = ["outcome", "findings", "has_warning", "profile", "is_applied", "before", "version_after"]
    update_rows(going, columns=columns)
    Progress(job).go_on(rows)
    note_change(import_job=job.pk)
    return touched


def _tell_who_started(job: ImportJob) -> None:
    """Whoever started an import hears how it went, if a mail can reach them."""
    person = job.started_by
    if person.has_login and person.email:
        post(
            "directory/mail/import_finished.txt",
            to=person.email,
            language=person.language,
            context={"job": job, "numbers": numbers(job)},
            about=reference(job),
        )


def _queue_up() -> None:
    """Let blocks of different imports follow each other: side by side they would not see each other's new profiles.

    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _apply(
    job: ImportJob, verdicts: Sequence[Verdict], *, tools: Tools, trace: Trace, at: datetime
) -> list[models.Model]:
    """Write what follows from the verdicts; where the block fails, row by row, so that one bad row stops no other."""
    found = [verdict.profile for verdict in verdicts]
    try:
        with transaction.atomic():
            return _write(job, verdicts, tools=tools, trace=trace, at=at)
    except (OperationalError, InterfaceError):
        # The database is busy or gone: no row is to blame, and the block comes again.
        raise
    except Exception:
        log.exception("A block of import %s failed; going on row by row.", job.pk)
    touched: list[models.Model] = []
    for verdict, profile in zip(verdicts, found, strict=True):
        verdict.profile = profile
    for verdict, profile in zip(verdicts, found, strict=True):
        try:
            with transaction.atomic():
                touched += _write(job, [verdict], tools=tools, trace=trace, at=at)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("Row %s of import %s could not be taken in.", verdict.row.number, job.pk)
            verdict.profile = profile
            _refuse(verdict.row, _("Diese Zeile ließ sich nicht übernehmen. Der Fehler ist im Protokoll vermerkt."))
    return touched


def _refuse(row: ImportRow, sentence: str) -> None:
    row.outcome, row.findings, row.is_applied = Outcome.ERROR, [sentence], False
    row.profile = row.before = row.version_after = None


def _write(
    job: ImportJob, verdicts: Sequence[Verdict], *, tools: Tools, trace: Trace, at: datetime
) -> list[models.Model]:
    entering = [verdict for verdict in verdicts if verdict.goes_in]
    new = [v for v in entering if v.outcome in {Outcome.NEW, Outcome.POSSIBLE_DOUBLE} and v.profile is None]
    changing = [v for v in entering if v.profile is not None and v.outcome != Outcome.UNCHANGED]
    contents = [verdict.content for verdict in new]
    created = tools.writer.add(contents, source=job.list_name, at=at)
    for verdict, profile in zip(new, created, strict=True):
        verdict.profile = profile
    for verdict in changing:
        # What an undo had hidden comes back with its row.
        verdict.profile.state = rules.State.PUBLIC  # type: ignore[union-attr]
    pairs = [(verdict.profile, verdict.content) for verdict in changing]
    tools.writer.replace(pairs, before=_before(changing), trace=trace, at=at)  # type: ignore[arg-type]
    for verdict in entering:
        row = verdict.row
        row.profile, row.is_applied = verdict.profile, True
        row.before = rules.to_plain(verdict.before) if verdict.before else None
        row.version_after = verdict.profile.version  # type: ignore[union-attr]
    for verdict in entering:
        if verdict.outcome in {Outcome.NEW, Outcome.POSSIBLE_DOUBLE}:
            publish(facts.ProfilePublished(profile_id=verdict.profile.pk))  # type: ignore[union-attr]
    return [*created, *(verdict.profile for verdict in changing)]  # type: ignore[list-item]


def _before(changing: Sequence[Verdict]) -> dict[int, rules.ProfileContent]:
    """What profiles say before their rows change them; what an undo had hidden was not compared and is read now."""
    hidden = [verdict.profile for verdict in changing if verdict.before is None]
    said = queries.contents_of(hidden) if hidden else {}  # type: ignore[arg-type]
    return said | {v.profile.pk: v.before for v in changing if v.before is not None}  # type: ignore[union-attr]
