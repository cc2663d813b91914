"""The verbs of a decision: by the office, by a body, and what follows for the money held for it.

**The order of locks**: the application, then the pot (``budget`` locks it). Bodies hold their own rows and the pot when
they resolve, and tell of it afterwards, so that nobody waits in a circle.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.steps import advance
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards.models import Resolution
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.actions._money import give_back, held_in, hold
from quartierwerk.rooms.funding.models import Application, Decision
from quartierwerk.rooms.funding.rules import APPLICATION_STEPS, ApplicationState, Outcome

TOLD = (ApplicationState.ISSUED, ApplicationState.SERVED)
"""In these a letter has told of the decision."""


class DecisionRefused(RuleBroken):
    """The office cannot decide so; the sentence says why."""


class NotOurs(NotNow):
    """A body decides on this."""

    sentence = _("Über diese Summe entscheidet das Gremium, nicht das Büro.")


class PotRefused(RuleBroken):
    """No pot, or one out of which this is not paid."""

    sentence = _("Bitte wählen Sie einen Topf dieses Jahres, aus dem das Programm bezahlt wird.")
    field = "pot"


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """A decision of the office; 0 cents refuse, then no pot is needed."""

    cents: int
    pot: Pot | None = None
    reason: str = ""
    conditions: str = ""


@action(may=permissions.may_decide)
def decide(application: Application, *, actor: Person, deciding: Deciding, at: datetime) -> Application:
    """Decide on an application in the office, where the terms leave it that; its money is held at once (entscheiden).

    Raises what the pot cannot bear (TooLittleLeft).
    """
    terms = application.rule_set.terms
    if not rules.does_office_decide(terms, application.asked_cents):
        raise NotOurs
    reason, conditions = deciding.reason.strip(), deciding.conditions.strip()
    for problem in rules.decision_problems(
        asked=application.asked_cents, granted=deciding.cents, reason=reason, conditions=conditions, terms=terms
    ):
        raise DecisionRefused(problem.sentence, field=problem.field)
    if application.state != ApplicationState.ASSESSED:
        raise NotNow
    money: dict[str, Any] = {}
    if deciding.cents:
        known = queries.pots_for(application, on=clock.local(at).date())
        if deciding.pot is None or not known.filter(pk=deciding.pot.pk).exists():
            raise PotRefused
        earmark = hold(application, deciding.pot, deciding.cents, at=at)
        money = {"cents": deciding.cents, "pot": deciding.pot, "earmark": earmark}
    found = rules.outcome(asked=application.asked_cents, granted=deciding.cents, conditions=conditions)
    return _decided(application, found, by=actor, at=at, reason=reason, conditions=conditions, **money)


@dataclass(frozen=True, kw_only=True)
class Amending:
    """What is granted from now on in all, in cents, and why."""

    cents: int
    reason: str
    conditions: str = ""


@action(may=permissions.may_decide)
def amend(application: Application, *, actor: Person, amending: Amending, at: datetime) -> Application:
    """Decide anew on what was granted and told: more, less, or under other conditions (ändern).

    What comes on top is held at once, out of the pot of the first decision; what is less goes back when the letter
    that says so is issued. The letters before stay.
    """
    latest = application.decisions.final().last()
    if application.state not in TOLD or latest is None or not latest.is_granting:
        raise NotNow
    terms, reason = application.rule_set.terms, amending.reason.strip()
    if not rules.does_office_decide(terms, max(amending.cents, latest.cents)):
        raise NotOurs
    if not reason:
        raise WordsMissing(_("Bitte sagen Sie, warum sich die Förderung ändert."), field="reason")
    if amending.cents <= 0:
        raise DecisionRefused(_("Eine Änderung bewilligt etwas. Nichts mehr zu geben ist ein Widerruf."), field="cents")
    conditions = amending.conditions.strip()
    for problem in rules.decision_problems(
        asked=application.asked_cents, granted=amending.cents, reason=reason, conditions=conditions, terms=terms
    ):
        raise DecisionRefused(problem.sentence, field=problem.field)
    if amending.cents > latest.cents:
        hold(application, latest.pot, amending.cents - latest.cents, at=at)
    found = rules.outcome(asked=application.asked_cents, granted=amending.cents, conditions=conditions)
    money = {"cents": amending.cents, "pot": latest.pot, "earmark": latest.earmark}
    return _decided(application, found, by=actor, at=at, reason=reason, conditions=conditions, **money)


@action(may=permissions.may_handle)
def refuse_unchecked(application: Application, *, actor: Person, reason: str, at: datetime) -> Application:
    """Refuse an application that the formal check did not let pass; no body sees it (als unzulässig ablehnen)."""
    reason = reason.strip()
    if not reason:
        raise WordsMissing(_("Bitte sagen Sie, warum der Antrag nicht zulässig ist."), field="reason")
    if len(reason) > rules.LONGEST_REASON_OF_DECISION:
        raise DecisionRefused(_("Dieser Text ist zu lang."), field="reason")
    if application.state != ApplicationState.FORMAL_CHECK:
        raise NotNow
    return _decided(application, Outcome.REJECTED, by=actor, at=at, reason=reason)


@action(may=permissions.may_follow)
def follow_resolution(application: Application, *, actor: Person, resolution: Resolution, at: datetime) -> Application:
    """Take over what a body resolved: its words, its sum, the money that it holds (Beschluss übernehmen).

    The latest resolution of a body counts; what an earlier one held is given back. Where nobody waits for it any more,
    because the application was withdrawn, its money goes back too. Told twice it changes nothing.
    """
    if application.decisions.filter(resolution=resolution).exists():
        return application
    motion = resolution.ballot.motion
    held = held_in(application, motion.pot) if resolution.is_carried and motion.pot is not None else None
    if application.state not in (ApplicationState.ON_AGENDA, ApplicationState.DECIDED):
        if held is not None:
            give_back(held, motion.cents or 0, at=at)
        note_change(resolution=reference(resolution), was=application.state)
        return application
    _undo_latest(application, at=at)
    if not resolution.is_carried:
        return _decided(application, Outcome.REJECTED, by=actor, at=at, resolution=resolution)
    if held is None:
        # A body may strike the pot out of a motion: then somebody has to say where the money comes from first.
        with translation.override(settings.LANGUAGE_CODE):
            reason = str(_("Der Beschluss nennt keinen Topf."))
        return _deferred(application, by=actor, at=at, reason=reason, resolution=resolution)
    cents = motion.cents or 0
    latest = application.assessments.last()
    conditions = latest.conditions if latest else ""
    found = rules.outcome(asked=application.asked_cents, granted=cents, conditions=conditions)
    money = {"cents": cents, "pot": motion.pot, "earmark": held, "conditions": conditions}
    return _decided(application, found, by=actor, at=at, resolution=resolution, **money)


@action(may=permissions.may_follow)
def defer(application: Application, *, actor: Person, reason: str = "", at: datetime) -> Application:
    """Note that a body has not resolved on what was on its agenda: it can be put on another one (vertagen)."""
    if application.state != ApplicationState.ON_AGENDA or queries.is_pending(application):
        return application
    return _deferred(application, by=actor, at=at, reason=reason)


def _decided(application: Application, found: Outcome, *, at: datetime, **said: Any) -> Application:
    _add(application, found, at=at, **said)
    advance(application, ApplicationState.DECIDED, steps=APPLICATION_STEPS)
    return application


def _deferred(application: Application, *, at: datetime, **said: Any) -> Application:
    _add(application, Outcome.DEFERRED, at=at, **said)
    advance(application, ApplicationState.ASSESSED, steps=APPLICATION_STEPS)
    return application


def _add(application: Application, found: Outcome, **said: Any) -> Decision:
    number = application.decisions.count() + 1
    note_change(outcome=str(found), cents=said.get("cents", 0))
    return Decision.objects.create(application=application, number=number, outcome=found, **said)


def _undo_latest(application: Application, *, at: datetime) -> None:
    latest = application.decisions.last()
    if latest is not None and latest.is_granting and latest.earmark is not None:
        give_back(latest.earmark, latest.cents, at=at)
