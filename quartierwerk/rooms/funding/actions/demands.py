"""The verbs around money that an own project asks of its district's board: asking, tabling, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards.models import Meeting, Resolution
from quartierwerk.rooms.budget.models import Earmark, Pot
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.actions._money import NOT_NEEDED, commit_all, give_back_all
from quartierwerk.rooms.funding.actions._tabling import table_case
from quartierwerk.rooms.funding.models import Demand, Project, Ruling
from quartierwerk.rooms.funding.rules import DemandState, Expense, ProjectState, RulingOutcome


class DemandRefused(RuleBroken):
    """Money cannot be asked for so; the sentence names the first reason."""


class DemandThere(NotNow):
    """Something is asked for already."""

    sentence = _("Für dieses Projekt ist schon Geld angefragt. Warten Sie die Entscheidung ab, oder ziehen Sie zurück.")


class ProjectOver(NotNow):
    """The project was called off, or all of it is accounted for."""

    sentence = _("Dieses Projekt ist abgesagt oder abgerechnet.")


class OtherBoard(RuleBroken):
    """The meeting is of another body, or over."""

    sentence = _("Bitte wählen Sie eine kommende Sitzung des Lenkungsgremiums dieses Ortes.")
    field = "meeting"


class OtherMoney(RuleBroken):
    """The pot is not one that this district's board decides on."""

    sentence = _("Bitte wählen Sie einen offenen Topf dieses Ortes.")
    field = "pot"


class MoreThanAsked(RuleBroken):
    """More than the project asks for."""

    sentence = _("Vorschlagen lässt sich höchstens, was das Projekt anfragt.")
    field = "cents"


@dataclass(frozen=True, kw_only=True)
class Need:
    """Money that is to be asked for."""

    project: Project
    expenses: Sequence[Expense]
    wording: str


@action(may=permissions.may_ask, first=lambda actor, need: lock(need.project))
def ask(need: Need, *, actor: Person, at: datetime) -> Demand:
    """Ask the board of the district for money for an own project (Mittel anfragen)."""
    _still_goes_on(need.project)
    lines = [Expense(title=" ".join(one.title.split()), cents=one.cents) for one in need.expenses]
    for problem in rules.plan_problems(lines):
        raise DemandRefused(problem.sentence, field=problem.field)
    wording = need.wording.strip()
    if not wording:
        raise WordsMissing(_("Bitte schlagen Sie vor, was beschlossen werden soll."), field="wording")
    if len(wording) > rules.LONGEST_WORDING_OF_DEMAND:
        raise DemandRefused(_("Dieser Text ist zu lang."), field="wording")
    if need.project.demands.filter(state__in=rules.DEMAND_STEPS.open).exists():
        raise DemandThere
    return Demand.objects.create(
        project=need.project,
        lines=[{"title": one.title, "cents": one.cents} for one in lines],
        cents=sum(one.cents for one in lines),
        wording=wording,
        by=actor,
        at=at,
    )


@action(may=permissions.may_take_back_demand, first=lambda actor, demand: lock(demand.project))
def withdraw_demand(demand: Demand, *, actor: Person) -> Demand:
    """Take back what was asked for, until it is on an agenda (Mittelanfrage zurückziehen)."""
    advance(demand, DemandState.WITHDRAWN, steps=rules.DEMAND_STEPS)
    return demand


@dataclass(frozen=True, kw_only=True)
class Tabling:
    """How a demand is put before the board."""

    demand: Demand
    meeting: Meeting
    pot: Pot
    cents: int
    title: str
    wording: str


def _lock_demand(actor: Any, tabling: Tabling) -> None:
    lock(tabling.demand.project)
    lock(tabling.demand)
    lock(tabling.meeting)


@action(may=permissions.may_table, first=_lock_demand)
def table_demand(tabling: Tabling, *, actor: Person) -> Demand:
    """Put what was asked for on the agenda of a meeting to come, out of a pot of the district (Anfrage einbringen)."""
    demand, project = tabling.demand, tabling.demand.project
    _still_goes_on(project)
    if not queries.board_meetings(project).filter(pk=tabling.meeting.pk).exists():
        raise OtherBoard
    if not queries.own_pots(project).filter(pk=tabling.pot.pk).exists():
        raise OtherMoney
    if not 0 < tabling.cents <= demand.cents:
        raise MoreThanAsked
    if not rules.DEMAND_STEPS.leads(demand.state, DemandState.TABLED):
        raise NotNow
    motion = table_case(
        tabling.meeting,
        actor=actor,
        case=reference(project),
        title=tabling.title,
        text=project.summary,
        wording=tabling.wording,
        pot=tabling.pot,
        cents=tabling.cents,
        parties=[reference(project)],
    )
    advance(demand, DemandState.TABLED, steps=rules.DEMAND_STEPS, item=motion.item)
    return demand


@action(may=permissions.may_follow)
def rule(project: Project, *, actor: Person, resolution: Resolution, at: datetime) -> Project:
    """Enter what a board has resolved on for a project; told twice, it is entered once (Mittelbeschluss).

    What it grants is committed. For a project that is over by now it goes back into the pot at once.
    """
    demand, motion = project.demands.filter(state=DemandState.TABLED).first(), resolution.ballot.motion
    if demand is None or Ruling.objects.filter(resolution=resolution).exists():
        return project
    given: dict[str, Any] = {"outcome": RulingOutcome.REFUSED}
    state = DemandState.REFUSED
    if resolution.is_carried and motion.pot is not None and motion.cents:
        earmark = Earmark.objects.get(pot=motion.pot, case=reference(project))
        given = {"outcome": RulingOutcome.GRANTED, "cents": motion.cents, "pot": motion.pot, "earmark": earmark}
        state = DemandState.GRANTED
    elif resolution.is_carried:  # something else was resolved on, without money
        given, state = {"outcome": RulingOutcome.DEFERRED}, DemandState.OPEN
    meeting = resolution.item.meeting
    Ruling.objects.create(project=project, demand=demand, meeting=meeting, resolution=resolution, at=at, **given)
    item = None if state == DemandState.OPEN else resolution.item
    advance(demand, state, steps=rules.DEMAND_STEPS, item=item)
    commit_all(project, at=at)
    note_change(resolution=reference(resolution), outcome=given["outcome"])
    if project.closed_at is not None or project.state == ProjectState.CALLED_OFF:
        note_change(given_back=give_back_all(project, at=at, reason=NOT_NEEDED))
    return project


@action(may=permissions.may_follow)
def leave_open(project: Project, *, actor: Person, meeting: Meeting, at: datetime) -> Project:
    """Enter that a meeting has resolved on nothing: what is asked for waits for another one (vertagt)."""
    demand = project.demands.filter(state=DemandState.TABLED).first()
    if demand is not None:
        Ruling.objects.create(project=project, demand=demand, meeting=meeting, outcome=RulingOutcome.DEFERRED, at=at)
        advance(demand, DemandState.OPEN, steps=rules.DEMAND_STEPS, item=None)
        note_change(left_open=reference(meeting))
    return project


def _still_goes_on(project: Project) -> None:
    if project.closed_at is not None or project.state == ProjectState.CALLED_OFF:
        raise ProjectOver
