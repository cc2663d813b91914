"""What an office asks in an application: sections of questions, and what makes them hold together; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation import money
from quartierwerk.foundation.bilingual import text, text_language
from quartierwerk.foundation.errors import Problem

LONGEST_LABEL = 200
LONGEST_HELP = 600
LONGEST_CHOICE = 120
MOST_SECTIONS = 12
MOST_QUESTIONS = 60
MOST_CHOICES = 20
LONGEST_SHORT = 200
LONGEST_LONG = 4_000
"""Letters that an answer may have where the office says nothing else."""
MOST_LETTERS = 10_000
MOST_FILES, USUAL_FILES = 10, 5
"""So many files an answer may be, and so many where the office says nothing else."""
MOST_NUMBER = 10**9
YES, NO = "yes", "no"
"""The two answers of a yes-or-no question, as a condition names them."""
KEY = re.compile(r"[a-z][a-z0-9_]{0,19}")


class QuestionKind(TextChoices):
    """What is answered."""

    SHORT = "short", pgettext_lazy("question", "kurzer Text")
    LONG = "long", pgettext_lazy("question", "langer Text")
    YES_NO = "yes_no", pgettext_lazy("question", "Ja oder Nein")
    CHOICE = "choice", pgettext_lazy("question", "eine von mehreren Antworten")
    SEVERAL = "several", pgettext_lazy("question", "mehrere Antworten")
    NUMBER = "number", pgettext_lazy("question", "ganze Zahl")
    MONEY = "money", pgettext_lazy("question", "Betrag in Euro")
    DAY = "day", pgettext_lazy("question", "Tag")
    EMAIL = "email", pgettext_lazy("question", "E-Mail-Adresse")
    PHONE = "phone", pgettext_lazy("question", "Telefonnummer")
    FILES = "files", pgettext_lazy("question", "Dateien")


CHOOSING = frozenset({QuestionKind.CHOICE, QuestionKind.SEVERAL})
"""Kinds with answers to choose from."""
DECIDING = CHOOSING | {QuestionKind.YES_NO}
"""Kinds on which others may depend."""
WRITTEN = frozenset({QuestionKind.SHORT, QuestionKind.LONG})
BOUNDS = {
    **dict.fromkeys(WRITTEN, MOST_LETTERS),
    QuestionKind.NUMBER: MOST_NUMBER,
    QuestionKind.MONEY: money.MOST,
    QuestionKind.SEVERAL: MOST_CHOICES,
    QuestionKind.FILES: MOST_FILES,
}
"""The kinds of which the office may say how much at least and at most, and how far that goes."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer to choose."""

    key: str
    label_de: str
    label_en: str = ""

    @property
    def label(self) -> str:
        """In the reader's language."""
        return text(self, "label")


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Under which earlier answer a question is asked at all."""

    question: str
    """The key of the question before."""
    answers: tuple[str, ...]
    """Keys of choices, or ``YES`` or ``NO``; one of them is enough."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question to those who apply (Frage)."""

    key: str
    """Stays the same from version to version, so that last year's answer is found again."""
    kind: QuestionKind
    label_de: str
    label_en: str = ""
    help_de: str = ""
    help_en: str = ""
    is_required: bool = False
    is_personal: bool = False
    """Whether the answer says something about a person: it is in no export and no jury reads it."""
    least: int | None = None
    """Letters, a number, cents or how many answers, as the kind is."""
    most: int | None = None
    choices: tuple[Choice, ...] = ()
    only_if: Condition | None = None

    @property
    def label(self) -> str:
        """In the reader's language."""
        return text(self, "label")

    @property
    def help(self) -> str:
        """In the reader's language."""
        return text(self, "help")

    @property
    def label_language(self) -> str:
        """The language in which the question stands for this reader."""
        return text_language(self, "label")

    @property
    def longest(self) -> int:
        """How many letters a written answer may have."""
        return self.most or (LONGEST_LONG if self.kind == QuestionKind.LONG else LONGEST_SHORT)

    @property
    def most_files(self) -> int:
        """How many files the answer may be."""
        return self.most or USUAL_FILES

    @property
    def answers(self) -> tuple[str, ...]:
        """What a condition may name; empty where none can depend on it."""
        if self.kind == QuestionKind.YES_NO:
            return (YES, NO)
        return tuple(one.key for one in self.choices) if self.kind in CHOOSING else ()

    def answer_label(self, answer: str) -> str:
        """What such an answer is called in the reader's language."""
        if self.kind == QuestionKind.YES_NO:
            return _("Ja") if answer == YES else _("Nein")
        return next((one.label for one in self.choices if one.key == answer), answer)

    @property
    def as_json(self) -> dict[str, Any]:
        """As it lies in the database."""
        return vars(self) | {
            "kind": self.kind.value,
            "choices": [vars(one) for one in self.choices],
            "only_if": vars(self.only_if) | {"answers": list(self.only_if.answers)} if self.only_if else None,
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Question:
        """As it was kept."""
        found = kept["only_if"]
        condition = Condition(question=found["question"], answers=tuple(found["answers"])) if found else None
        choices = tuple(Choice(**one) for one in kept["choices"])
        return cls(**{**kept, "kind": QuestionKind(kept["kind"]), "choices": choices, "only_if": condition})


@dataclass(frozen=True, kw_only=True)
class Section:
    """Questions under one heading (Abschnitt)."""

    title_de: str
    title_en: str = ""
    questions: tuple[Question, ...] = ()

    @property
    def title(self) -> str:
        """In the reader's language."""
        return text(self, "title")

    @property
    def as_json(self) -> dict[str, Any]:
        """As it lies in the database."""
        return vars(self) | {"questions": [one.as_json for one in self.questions]}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Section:
        """As it was kept."""
        return cls(**{**kept, "questions": tuple(Question.read(one) for one in kept["questions"])})


Sections = tuple[Section, ...]
PAPER_SECTION = Section(
    title_de="Der Antrag auf Papier",
    title_en="The application on paper",
    questions=(
        Question(
            key="paper",
            kind=QuestionKind.FILES,
            label_de="Der unterschriebene Antrag als Scan",
            label_en="The signed application as a scan",
            is_required=True,
            is_personal=True,
            most=MOST_FILES,
        ),
    ),
)
"""What is asked of an application that came on paper, beside what the programme asks."""


def as_json(sections: Sequence[Section]) -> list[dict[str, Any]]:
    """A questionnaire as it lies in the database."""
    return [one.as_json for one in sections]


def read_sections(kept: Sequence[Mapping[str, Any]]) -> Sections:
    """A questionnaire as it was kept."""
    return tuple(Section.read(one) for one in kept)


def questions(sections: Sequence[Section]) -> Iterator[Question]:
    """All questions in the order in which they are asked."""
    return (question for section in sections for question in section.questions)


def sections_problems(sections: Sequence[Section]) -> list[Problem]:
    """What does not hold together; the field is the key of the question, empty where none is meant."""
    found = []
    known = list(questions(sections))
    if len(sections) > MOST_SECTIONS or len(known) > MOST_QUESTIONS:
        said = {"sections": MOST_SECTIONS, "questions": MOST_QUESTIONS}
        found.append(Problem("", _("Möglich sind %(sections)d Abschnitte mit zusammen %(questions)d Fragen.") % said))
    for number, section in enumerate(sections, start=1):
        if not section.title_de.strip():
            found.append(Problem("", _("Abschnitt %(number)d braucht eine Überschrift.") % {"number": number}))
        elif max(len(section.title_de), len(section.title_en)) > LONGEST_LABEL:
            found.append(Problem("", _("Die Überschrift von Abschnitt %(number)d ist zu lang.") % {"number": number}))
    before: dict[str, Question] = {}
    for question in known:
        found += [Problem(question.key, sentence) for sentence in _problems(question, before)]
        before[question.key] = question
    return found


def _problems(question: Question, before: Mapping[str, Question]) -> Iterator[str]:
    called = {"question": question.label_de or question.key}
    if not KEY.fullmatch(question.key) or question.key in before:
        yield _("„%(question)s“: Der Kurzname fehlt oder ist schon vergeben.") % called
    if not question.label_de.strip():
        yield _("Eine Frage hat keinen Wortlaut.")
    if max(len(question.label_de), len(question.label_en)) > LONGEST_LABEL:
        yield _("„%(question)s“: Die Frage ist zu lang.") % called
    if max(len(question.help_de), len(question.help_en)) > LONGEST_HELP:
        yield _("„%(question)s“: Die Hilfe ist zu lang.") % called
    if not _choices_hold(question):
        sentence = _("„%(question)s“: Zur Wahl stehen zwei bis %(most)d verschiedene Antworten.")
        yield sentence % (called | {"most": MOST_CHOICES})
    if not _bounds_hold(question):
        yield _("„%(question)s“: Mindestens und Höchstens passen nicht zusammen oder nicht zur Art der Frage.") % called
    if question.only_if is not None and not _condition_holds(question.only_if, before):
        sentence = _("„%(question)s“: Die Bedingung nennt eine Antwort, die es davor nicht gibt.")
        yield sentence % called


def _choices_hold(question: Question) -> bool:
    if question.kind not in CHOOSING:
        return not question.choices
    labels = [one.label_de.strip() for one in question.choices]
    keys = {one.key for one in question.choices}
    return (
        2 <= len(labels) == len(set(labels)) == len(keys) <= MOST_CHOICES
        and all(labels)
        and all(KEY.fullmatch(key) for key in keys)
        and all(max(len(one.label_de), len(one.label_en)) <= LONGEST_CHOICE for one in question.choices)
    )


def _bounds_hold(question: Question) -> bool:
    said = [bound for bound in (question.least, question.most) if bound is not None]
    reach = BOUNDS.get(question.kind, 0)
    if question.kind == QuestionKind.SEVERAL:
        reach = len(question.choices)
    if not all(0 <= bound <= reach for bound in said) or (said and not reach):
        return False
    return question.most != 0 and said == sorted(said)


def _condition_holds(condition: Condition, before: Mapping[str, Question]) -> bool:
    asked = before.get(condition.question)
    return asked is not None and bool(condition.answers) and set(condition.answers) <= set(asked.answers)
