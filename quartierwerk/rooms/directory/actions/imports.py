"""Reading lists into the directory: upload, check, run, undo; each in blocks that are whole or absent.

A job remembers the last row that its current step has behind it. Every block locks the job, so the page, the
worker and the command line may push the same job at the same time, and a process that is killed leaves nothing half.
"""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartierwerk.foundation import clock, sheets
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.bulk import update_rows
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.facts.delivery import publish
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import facts, permissions, rules
from quartierwerk.rooms.directory.actions.writer import ProfileWriter
from quartierwerk.rooms.directory.models import ImportClue, ImportJob, ImportRow, Profession, Profile, Sector, Synonym
from quartierwerk.rooms.directory.queries.comparing import Comparison, Verdict, identities, row_key
from quartierwerk.rooms.directory.rules import JobState, Outcome

log = logging.getLogger(__name__)
BLOCK = 400
"""Rows per transaction: enough to share the cost of questions, few enough to let others write in between."""
CHUNK = 1 << 16
ONE_AT_A_TIME = 7_215_530
"""The key under which imports on PostgreSQL queue up (any number that nothing else uses)."""
MOST_NOTES = 20


class NotAtThisStep(RuleBroken):
    """The job is in a state from which this step does not lead on."""

    sentence = gettext_lazy("Dieser Schritt passt nicht zum Stand des Imports. Bitte laden Sie die Seite neu.")


class NameNotMapped(RuleBroken):
    """Without the column that holds the names there is nothing to import."""

    sentence = gettext_lazy("Bitte ordnen Sie eine Spalte dem Namen zu.")


class NoListName(RuleBroken):
    """A list is recognised by its name when it comes again."""

    sentence = gettext_lazy("Bitte geben Sie der Liste einen Namen.")


@dataclass(frozen=True)
class Upload:
    """A file as it arrives, before there is a job."""

    file: BinaryIO
    filename: str
    list_name: str
    columns: Sequence[sheets.Column]
    """What the directory can read (see ``exchange.COLUMNS``)."""


def _wordbook() -> rules.Wordbook:
    sectors = Sector.objects.values_list("slug", "name_de", "name_en")
    professions = Profession.objects.values_list("slug", "sector__slug", "name_de", "name_en", "other_names")
    return rules.Wordbook(
        sectors=[rules.SectorWords(slug=slug, name_de=de, name_en=en) for slug, de, en in sectors],
        professions=[
            rules.ProfessionWords(slug=slug, sector=sector, name_de=de, name_en=en, other_names=tuple(others))
            for slug, sector, de, en, others in professions
        ],
        synonyms=Synonym.objects.values_list("words", flat=True),
    )


@dataclass
class Tools:
    """What many blocks share: the vocabulary, the address register and the writer, read once."""

    book: rules.Wordbook = field(default_factory=_wordbook)
    writer: ProfileWriter = field(default_factory=ProfileWriter)


# --- The file ----------------------------------------------------------------------------------------------------


@action(may=permissions.may_import)
def upload(given: Upload, *, actor: Person, at: datetime) -> ImportJob:
    """Take a file in, look at its headings and propose what each column means (Hochladen)."""
    list_name = " ".join(given.list_name.split())[:80]
    if not list_name:
        raise NoListName(field="list_name")
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
        raise NotAtThisStep
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


# --- The check: what would become of each row --------------------------------------------------------------------


@action(may=permissions.may_import)
def check_import(job: ImportJob, *, actor: Person) -> ImportJob:
    """Begin to check every row against the directory; nothing is written there (Prüflauf)."""
    if not sheets.Mapping.from_json(job.mapping).heading_of("name"):
        raise NameNotMapped(field="name")
    _begin(job, JobState.CHECKING)
    ImportClue.objects.filter(job=job).delete()
    return job


@action(may=permissions.may_import)
def stage(job: ImportJob, *, actor: Person) -> ImportJob:
    """Read the whole file into rows, in one transaction: a kill leaves none, and the next push reads again."""
    if job.is_staged:
        return job
    if job.state != JobState.CHECKING:
        raise NotAtThisStep
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
    rows = _next_rows(job, without=["said", "before"])
    if not rows:
        ImportClue.objects.filter(job=job).delete()
        return _end(job, JobState.CHECKED, at=None)
    reader = _Reader(job, tools, this_year=at.year)
    drafts = {row.pk: content for row in rows if (content := reader.read(row)) is not None}
    readable = [row for row in rows if row.pk in drafts]
    reader.look_up(readable, drafts)
    known = identities(job, readable)
    profiles = Profile.objects.filter(pk__in=[identity.profile for identity in known.values()])
    comparison = Comparison(job, readable, phase="check", known=known, profiles=profiles, drafts=drafts)
    for verdict in comparison.verdicts:
        _note_verdict(verdict)
    ImportClue.objects.bulk_create(comparison.clues(), batch_size=1000)
    columns = ["said", "row_key", "outcome", "notes", "findings", "has_warning", "profile", "is_applied", "is_undone"]
    update_rows(rows, columns=columns)
    _advance(job, rows)
    return []


