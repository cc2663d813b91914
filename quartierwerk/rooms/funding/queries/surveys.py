"""Reads of the survey: how it was on average, and what the office reads of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Sum

from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import Application, SurveyAnswer
from quartierwerk.rooms.funding.queries.figures import applications_in
from quartierwerk.rooms.funding.rules import Cut, Topic


class Average(NamedTuple):
    """How something was for those who gave it a mark."""

    topic: Topic
    number: int
    hundredths: int | None
    """Of a mark; None where too few gave one."""

    @property
    def mark(self) -> Decimal | None:
        """The same as a mark."""
        return None if self.hundredths is None else Decimal(self.hundredths) / 100


def is_asked(application: Application) -> bool:
    """Whether whoever applied is asked now how it was, and has not said so yet."""
    if application.rule_set is None or hasattr(application, "survey_answer"):
        return False
    decision = application.decisions.final().last()
    granted = decision.cents if decision else 0
    return rules.is_asked(application.rule_set.terms, application.state, granted_cents=granted)


def averages(cut: Cut, *, on: date) -> list[Average]:
    """Of each topic how it was on average, by the applications of a part of all cases; one question."""
    answers = SurveyAnswer.objects.filter(application__in=applications_in(cut, on=on).values("pk"))
    asked = {f"{topic}_{name}": kind(topic.value) for topic in Topic for name, kind in _KINDS.items()}
    found = answers.aggregate(**asked)
    return [
        Average(topic, found[f"{topic}_number"], rules.average(found[f"{topic}_sum"] or 0, found[f"{topic}_number"]))
        for topic in Topic
    ]


_KINDS = {"number": Count, "sum": Sum}


def survey_answers_of(person: Any) -> QuerySet[SurveyAnswer]:
    """What somebody has answered."""
    return SurveyAnswer.objects.filter(by=person)
