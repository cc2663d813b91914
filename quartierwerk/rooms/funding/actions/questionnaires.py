"""The verb of questions: laying down what a programme asks of those who apply."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import MovedOn, NotNow, RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.models import Programme, Questionnaire
from quartierwerk.rooms.funding.rules import Sections


class QuestionsRefused(RuleBroken):
    """The questions do not hold together; the sentence names the first reason."""


class AskedAnew(MovedOn):
    """Somebody has laid down other questions since these were begun."""

    sentence = _(
        "Inzwischen hat jemand andere Fragen festgelegt. Ihr Entwurf ist noch da. Bitte vergleichen Sie ihn mit der "
        "neuen Fassung und legen Sie ihn dann noch einmal fest."
    )


class AskedAlready(NotNow):
    """These questions are asked already."""

    sentence = _("Diese Fragen sind schon so festgelegt.")


@action(may=permissions.may_lay_down_questions)
def lay_down_questions(
    programme: Programme, *, actor: Person, sections: Sections, based_on: int, at: datetime
) -> Programme:
    """Lay down what is asked of those who begin from now on, after the version last seen (Antragsfragen festlegen).

    Whoever has begun already goes on with the questions they began with.
    """
    latest = queries.questionnaire_of(programme)
    if (latest.version if latest else 0) != based_on:
        raise AskedAnew
    if sections == (latest.asks if latest else ()):
        raise AskedAlready
    for problem in rules.sections_problems(sections):
        raise QuestionsRefused(problem.sentence)
    Questionnaire.objects.create(
        programme=programme, version=based_on + 1, sections=rules.as_json(sections), set_at=at, set_by=actor
    )
    note_change(questionnaire=based_on + 1, questions=len(list(rules.questions(sections))))
    return programme
