"""What all steps of an import share: their refusals, their tools, and how a job gets on block by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy

from quartierwerk.foundation.actions import note_change
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.steps import advance
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.actions.writer import ProfileWriter
from quartierwerk.rooms.directory.models import ImportJob, ImportRow, Profession, Sector, Synonym
from quartierwerk.rooms.directory.rules import JobState

BLOCK = 400
"""Rows per transaction: enough to share the cost of questions, few enough to let others write in between."""


class OnAnErrand(RuleBroken):
    """Rows are taken in behind the answer and for nobody in particular; a mark on some of them would be half true."""

    sentence = gettext_lazy(
        "Listen lassen sich nicht im Auftrag einer Person einlesen. Bitte beenden Sie zuerst den Auftrag."
    )


class NameNotMapped(RuleBroken):
    """Without the column that holds the names there is nothing to import."""

    sentence = gettext_lazy("Bitte ordnen Sie eine Spalte dem Namen zu.")


class NoListName(RuleBroken):
    """A list is recognised by its name when it comes again."""

    sentence = gettext_lazy("Bitte geben Sie der Liste einen Namen.")


class ReservedListName(RuleBroken):
    """The list bears the name of one of the house's own ways in, whose entries it would overwrite."""

    sentence = gettext_lazy(
        "Diesen Namen verwendet das Verzeichnis selbst. Bitte geben Sie der Liste einen anderen, "
        "zum Beispiel mit der Stelle, von der sie kommt."
    )


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


@dataclass(frozen=True)
class Progress:
    """How a job, which the running verb has locked, goes from step to step and from block to block."""

    job: ImportJob

    def begin(self, state: JobState, *, actor: Person) -> None:
        """The first row comes next, in a new step; raises NotNow where none leads there, OnAnErrand on one."""
        if actor.errand is not None:
            raise OnAnErrand
        advance(self.job, state, steps=rules.JOB_STEPS, rows_done=0, last_row=0)

    def next_rows(self, *, without: Sequence[str]) -> list[ImportRow]:
        """The next rows, without the columns that this step doesn't read."""
        waiting = ImportRow.objects.filter(job=self.job, number__gt=self.job.last_row).order_by("number")
        return list(waiting.defer(*without)[:BLOCK])

    def go_on(self, rows: Sequence[ImportRow]) -> None:
        """These rows are behind the job."""
        self.job.rows_done += len(rows)
        self.job.last_row = rows[-1].number
        self.job.save(update_fields=["rows_done", "last_row"])

    def end(self, state: JobState, *, at: datetime | None) -> list[models.Model]:
        """The step has all rows behind it; the job itself is what the audit row of this block is about."""
        advance(self.job, state, steps=rules.JOB_STEPS, finished_at=at)
        note_change(state=state.value, rows=self.job.rows_done)
        return [self.job]
