"""Decided applications and letters about them, made for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from quartierwerk.foundation import clock, privacy
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.actions import give_consent
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.directory.tests.factories import make_officer
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import Application, Decision, EarlyStart, Letter, Programme
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import ApplicationState, Grantor, Instrument, Part, Terms
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests.factories import CLUBS

CITY = replace(CLUBS, grantor=Grantor.CITY)
COURT = (
    "Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Klage beim Verwaltungsgericht Wellenburg, "
    "Am Wall 1, 12345 Wellenburg erhoben werden."
)
ADDRESS = "Verein Lichterfest\nHafenstraße 1\n12345 Wellenburg"


def texts(*, court: str = COURT) -> None:
    """The texts that the house proposes, since long ago, with a court to go to."""
    since = factories.SINCE if reading.lacks_texts() else clock.today()
    place = actions.PassageToBe(part=Part.REMEDY, instrument=Instrument.NOTICE, text=court, valid_from=since)
    actions.lay_down_passage(place, actor=system("test"))
    wanted = actions.Proposals(valid_from=since, basis="Muster des Rechtsamts")
    actions.begin_with_proposals(wanted, actor=system("test"))


def second_officer(name: str = "Viola Vier") -> Person:
    """Somebody else in the office."""
    return make_officer(accounts.person(name))


def programme(terms: Terms = CITY) -> Programme:
    """A fund of the city, unless other terms are named."""
    return factories.regulated(factories.programme("Stadtfonds"), terms=terms)


def decided(
    by: Person, *, of: Programme | None = None, terms: Terms = CITY, pot: Pot | None = None, **said: Any
) -> Application:
    """An application on which the office has decided; granted in full unless something else is said."""
    application = factories.submitted(by, of=of or programme(terms))
    decision(application, pot=pot, **said)
    return Application.objects.get(pk=application.pk)


def decision(
    application: Application,
    *,
    cents: int = 150_000,
    pot: Pot | None = None,
    conditions: str = "",
    reason: str = "Das Projekt passt zum Zweck.",
    more: int | None = None,
) -> Decision:
    """That it was decided so; ``more`` is what is reserved for it, where that is not all of it."""
    granting = cents > 0
    held = None
    if granting:
        pot = pot or budget.pot(cents=10_000_000)
        wanted = cents if more is None else more
        case = reference(application)
        known = pot.earmarks.filter(case=case).first()
        held = budget.earmark(pot, cents=wanted, case=case) if wanted > 0 else known
    Application.objects.filter(pk=application.pk, state=ApplicationState.SUBMITTED).update(
        state=ApplicationState.DECIDED
    )
    return Decision.objects.create(
        application=application,
        number=application.decisions.count() + 1,
        outcome=rules.outcome(asked=application.asked_cents, granted=cents, conditions=conditions),
        cents=cents,
        reason=reason,
        conditions=conditions,
        by=system("test"),
        pot=pot if granting else None,
        earmark=held,
        at=clock.now(),
    )


def early_start(application: Application, *, from_on: date | None = None) -> EarlyStart:
    """That its project may begin before the decision."""
    day = from_on or clock.today() + timedelta(days=1)
    return EarlyStart.objects.create(application=application, from_on=day, by=system("test"), at=clock.now())


def drafted(application: Application, *, by: Person, **said: Any) -> Letter:
    """A draft of the letter about its latest decision."""
    about = said.pop("about", None) or reading.latest_decision(application)
    return actions.draft_letter(actions.Drafting(about=about, **{"addressee": ADDRESS} | said), actor=by)


def approved(application: Application, *, by: Person, second: Person, **said: Any) -> Letter:
    """The same, approved by somebody else."""
    return actions.approve_letter(drafted(application, by=by, **said), actor=second)


def issued(application: Application, *, by: Person, second: Person, **said: Any) -> Letter:
    """The same, issued."""
    return actions.issue_letter(approved(application, by=by, second=second, **said), actor=by)


def agreed(person: Person) -> Person:
    """Somebody who wants their letters in the portal."""
    wording = privacy.wording(reading.CONSENT)
    return give_consent(person, actor=person, purpose=reading.CONSENT, version=wording.version, language="de")
