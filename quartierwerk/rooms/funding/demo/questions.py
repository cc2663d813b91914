"""What programmes of the demo city ask in an application, and what somebody answers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Programme
from quartierwerk.rooms.funding.rules import Choice, Condition, Question, QuestionKind, Section, Sections

DATA = Path(__file__).parent / "data" / "questions.toml"
PLAIN = ("label_de", "label_en", "help_de", "help_en", "is_required", "is_personal", "least", "most")


@cache
def _wanted() -> dict[str, Any]:
    return {one["name"]: one["sections"] for one in tomllib.loads(DATA.read_text(encoding="utf-8"))["programmes"]}


def _numbered(sections: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    rows = (row for section in sections for row in section["questions"])
    return ((f"q{number}", row) for number, row in enumerate(rows, start=1))


def load(programme: Programme, *, actor: Person, at: datetime) -> None:
    """Let a programme ask what stands in the file for it; most ask nothing of their own."""
    if sections := _wanted().get(programme.name_de):
        actions.lay_down_questions(programme, actor=actor, sections=_sections(sections), based_on=0, at=at)


def answers(programme: Programme) -> dict[str, Any]:
    """What somebody answers to all of it."""
    known = _numbered(_wanted().get(programme.name_de, ()))
    return {key: row["answer"] for key, row in known if "answer" in row}


def _sections(wanted: Any) -> Sections:
    keys = {id(row): key for key, row in _numbered(wanted)}
    return tuple(
        Section(
            title_de=one["title_de"],
            title_en=one["title_en"],
            questions=tuple(_question(keys[id(row)], row) for row in one["questions"]),
        )
        for one in wanted
    )


def _question(key: str, row: Mapping[str, Any]) -> Question:
    choices = (
        Choice(key=f"c{number}", label_de=german, label_en=english)
        for number, (german, english) in enumerate(row.get("choices", ()), start=1)
    )
    before, *given = row.get("only_if", ("",))
    return Question(
        key=key,
        kind=QuestionKind(row["kind"]),
        choices=tuple(choices),
        only_if=Condition(question=before, answers=tuple(given)) if before else None,
        **{name: row[name] for name in PLAIN if name in row},
    )