# --- The run: the directory says what the list says --------------------------------------------------------------


@action(may=permissions.may_import)
def run_import(job: ImportJob, *, actor: Person) -> ImportJob:
    """Begin to take the checked rows into the directory (Übernahme)."""
    _begin(job, JobState.RUNNING)
    return job


@action(may=permissions.may_import, bulk=True)
def import_block(job: ImportJob, *, actor: Person, tools: Tools, at: datetime) -> list[models.Model]:
    """Take the next rows in, each compared once more, since others may have written since the check."""
    if job.state != JobState.RUNNING:
        return []
    rows = _next_rows(job, without=["cells", "file_notes"])
    if not rows:
        publish(facts.ImportFinished(job_id=job.pk))
        return _end(job, JobState.DONE, at=at)
    _queue_up()
    going = [row for row in rows if row.outcome not in {Outcome.ERROR, Outcome.CERTAIN_DOUBLE}]
    known = identities(job, going)
    # In the order of their numbers, as everybody locks them, so that nobody waits in a circle.
    locked = Profile.objects.select_for_update().order_by("pk").filter(pk__in=[one.profile for one in known.values()])
    comparison = Comparison(job, going, phase="apply", known=known, profiles=locked)
    for verdict in comparison.verdicts:
        _note_verdict(verdict)
    touched = _apply(job, comparison.verdicts, tools=tools, at=at)
    columns = ["outcome", "findings", "has_warning", "profile", "is_applied", "before", "version_after"]
    update_rows(going, columns=columns)
    _advance(job, rows)
    note_change(import_job=job.pk)
    return touched


# --- The undo ----------------------------------------------------------------------------------------------------


@action(may=permissions.may_import)
def undo_import(job: ImportJob, *, actor: Person) -> ImportJob:
    """Begin to take an import back; what somebody has changed since stays as it is (Rücknahme)."""
    _begin(job, JobState.UNDOING)
    return job


@action(may=permissions.may_import, bulk=True)
def undo_block(job: ImportJob, *, actor: Person, tools: Tools, at: datetime) -> list[models.Model]:
    """Take the next rows back: new profiles are withdrawn, changed ones say again what they said before."""
    if job.state != JobState.UNDOING:
        return []
    rows = _next_rows(job, without=["cells", "file_notes", "said"])
    if not rows:
        return _end(job, JobState.UNDONE, at=at)
    applied = [row for row in rows if row.is_applied]
    keys = sorted({row.profile_id for row in applied if row.profile_id})
    profiles = {p.pk: p for p in Profile.objects.select_for_update().order_by("pk").filter(pk__in=keys)}
    withdrawn: list[Profile] = []
    put_back: list[tuple[Profile, rules.ProfileContent]] = []
    for row in applied:
        profile = profiles.get(row.profile_id or 0)
        if row.outcome == Outcome.UNCHANGED or profile is None:
            row.is_undone = True
            continue
        if reason := _why_kept(profile, row):
            row.findings = [*row.findings, reason]
            continue
        row.is_undone = True
        if row.before is None:
            withdrawn.append(profile)
        else:
            put_back.append((profile, rules.from_plain(row.before)))
    _withdraw(withdrawn, at=at)
    if put_back:
        tools.writer.replace(put_back, at=at)
    for row in applied:
        if row.is_undone and row.profile_id in profiles:
            row.version_after = profiles[row.profile_id].version
    update_rows(applied, columns=["findings", "is_undone", "version_after"])
    _advance(job, rows)
    note_change(import_job=job.pk)
    return [*withdrawn, *(profile for profile, _content in put_back)]


# --- Storing and remembering -------------------------------------------------------------------------------------


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


# --- Steps and blocks --------------------------------------------------------------------------------------------


def _begin(job: ImportJob, state: JobState) -> None:
    """The first row comes next, in a new step."""
    if not rules.job_may_become(JobState(job.state), state):
        raise NotAtThisStep
    job.state, job.rows_done, job.last_row = state, 0, 0
    job.save(update_fields=["state", "rows_done", "last_row"])


