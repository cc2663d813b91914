"""The verbs of enclosures: adding a file to an application that is being written, and taking it out again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.papers import storing
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.actions._papers import remove_enclosures
from quartierwerk.rooms.funding.models import Application, Enclosure
from quartierwerk.rooms.funding.rules import Question, QuestionKind


class NoSuchQuestion(RuleBroken):
    """No file is asked for there."""

    sentence = _("Zu dieser Frage gehört keine Datei.")


class TooManyFiles(RuleBroken):
    """There are as many files as the question takes."""

    def __init__(self, question: Question) -> None:
        said = {"most": question.most_files, "question": question.label}
        super().__init__(
            _("%(question)s – möglich sind höchstens %(most)s Dateien.") % said, field=rules.field_of(question.key)
        )


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that somebody hands in, as it came."""

    question: str
    """Key of the question that it answers."""
    content: IO[bytes]
    name: str


@action(may=permissions.may_write_along)
def enclose(application: Application, *, actor: Person, upload: Upload, at: datetime) -> Application:
    """Add a file to an application that is being written (Datei hinzufügen)."""
    question = _asked(application, upload.question)
    if application.enclosures.filter(question=question.key).count() >= question.most_files:
        raise TooManyFiles(question)
    try:
        paper = storing.store_paper(upload.content, name=upload.name, owner=actor, at=at)
    except RuleBroken as refusal:
        raise RuleBroken(
            _("%(name)s: %(reason)s") % {"name": upload.name, "reason": refusal}, field=rules.field_of(question.key)
        ) from refusal
    enclosure = Enclosure.objects.create(application=application, question=question.key, paper=paper, added_at=at)
    note_change(enclosure=enclosure.pk, question=question.key, sha256=paper.sha256)
    return application


@action(may=permissions.may_write_along)
def drop_enclosure(application: Application, *, actor: Person, enclosure: int) -> Application:
    """Take a file out of an application that is being written, named by its key (Datei entfernen)."""
    found = application.enclosures.filter(pk=enclosure, kept_at__isnull=True).first()
    if found is None or not application.is_draft:
        raise NotNow
    note_change(dropped=enclosure, question=found.question)
    remove_enclosures([found])
    return application


def _asked(application: Application, key: str) -> Question:
    if not application.is_draft:
        raise NotNow
    for question in rules.questions(application.asks):
        if question.key == key and question.kind == QuestionKind.FILES:
            return question
    raise NoSuchQuestion
