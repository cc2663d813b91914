"""What somebody answers to the questions of an office: which of them are asked, what is missing, what counts; pure.

An answer is a text (a day as ``2026-05-31``), a truth, a whole number (money in cents), a list of keys of choices, or a
list of files as ``Attached`` has them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import phonenumbers
from django.utils.translation import gettext as _

from quartierwerk.foundation.errors import Problem
from quartierwerk.foundation.money import written
from quartierwerk.rooms.funding.rules.questionnaires import (
    BOUNDS,
    NO,
    YES,
    Condition,
    Question,
    QuestionKind,
    Section,
    questions,
)

Answers = Mapping[str, Any]
"""Key of a question → what was answered."""
LONGEST_ADDRESS = 254
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_FILE = {"key", "name", "size", "sha256"}


class Said(NamedTuple):
    """A question with its answer, for reading."""

    question: Question
    answer: Any


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file as an answer names it."""

    key: str
    """Under which it is stored."""
    name: str
    size: int
    """Bytes."""
    sha256: str

    @property
    def as_json(self) -> dict[str, Any]:
        """As it lies in an application."""
        return dict(vars(self))


def field_of(key: str) -> str:
    """The form field of a question."""
    return f"q_{key}"


def visible(sections: Sequence[Section], answers: Answers) -> frozenset[str]:
    """The keys of the questions that are asked, given these answers; what is not asked answers for no other."""
    asked: set[str] = set()
    for question in questions(sections):
        if question.only_if is None or _is_met(question.only_if, asked, answers):
            asked.add(question.key)
    return frozenset(asked)


def kept(sections: Sequence[Section], answers: Answers) -> dict[str, Any]:
    """The answers that count: to questions that are asked, without empty ones, in the order of the questions."""
    asked = visible(sections, answers)
    return {
        question.key: answers[question.key]
        for question in questions(sections)
        if question.key in asked and not _is_empty(answers.get(question.key))
    }


def missing(sections: Sequence[Section], answers: Answers) -> list[Problem]:
    """What is still unanswered, or answered otherwise than was asked; at the form field of each question."""
    found = []
    said = kept(sections, answers)
    asked = visible(sections, answers)
    for question in questions(sections):
        if question.key not in asked:
            continue
        if question.key not in said:
            sentence = _("Bitte beantworten Sie: %(question)s") % {"question": question.label}
            problem = sentence if question.is_required else ""
        else:
            problem = wrong(question, said[question.key])
        if problem:
            found.append(Problem(field_of(question.key), problem))
    return found


def wrong(question: Question, answer: Any) -> str:
    """Why an answer is none to this question, as a sentence; empty where it is one."""
    said = _CHECKS[question.kind](question, answer)
    return said % {"question": question.label, **_bounds(question)} if said else ""


def spoken(question: Question, answer: Any) -> str:
    """An answer in the reader's language; days are left to whoever shows them."""
    if question.kind == QuestionKind.YES_NO:
        return question.answer_label(YES if answer else NO)
    if question.kind == QuestionKind.CHOICE:
        return question.answer_label(answer)
    if question.kind == QuestionKind.SEVERAL:
        return ", ".join(map(question.answer_label, answer))
    if question.kind == QuestionKind.FILES:
        return "\n".join(f"{one['name']} (SHA-256 {one['sha256']})" for one in answer)
    return written(answer) if question.kind == QuestionKind.MONEY else str(answer)


def told(sections: Sequence[Section], answers: Answers, *, is_personal_shown: bool) -> list[tuple[Section, list[Said]]]:
    """What was answered, section by section; personal answers only where the reader may have them."""
    found = []
    said = kept(sections, answers)
    for section in sections:
        rows = [
            Said(question, said[question.key])
            for question in section.questions
            if question.key in said and (is_personal_shown or not question.is_personal)
        ]
        if rows:
            found.append((section, rows))
    return found


def fitting(sections: Sequence[Section], answers: Answers) -> dict[str, Any]:
    """The answers to an earlier questionnaire that are answers to this one too; files stay with the earlier one."""
    known = {one.key: one for one in questions(sections) if one.kind != QuestionKind.FILES}
    still = {key: one for key, one in answers.items() if key in known and not wrong(known[key], one)}
    return kept(sections, still)


