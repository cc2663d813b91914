"""The side doors of the demo city: needs that were registered, a code to a round that is over, and paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import actions, queries
from quartierwerk.rooms.funding.demo import artwork
from quartierwerk.rooms.funding.models import Application, Programme, Project, Round
from quartierwerk.rooms.funding.rules import PAPER_SECTION, Content, Expense, Plan, RoundState

NEEDS = (
    (480_000, "Für Lichterketten über der Einkaufsstraße von November bis Januar."),
    (1_250_000, "Wir möchten drei leere Schaufenster ein Jahr lang als Bühne nutzen."),
    (210_000, "Für Pflanzkübel und Bänke vor den Läden am Platz."),
)
ANSWER = (
    "Das passt gut zum Fonds. Die Stadt gibt höchstens die Hälfte dazu: Klären Sie bitte vorher mit der "
    "Werbegemeinschaft, was sie beiträgt."
)
POSTAL = (
    "Chor der Vielen\nz. Hd. Robin Rabe\nAm Probenraum 4\n00000 Musterstadt",
    "Heimatverein\nAn der Mühle 7\n00000 Musterstadt",
)
NEED = "Für Noten, Miete und das Plakat. (vom Papier abgeschrieben)"


def load(projects: Sequence[Project], *, officer: Person, today: datetime) -> None:
    """Register needs with every programme that asks for them, let one in late, and type in what came on paper."""
    free = iter([one for one in reversed(projects) if one.keeper is not None])
    day = clock.local(today).date()
    for standing in queries.standings(queries.programmes(None), on=day):
        if queries.takes_needs(standing, on=day):
            _register(standing.programme, free, officer=officer, today=today)
        for called in standing.programme.rounds.all():
            if called.span.state(day) == RoundState.CLOSED:
                _let_in(called, officer=officer, today=today)
        if standing.is_open and standing.is_rolling and standing.rule_set is not None and standing.rule_set.decided_by:
            _from_paper(standing.programme, free, officer=officer, today=today)


def _register(programme: Programme, free: Iterator[Project], *, officer: Person, today: datetime) -> None:
    """One is answered, the others wait."""
    for number, ((cents, text), project) in enumerate(zip(NEEDS, free, strict=False)):
        at = today - timedelta(days=6 - 2 * number)
        registering = actions.Registering(programme=programme, project=project, cents=cents, text=text)
        need = actions.register_need(registering, actor=project.keeper, at=at)
        if number == 0:
            actions.answer_need(need, actor=officer, text=ANSWER, at=at + timedelta(days=1))


def _let_in(called: Round, *, officer: Person, today: datetime) -> None:
    until = clock.local(today).date() + timedelta(days=10)
    late = actions.Lateness(called=called, purpose="Heimatverein: Brief kam zurück", valid_until=until)
    actions.issue_late_code(late, actor=officer, at=today - timedelta(days=1))


def _from_paper(programme: Programme, free: Iterator[Project], *, officer: Person, today: datetime) -> None:
    """The first is entered with its scan, the second somebody is still typing in."""
    for number, (postal, project) in enumerate(zip(POSTAL, free, strict=False)):
        received = actions.Received(
            programme=programme,
            project=project,
            received_on=clock.local(today).date() - timedelta(days=4 - number),
            postal=postal,
        )
        begun = actions.take_down(received, actor=officer, at=today - timedelta(days=2))
        if number == 0:
            _enter(begun, officer=officer, at=today - timedelta(days=2))


def _enter(begun: Application, *, officer: Person, at: datetime) -> None:
    upload = actions.Upload(
        question=PAPER_SECTION.questions[0].key, content=artwork.sketch(), name="Antrag Chor der Vielen.png"
    )
    actions.enclose(begun, actor=officer, upload=upload, at=at)
    plan = Plan(expenses=(Expense(title="Noten, Miete, Plakat", cents=90_000),), asked_cents=90_000)
    actions.submit(begun, actor=officer, content=Content(need=NEED, plan=plan, has_not_begun=True), at=at)
