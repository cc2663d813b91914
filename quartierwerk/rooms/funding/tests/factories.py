"""Programmes with terms and rounds, and projects, made through the room's own verbs."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.foundation.papers.tests.made import PDF
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.boards.models import Body
from quartierwerk.rooms.boards.tests.factories import districts
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import Application, Contribution, Programme, Project, Round
from quartierwerk.rooms.funding.rules import (
    Applicant,
    Choice,
    Content,
    Expense,
    Income,
    IncomeKind,
    Mark,
    Outline,
    Plan,
    Point,
    ProjectKind,
    Promise,
    Question,
    QuestionKind,
    Section,
    Sections,
    Span,
    Terms,
    Wording,
)

SINCE = date(2020, 1, 1)
CLUBS = Terms(applicants=(Applicant.CLUB,), basis="Richtlinie vom 1. Januar 2020")


def programme(name: str = "Stadtteilfonds", **said: Any) -> Programme:
    """A public programme since 2020, without terms."""
    wording = Wording(**{"name_de": name, "summary_de": "Für kleine Projekte."} | said)
    return actions.found(actions.Founding(wording=wording, since_on=SINCE), actor=system("test"))


def regulated(of: Programme | None = None, *, terms: Terms = CLUBS, valid_from: date = SINCE) -> Programme:
    """A programme with terms, since 2020 unless a day is named."""
    return actions.regulate(of or programme(), actor=system("test"), terms=terms, valid_from=valid_from)


def called(of: Programme, *, begins: int = 0, days: int = 30, name: str = "Frühjahr", **more: Any) -> Round:
    """A round that begins in so many days and then runs for so many."""
    first = clock.today() + timedelta(days=begins)
    span = Span(first, first + timedelta(days=days))
    return actions.call(actions.Calling(programme=of, name=name, span=span, **more), actor=system("test"))


def question(key: str = "q1", kind: QuestionKind = QuestionKind.SHORT, **said: Any) -> Question:
    """A question; of those to choose from with the answers “Rot” and “Blau”."""
    colours = tuple(Choice(key=f"c{n}", label_de=label) for n, label in enumerate(("Rot", "Blau"), start=1))
    usual = {"label_de": f"Frage {key}", "choices": colours if kind in rules.CHOOSING else ()}
    return Question(key=key, kind=kind, **usual | said)


def sections(*asked: Question, title: str = "Zum Vorhaben") -> Sections:
    """One section with these questions."""
    return (Section(title_de=title, questions=asked),)


def asked(of: Programme, *questions: Question) -> Programme:
    """A programme that asks these from now on."""
    latest = queries.questionnaire_of(of)
    return actions.lay_down_questions(
        of, actor=system("test"), sections=sections(*questions), based_on=latest.version if latest else 0
    )


def again(of: Programme) -> Programme:
    """The programme as the database has it, with its terms and rounds."""
    return queries.programmes(system("test")).get(pk=of.pk)


# --- Projects ----------------------------------------------------------------------------------------------------


def outline(title: str = "Lichterfest", **said: Any) -> Outline:
    """A club's festival in June 2026."""
    usual = {
        "kind": ProjectKind.CARRIED,
        "summary": "Laternen, Musik und Essen auf dem Marktplatz.",
        "carrier": "Verein Lichterfest",
        "starts_on": date(2026, 6, 1),
        "ends_on": date(2026, 6, 3),
    }
    return Outline(**usual | {"title": title} | said)


def entering(title: str = "Lichterfest", *, further: bool = False, **said: Any) -> actions.Entering:
    """The same in the first district of the city, and in the second too where it goes ``further``."""
    lead, *others = districts()
    return actions.Entering(outline=outline(title, **said), district=lead, others=tuple(others if further else ()))