def _is_met(condition: Condition, asked: set[str], answers: Answers) -> bool:
    if condition.question not in asked:
        return False
    answer = answers.get(condition.question)
    if isinstance(answer, bool):
        return (YES if answer else NO) in condition.answers
    given = answer if isinstance(answer, list) else [answer]
    return any(one in condition.answers for one in given)


def _is_empty(answer: Any) -> bool:
    return answer is None or answer == [] or (isinstance(answer, str) and not answer.strip())


def _bounds(question: Question) -> dict[str, Any]:
    least, most = question.least or 0, question.most or BOUNDS.get(question.kind, 0)
    if question.kind in (QuestionKind.SHORT, QuestionKind.LONG):
        most = question.longest
    if question.kind == QuestionKind.FILES:
        most = question.most_files
    if question.kind == QuestionKind.MONEY:
        return {"least": written(least), "most": written(most)}
    return {"least": least, "most": most}


def _is_within(question: Question, amount: int) -> bool:
    most = question.most if question.most is not None else BOUNDS[question.kind]
    return (question.least or 0) <= amount <= most


def _text(question: Question, answer: Any) -> str:
    if not isinstance(answer, str):
        return _unreadable()
    if not (question.least or 0) <= len(answer.strip()) or len(answer) > question.longest:
        return _("%(question)s – bitte %(least)s bis %(most)s Zeichen.")
    return ""


def _truth(question: Question, answer: Any) -> str:
    return "" if isinstance(answer, bool) else _unreadable()


def _choice(question: Question, answer: Any) -> str:
    return "" if answer in question.answers else _unreadable()


def _several(question: Question, answer: Any) -> str:
    if not isinstance(answer, list) or len(set(answer)) < len(answer) or not set(answer) <= set(question.answers):
        return _unreadable()
    return "" if _is_within(question, len(answer)) else _("%(question)s – bitte %(least)s bis %(most)s Antworten.")


def _amount(question: Question, answer: Any) -> str:
    if not isinstance(answer, int) or isinstance(answer, bool):
        return _unreadable()
    return "" if _is_within(question, answer) else _("%(question)s – möglich ist %(least)s bis %(most)s.")


def _day(question: Question, answer: Any) -> str:
    try:
        date.fromisoformat(answer)
    except (TypeError, ValueError):
        return _unreadable()
    return ""


def _email(question: Question, answer: Any) -> str:
    if isinstance(answer, str) and len(answer) <= LONGEST_ADDRESS and _EMAIL.fullmatch(answer):
        return ""
    return _("%(question)s – bitte eine E-Mail-Adresse wie name@beispiel.de.")


def _phone(question: Question, answer: Any) -> str:
    try:
        number = phonenumbers.parse(answer, "DE")
    except (phonenumbers.NumberParseException, TypeError):
        number = None
    if number is not None and phonenumbers.is_possible_number(number):
        return ""
    return _("%(question)s – bitte eine Telefonnummer mit Vorwahl.")


def _files(question: Question, answer: Any) -> str:
    if not isinstance(answer, list) or not all(isinstance(one, dict) and one.keys() == _FILE for one in answer):
        return _unreadable()
    is_within = (question.least or 0) <= len(answer) <= question.most_files
    return "" if is_within else _("%(question)s – bitte %(least)s bis %(most)s Dateien.")


def _unreadable() -> str:
    return _("%(question)s – diese Antwort passt nicht zur Frage.")


_CHECKS: dict[QuestionKind, Callable[[Question, Any], str]] = {
    QuestionKind.SHORT: _text,
    QuestionKind.LONG: _text,
    QuestionKind.YES_NO: _truth,
    QuestionKind.CHOICE: _choice,
    QuestionKind.SEVERAL: _several,
    QuestionKind.NUMBER: _amount,
    QuestionKind.MONEY: _amount,
    QuestionKind.DAY: _day,
    QuestionKind.EMAIL: _email,
    QuestionKind.PHONE: _phone,
    QuestionKind.FILES: _files,
}
