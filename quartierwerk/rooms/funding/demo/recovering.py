"""Grants of the demo city of which some is claimed back, each as far as its turn says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.demo.letters import STREET
from quartierwerk.rooms.funding.models import Application, Recovery
from quartierwerk.rooms.funding.queries import letters as writing
from quartierwerk.rooms.funding.queries import recovering as reading
from quartierwerk.rooms.funding.rules import ApplicationState, Claim, Ground, Way

FATES = ("answered", "claimed", "repaid", "dropped")
"""How far one claim after the other has got."""
ASKED = {"answered": timedelta(days=16)}
"""So long ago; the others have had their time."""
LONG_AGO = timedelta(days=75)
TIME = timedelta(days=35)
SHARE = 4
"""What is claimed is one part of so many of what was paid."""
FACTS = "Zugesagt ist ein Projekt ohne Eintritt. Auf den Plakaten standen 5 Euro Eintritt."
STATEMENT = (
    "Die 5 Euro sind freiwillig, für das Buffet am Abend. Sonst bezahlt niemand etwas. "
    "Wir haben das auf dem Plakat schlecht gesagt."
)
WEIGHING = "Auf dem Plakat stand nicht, dass die 5 Euro freiwillig sind; einige sind deshalb nicht gekommen."
WHY_DROPPED = "Die Plakate wurden am zweiten Tag überklebt, und an der Kasse stand ein Hinweis."


def load(granted: Sequence[Application], *, maker: Person, officer: Person, treasurer: Person, today: datetime) -> None:
    """Claim from the first of these groups that was paid something, and from a few whose cases were closed long ago."""
    day = clock.local(today - LONG_AGO).date()
    closed = Application.objects.filter(state=ApplicationState.CLOSED, project__ends_on__lt=day)
    known = [*granted, *closed.select_related("project", "applicant", "rule_set").order_by("-pk")[: len(FATES)]]
    theirs = [one for one in known if one.applicant is not None and one.applicant.pk != officer.pk]
    paid = [one for one in theirs if reading.paid(one) >= SHARE]
    of_cast = [one for one in paid if one in granted][:1]
    for application, fate in zip([*of_cast, *(one for one in paid if one not in granted)], FATES, strict=False):
        recovery = _hear(application, maker=maker, officer=officer, at=today - ASKED.get(fate, LONG_AGO))
        _go_on(recovery, fate, maker=maker, officer=officer, treasurer=treasurer)


def _hear(application: Application, *, maker: Person, officer: Person, at: datetime) -> Recovery:
    """Somebody is asked by letter, and answers after twelve days."""
    day = clock.local(at).date()
    cents = reading.paid(application) // SHARE
    claim = Claim(ground=Ground.CLAUSE, cents=cents, facts=FACTS, known_on=day)
    wish = actions.Claiming(application=application, claim=claim, until_on=day + TIME)
    recovery = actions.open_recovery(wish, actor=officer, at=at)
    _tell(recovery, maker=maker, officer=officer, at=at)
    recovery = Recovery.objects.get(pk=recovery.pk)
    assert application.applicant is not None  # noqa: S101 - picked so
    return actions.answer_hearing(
        recovery, actor=application.applicant, statement=STATEMENT, at=at + timedelta(days=12)
    )


def _go_on(recovery: Recovery, fate: str, *, maker: Person, officer: Person, treasurer: Person) -> None:
    """What the office decides on the answer, and whether the money came back."""
    at = recovery.begun_at + timedelta(days=20)
    if fate == "dropped":
        actions.drop_recovery(recovery, actor=officer, reason=WHY_DROPPED, at=at)
    if fate not in ("claimed", "repaid"):
        return
    recovery = actions.claim_back(recovery, actor=officer, cents=recovery.cents, weighing=WEIGHING, at=at)
    _tell(recovery, maker=maker, officer=officer, at=at)
    decision = writing.latest_decision(recovery.application)
    if fate == "repaid" and decision is not None and decision.earmark is not None:
        at += timedelta(days=18)
        voucher = f"Kontoauszug vom {clock.local(at):%d.%m.%Y}"
        back = budget.Repayment(earmark=decision.earmark, cents=recovery.claimed_cents, voucher=voucher)
        budget.repay(back, actor=treasurer, at=at)
        actions.note_repaid(Recovery.objects.get(pk=recovery.pk), actor=system("funding"))


def _tell(recovery: Recovery, *, maker: Person, officer: Person, at: datetime) -> None:
    """The letter that is due, by post."""
    address = f"{writing.usual_addressee(recovery.application)}\n{STREET}"
    letter = actions.draft_letter(actions.Drafting(about=recovery, addressee=address), actor=maker, at=at)
    for step in (actions.approve_letter, actions.issue_letter):
        step(letter, actor=officer, at=at)
    actions.serve_letter(letter, actor=officer, way=Way.POST, at=at)
