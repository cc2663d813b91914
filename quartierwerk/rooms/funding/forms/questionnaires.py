"""The questions of a programme, as the office builds them one by one."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartierwerk.foundation import money
from quartierwerk.foundation.errors import MovedOn
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.rules import Condition, Question, QuestionKind, Sections


class SectionForm(Refusable):
    """The heading of a section."""

    title_de = forms.CharField(label=gettext_lazy("Überschrift"), max_length=rules.LONGEST_LABEL)
    title_en = forms.CharField(label=gettext_lazy("auf Englisch"), required=False, max_length=rules.LONGEST_LABEL)


class QuestionForm(Refusable):
    """One question: what is asked, how it is answered, and when it is asked at all."""

    label_de = forms.CharField(label=gettext_lazy("Frage"), max_length=rules.LONGEST_LABEL)
    help_de = forms.CharField(
        label=gettext_lazy("Hilfe"),
        required=False,
        max_length=rules.LONGEST_HELP,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Steht unter der Frage: was gemeint ist, ein Beispiel."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Geantwortet wird mit"), choices=QuestionKind.choices)
    place = forms.TypedChoiceField(label=gettext_lazy("Abschnitt"), coerce=int)
    is_required = forms.BooleanField(
        label=gettext_lazy("Ohne Antwort lässt sich der Antrag nicht einreichen"), required=False
    )
    is_personal = forms.BooleanField(
        label=gettext_lazy("Die Antwort sagt etwas über eine Person"),
        required=False,
        help_text=gettext_lazy("Dann steht sie in keiner Ausgabe, und keine Jury liest sie."),
    )
    choices_de = forms.CharField(
        label=gettext_lazy("Antworten zur Wahl, eine je Zeile"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Nur bei einer von mehreren oder mehreren Antworten."),
    )
    choices_en = forms.CharField(
        label=gettext_lazy("Dieselben auf Englisch, in derselben Reihenfolge"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    least = forms.CharField(label=gettext_lazy("Mindestens"), required=False, max_length=20)
    most = forms.CharField(
        label=gettext_lazy("Höchstens"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Bei Texten Zeichen, bei Zahlen und Beträgen der Wert, sonst wie viele Antworten."),
    )
    only_if = forms.MultipleChoiceField(
        label=gettext_lazy("Nur fragen, wenn vorher so geantwortet ist"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Antworten auf eine einzige Frage; eine davon genügt. Nichts angekreuzt: immer fragen."),
    )
    label_en = forms.CharField(label=gettext_lazy("Frage auf Englisch"), required=False, max_length=rules.LONGEST_LABEL)
    help_en = forms.CharField(
        label=gettext_lazy("Hilfe auf Englisch"),
        required=False,
        max_length=rules.LONGEST_HELP,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    """Which words of the question stood here, so that two windows do not overwrite each other unseen."""

    def __init__(
        self, data: Any, *, sections: Sections, question: Question | None, place: int, versions: list[Sections]
    ) -> None:
        shown = _filled_in(question) if question else {}
        super().__init__(data, initial=shown | {"place": place, "seen": seen(question)})
        self.sections, self.known, self.versions = sections, question, versions
        self.fields["place"].choices = [(number, one.title) for number, one in enumerate(sections)]
        self.fields["only_if"].choices = _conditions(sections, question)
        if not self.fields["only_if"].choices:
            del self.fields["only_if"]

    def clean(self) -> dict[str, Any]:
        """The question has to hold together with those before it."""
        given = super().clean() or {}
        for name in ("least", "most"):
            try:
                given[name] = _bound(given.get(name, ""), given.get("kind", ""))
            except (ValueError, money.NoAmount) as refusal:
                sentence = str(refusal) if isinstance(refusal, money.NoAmount) else _("Bitte schreiben Sie eine Zahl.")
                self.add_error(name, sentence)
        if len({one.partition(":")[0] for one in given.get("only_if", ())}) > 1:
            self.add_error("only_if", _("Bitte kreuzen Sie Antworten auf eine einzige Frage an."))
        if not self.errors:
            question = self.question
            for problem in rules.sections_problems(self.placed):
                if problem.field == question.key:
                    self.add_error(None, problem.sentence)
        return given

    @property
    def question(self) -> Question:
        """What was filled in, as the rules take it."""
        given = self.cleaned_data
        kind = QuestionKind(given["kind"])
        asked = given.get("only_if") or ()
        before = self.known
        return Question(
            key=before.key if before else rules.free_key(self.sections, *self.versions),
            kind=kind,
            **{name: given[name].strip() for name in ("label_de", "label_en", "help_de", "help_en")},
            is_required=given["is_required"],
            is_personal=given["is_personal"],
            least=given["least"],
            most=given["most"],
            choices=self._choices() if kind in rules.CHOOSING else (),
            only_if=Condition(
                question=asked[0].partition(":")[0], answers=tuple(one.partition(":")[2] for one in asked)
            )
            if asked
            else None,
        )

    def _choices(self) -> tuple[rules.Choice, ...]:
        given, before = self.cleaned_data, self.known
        key = before.key if before else ""
        taken = {
            choice.key
            for sections in self.versions
            for question in rules.questions(sections)
            if question.key == key
            for choice in question.choices
        }
        german = [line.strip() for line in given["choices_de"].splitlines() if line.strip()]
        english = [line.strip() for line in given["choices_en"].splitlines()]
        return rules.choices_of(german, english, before=before.choices if before else (), taken=taken)

    @property
    def placed(self) -> Sections:
        """All sections with the question in its place."""
        return rules.with_question(self.sections, self.question, place=self.cleaned_data["place"])

    def checked(self) -> Sections:
        """The same; raises MovedOn where another window has written at this question since."""
        if self.known and self.cleaned_data["seen"] != seen(self.known):
            raise MovedOn
        return self.placed


def seen(question: Question | None) -> str:
    """A mark of what a question says."""
    if question is None:
        return ""
    return hashlib.sha256(json.dumps(question.as_json, sort_keys=True).encode()).hexdigest()[:16]


def _filled_in(question: Question) -> dict[str, Any]:
    condition = question.only_if
    shown = {name: value for name, value in vars(question).items() if name not in ("key", "choices", "only_if")}
    for name in ("least", "most"):
        value = shown[name]
        is_money = value is not None and question.kind == QuestionKind.MONEY
        shown[name] = money.written(value).replace("€", "").strip() if is_money else value
    return shown | {
        "kind": question.kind.value,
        "choices_de": "\n".join(one.label_de for one in question.choices),
        "choices_en": "\n".join(one.label_en for one in question.choices),
        "only_if": [f"{condition.question}:{one}" for one in condition.answers] if condition else [],
    }


def _conditions(sections: Sections, question: Question | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """The answers on which a question may hang: those to questions before it."""
    found = []
    for one in rules.questions(sections):
        if question is not None and one.key == question.key:
            break
        if one.answers:
            found.append((one.label, [(f"{one.key}:{answer}", one.answer_label(answer)) for answer in one.answers]))
    return found


def _bound(typed: Any, kind: str) -> int | None:
    if not str(typed or "").strip():
        return None
    return money.read(typed) if kind == QuestionKind.MONEY else int(typed)
