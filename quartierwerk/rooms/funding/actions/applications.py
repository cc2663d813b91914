"""The verbs of applications: beginning, submitting, withdrawing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import may_erase, may_leave
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.actions._money import NOT_GRANTED, give_back_all
from quartierwerk.rooms.funding.actions._numbering import next_number
from quartierwerk.rooms.funding.actions._papers import remove_enclosures
from quartierwerk.rooms.funding.models import Application, Enclosure, Programme, Project
from quartierwerk.rooms.funding.models.applications import as_submitted
from quartierwerk.rooms.funding.rules import ApplicationState, Content


class NotTaken(NotNow):
    """The programme takes no applications now."""

    sentence = _("Dieses Programm nimmt zurzeit keine Anträge an. Ihr Entwurf bleibt gespeichert.")


class AppliedAlready(NotNow):
    """There is an application for this project already."""

    sentence = _("Für dieses Projekt gibt es bei diesem Programm schon einen Antrag.")


class CalledOff(NotNow):
    """The project does not take place."""

    sentence = _("Dieses Projekt ist abgesagt.")


class LetterOut(NotNow):
    """A letter has told of the decision."""

    sentence = _("Über diesen Antrag ist schon ein Schreiben ausgefertigt. Zurückziehen lässt er sich nicht mehr.")


class Incomplete(RuleBroken):
    """Something is missing; the sentence names the first thing."""


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """An application that is to be."""

    programme: Programme
    project: Project


@action(may=permissions.may_apply, first=lambda actor, beginning: lock(beginning.project))
def begin(beginning: Beginning, *, actor: Person, at: datetime) -> Application:
    """Begin an application for a project (Antrag beginnen)."""
    _still_takes_place(beginning.project)
    standing = _open_standing(beginning.programme, at=at)
    try:
        with transaction.atomic():
            return Application.objects.create(
                programme=beginning.programme,
                project=beginning.project,
                applicant=actor,
                round=standing.round,
                questionnaire=queries.questionnaire_of(beginning.programme),
                begun_at=at,
            )
    except IntegrityError:
        raise AppliedAlready from None


@action(may=permissions.may_write, first=lambda actor, application: lock(application.project))
def submit(application: Application, *, actor: Person, content: Content, at: datetime) -> Application:
    """Submit an application: what it says is kept as it is, under the terms of the day (Antrag einreichen)."""
    if not application.is_draft:
        raise NotNow
    _still_takes_place(application.project)
    standing = _open_standing(application.programme, at=at)
    rule_set = standing.rule_set
    asked = application.questionnaire
    content = replace(content, answers={**content.answers, **queries.enclosed(application)})
    content = content.answering(application.asks, version=asked.version if asked else 0)
    for problem in rules.lacking(content, rule_set.terms, application.asks):
        raise Incomplete(problem.sentence, field=problem.field)
    columns = as_submitted(content, rule_set, number=next_number(at), at=at)
    # Whoever began in one round and submits in the next one is in the next one.
    advance(application, ApplicationState.SUBMITTED, steps=rules.APPLICATION_STEPS, round=standing.round, **columns)
    _keep_enclosures(application, content, at=at)
    return application


@action(may=permissions.may_write)
def withdraw_application(application: Application, *, actor: Person, at: datetime) -> Application:
    """Take an application back, also one only begun; what was submitted stays readable (Antrag zurückziehen).

    The files of one that was only begun go with it.
    """
    if application.letters.standing().exists():
        raise LetterOut
    advance(application, ApplicationState.WITHDRAWN, steps=rules.APPLICATION_STEPS, withdrawn_at=at)
    give_back_all(application, at=at, reason=NOT_GRANTED)
    remove_enclosures(application.enclosures.filter(kept_at__isnull=True))
    return application


@action(may=may_leave)
def leave_applications(person: Person, *, actor: Person, at: datetime) -> Person:
    """Take back what somebody who goes has begun; what they submitted stays without them."""
    return _without_applicant(person, at=at)


@action(may=may_erase)
def erase_applicant(person: Person, *, actor: Person, at: datetime) -> Person:
    """The same for somebody who is erased."""
    return _without_applicant(person, at=at)


def _without_applicant(person: Person, *, at: datetime) -> Person:
    begun = Application.objects.filter(applicant=person, state=ApplicationState.DRAFT)
    remove_enclosures(Enclosure.objects.filter(application__in=list(begun)))
    note_change(
        withdrawn=begun.update(state=ApplicationState.WITHDRAWN, withdrawn_at=at),
        applications=Application.objects.filter(applicant=person).update(applicant=None),
    )
    return person


def _keep_enclosures(application: Application, content: Content, *, at: datetime) -> None:
    """Keep the files that answer a question for good, and remove those of questions that are not asked."""
    own = application.enclosures
    own.filter(question__in=content.answers).update(kept_at=at)
    remove_enclosures(own.filter(kept_at__isnull=True))


def _still_takes_place(project: Project) -> None:
    if project.state == rules.ProjectState.CALLED_OFF:
        raise CalledOff


def _open_standing(programme: Programme, *, at: datetime) -> queries.Standing:
    """How a programme stands where it takes applications; the row is locked, so no last day passes unseen."""
    lock(programme)
    standing = queries.standing_of(programme, on=clock.local(at).date())
    if not standing.is_open or standing.rule_set is None:
        raise NotTaken
    return standing
