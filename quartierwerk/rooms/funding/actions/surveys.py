"""The verbs of the survey: answering it once, and forgetting who did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import may_erase
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.models import Application, SurveyAnswer
from quartierwerk.rooms.funding.rules import Topic


class AnswerRefused(RuleBroken):
    """An answer cannot be taken so; the sentence says why."""


class NotAsked(NotNow):
    """The terms ask nobody here, or somebody has answered already."""

    sentence = _("Zu diesem Antrag ist keine Befragung offen, oder Sie haben sie schon beantwortet.")


@dataclass(frozen=True, kw_only=True)
class Experience:
    """How it was: a mark for each topic or none, and what the office should know."""

    marks: Mapping[Topic, int | None]
    remark: str = ""


@action(may=permissions.may_answer_survey)
def answer_survey(application: Application, *, actor: Person, experience: Experience, at: datetime) -> SurveyAnswer:
    """Say how it was, once (Befragung beantworten); marks are shown as averages only."""
    remark = experience.remark.strip()
    refused = rules.survey_problem(experience.marks, remark)
    if refused is not None:
        raise AnswerRefused(refused.sentence, field=refused.field)
    if not queries.is_asked(application):
        raise NotAsked
    marks = {topic.value: mark for topic, mark in experience.marks.items()}
    return SurveyAnswer.objects.create(application=application, by=actor, remark=remark, at=at, **marks)


@action(may=may_erase)
def erase_survey_answers(person: Person, *, actor: Person, at: datetime) -> Person:
    """Take somebody who is erased off what they answered, with what they wrote; the marks stay, for averages."""
    note_change(answers=queries.survey_answers_of(person).update(by=None, remark=""))
    return person
