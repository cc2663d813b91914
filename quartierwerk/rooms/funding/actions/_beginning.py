"""How an application begins, and whether its programme takes it now: for those who type and for what came on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.funding import queries, rules
from quartierwerk.rooms.funding.models import Application, LateCode, Programme, Project


class NotTaken(NotNow):
    """The programme takes no applications now."""

    sentence = _("Dieses Programm nimmt zurzeit keine Anträge an. Ihr Entwurf bleibt gespeichert.")


class AppliedAlready(NotNow):
    """There is an application for this project already."""

    sentence = _("Für dieses Projekt gibt es bei diesem Programm schon einen Antrag.")


class CalledOff(NotNow):
    """The project does not take place."""

    sentence = _("Dieses Projekt ist abgesagt.")


class StillSealed(NotNow):
    """Nobody in the office reads what came for a sealed round before it is over."""

    sentence = _("Diese Runde ist versiegelt. Öffnen Sie den Umschlag erst, wenn sie vorbei ist.")


class NotTakenThen(NotNow):
    """The programme took no applications on the day on which this one came on paper."""

    sentence = _("An dem Tag, an dem dieser Antrag kam, nahm das Programm keine Anträge an.")


class CodeNotNeeded(NotNow):
    """It can be submitted without a code."""

    sentence = _("Dieser Antrag lässt sich ohne Zugangscode einreichen.")


class NeedNotRegistered(NotNow):
    """The terms want the need to be registered first."""

    sentence = _("Dieses Programm verlangt, dass Sie vor dem Antrag Ihren Bedarf anmelden.")


class NoSuchCode(RuleBroken):
    """A code that lets nobody in."""

    sentence = _("Dieser Zugangscode gilt hier nicht oder nicht mehr. Bitte prüfen Sie ihn, oder fragen Sie das Büro.")
    field = "code"


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """An application that is to be."""

    programme: Programme
    project: Project
    code: str = ""
    """As it was typed; with it one comes into a round that is over."""


def begin_draft(application: Application, beginning: Beginning, *, at: datetime) -> Application:
    """Keep a draft where its programme takes it; the project is locked."""
    application.programme, application.project, application.begun_at = beginning.programme, beginning.project, at
    still_takes_place(beginning.project)
    if beginning.code.strip():
        application.late_code = late_code(application, beginning.code, at=at)
    application.round = open_standing(application, at=at).round
    application.questionnaire = queries.questionnaire_of(beginning.programme)
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError:
        raise AppliedAlready from None
    return application


def still_takes_place(project: Project) -> None:
    if project.state == rules.ProjectState.CALLED_OFF:
        raise CalledOff


def late_code(application: Application, typed: str, *, at: datetime) -> LateCode:
    """A code that still lets an application in; its programme is locked from here on, so nobody else uses it.

    Nobody lets themself in: whoever issued it can only enter with it what came on paper.
    """
    lock(application.programme)
    came_on = application.received_on or clock.local(at).date()
    found = queries.late_code(application.programme, typed, on=came_on)
    if found is None or (not application.is_on_paper and found.by_id == application.applicant_id):
        raise NoSuchCode
    return found


def open_standing(application: Application, *, at: datetime) -> queries.Standing:
    """How its programme stands where it takes this one; the row is locked, so no last day passes unseen."""
    programme, today = application.programme, clock.local(at).date()
    lock(programme)
    standing = queries.standing_for(application, on=today)
    came_on, called = application.received_on, standing.round
    is_too_early = came_on is not None and called is not None and came_on < called.opens_on
    if not standing.is_open or standing.rule_set is None or is_too_early:
        raise NotTaken if came_on is None else NotTakenThen
    if came_on is not None and called is not None and called.seals(on=today):
        raise StillSealed
    if queries.lacks_need(standing, application):
        raise NeedNotRegistered
    return standing
