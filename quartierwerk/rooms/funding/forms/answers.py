"""The questions of an office as fields of a form, and what was answered in them as the rules take it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartierwerk.foundation.papers.models import TYPES
from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Euros, Refusable
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import Enclosure
from quartierwerk.rooms.funding.rules import NO, YES, Question, QuestionKind, Section

MOST_AT_ONCE = 6
"""So many choices stand as buttons; more of them fold into a list."""
YES_OR_NO = ((YES, gettext_lazy("Ja")), (NO, gettext_lazy("Nein")))


ACCEPTED = ",".join(TYPES.values())


class Files(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class Asked(NamedTuple):
    """A question as it stands in a form."""

    question: Question
    field: BoundField
    condition: str
    """Under which answer it is asked, as a sentence; empty where it always is."""
    depends_on: str
    """The name of the field on which that hangs."""
    answers: str
    """The values there under which it is asked, with blanks between."""
    enclosures: Sequence[Enclosure]
    """The files that are there already, where files are asked for."""


class Answering(Refusable):
    """A form with the questions of an office; nothing is demanded while it is being written."""

    sections: Sequence[Section] = ()
    enclosures: Sequence[Enclosure] = ()

    def ask(self, sections: Sequence[Section], *, enclosures: Sequence[Enclosure] = ()) -> None:
        """Add a field for each question; files that were sent before are its enclosures."""
        self.sections, self.enclosures = sections, enclosures
        for question in rules.questions(sections):
            self.fields[rules.field_of(question.key)] = _field(question)

    @property
    def questions(self) -> list[tuple[Section, list[Asked]]]:
        """The questions section by section; a section without any is left out."""
        known = {question.key: question for question in rules.questions(self.sections)}
        return [
            (section, [self._asked(one, known) for one in section.questions])
            for section in self.sections
            if section.questions
        ]

    def _asked(self, question: Question, known: dict[str, Question]) -> Asked:
        field = self[rules.field_of(question.key)]
        condition = question.only_if
        files = [one for one in self.enclosures if one.question == question.key]
        if condition is None or condition.question not in known:
            return Asked(question, field, "", "", "", files)
        return Asked(
            question,
            field,
            condition_in_words(question, known),
            rules.field_of(condition.question),
            " ".join(condition.answers),
            files,
        )

    def clean(self) -> dict[str, Any]:
        """What is not asked, given the other answers, holds up nothing, whatever was typed there before."""
        given = super().clean() or {}
        asked = rules.visible(self.sections, self._answers(given))
        for question in rules.questions(self.sections):
            if question.key not in asked:
                self.errors.pop(rules.field_of(question.key), None)
        return given

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered and counts."""
        return rules.kept(self.sections, self._answers(self.cleaned_data))

    def _answers(self, given: dict[str, Any]) -> dict[str, Any]:
        files: dict[str, list[dict[str, Any]]] = {}
        for one in self.enclosures:
            files.setdefault(one.question, []).append(one.as_answer.as_json)
        return files | {
            question.key: _answer(question, given.get(rules.field_of(question.key)))
            for question in rules.questions(self.sections)
            if question.kind != QuestionKind.FILES
        }


def filled_in(sections: Sequence[Section], answers: rules.Answers) -> dict[str, Any]:
    """The fields as they stand where these answers were given."""
    shown: dict[str, Any] = {}
    for question in rules.questions(sections):
        if question.kind == QuestionKind.FILES:
            continue
        answer = answers.get(question.key)
        if answer is not None:
            is_truth = question.kind == QuestionKind.YES_NO
            shown[rules.field_of(question.key)] = (YES if answer else NO) if is_truth else answer
    return shown


def condition_in_words(question: Question, known: dict[str, Question]) -> str:
    """“Nur wenn …” with the question before and its answers."""
    condition = question.only_if
    if condition is None or condition.question not in known:
        return ""
    before = known[condition.question]
    answers = _(" oder ").join(before.answer_label(one) for one in condition.answers)
    return _("Nur bei „%(answers)s“ auf die Frage „%(question)s“") % {"answers": answers, "question": before.label}


def _answer(question: Question, given: Any) -> Any:
    if question.kind == QuestionKind.YES_NO:
        return None if given in (None, "") else given == YES
    if isinstance(given, date):
        return given.isoformat()
    return given.strip() if isinstance(given, str) else given


def _field(question: Question) -> forms.Field:
    said: dict[str, Any] = {"label": _label(question), "help_text": _help(question), "required": False}
    match question.kind:
        case QuestionKind.SHORT:
            return forms.CharField(max_length=question.longest, **said)
        case QuestionKind.LONG:
            return forms.CharField(max_length=question.longest, widget=forms.Textarea(attrs={"rows": 5}), **said)
        case QuestionKind.YES_NO:
            return forms.ChoiceField(choices=YES_OR_NO, widget=forms.RadioSelect, **said)
        case QuestionKind.CHOICE:
            return _choice(question, said)
        case QuestionKind.SEVERAL:
            labels = [(one.key, one.label) for one in question.choices]
            return forms.MultipleChoiceField(choices=labels, widget=forms.CheckboxSelectMultiple, **said)
        case QuestionKind.NUMBER:
            return forms.IntegerField(**said)
        case QuestionKind.MONEY:
            return Euros(**said)
        case QuestionKind.DAY:
            return DayField(**said)
        case QuestionKind.EMAIL:
            return forms.CharField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}), **said)
        case QuestionKind.PHONE:
            attrs = {"type": "tel", "autocomplete": "tel"}
            return forms.CharField(max_length=40, widget=forms.TextInput(attrs=attrs), **said)
        case QuestionKind.FILES:
            return forms.FileField(widget=Files(attrs={"accept": ACCEPTED}), **said)


def _choice(question: Question, said: dict[str, Any]) -> forms.Field:
    labels = [(one.key, one.label) for one in question.choices]
    if len(labels) <= MOST_AT_ONCE:
        return forms.ChoiceField(choices=labels, widget=forms.RadioSelect, **said)
    return forms.ChoiceField(choices=[("", _("Bitte wählen")), *labels], **said)


def _label(question: Question) -> str:
    return question.label if question.is_required else _("%(question)s (freiwillig)") % {"question": question.label}


def _help(question: Question) -> str:
    said = [question.help]
    if question.kind in rules.WRITTEN and question.most:
        said.append(_("Höchstens %(most)d Zeichen.") % {"most": question.most})
    if question.kind == QuestionKind.FILES:
        said.append(
            _("Bis zu %(most)d Dateien: PDF, JPEG, PNG, WebP, DOCX, XLSX, ODT, ODS.") % {"most": question.most_files}
        )
    if question.is_personal:
        said.append(_("Das liest nur, wer den Antrag prüft; es wird nie veröffentlicht."))
    return " ".join(filter(None, said))
