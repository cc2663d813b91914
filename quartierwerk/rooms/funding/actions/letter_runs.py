"""The verbs of runs: many letters taken a step on, one after the other, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.actions.letters import Drafting, approve_letter, draft_letter, issue_letter
from quartierwerk.rooms.funding.actions.serving import serve_letter
from quartierwerk.rooms.funding.models import Application, Letter, LetterRun, LetterRunLine
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import Way

Step = LetterRun.Step
State = LetterRunLine.State


class NoLetterChosen(RuleBroken):
    """No letter was named, or too many."""

    sentence = _("Bitte wählen Sie zuerst aus, was gemeint ist, höchstens 1000 auf einmal.")


@dataclass(frozen=True, kw_only=True)
class Many:
    """What is to be taken a step on: decided applications where letters are drafted, letters in every other step."""

    step: LetterRun.Step
    applications: tuple[Application, ...] = ()
    letters: tuple[Letter, ...] = ()


@action(may=permissions.may_run_letters)
def start_letters(many: Many, *, actor: Person, at: datetime) -> LetterRun:
    """Let the worker take many letters a step on, in the name of whoever starts it (Lauf beginnen)."""
    chosen: list[tuple[int, int | None]] = (
        [(one.pk, None) for one in many.applications]
        if many.step == Step.DRAFT
        else [(one.application_id, one.pk) for one in many.letters]
    )
    lines = list(dict.fromkeys(chosen))
    if not 0 < len(lines) <= rules.MOST_AT_ONCE:
        raise NoLetterChosen
    run = LetterRun.objects.create(step=many.step, started_at=at, started_by=actor)
    LetterRunLine.objects.bulk_create(
        LetterRunLine(run=run, application_id=application, letter_id=letter) for application, letter in lines
    )
    return run


@action(may=permissions.may_run_letters)
def take_letter_on(line: LetterRunLine, *, actor: Person, at: datetime) -> LetterRunLine:
    """Take one letter of a run a step on: it and its line are done together, or neither (Zeile eines Laufs)."""
    if line.state != State.WAITING:
        raise NotNow
    try:
        with transaction.atomic():
            line.letter = _STEPS[line.run.step](line, actor=actor, at=at)
            line.state = State.DONE
    except RuleBroken as refusal:
        line.state, line.note = State.REFUSED, str(refusal)[:1000]
    line.save(update_fields=["state", "letter", "note"])
    return line


@action(may=permissions.may_run_letters)
def give_letter_up(line: LetterRunLine, *, actor: Person) -> LetterRunLine:
    """Leave a letter out with which something is broken, so that the others go on."""
    if line.state != State.WAITING:
        raise NotNow
    line.state, line.note = State.REFUSED, str(_("Hier ist etwas defekt; der Betrieb findet Näheres im Protokoll."))
    line.save(update_fields=["state", "note"])
    return line


@action(may=permissions.may_run_letters)
def end_letters(run: LetterRun, *, actor: Person, at: datetime) -> LetterRun:
    """Close a run in which nothing waits any more (Lauf beenden)."""
    if run.finished_at is not None or run.lines.filter(state=State.WAITING).exists():
        raise NotNow
    run.finished_at = at
    run.save(update_fields=["finished_at"])
    return run


def _draft(line: LetterRunLine, *, actor: Any, at: datetime) -> Letter:
    decision = reading.latest_decision(line.application)
    if decision is None:
        raise NotNow
    return draft_letter(Drafting(about=decision), actor=actor, at=at)


def _on_letter(verb: Callable[..., Letter], line: LetterRunLine, *, actor: Any, at: datetime) -> Letter:
    if line.letter is None:
        raise NotNow
    return verb(line.letter, actor=actor, at=at)


_STEPS: Mapping[str, Callable[..., Letter]] = {
    Step.DRAFT: _draft,
    Step.APPROVE: partial(_on_letter, approve_letter),
    Step.ISSUE: partial(_on_letter, issue_letter),
    Step.PORTAL: partial(_on_letter, partial(serve_letter, way=Way.PORTAL)),
    Step.POST: partial(_on_letter, partial(serve_letter, way=Way.POST)),
}
