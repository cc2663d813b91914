"""The money of small grants of the demo city: accounts, one of them changed, and drawdowns at every desk."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.demo import Stage
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.funding import actions, queries
from quartierwerk.rooms.funding.demo import cases, letters, questions
from quartierwerk.rooms.funding.models import Application, Drawdown, Programme, Project
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import (
    Account,
    Call,
    Content,
    Expense,
    Income,
    IncomeKind,
    Outline,
    Payout,
    Plan,
    ProjectKind,
    Promise,
)
from quartierwerk.rooms.places.models import Place

DATA = Path(__file__).parent / "data" / "drawdowns.toml"
AGO = timedelta(days=40)
"""When the letters were handed over."""
IBANS = ("DE02500105170137075030", "DE02100500000054540402", "DE02300209000106531065", "DE02120300000000202051")
"""Examples that banks publish; no account has them."""
NEW_IBAN = "DE02200505501015871393"
ORDER = ("requested", "checked", "ordered", "paid")
Wanted = Mapping[str, Any]


def load(stage: Stage, *, district: Place) -> list[Application]:
    """All of them, each as far as it has got by today; none where nobody pays small grants in advance."""
    programme = _programme(clock.local(stage.today).date())
    if programme is None:
        return []
    keepers = [Person.objects.get(pk=stage.people[key].pk) for key in ("owner", "stranger")]
    granted = []
    for number, wanted in enumerate(tomllib.loads(DATA.read_text(encoding="utf-8"))["grants"]):
        application = _grant(stage, programme, wanted, district=district, keeper=keepers[number % 2])
        if application is not None:
            _draw(stage, application, wanted, iban=IBANS[number % len(IBANS)])
            granted.append(application)
    return granted


def _programme(day: Any) -> Programme | None:
    """The first that is open at any time, pays in advance, and lets the office decide on small sums."""
    for one in queries.standings(queries.programmes(None), on=day):
        terms = one.rule_set.terms if one.rule_set else None
        if terms and one.is_open and one.is_rolling and terms.payout == Payout.ADVANCE and terms.delegated_cents:
            return one.programme
    return None


def _grant(
    stage: Stage, programme: Programme, wanted: Wanted, *, district: Place, keeper: Person
) -> Application | None:
    """Entered, applied for, decided by the office and told within a week; None where no pot bears it."""
    officer, told = Person.objects.get(pk=stage.people["officer"].pk), stage.today - AGO
    begun = told - timedelta(days=7)
    project = _project(stage, wanted, district=district, keeper=keeper, at=begun - timedelta(days=2))
    application = actions.begin(actions.Beginning(programme=programme, project=project), actor=keeper, at=begun)
    application = actions.submit(application, actor=keeper, content=_content(wanted, programme), at=begun)
    cases.take(application, "decide", clerk=officer, at=begun + timedelta(days=3))
    decision = reading.latest_decision(application)
    if decision is None:
        return None
    letters.take(decision, "hand", maker=stage.maker, officer=officer, at=told)
    found = Application.objects.select_related("project", "rule_set", "applicant").get(pk=application.pk)
    return found if queries.allowance(found, on=clock.local(told).date()).cents else None


def _project(stage: Stage, wanted: Wanted, *, district: Place, keeper: Person, at: datetime) -> Project:
    begins = clock.local(stage.today).date() + timedelta(days=10)
    outline = Outline(
        kind=ProjectKind.CARRIED,
        title=wanted["title"],
        summary="Ein kleines Projekt im Stadtbezirk. Alle sind eingeladen, der Eintritt ist frei.",
        carrier=wanted["holder"] or "Singkreis am Markt",
        starts_on=begins,
        ends_on=begins + timedelta(days=20),
    )
    project = actions.enter(actions.Entering(outline=outline, district=district), actor=keeper, at=at)
    return actions.publish(project, actor=stage.maker, at=at + timedelta(days=1))


def _content(wanted: Wanted, programme: Programme) -> Content:
    """What is asked for, and a fifth more from one's own purse."""
    asked = wanted["asked"] * 100
    own = asked // 5
    return Content(
        need="Wir machen das meiste selbst. Für das, was Geld kostet, bitten wir um Hilfe.",
        plan=Plan(
            expenses=(Expense(title="Material und Honorare", cents=asked + own),),
            incomes=(Income(kind=IncomeKind.OWN, title="Eigene Mittel", cents=own, promise=Promise.PROMISED),),
            asked_cents=asked,
        ),
        has_not_begun=True,
        is_subsidiary=True,
        answers=questions.answers(programme),
    )


def _draw(stage: Stage, application: Application, wanted: Wanted, *, iban: str) -> None:
    told, keeper = stage.today - AGO, application.applicant
    if keeper is None or not wanted["holder"]:
        return
    account = Account(holder=wanted["holder"], iban=iban)
    naming = actions.Naming(application=application, account=account)
    actions.enter_account(naming, actor=keeper, at=told + timedelta(days=1))
    for said in wanted["drawdowns"]:
        _take(stage, application, said, keeper=keeper, at=told + timedelta(days=said["day"]))
    if "changed" in wanted:
        changed = actions.Naming(application=application, account=Account(holder=wanted["holder"], iban=NEW_IBAN))
        actions.enter_account(changed, actor=keeper, at=told + timedelta(days=wanted["changed"]))


def _take(stage: Stage, application: Application, said: Wanted, *, keeper: Person, at: datetime) -> Drawdown:
    """It goes from desk to desk, a day at each, as far as it is said to have got."""
    officer, treasurer = (Person.objects.get(pk=stage.people[key].pk) for key in ("officer", "treasurer"))
    wanted_on = clock.local(at).date() + timedelta(days=7)
    call = Call(cents=said["euros"] * 100, wanted_on=wanted_on, purpose=said["what"])
    found = actions.request_drawdown(actions.Drawing(application=application, call=call), actor=keeper, at=at)
    if said["fate"] == "refused":
        return actions.refuse_drawdown(found, actor=officer, reason=said["why"], at=at + timedelta(days=1))
    reached = ORDER.index(said["fate"])
    if reached >= ORDER.index("checked"):
        found = actions.check_drawdown(found, actor=officer, at=at + timedelta(days=1))
    if reached >= ORDER.index("ordered"):
        found = actions.order_drawdown(found, actor=treasurer, at=at + timedelta(days=2))
    if reached >= ORDER.index("paid") and found.order is not None:
        budget.release_order(found.order, actor=officer, at=at + timedelta(days=3))
    return found
