"""How an office builds its questions step by step: each takes the sections and gives new ones; pure.

A section is named by its place, a question by its key. What names none changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TypeVar

from quartierwerk.rooms.funding.rules.questionnaires import Choice, Question, Section, Sections, questions

T = TypeVar("T")


def find(sections: Sequence[Section], key: str) -> tuple[int, int] | None:
    """Where a question stands: its section and its place in it."""
    for place, section in enumerate(sections):
        for number, question in enumerate(section.questions):
            if question.key == key:
                return place, number
    return None


def free_key(*known: Sequence[Section]) -> str:
    """A key that no question of these questionnaires ever had: “q12”."""
    taken = (question.key[1:] for sections in known for question in questions(sections))
    return f"q{max((int(one) for one in taken if one.isdecimal()), default=0) + 1}"


def with_section(sections: Sections, place: int | None, *, title_de: str, title_en: str = "") -> Sections:
    """A new section at the end, or another heading for one."""
    if place is None:
        return (*sections, Section(title_de=title_de, title_en=title_en))
    return _changed(sections, place, lambda one: replace(one, title_de=title_de, title_en=title_en))


def without_section(sections: Sections, place: int) -> Sections:
    """One section less, with all its questions."""
    return tuple(one for number, one in enumerate(sections) if number != place)


def moved_section(sections: Sections, place: int, *, up: bool) -> Sections:
    """A section with all its questions, one place up or down."""
    return _swapped(sections, place, place - 1 if up else place + 1)


def with_question(sections: Sections, question: Question, *, place: int) -> Sections:
    """A question where it stands already, or at the end of a section that it is not in yet."""
    found = find(sections, question.key)
    if found is not None and found[0] == place:
        number = found[1]
        return _changed(
            sections,
            place,
            lambda one: replace(one, questions=(*one.questions[:number], question, *one.questions[number + 1 :])),
        )
    left = without_question(sections, question.key)
    return _changed(left, place, lambda one: replace(one, questions=(*one.questions, question)))


def without_question(sections: Sections, key: str) -> Sections:
    """One question less."""
    return tuple(
        replace(section, questions=tuple(one for one in section.questions if one.key != key)) for section in sections
    )


def moved_question(sections: Sections, key: str, *, up: bool) -> Sections:
    """A question one place up or down; past the edge of its section it goes into the next one."""
    found = find(sections, key)
    if found is None:
        return sections
    place, number = found
    section = sections[place]
    if 0 <= (other := number - 1 if up else number + 1) < len(section.questions):
        swapped = replace(section, questions=_swapped(section.questions, number, other))
        return _changed(sections, place, lambda _one: swapped)
    if not 0 <= (beside := place - 1 if up else place + 1) < len(sections):
        return sections
    question, left = section.questions[number], without_question(sections, key)
    return _changed(
        left,
        beside,
        lambda one: replace(one, questions=(*one.questions, question) if up else (question, *one.questions)),
    )


def choices_of(
    lines_de: Sequence[str], lines_en: Sequence[str], *, before: Sequence[Choice], taken: Collection[str] = ()
) -> tuple[Choice, ...]:
    """Choices from lines, German and English side by side; one that is only worded anew keeps its key.

    A new one gets a key that is not ``taken``: none that an earlier version of the question gave away.
    """
    by_label = {one.label_de: one.key for one in before}
    keys = [by_label.get(line, "") for line in lines_de]
    for place, one in enumerate(before[: len(keys)]):
        if not keys[place] and one.key not in keys:
            keys[place] = one.key
    known = (*taken, *(one.key for one in before))
    latest = max((int(key[1:]) for key in known if key[1:].isdecimal()), default=0)
    for place, key in enumerate(keys):
        if not key:
            latest += 1
            keys[place] = f"c{latest}"
    rows = zip_longest(lines_de, lines_en[: len(lines_de)], keys, fillvalue="")
    return tuple(Choice(key=key, label_de=german, label_en=english) for german, english, key in rows)


def _changed(sections: Sections, place: int, change: Callable[[Section], Section]) -> Sections:
    return tuple(change(one) if number == place else one for number, one in enumerate(sections))


def _swapped(things: tuple[T, ...], first: int, second: int) -> tuple[T, ...]:
    if not (0 <= first < len(things) and 0 <= second < len(things)):
        return things
    row = list(things)
    row[first], row[second] = row[second], row[first]
    return tuple(row)
