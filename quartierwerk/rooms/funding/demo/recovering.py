"""A grant of the demo city of which some is claimed back: the office has asked, and the group has answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.demo.letters import STREET
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.queries import letters as writing
from quartierwerk.rooms.funding.queries import recovering as reading
from quartierwerk.rooms.funding.rules import Claim, Ground, Way

ASKED, ANSWERED = timedelta(days=16), timedelta(days=4)
"""So long ago."""
TIME = timedelta(days=35)
SHARE = 4
"""What is claimed is one part of so many of what was paid."""
FACTS = "Zugesagt ist ein Projekt ohne Eintritt. Auf den Plakaten, die schon hängen, stehen 5 Euro Eintritt."
STATEMENT = (
    "Die 5 Euro sind freiwillig, für das Buffet am Abend. Sonst bezahlt niemand etwas. "
    "Wir haben das auf dem Plakat schlecht gesagt und überkleben es."
)


def load(granted: Sequence[Application], *, maker: Person, officer: Person, today: datetime) -> None:
    """Hear the first group that was paid something and whose case somebody else looks after."""
    for application in granted:
        paid = reading.paid(application)
        if paid and application.applicant is not None and application.applicant.pk != officer.pk:
            _hear(application, paid // SHARE, maker=maker, officer=officer, today=today)
            return


def _hear(application: Application, cents: int, *, maker: Person, officer: Person, today: datetime) -> None:
    at = today - ASKED
    day = clock.local(at).date()
    claim = Claim(ground=Ground.CLAUSE, cents=cents, facts=FACTS, known_on=day)
    wish = actions.Claiming(application=application, claim=claim, until_on=day + TIME)
    recovery = actions.open_recovery(wish, actor=officer, at=at)
    address = f"{writing.usual_addressee(application)}\n{STREET}"
    letter = actions.draft_letter(actions.Drafting(about=recovery, addressee=address), actor=maker, at=at)
    for step in (actions.approve_letter, actions.issue_letter):
        step(letter, actor=officer, at=at)
    actions.serve_letter(letter, actor=officer, way=Way.POST, at=at)
    recovery.refresh_from_db()
    if application.applicant is not None:
        actions.answer_hearing(recovery, actor=application.applicant, statement=STATEMENT, at=today - ANSWERED)
