"""Granted applications whose letter is out, and proofs of use of them, made for tests."""

from __future__ import annotations

import io
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.foundation.papers.tests.made import PDF
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import actions as money
from quartierwerk.rooms.budget.models import Earmark, Order
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Application, ProofOfUse, Voucher
from quartierwerk.rooms.funding.queries import proofs as reading
from quartierwerk.rooms.funding.rules import CameIn, ProofContent, Terms, VoucherEntry, Way
from quartierwerk.rooms.funding.tests import letters
from quartierwerk.rooms.funding.tests.factories import CLUBS


def served(by: Person, *, office: Person, terms: Terms = CLUBS, **said: Any) -> Application:
    """An application that was granted, and whose letter whoever applied has."""
    if letters.reading.lacks_texts():
        letters.texts()
    application = letters.decided(by, terms=terms, **said)
    letter = letters.issued(application, by=office, second=letters.second_officer())
    actions.serve_letter(letter, actor=office, way=Way.HAND)
    return fresh(application)


def fresh(application: Application) -> Application:
    """It as the database has it now."""
    return Application.objects.get(pk=application.pk)


def begun(application: Application, *, by: Person) -> ProofOfUse:
    """A proof that somebody writes."""
    actions.begin_proof(application, actor=by)
    proof = reading.proof_of(application)
    assert proof is not None
    return proof


def entry(**said: Any) -> VoucherEntry:
    """A voucher as it is typed in."""
    usual = {"number": 0, "line": 0, "dated_on": clock.today(), "payee": "Druck Daub", "reason": "Plakate"}
    return VoucherEntry(**usual | {"cents": 50_000} | said)


def voucher(proof: ProofOfUse, *, by: Person, file: bool = False, **said: Any) -> Voucher:
    """A voucher on the list of a proof, with a picture where a ``file`` is wanted."""
    picture = {"file": io.BytesIO(PDF), "name": "Beleg.pdf"} if file else {}
    return actions.keep_voucher(actions.Receipt(proof=proof, entry=entry(**said), **picture), actor=by)


def as_planned(application: Application, **said: Any) -> ProofContent:
    """A proof that says that all went as planned."""
    plan = reading.plan_of(application)
    came = tuple(CameIn(kind=one.kind, title=one.title, planned=one.cents, received=one.cents) for one in plan.incomes)
    usual = {
        "narrative": "Das Fest fand statt.",
        "participants": 120,
        "spent": (*(one.cents for one in plan.expenses), 0),
        "came": came,
        "is_true": True,
    }
    return ProofContent(**usual | said)


def handed_in(application: Application, *, by: Person, **said: Any) -> Application:
    """An application whose proof was handed in."""
    begun(application, by=by)
    actions.hand_in(application, actor=by, content=as_planned(application, **said))
    return fresh(application)


def paid(application: Application, *, cents: int) -> Order:
    """So much was paid for it: proposed by one, released by another; the order."""
    letter = reading.told_grant(application)
    assert letter is not None and letter.decision is not None and letter.decision.earmark is not None
    earmark = Earmark.objects.get(pk=letter.decision.earmark_id)
    order = budget.order(earmark, cents=cents, by=budget.treasurer())
    money.release_order(order, actor=budget.treasurer("Zweite Zeichnung"))
    return order