def _end(job: ImportJob, state: JobState, *, at: datetime | None) -> list[models.Model]:
    """The step has all rows behind it; the job itself is what the audit row of this block is about."""
    job.state, job.finished_at = state, at
    job.save(update_fields=["state", "finished_at"])
    note_change(state=state.value, rows=job.rows_done)
    return [job]


def _next_rows(job: ImportJob, *, without: Sequence[str]) -> list[ImportRow]:
    """The next rows, without the columns that this step doesn't read."""
    waiting = ImportRow.objects.filter(job=job, number__gt=job.last_row).order_by("number")
    return list(waiting.defer(*without)[:BLOCK])


def _advance(job: ImportJob, rows: Sequence[ImportRow]) -> None:
    job.rows_done += len(rows)
    job.last_row = rows[-1].number
    job.save(update_fields=["rows_done", "last_row"])


def _queue_up() -> None:
    """Let blocks of different imports follow each other: side by side they would not see each other's new profiles.

    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


# --- Reading a row -----------------------------------------------------------------------------------------------


class _Reader:
    """Reads the rows of one block by the mapping of their job."""

    def __init__(self, job: ImportJob, tools: Tools, *, this_year: int) -> None:
        self._job = job
        self._tools = tools
        self._this_year = this_year
        mapping = sheets.Mapping.from_json(job.mapping)
        places = {heading: place for place, heading in enumerate(mapping.headings)}
        self._columns = [(key, heading, places[heading]) for heading, key in mapping.keys.items()]

    def read(self, row: ImportRow) -> rules.ProfileContent | None:
        """Read a row anew; None where it can't go in. What nobody expected stops this row alone."""
        row.said, row.row_key, row.profile, row.is_applied, row.is_undone = None, "", None, False, False
        row.findings, row.outcome, row.has_warning = [], Outcome.ERROR, False
        try:
            reading, notes = self._reading(row)
        except Exception:
            log.exception("Row %s of import %s could not be read.", row.number, self._job.pk)
            row.notes = [_("Diese Zeile ließ sich nicht lesen. Der Betrieb ist informiert.")]
            return None
        # Beside the reasons for a refusal nothing else counts: they are what a person has to mend.
        errors = [str(problem.sentence) for problem in reading.problems if problem.is_error]
        warnings = [str(problem.sentence) for problem in reading.problems if not problem.is_error]
        row.notes = list(dict.fromkeys(errors or [*notes, *warnings]))
        if errors:
            return None
        row.has_warning = bool(row.notes)
        row.said, row.row_key = reading.said, row_key(reading.said)
        return reading.content

    def _reading(self, row: ImportRow) -> tuple[rules.Reading, list[str]]:
        cells: dict[str, str] = {}
        notes = list(row.file_notes)
        for key, heading, place in self._columns:
            cleaned = sheets.clean_cell(row.cells[place], multiline=key in rules.MULTILINE)
            cells[key] = cleaned.text
            notes += [f"{heading}: {note}" for note in cleaned.notes]
        reading = rules.read_row(cells, book=self._tools.book, this_year=self._this_year)
        return reading, notes

    def look_up(self, rows: Iterable[ImportRow], contents: Mapping[int, rules.ProfileContent]) -> None:
        """Say of each row whether the register knows its address."""
        streets = (content.sites[0].street for content in contents.values() if content.sites)
        self._tools.writer.geocoder.prepare(streets)
        for row in rows:
            if notes := self._about_address(contents[row.pk]):
                row.notes, row.has_warning = [*row.notes, *notes], True

    def _about_address(self, content: rules.ProfileContent) -> list[str]:
        site = content.sites[0] if content.sites else None
        if site is None or site.pin:
            return []
        point = self._tools.writer.geocoder.find(
            street=site.street, house_number=site.house_number, postcode=site.postcode, town=site.town
        )
        if point is None:
            return [_("Adresse nicht gefunden; das Profil erscheint nicht auf der Karte.")]
        if point.precision.is_rough:
            return [_("Die Hausnummer ist nicht bekannt; der Punkt auf der Karte ist ungefähr.")]
        return []


def _note_verdict(verdict: Verdict) -> None:
    row = verdict.row
    row.outcome, row.findings = verdict.outcome, verdict.findings
    row.profile = verdict.profile
    if verdict.profile is None:
        row.profile_id = verdict.other
    row.has_warning = bool(row.notes) or verdict.has_warning


# --- Taking rows in ----------------------------------------------------------------------------------------------


