"""Grants whose letters are in effect, with accounts and drawdowns, made for tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.budget.models import Pot
from quartierwerk.rooms.directory.tests.factories import make_officer
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Application, BankDetails, Drawdown, Letter
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import Account, Call, Payout, Terms, Way
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests import letters as make
from quartierwerk.rooms.funding.tests.factories import CLUBS

IBAN, OTHER = "DE02120300000000202051", "DE02500105170137075030"
ABROAD = "AT611904300234573201"
"""Numbers that banks publish as examples."""
KEPT_BACK = replace(CLUBS, payout=Payout.FINAL_SHARE, retention_bp=1_000)
AFTERWARDS = replace(CLUBS, payout=Payout.REIMBURSEMENT)


def desk() -> tuple[Person, Person]:
    """Two people in the office, of whom one drafts and the other approves."""
    if reading.lacks_texts():
        make.texts()
    return make_officer(accounts.person("Erika Eins")), make_officer(accounts.person("Zacharias Zwei"))


def granted(
    by: Person, *, terms: Terms = CLUBS, cents: int = 150_000, pot: Pot | None = None, way: Way = Way.HAND
) -> Application:
    """An application whose letter was handed over today; a promise by an association unless other terms are named."""
    one, two = desk()
    fund = factories.regulated(factories.programme(f"Fonds {Application.objects.count()}"), terms=terms)
    application = make.decided(by, of=fund, cents=cents, pot=pot)
    letter = make.issued(application, by=one, second=two)
    actions.serve_letter(letter, actor=one, way=way)
    return again(application)


def amended(application: Application, *, cents: int, is_told: bool = True, **said: Any) -> Letter | None:
    """The same, with another sum; the letter about it is handed over where it ``is_told``."""
    one, two = desk()
    before = reading.latest_decision(application)
    more = cents - before.cents if before else cents
    Application.objects.filter(pk=application.pk).update(state="decided")
    make.decision(application, cents=cents, pot=before.pot if before else None, more=more, **said)
    if not is_told:
        return None
    letter = make.issued(again(application), by=one, second=two)
    return actions.serve_letter(letter, actor=one, way=Way.HAND)


def account(of: Application, *, by: Person | None = None, holder: str = "Verein Lichterfest", iban: str = IBAN) -> Any:
    """An account that whoever applied named."""
    naming = actions.Naming(application=of, account=Account(holder=holder, iban=iban))
    return actions.enter_account(naming, actor=by or of.applicant)


def call(cents: int = 50_000, **said: Any) -> Call:
    """500 euros for a stage, today."""
    return Call(**{"cents": cents, "wanted_on": clock.today(), "purpose": "Bühne"} | said)


def drawdown(of: Application, cents: int = 50_000, *, by: Person | None = None, **said: Any) -> Drawdown:
    """The same, asked for; an account is named where there is none."""
    if not BankDetails.objects.filter(application=of).exists():
        account(of)
    drawing = actions.Drawing(application=of, call=call(cents, **said))
    return actions.request_drawdown(drawing, actor=by or of.applicant)


def ordered(of: Application, cents: int = 50_000, *, checker: Person, orderer: Person, **said: Any) -> Drawdown:
    """The same, checked and ordered."""
    checked = actions.check_drawdown(drawdown(of, cents, **said), actor=checker)
    return actions.order_drawdown(checked, actor=orderer)


def paid(of: Application, cents: int = 50_000, *, checker: Person, orderer: Person, **said: Any) -> Drawdown:
    """The same, released by whoever checked it."""
    found = ordered(of, cents, checker=checker, orderer=orderer, **said)
    budget.release_order(found.order, actor=checker)
    return Drawdown.objects.explained().get(pk=found.pk)


def again(application: Application) -> Application:
    """The application as the database has it."""
    return Application.objects.select_related("project", "rule_set", "applicant").get(pk=application.pk)
