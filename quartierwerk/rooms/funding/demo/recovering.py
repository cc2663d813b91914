"""Grants of the demo city of which some is claimed back, each as far as its turn says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.demo import letters
from quartierwerk.rooms.funding.models import Application, Recovery
from quartierwerk.rooms.funding.queries import interest as bearing
from quartierwerk.rooms.funding.queries import letters as writing
from quartierwerk.rooms.funding.queries import recovering as reading
from quartierwerk.rooms.funding.rules import ApplicationState, Claim, Grantor, Ground, Rate

ASKED, LONG_AGO = timedelta(days=16), timedelta(days=75)
"""When the first of them was asked, and the others."""
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
WHY_INTEREST = "Die Gruppe konnte seit dem Schreiben zurückzahlen und hat es bisher nicht getan."
RATE_SOURCE = "Beispiel der Demostadt: der letzte bekannte Satz, keine amtliche Bekanntmachung"


def load(granted: Sequence[Application], *, maker: Person, officer: Person, treasurer: Person, today: datetime) -> None:
    """Claim from the first of these groups that was paid something, and from a few whose cases were closed long ago."""
    _rates(maker=maker, today=today)
    day = clock.local(today - LONG_AGO).date()
    closed = Application.objects.filter(state=ApplicationState.CLOSED, project__ends_on__lt=day)
    closed = closed.select_related("project", "applicant", "rule_set").order_by("-pk")
    of_city, of_association = (closed.filter(rule_set__grantor=one) for one in (Grantor.CITY, Grantor.ASSOCIATION))
    for application in [one for one in granted if reading.paid(one)][:1]:
        _hear(application, maker=maker, officer=officer, at=today - ASKED)
    for application in of_city[:1]:
        recovery = _claim(application, maker=maker, officer=officer, at=today - LONG_AGO)
        first, last = bearing.usual_days(recovery, on=clock.local(today).date())
        actions.claim_interest(
            recovery, actor=officer, first_on=first, last_on=last, reason=WHY_INTEREST, at=today - timedelta(minutes=5)
        )
    for application, is_dropped in zip(of_association, (False, True), strict=False):
        if is_dropped:
            recovery = _hear(application, maker=maker, officer=officer, at=today - LONG_AGO)
            at = recovery.begun_at + timedelta(days=20)
            actions.drop_recovery(recovery, actor=officer, reason=WHY_DROPPED, at=at)
        else:
            recovery = _claim(application, maker=maker, officer=officer, at=today - LONG_AGO)
            _repay(recovery, treasurer=treasurer, at=today - timedelta(days=30))


def _rates(*, maker: Person, today: datetime) -> None:
    """The base rate of each half-year that the house does not bring, as it was in the last one that it does."""
    known = rules.proposed_rates()
    day = clock.local(today).date()
    while (since := rules.unknown_from(known[-1].since, day, bearing.rates())) is not None:
        rate = Rate(since=since, base_bp=known[-1].base_bp, source=RATE_SOURCE)
        actions.lay_down_rate(rate, actor=maker, at=today)


def _hear(application: Application, *, maker: Person, officer: Person, at: datetime) -> Recovery:
    """Somebody is asked by letter, and answers after twelve days."""
    day = clock.local(at).date()
    cents = reading.paid(application) // SHARE
    claim = Claim(ground=Ground.CLAUSE, cents=cents, facts=FACTS, known_on=day)
    wish = actions.Claiming(application=application, claim=claim, until_on=day + TIME)
    recovery = actions.open_recovery(wish, actor=officer, at=at)
    letters.take(recovery, "post", maker=maker, officer=officer, at=at)
    answered = at + timedelta(days=12)
    who = application.applicant or officer
    return actions.answer_hearing(_fresh(recovery), actor=who, statement=STATEMENT, at=answered)


def _claim(application: Application, *, maker: Person, officer: Person, at: datetime) -> Recovery:
    """Heard, claimed and told so."""
    recovery, at = _hear(application, maker=maker, officer=officer, at=at), at + timedelta(days=20)
    recovery = actions.claim_back(recovery, actor=officer, cents=recovery.cents, weighing=WEIGHING, at=at)
    letters.take(recovery, "post", maker=maker, officer=officer, at=at)
    return _fresh(recovery)


def _repay(recovery: Recovery, *, treasurer: Person, at: datetime) -> None:
    """It comes back by the bank."""
    decision = writing.latest_decision(recovery.application)
    assert decision is not None and decision.earmark is not None  # noqa: S101 - it was paid
    voucher = f"Kontoauszug vom {clock.local(at):%d.%m.%Y}"
    back = budget.Repayment(earmark=decision.earmark, cents=recovery.claimed_cents, voucher=voucher)
    budget.repay(back, actor=treasurer, at=at)
    actions.note_repaid(recovery, actor=system("funding"))


def _fresh(recovery: Recovery) -> Recovery:
    return Recovery.objects.get(pk=recovery.pk)
