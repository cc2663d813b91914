"""Proofs of use: written, handed in and given back."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotAllowed, NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.papers import storing
from quartierwerk.foundation.papers.models import StoredPaper
from quartierwerk.foundation.papers.tests.made import PDF
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import Voucher
from quartierwerk.rooms.funding.queries import proofs as reading
from quartierwerk.rooms.funding.rules import (
    ApplicationState,
    ProofLevel,
    ProofState,
)
from quartierwerk.rooms.funding.tests import letters, proofs
from quartierwerk.rooms.funding.tests.factories import CLUBS
from quartierwerk.rooms.funding.tests.proofs import fresh

VOUCHERS = replace(CLUBS, proof=ProofLevel.VOUCHERS)


def told() -> str:
    """What the last mail said."""
    return OutgoingMail.objects.latest("pk").text


@pytest.fixture
def granted(owner, officer):
    """1,500 granted of 2,000, the rest is one's own."""
    return proofs.served(owner, office=officer)


# --- Writing -----------------------------------------------------------------------------------------------------


def test_a_proof_begins_once_the_letter_is_there(owner, granted):
    proof = proofs.begun(granted, by=owner)

    assert (proof.number, proof.level, proof.state) == (1, ProofLevel.SIMPLE, ProofState.DRAFT)
    actions.begin_proof(granted, actor=owner)
    assert granted.proofs.count() == 1


def test_nobody_begins_one_before(owner, officer):

    application = letters.decided(owner, terms=CLUBS)

    with pytest.raises(actions.NothingToAccount):
        actions.begin_proof(application, actor=owner)


def test_a_stranger_begins_none(granted):
    with pytest.raises(NotAllowed):
        actions.begin_proof(granted, actor=accounts.person("Fremde Frieda"))


def test_a_voucher_keeps_its_picture(owner, officer):
    application = proofs.served(owner, office=officer, terms=VOUCHERS)
    proof = proofs.begun(application, by=owner)

    receipt = actions.Receipt(
        proof=proof, entry=proofs.entry(payee="  Druck  Daub "), file=io.BytesIO(PDF), name="a.pdf"
    )
    voucher = actions.keep_voucher(receipt, actor=owner)

    assert (voucher.number, voucher.payee, voucher.cents) == (1, "Druck Daub", 50_000)
    assert voucher.paper is not None and storing.is_sound(voucher.paper)
    changed = actions.Receipt(proof=proof, entry=proofs.entry(cents=40_000), instead_of=1)
    actions.keep_voucher(changed, actor=owner)
    kept = Voucher.objects.get()
    assert (kept.cents, kept.paper) == (40_000, voucher.paper)


def test_a_new_picture_takes_the_place_of_the_old_one(owner, officer):
    proof = proofs.begun(proofs.served(owner, office=officer, terms=VOUCHERS), by=owner)
    receipt = actions.Receipt(proof=proof, entry=proofs.entry(), file=io.BytesIO(PDF), name="a.pdf")
    before = actions.keep_voucher(receipt, actor=owner).paper

    again = replace(receipt, file=io.BytesIO(PDF), name="b.pdf", instead_of=1)
    after = actions.keep_voucher(again, actor=owner).paper

    assert after != before
    assert list(StoredPaper.objects.all()) == [after]


def test_a_voucher_goes_with_its_picture(owner, officer):
    proof = proofs.begun(proofs.served(owner, office=officer, terms=VOUCHERS), by=owner)
    receipt = actions.Receipt(proof=proof, entry=proofs.entry(), file=io.BytesIO(PDF), name="a.pdf")
    actions.keep_voucher(receipt, actor=owner)

    actions.drop_voucher(actions.Dropped(proof=proof, number=1), actor=owner)

    assert not Voucher.objects.exists() and not StoredPaper.objects.exists()
    with pytest.raises(NotNow):
        actions.drop_voucher(actions.Dropped(proof=proof, number=1), actor=owner)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"payee": " "}, "payee"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 161}, "reason"),
        ({"cents": 0}, "cents"),
        ({"line": 7}, "line"),
        ({"line": -2}, "line"),
    ],
)
def test_a_voucher_that_cannot_be_is_said_at_its_field(owner, granted, wrong, field):
    proof = proofs.begun(granted, by=owner)

    with pytest.raises(actions.VoucherRefused) as refusal:
        proofs.voucher(proof, by=owner, **wrong)

    assert refusal.value.field == field and not Voucher.objects.exists()


def test_a_voucher_of_another_century_is_a_slip(owner, granted):
    proof = proofs.begun(granted, by=owner)

    with pytest.raises(actions.VoucherRefused) as refusal:
        proofs.voucher(proof, by=owner, dated_on=clock.today().replace(year=1926))

    assert refusal.value.field == "dated_on"


def test_a_file_that_is_none_is_said_at_its_field(owner, granted):
    proof = proofs.begun(granted, by=owner)
    receipt = actions.Receipt(proof=proof, entry=proofs.entry(), file=io.BytesIO(b"MZ"), name="a.exe")

    with pytest.raises(RuleBroken) as refusal:
        actions.keep_voucher(receipt, actor=owner)

    assert refusal.value.field == "file" and not Voucher.objects.exists()