def project(title: str = "Lichterfest", *, by: Person | None = None, is_public: bool = True, **said: Any) -> Project:
    """A project that somebody entered; public unless something else is said."""
    entered = actions.enter(entering(title, **said), actor=by or system("test"))
    return actions.publish(entered, actor=system("test")) if is_public else entered


def contribution(of: Project, *, cents: int = 50_000, source: str = "Sparkasse", **more: Any) -> Contribution:
    """Money that a project was promised by others, unless something else is said."""
    usual = {"kind": IncomeKind.THIRD_PARTY, "state": Promise.PROMISED}
    return actions.contribute(
        actions.Given(project=of, source=source, cents=cents, **usual | more), actor=system("test")
    )


# --- Applications ------------------------------------------------------------------------------------------------


def content(*, spent: int = 2_000, own: int = 500, asked: int = 1_500, **said: Any) -> Content:
    """An application whose plan balances, in whole euros; a project that has not begun."""
    plan = Plan(
        expenses=(Expense(title="Bühne", cents=spent * 100),),
        incomes=(Income(kind=IncomeKind.OWN, title="Kasse", cents=own * 100),),
        asked_cents=asked * 100,
    )
    return Content(**{"need": "Für die Bühne.", "plan": plan, "has_not_begun": True} | said)


def application(by: Person, *, of: Programme | None = None, to: Project | None = None) -> Application:
    """An application that somebody has begun for a project of theirs that is to come."""
    first = clock.today() + timedelta(days=30)
    theirs = to or project(by=by, starts_on=first, ends_on=first)
    beginning = actions.Beginning(programme=of or regulated(programme("Antragsfonds")), project=theirs)
    return actions.begin(beginning, actor=by)


def enclosed(by: Person, *, raw: bytes = PDF, name: str = "Lageplan.pdf", **more: Any) -> Application:
    """An application that somebody has begun, with a file in it, to a programme that asks for one."""
    fund = asked(regulated(programme("Fonds mit Anlage")), question("q1", QuestionKind.FILES, is_required=True, **more))
    upload = actions.Upload(question="q1", content=io.BytesIO(raw), name=name)
    return actions.enclose(application(by, of=fund), actor=by, upload=upload)


def submitted(by: Person, **more: Any) -> Application:
    """The same, submitted."""
    return actions.submit(application(by, **more), actor=by, content=content())


# --- Cases -------------------------------------------------------------------------------------------------------

MET = {point.value: Mark.MET for point in Point}


def admitted(by: Person, *, clerk: Person, **more: Any) -> Application:
    """An application that passed its formal check."""
    checked = actions.check(submitted(by, **more), actor=clerk, marks=MET, note="Alles da.")
    return actions.admit(checked, actor=clerk)


def assessing(*, cents: int = 150_000, **said: Any) -> actions.Assessing:
    """What the office makes of it: all that was asked, under no conditions."""
    usual = {"title": "Ein Lichterfest", "summary": "Laternen auf dem Marktplatz.", "cents": cents}
    return actions.Assessing(**usual | said)


def assessed(by: Person, *, clerk: Person, cents: int = 150_000, conditions: str = "", **more: Any) -> Application:
    """The same, with what the office makes of it."""
    return actions.assess(
        admitted(by, clerk=clerk, **more), actor=clerk, assessing=assessing(cents=cents, conditions=conditions)
    )


def decided(
    by: Person, *, clerk: Person, cents: int = 150_000, reason: str = "", pot: Pot | None = None
) -> Application:
    """An application that the office decided on, out of a pot with enough in it."""
    money = (pot or budget.pot(cents=1_000_000)) if cents else None
    deciding = actions.Deciding(cents=cents, pot=money, reason=reason)
    return actions.decide(assessed(by, clerk=clerk, cents=cents), actor=clerk, deciding=deciding)


def decided_by(body: Body, name: str = "Gremienfonds", **said: Any) -> Programme:
    """A programme on which this body decides."""
    return regulated(programme(name), terms=replace(CLUBS, body=body.pk, **said))
