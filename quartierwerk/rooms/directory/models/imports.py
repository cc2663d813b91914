"""Imports: the job, its rows, and the clues by which rows of one file recognise each other."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models.profile import Profile


class ImportJob(models.Model):
    """One file that is read into the directory, from upload to undo (Import)."""

    list_name = models.CharField(_("Name der Liste"), max_length=80)
    """The same list imported again is recognised by this name; its profiles carry it as their source."""
    filename = models.CharField(_("Datei"), max_length=200)
    path = models.CharField(max_length=300)
    """Where the file lies, relative to the folder of files; empty when its term is over (``KEEP_FILE_FOR``)."""
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the file, so that the same command given again goes on instead of starting anew."""
    state = models.CharField(
        _("Zustand"), max_length=10, choices=rules.JobState.choices, default=rules.JobState.UPLOADED
    )
    mapping = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=16, blank=True, db_index=True)
    """Of the headings: a list with the same ones is read with the same mapping."""
    layout = models.JSONField(default=dict)
    """Where the table stands in the file: sheet, header row, delimiter, as they were found."""
    notes = models.JSONField(default=list)
    """Sentences about the file as a whole: its encoding, where its headings stand."""
    is_staged = models.BooleanField(default=False)
    """Whether all rows of the file are in the database."""
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    """How many rows the current step has behind it."""
    last_row = models.PositiveIntegerField(default=0)
    """The number of the last row that the current step has behind it."""
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("Hochgeladen"))
    finished_at = models.DateTimeField(_("Abgeschlossen"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("Import")
        verbose_name_plural = _("Importe")
        indexes = [models.Index(fields=["list_name"], name="import_of_list")]

    def __str__(self) -> str:
        return self.filename

    @property
    def percent(self) -> int:
        """How far the current step is, in whole percent."""
        return 100 * self.rows_done // self.rows_total if self.rows_total else 0

    @property
    def is_working(self) -> bool:
        """Whether rows wait to be handled in the current step."""
        return self.state in rules.WORKING

    @property
    def file(self) -> Path:
        """Where the file lies."""
        return Path(settings.MEDIA_ROOT) / self.path


class ImportRow(models.Model):
    """One row of an imported file with what became of it (Importzeile)."""

    audit_private = frozenset({"cells", "said", "before"})

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("Zeile"))
    """The row's number as the spreadsheet program shows it."""
    cells = models.JSONField()
    """The cells as they stood in the file, in the order of the headings; none when the file's term is over."""
    said = models.JSONField(null=True, blank=True)
    """What the row says, part by part (see ``rules.merging``); empty for a row that can't be read."""
    row_key = models.CharField(max_length=64, blank=True)
    """How the list itself names the row: its number, or else the digest of name, street and postcode."""
    outcome = models.CharField(
        _("Ergebnis"), max_length=16, choices=rules.Outcome.choices, default=rules.Outcome.WAITING
    )
    file_notes = models.JSONField(default=list)
    """Sentences about the row from reading the file: surplus cells, error values."""
    notes = models.JSONField(default=list)
    """Sentences about the row by itself: errors and warnings."""
    findings = models.JSONField(default=list)
    """Sentences about the row beside the others: what it doubles, what it kept, what an undo kept and why."""
    has_warning = models.BooleanField(default=False)
    is_applied = models.BooleanField(default=False)
    is_undone = models.BooleanField(default=False)
    profile = models.ForeignKey(Profile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """The profile it became or changed, or the one it doubles."""
    before = models.JSONField(null=True, blank=True)
    """What a changed profile said before, so that it can be put back."""
    version_after = models.PositiveIntegerField(null=True, blank=True)
    """The version of the profile that this row made; another one means that somebody wrote after it."""

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="each_row_once_per_job")]
        indexes = [
            models.Index(fields=["job", "outcome", "number"], name="import_row_outcome"),
            models.Index(fields=["row_key"], name="import_row_key"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}:{self.number}"

    @property
    def sentences(self) -> list[str]:
        """Everything that there is to say about the row."""
        return [*self.notes, *self.findings]


class ImportClue(models.Model):
    """A trait of a checked row, by which a later row of the same file may double it (Spur); gone after the check."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="clues")
    key = models.BigIntegerField()
    """The first bytes of a digest; rows with the same key are then compared in full."""
    row = models.ForeignKey(ImportRow, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["job", "key"], name="import_clue")]

    def __str__(self) -> str:
        return f"{self.job_id}:{self.key}"
