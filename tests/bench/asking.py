"""A question of the bench as each side takes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from quartierwerk.foundation import search
from quartierwerk.rooms.directory.queries import finding
from quartierwerk.rooms.directory.queries.vocabulary import words
from tests.bench.questions import Question


@dataclass(frozen=True)
class Asked:
    """One question, for the engine as the page would ask it, and for raw tantivy."""

    question: Question
    query: search.Query
    raw_filters: dict[str, str]

    def ask(self) -> search.Found:
        """Ask the engine."""
        return search.find(finding.KIND, self.query)


def prepare(questions: Sequence[Question]) -> list[Asked]:
    """The questions with the numbers that sectors and districts have in this database."""
    known, asked = words(), []
    for question in questions:
        query = finding._query(finding.Wanted.from_address(QueryDict(question.address)), known).query
        filters = {facet: str(next(iter(values))) for facet, values in query.filters.items()}
        asked.append(Asked(question, query, filters))
    return asked
