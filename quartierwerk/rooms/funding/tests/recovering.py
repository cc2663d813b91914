"""Money that is claimed back, made for tests through the room's own verbs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import Application, InterestClaim, Letter, Recovery
from quartierwerk.rooms.funding.queries import interest as bearing
from quartierwerk.rooms.funding.rules import Claim, Financing, Grantor, Ground, Rate, Terms, Way
from quartierwerk.rooms.funding.tests import letters, proofs
from quartierwerk.rooms.funding.tests.factories import CLUBS

DEFICIT = replace(CLUBS, financing=Financing.DEFICIT)
OF_CITY = replace(DEFICIT, grantor=Grantor.CITY)


def paid_out(by: Person, *, office: Person, cents: int = 100_000, terms: Terms = DEFICIT) -> Application:
    """A grant of which so much is paid."""
    application = proofs.served(by, office=office, terms=terms)
    proofs.paid(application, cents=cents)
    return proofs.fresh(application)


def claim(cents: int = 20_000, **said: Any) -> Claim:
    """A claim because a clause was broken."""
    usual = {"ground": Ground.CLAUSE, "facts": "Auf dem Plakat fehlte der Hinweis.", "known_on": clock.today()}
    return Claim(**usual | {"cents": cents} | said)


def claiming(application: Application, of: Claim | None = None, *, days: int = 28) -> actions.Claiming:
    """A wish to claim, with time to say something."""
    until = clock.today() + timedelta(days=days)
    return actions.Claiming(application=application, claim=of or claim(), until_on=until)


def opened(by: Person, *, office: Person, **said: Any) -> Recovery:
    """A claim of which nobody has been told yet."""
    return actions.open_recovery(claiming(paid_out(by, office=office, **said)), actor=office)


def told(recovery: Recovery, *, by: Person, way: Way = Way.HAND) -> Letter:
    """The letter that is due about a claim, made known."""
    recovery = Recovery.objects.get(pk=recovery.pk)
    second = letters.second_officer("Zita Zwei")
    letter = letters.issued(recovery.application, by=by, second=second, about=recovery)
    actions.serve_letter(letter, actor=by, way=way)
    return Letter.objects.get(pk=letter.pk)


def heard(by: Person, *, office: Person, **said: Any) -> Recovery:
    """A claim about which whoever applied was asked, and has answered."""
    recovery = opened(by, office=office, **said)
    told(recovery, by=office)
    return actions.answer_hearing(recovery, actor=by, statement="Der Hinweis stand auf dem Flyer.")


def claimed(by: Person, *, office: Person, terms: Terms = OF_CITY) -> Recovery:
    """A claim of the city of 200 €, of which whoever applied was told by its letter."""
    recovery = actions.claim_back(
        heard(by, office=office, terms=terms), actor=office, cents=20_000, weighing="Das genügt nicht."
    )
    told(recovery, by=office)
    return Recovery.objects.get(pk=recovery.pk)


def rates(base_bp: int = 127) -> None:
    """The base rate of each half-year until today that nobody has laid down."""
    today = clock.today()
    while (since := rules.unknown_from(rules.proposed_rates()[0].since, today, bearing.rates())) is not None:
        actions.lay_down_rate(Rate(since=since, base_bp=base_bp, source="Bundesanzeiger"), actor=system("test"))


def told_of(claim: InterestClaim, *, by: Person) -> Letter:
    """The letter about interest, made known."""
    second = letters.second_officer("Zita Zwei")
    letter = letters.issued(claim.application, by=by, second=second, about=claim)
    actions.serve_letter(letter, actor=by, way=Way.HAND)
    return Letter.objects.get(pk=letter.pk)