def test_nobody_else_adds_vouchers(owner, officer, granted):
    proof = proofs.begun(granted, by=owner)

    for other in (officer, accounts.person("Fremde Frieda")):
        with pytest.raises(NotAllowed):
            proofs.voucher(proof, by=other)


# --- Handing in --------------------------------------------------------------------------------------------------


def test_what_is_handed_in_stands(owner, granted):
    application = proofs.handed_in(granted, by=owner)

    proof = application.proofs.get()
    assert (application.state, proof.state) == (ApplicationState.PROOF_SUBMITTED, ProofState.SUBMITTED)
    assert proof.said == proofs.as_planned(application) and proof.said.digest == proof.digest
    with pytest.raises(DatabaseError), transaction.atomic():
        application.proofs.update(content={})


def test_the_sums_of_vouchers_are_what_was_spent(owner, officer):
    application = proofs.served(owner, office=officer, terms=VOUCHERS)
    proof = proofs.begun(application, by=owner)
    for cents, line in ((50_000, 0), (120_000, 0), (9_900, rules.UNPLANNED)):
        proofs.voucher(proof, by=owner, cents=cents, line=line)

    actions.hand_in(application, actor=owner, content=proofs.as_planned(application, spent=(1, 1)))

    said = application.proofs.get().said
    assert said.spent == (170_000, 9_900)
    assert [one.cents for one in said.vouchers] == [50_000, 120_000, 9_900]
    with pytest.raises(DatabaseError), transaction.atomic():
        Voucher.objects.update(cents=1)


@pytest.mark.parametrize(
    ("lacking", "field"),
    [
        ({"narrative": " "}, "narrative"),
        ({"participants": None}, "participants"),
        ({"spent": (0, 0)}, "spent_0"),
        ({"spent": (1,)}, "spent_0"),
        ({"is_true": False}, "is_true"),
    ],
)
def test_what_lacks_something_is_not_taken(owner, granted, lacking, field):
    proofs.begun(granted, by=owner)

    with pytest.raises(actions.ProofIncomplete) as refusal:
        actions.hand_in(granted, actor=owner, content=proofs.as_planned(granted, **lacking))

    assert refusal.value.field == field
    assert fresh(granted).state == ApplicationState.SERVED


def test_a_list_without_vouchers_is_not_taken(owner, officer):
    application = proofs.served(owner, office=officer, terms=VOUCHERS)
    proofs.begun(application, by=owner)

    with pytest.raises(actions.ProofIncomplete) as refusal:
        actions.hand_in(application, actor=owner, content=proofs.as_planned(application))

    assert refusal.value.field == "vouchers"


def test_nothing_is_handed_in_twice(owner, granted):
    application = proofs.handed_in(granted, by=owner)

    with pytest.raises(actions.ProofHandedIn):
        actions.hand_in(application, actor=owner, content=proofs.as_planned(application))
    with pytest.raises(actions.ProofHandedIn):
        proofs.voucher(application.proofs.get(), by=owner)


# --- Giving back -------------------------------------------------------------------------------------------------


def test_what_is_given_back_is_written_on(owner, officer):
    application = proofs.served(owner, office=officer, terms=VOUCHERS)
    proof = proofs.begun(application, by=owner)
    receipt = actions.Receipt(proof=proof, entry=proofs.entry(), file=io.BytesIO(PDF), name="a.pdf")
    actions.keep_voucher(receipt, actor=owner)
    actions.hand_in(application, actor=owner, content=proofs.as_planned(application))

    actions.return_proof(fresh(application), actor=officer, returning=actions.Returning(reason="Beleg 2 fehlt."))

    before, after = fresh(application).proofs.all()
    assert (before.state, before.answer, after.state) == (ProofState.RETURNED, "Beleg 2 fehlt.", ProofState.DRAFT)
    assert fresh(application).state == ApplicationState.SERVED
    assert [one.entry for one in after.vouchers.all()] == [one.entry for one in before.vouchers.all()]
    assert "Beleg 2 fehlt." in told()
    # The picture belongs to what was handed in; it stays there when it goes here.
    actions.drop_voucher(actions.Dropped(proof=after, number=1), actor=owner)
    assert storing.is_sound(before.vouchers.get().paper)


def test_the_office_may_want_all_vouchers(owner, officer, granted):
    application = proofs.handed_in(granted, by=owner)

    wanted = actions.Returning(reason="Sie sind in der Stichprobe.", wants_vouchers=True)
    actions.return_proof(application, actor=officer, returning=wanted)

    assert reading.proof_of(application).level == ProofLevel.VOUCHERS


def test_giving_back_needs_a_reason(owner, officer, granted):
    application = proofs.handed_in(granted, by=owner)

    with pytest.raises(WordsMissing):
        actions.return_proof(application, actor=officer, returning=actions.Returning(reason=" "))


def test_whoever_wrote_it_does_not_give_it_back(owner, granted):
    application = proofs.handed_in(granted, by=owner)

    with pytest.raises(NotAllowed):
        actions.return_proof(application, actor=owner, returning=actions.Returning(reason="Doch nicht."))
