"""Aid of the demo city: a fund for studios; one of its grants stands in the register, one is still to be entered."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.demo import cases, letters
from quartierwerk.rooms.funding.models import Application, Programme
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import (
    AidFinding,
    Applicant,
    Content,
    Expense,
    Financing,
    Grantor,
    Income,
    IncomeKind,
    Instrument,
    Outline,
    Part,
    Plan,
    ProjectKind,
    Promise,
    Start,
    Terms,
    Wording,
)
from quartierwerk.rooms.places.models import Place

DATA = Path(__file__).parent / "data" / "aid.toml"
Wanted = Mapping[str, Any]


def load(*, maker: Person, officer: Person, keepers: Sequence[Person], district: Place, today: datetime) -> None:
    """Found the fund, and grant something to each studio, one after the other."""
    said = tomllib.loads(DATA.read_text(encoding="utf-8"))
    begun = today - timedelta(days=60)
    programme = _fund(said, maker=maker, at=begun)
    others = [one for one in keepers if one.pk != officer.pk]
    for wanted, keeper in zip(said["studios"], others, strict=False):
        told = today - timedelta(days=wanted["told"])
        application = _apply(wanted, programme, district=district, keeper=keeper, maker=maker, at=told)
        _grant(application, wanted, maker=maker, officer=officer, at=told)


def _fund(said: Wanted, *, maker: Person, at: datetime) -> Programme:
    since = clock.local(at).date()
    text = actions.PassageToBe(part=Part.AID, instrument=Instrument.NOTICE, text=said["words"], valid_from=since)
    actions.lay_down_passage(text, actor=maker, at=at)
    founding = actions.Founding(wording=Wording(**said["wording"]), since_on=since)
    terms = Terms(
        grantor=Grantor.CITY,
        applicants=(Applicant.COMPANY, Applicant.CLUB),
        financing=Financing.FIXED_SUM,
        max_cents=said["max_euros"] * 100,
        start=Start.FROM_APPLICATION,
        is_aid=True,
        basis=said["basis"],
    )
    return actions.regulate(
        actions.found(founding, actor=maker, at=at), actor=maker, terms=terms, valid_from=since, at=at
    )


def _apply(
    wanted: Wanted, programme: Programme, *, district: Place, keeper: Person, maker: Person, at: datetime
) -> Application:
    """A project of a studio that begins soon, and what it asks for, a week before it is told."""
    begun = at - timedelta(days=7)
    first = clock.local(at).date() + timedelta(days=40)
    outline = Outline(
        kind=ProjectKind.CARRIED,
        title=wanted["title"],
        summary=wanted["summary"],
        carrier=wanted["name"],
        starts_on=first,
        ends_on=first + timedelta(days=60),
    )
    project = actions.enter(actions.Entering(outline=outline, district=district), actor=keeper, at=begun)
    project = actions.publish(project, actor=maker, at=begun)
    application = actions.begin(actions.Beginning(programme=programme, project=project), actor=keeper, at=begun)
    asked, own = wanted["euros"] * 100, wanted["own"] * 100
    plan = Plan(
        expenses=(Expense(title="Umbau und Geräte", cents=asked + own),),
        incomes=(Income(kind=IncomeKind.OWN, title="Eigene Mittel", cents=own, promise=Promise.PROMISED),),
        asked_cents=asked,
    )
    content = Content(need=wanted["summary"], plan=plan, has_not_begun=True)
    return actions.submit(application, actor=keeper, content=content, at=begun)


def _grant(application: Application, wanted: Wanted, *, maker: Person, officer: Person, at: datetime) -> None:
    """Decided and told by hand; entered where the register has given a number."""
    cases.take(application, "decide", clerk=officer, at=at - timedelta(days=1))
    finding = AidFinding(
        is_undertaking=True,
        undertaking=wanted["name"],
        sector=wanted["sector"],
        declared_cents=wanted["declared"] * 100,
    )
    actions.check_aid(application, actor=officer, finding=finding, at=at)
    decision = reading.latest_decision(application)
    if decision is None or not decision.is_granting:
        return
    letters.take(decision, "hand", maker=maker, officer=officer, at=at)
    letter = application.letters.standing().first()
    if letter is not None and wanted["number"]:
        day = at + timedelta(days=5)
        entered_on, number = clock.local(day).date(), wanted["number"]
        actions.note_in_register(letter, actor=officer, entered_on=entered_on, number=number, at=day)
