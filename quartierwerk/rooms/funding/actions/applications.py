"""The verbs of applications: beginning, submitting, withdrawing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import may_erase, may_leave
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.actions._beginning import (
    Beginning,
    CodeNotNeeded,
    begin_draft,
    late_code,
    open_standing,
    still_takes_place,
)
from quartierwerk.rooms.funding.actions._money import NOT_GRANTED, give_back_all
from quartierwerk.rooms.funding.actions._numbering import next_number
from quartierwerk.rooms.funding.actions._papers import remove_enclosures
from quartierwerk.rooms.funding.models import Application, Enclosure
from quartierwerk.rooms.funding.models.applications import as_submitted
from quartierwerk.rooms.funding.rules import ApplicationState, Content


class LetterOut(NotNow):
    """A letter has told of the decision."""

    sentence = _("Über diesen Antrag ist schon ein Schreiben ausgefertigt. Zurückziehen lässt er sich nicht mehr.")


class Incomplete(RuleBroken):
    """Something is missing; the sentence names the first thing."""


@action(may=permissions.may_apply, first=lambda actor, beginning: lock(beginning.project))
def begin(beginning: Beginning, *, actor: Person, at: datetime) -> Application:
    """Begin an application for a project (Antrag beginnen)."""
    return begin_draft(Application(applicant=actor), beginning, at=at)


@action(may=permissions.may_write, first=lambda actor, application: lock(application.project))
def redeem(application: Application, *, actor: Person, code: str, at: datetime) -> Application:
    """Let a draft into a round that is over, with a code from the office (Zugangscode einlösen)."""
    if not application.is_draft:
        raise NotNow
    if queries.standing_for(application, on=clock.local(at).date()).is_open:
        raise CodeNotNeeded
    application.late_code = late_code(application, code, at=at)
    application.round = application.late_code.round
    application.save(update_fields=["late_code", "round"])
    note_change(late_code=application.late_code_id)
    return application


@action(may=permissions.may_write, first=lambda actor, application: lock(application.project))
def submit(application: Application, *, actor: Person, content: Content, at: datetime) -> Application:
    """Submit an application: what it says is kept as it is, under the terms of the day (Antrag einreichen).

    What came in on paper may lack something; it counts from the day on which it came.
    """
    if not application.is_draft:
        raise NotNow
    still_takes_place(application.project)
    standing = open_standing(application, at=at)
    rule_set = standing.rule_set
    asked = application.questionnaire
    content = replace(content, answers={**content.answers, **queries.enclosed(application)})
    content = content.answering(application.asks, version=asked.version if asked else 0)
    is_on_paper = application.is_on_paper
    for problem in rules.lacking_to_enter(content, rule_set.terms, application.asks, is_on_paper=is_on_paper):
        raise Incomplete(problem.sentence, field=problem.field)
    came_at = clock.first_of(application.received_on) if application.received_on else at
    columns = as_submitted(content, rule_set, number=next_number(came_at), at=came_at)
    # Whoever began in one round and submits in the next one is in the next one, and did not need the code to the first.
    columns |= {"round": standing.round, "late_code": application.late_code if standing.is_late else None}
    advance(application, ApplicationState.SUBMITTED, steps=rules.APPLICATION_STEPS, **columns)
    _keep_enclosures(application, content, at=at)
    return application


@action(may=permissions.may_withdraw)
def withdraw_application(application: Application, *, actor: Person, at: datetime) -> Application:
    """Take an application back, also one only begun; what was submitted stays readable (Antrag zurückziehen).

    The files of one that was only begun go with it.
    """
    if application.letters.standing().exists():
        raise LetterOut
    gone = {"postal": ""} if application.submitted_at is None else {}  # what nobody submitted is forgotten
    advance(application, ApplicationState.WITHDRAWN, steps=rules.APPLICATION_STEPS, withdrawn_at=at, **gone)
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
    """What somebody has begun is withdrawn with its files; what they typed in from paper others go on with."""
    begun = Application.objects.filter(applicant=person, state=ApplicationState.DRAFT)
    remove_enclosures(Enclosure.objects.filter(application__in=list(begun)))
    note_change(
        withdrawn=begun.update(state=ApplicationState.WITHDRAWN, withdrawn_at=at),
        applications=Application.objects.filter(applicant=person).update(applicant=None),
        entered=Application.objects.filter(entered_by=person).update(entered_by=None),
    )
    return person


def _keep_enclosures(application: Application, content: Content, *, at: datetime) -> None:
    """Keep the files that answer a question for good, and remove those of questions that are not asked."""
    own = application.enclosures
    own.filter(question__in=content.answers).update(kept_at=at)
    remove_enclosures(own.filter(kept_at__isnull=True))
