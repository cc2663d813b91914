"""The applications of the demo city: for projects of next year, most of them submitted, some still being written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.demo import artwork, questions
from quartierwerk.rooms.funding.models import Application, Programme, Project
from quartierwerk.rooms.funding.rules import (
    Content,
    Expense,
    Income,
    IncomeKind,
    Plan,
    Promise,
    QuestionKind,
    Terms,
    most,
)

WRITTEN_EVERY = 5
"""Every so manieth is still being written."""
COSTS = (
    (("Bühne und Technik", 90), ("Musik", 60), ("Werbung", 25)),
    (("Material", 45), ("Honorare", 80), ("Miete", 20)),
)
"""Tens of euros."""
NEED = (
    "Damit das Projekt stattfinden kann, brauchen wir Geld für das, was in der Liste steht. Den Rest machen wir selbst."
)


def load(projects: Sequence[Project], *, today: datetime) -> list[Application]:
    """Each keeper applies for their project, two a day, to a programme that is open.

    Returns what was submitted.
    """
    open_ones = [
        one.programme
        for one in queries.standings(queries.programmes(None), on=clock.local(today).date())
        if one.is_open
    ]
    if not open_ones:
        return []
    submitted = []
    for number, project in enumerate(projects, start=1):
        programme = open_ones[number % len(open_ones)]
        if project.keeper is not None and not project.applications.exists():  # some came on paper
            at = today - timedelta(hours=12 * (len(projects) - number))
            submitted.append(apply(programme, project, project.keeper, number=number, at=at))
    return [one for one in submitted if one is not None]


def apply(programme: Programme, project: Project, keeper: Person, *, number: int, at: datetime) -> Application | None:
    """Apply for a project, some of which only as a draft; what was submitted."""
    beginning = actions.Beginning(programme=programme, project=project)
    application = actions.begin(beginning, actor=keeper, at=at)
    if number % WRITTEN_EVERY == 0:
        return None
    rule_set = queries.standing_of(programme, on=clock.local(at).date()).rule_set
    if rule_set is None:
        return None
    _enclose(application, keeper, at=at)
    content = _content(rule_set.terms, number, programme)
    return actions.submit(application, actor=keeper, content=content, at=at)


def _enclose(application: Application, keeper: Person, *, at: datetime) -> None:
    """A sketch, wherever a file is asked for."""
    for question in rules.questions(application.asks):
        if question.kind == QuestionKind.FILES:
            upload = actions.Upload(question=question.key, content=artwork.sketch(), name="Lageplan Markt.png")
            actions.enclose(application, actor=keeper, upload=upload, at=at)


def _content(terms: Terms, number: int, programme: Programme) -> Content:
    """A plan that balances: what the programme cannot give comes from one's own purse."""
    expenses = tuple(
        Expense(title=title, cents=tens * (10 + number) * 100) for title, tens in COSTS[number % len(COSTS)]
    )
    spent = sum(one.cents for one in expenses)
    own = -(-spent * max(terms.min_own_share_bp, 1_000) // 10_000)
    offer = most(Plan(expenses=expenses, incomes=_own(own)), terms)
    return Content(
        need=NEED,
        plan=Plan(expenses=expenses, incomes=_own(spent - offer.cents), asked_cents=offer.cents),
        has_not_begun=True,
        is_subsidiary=True,
        answers=questions.answers(programme),
    )


def _own(cents: int) -> tuple[Income, ...]:
    return (Income(kind=IncomeKind.OWN, title="Eigene Mittel", cents=cents, promise=Promise.PROMISED),)