def _apply(job: ImportJob, verdicts: Sequence[Verdict], *, tools: Tools, at: datetime) -> list[models.Model]:
    """Write what follows from the verdicts; where the block fails, row by row, so that one bad row stops no other."""
    found = [verdict.profile for verdict in verdicts]
    try:
        with transaction.atomic():
            return _write(job, verdicts, among=verdicts, tools=tools, at=at)
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
                touched += _write(job, [verdict], among=verdicts, tools=tools, at=at)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("Row %s of import %s could not be taken in.", verdict.row.number, job.pk)
            verdict.profile = profile
            _refuse(verdict.row, _("Diese Zeile ließ sich nicht übernehmen. Der Betrieb ist informiert."))
    return touched


def _refuse(row: ImportRow, sentence: str) -> None:
    row.outcome, row.findings, row.is_applied = Outcome.ERROR, [sentence], False
    row.profile = row.before = row.version_after = None


def _write(
    job: ImportJob, verdicts: Sequence[Verdict], *, among: Sequence[Verdict], tools: Tools, at: datetime
) -> list[models.Model]:
    entering = [verdict for verdict in verdicts if verdict.goes_in]
    new = [v for v in entering if v.outcome in {Outcome.NEW, Outcome.POSSIBLE_DOUBLE} and v.profile is None]
    changing = [v for v in entering if v.profile is not None and v.outcome != Outcome.UNCHANGED]
    contents = [verdict.content for verdict in new]
    created = tools.writer.add(contents, source=job.list_name, at=at, doubles=[verdict.other for verdict in new])
    for verdict, profile in zip(new, created, strict=True):
        verdict.profile = profile
    for verdict in changing:
        # What an undo had hidden comes back with its row.
        verdict.profile.state = rules.State.PUBLIC  # type: ignore[union-attr]
        if verdict.other is not None:
            verdict.profile.possible_double_of_id = verdict.other  # type: ignore[union-attr]
    tools.writer.replace([(verdict.profile, verdict.content) for verdict in changing], at=at)  # type: ignore[misc]
    _mark_peers(new, among)
    for verdict in entering:
        row = verdict.row
        row.profile, row.is_applied = verdict.profile, True
        row.before = rules.to_plain(verdict.before) if verdict.before else None
        row.version_after = verdict.profile.version  # type: ignore[union-attr]
    for verdict in entering:
        if verdict.outcome in {Outcome.NEW, Outcome.POSSIBLE_DOUBLE}:
            publish(facts.ProfilePublished(profile_id=verdict.profile.pk))  # type: ignore[union-attr]
    return [*created, *(verdict.profile for verdict in changing)]  # type: ignore[list-item]


def _mark_peers(new: Sequence[Verdict], verdicts: Sequence[Verdict]) -> None:
    """Mark new profiles that may double one of the same block, now that it has its number."""
    by_row = {verdict.row.pk: verdict.profile for verdict in verdicts}
    marked = []
    for verdict in new:
        first = by_row.get(verdict.peer.pk) if verdict.peer else None
        if first is not None and verdict.profile is not None:
            verdict.profile.possible_double_of = first
            marked.append(verdict.profile)
    if marked:
        Profile.objects.bulk_update(marked, ["possible_double_of"])


# --- Taking rows back --------------------------------------------------------------------------------------------


def _why_kept(profile: Profile, row: ImportRow) -> str:
    """Why an undo leaves a profile alone; empty where it does not."""
    if profile.version == row.version_after:
        return ""
    day = f"{clock.local(profile.changed_at):%d.%m.%Y}"
    if not profile.is_public:
        return _("Behalten: „%(name)s“ wurde am %(day)s zurückgezogen.") % {"name": profile.name, "day": day}
    return _("Behalten: „%(name)s“ wurde am %(day)s geändert.") % {"name": profile.name, "day": day}


def _withdraw(profiles: Sequence[Profile], *, at: datetime) -> None:
    for profile in profiles:
        profile.state, profile.changed_at, profile.version = rules.State.WITHDRAWN, at, profile.version + 1
        publish(facts.ProfileWithdrawn(profile_id=profile.pk))
    Profile.objects.bulk_update(profiles, ["state", "changed_at", "version"])


__all__ = [
    "BLOCK",
    "NameNotMapped",
    "NoListName",
    "NotAtThisStep",
    "Tools",
    "Upload",
    "check_block",
    "check_import",
    "import_block",
    "map_columns",
    "run_import",
    "stage",
    "undo_block",
    "undo_import",
    "upload",
]
