"""Processes at one proof of use: it is begun once, settled once, and no voucher slips in beside what was handed in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quartierwerk.rooms.budget.queries import unsound
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import Drawdown, ProofOfUse, Settlement
from quartierwerk.rooms.funding.queries import proofs as reading
from quartierwerk.rooms.funding.rules import Financing, ProofLevel
from quartierwerk.rooms.funding.tests import letters as make
from quartierwerk.rooms.funding.tests import proofs
from quartierwerk.rooms.funding.tests.factories import CLUBS
from tests.racing.test_accounts import race

pytestmark = pytest.mark.django_db(transaction=True)
TERMS = replace(CLUBS, financing=Financing.DEFICIT, proof=ProofLevel.VOUCHERS)
START = """
from quartierwerk.rooms.funding import actions as funding
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.queries import proofs as reading
from quartierwerk.rooms.funding.tests import proofs
"""
BEGIN = f"""{START}
attempt(lambda: funding.begin_proof(Application.objects.get(pk=int(thing)), actor=me))
"""
SETTLE = f"""{START}
attempt(lambda: funding.settle_grant(Application.objects.get(pk=int(thing)), actor=me))
"""
EITHER = f"""{START}
key, what = thing.split()
application = Application.objects.get(pk=int(key))
proof = reading.proof_of(application)
content = proofs.as_planned(application)
if what == "hand":
    attempt(lambda: funding.hand_in(application, actor=me, content=content))
else:
    attempt(lambda: proofs.voucher(proof, by=me, cents=1_000))
"""


def test_a_proof_is_begun_once(owner, officer):
    application = proofs.served(owner, office=officer, terms=TERMS)

    told = race(BEGIN, *((owner, str(application.pk)) for _window in range(3)))

    assert told == ["yes", "yes", "yes"]
    assert ProofOfUse.objects.count() == 1


def test_no_voucher_slips_in_beside_what_is_handed_in(owner, officer):
    application = proofs.served(owner, office=officer, terms=TERMS)
    proof = proofs.begun(application, by=owner)
    proofs.voucher(proof, by=owner, cents=150_000)

    told = race(EITHER, (owner, f"{application.pk} hand"), *((owner, f"{application.pk} add") for _window in range(3)))

    handed = ProofOfUse.objects.get()
    assert set(told) <= {"yes", "ProofHandedIn"}
    assert list(handed.said.vouchers) == reading.entries_of(handed)
    assert handed.said.spent[0] == 150_000 + 1_000 * (told.count("yes") - 1)


def test_a_grant_is_settled_once(owner, officer):
    application = proofs.served(owner, office=officer, terms=TERMS)
    proof = proofs.begun(application, by=owner)
    proofs.voucher(proof, by=owner, cents=180_000)
    actions.hand_in(application, actor=owner, content=proofs.as_planned(application))
    actions.check_proof(application, actor=officer, marks=rules.NO_MARKS, note="Stimmt.")
    people = [officer, *(make.second_officer(f"Viola {number}") for number in range(2))]

    told = race(SETTLE, *((somebody, str(application.pk)) for somebody in people))

    assert sorted(told) == ["NothingHandedIn", "NothingHandedIn", "yes"]
    settled = Settlement.objects.get()
    # 1,800 − 500 of one's own = 1,300 of 1,500 granted.
    assert (settled.final_cents, settled.released_cents) == (1_300_00, 200_00)
    assert Drawdown.objects.get().cents == 1_300_00
    assert not unsound().exists()
