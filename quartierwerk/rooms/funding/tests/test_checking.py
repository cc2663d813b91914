"""Proofs of use: checked and settled, and the money that moves with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from quartierwerk.foundation.errors import NotAllowed, NotNow, WordsMissing
from quartierwerk.foundation.facts.delivery import deliver_waiting
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.budget import actions as money
from quartierwerk.rooms.budget.models import Earmark
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import Application, ProofCheck, Settlement
from quartierwerk.rooms.funding.queries import proofs as reading
from quartierwerk.rooms.funding.rules import (
    ApplicationState,
    Financing,
    ProofLevel,
    ProofMarks,
    Refusal,
)
from quartierwerk.rooms.funding.tests import proofs
from quartierwerk.rooms.funding.tests.factories import CLUBS
from quartierwerk.rooms.funding.tests.proofs import fresh

DEFICIT = replace(CLUBS, financing=Financing.DEFICIT)
VOUCHERS = replace(CLUBS, proof=ProofLevel.VOUCHERS)
NONE = rules.NO_MARKS


def held(application: Application) -> tuple[int, int]:
    """What is promised for it, and what is paid."""
    earmark = Earmark.objects.get(pk=application.decisions.last().earmark_id)
    return earmark.committed, earmark.paid


def checked(application: Application, *, by, marks: ProofMarks = NONE) -> Application:
    actions.check_proof(application, actor=by, marks=marks, note="Stimmt.")
    return fresh(application)


def told() -> str:
    """What the last mail said."""
    return OutgoingMail.objects.latest("pk").text


@pytest.fixture
def granted(owner, officer):
    """1,500 granted of 2,000, the rest is one's own."""
    return proofs.served(owner, office=officer)


# --- Checking ----------------------------------------------------------------------------------------------------


def test_a_check_keeps_what_the_grant_comes_to(owner, officer):
    application = proofs.handed_in(proofs.served(owner, office=officer, terms=DEFICIT), by=owner, spent=(180_000, 0))

    application = checked(application, by=officer, marks=ProofMarks(vouchers={}, lines={0: Refusal(10_000, "Privat.")}))

    found = ProofCheck.objects.get()
    # 1,800 − 100 refused − 500 of one's own = 1,200.
    assert (found.granted_cents, found.final_cents) == (150_000, 120_000)
    assert application.state == ApplicationState.PROOF_CHECKED
    assert found.found.lines == {0: Refusal(10_000, "Privat.")}


def test_a_later_check_counts(owner, officer, granted):
    application = proofs.handed_in(granted, by=owner)
    application = checked(application, by=officer, marks=ProofMarks(vouchers={}, lines={0: Refusal(100_000, "Nein.")}))

    application = checked(application, by=officer)

    assert reading.latest_check(reading.proof_of(application)).final_cents == 150_000
    assert ProofCheck.objects.count() == 2


@pytest.mark.parametrize(
    ("marks", "field"),
    [
        (ProofMarks(vouchers={}, lines={0: Refusal(200_001, "Zu viel.")}), "line_0"),
        (ProofMarks(vouchers={}, lines={0: Refusal(1, "")}), "line_0"),
        (ProofMarks(vouchers={}, lines={-1: Refusal(1, "War nicht.")}), "line_-1"),
    ],
)
def test_what_cannot_be_refused_is_said_at_its_field(owner, officer, granted, marks, field):
    application = proofs.handed_in(granted, by=owner)

    with pytest.raises(actions.MarkRefused) as refusal:
        actions.check_proof(application, actor=officer, marks=marks, note="So nicht.")

    assert refusal.value.field == field and not ProofCheck.objects.exists()


def test_a_check_has_a_note(owner, officer, granted):
    application = proofs.handed_in(granted, by=owner)

    with pytest.raises(WordsMissing):
        actions.check_proof(application, actor=officer, marks=NONE, note=" ")


def test_nobody_checks_their_own(owner, granted):
    application = proofs.handed_in(granted, by=owner)

    with pytest.raises(NotAllowed):
        actions.check_proof(application, actor=owner, marks=NONE, note="Stimmt.")


def test_there_is_nothing_to_check_before_it_is_handed_in(owner, officer, granted):
    proofs.begun(granted, by=owner)

    with pytest.raises(actions.NothingHandedIn):
        actions.check_proof(granted, actor=officer, marks=NONE, note="Stimmt.")


def test_the_sample_is_drawn_once_and_can_be_drawn_again_by_anybody(owner, officer):
    application = proofs.served(owner, office=officer, terms=replace(VOUCHERS, sample_rate_bp=3_000))
    proof = proofs.begun(application, by=owner)
    for _number in range(7):
        proofs.voucher(proof, by=owner, cents=20_000)
    actions.hand_in(application, actor=owner, content=proofs.as_planned(application))

    actions.draw_sample(fresh(application), actor=officer)

    sample = application.proofs.get().sample
    assert len(sample.numbers) == 3
    assert sample.numbers == rules.drawn(range(1, 8), seed=sample.seed, rate_bp=sample.rate_bp)
    with pytest.raises(NotNow):
        actions.draw_sample(fresh(application), actor=officer)


# --- Settling ----------------------------------------------------------------------------------------------------


def test_settling_gives_back_what_is_not_needed(owner, officer):
    application = proofs.served(owner, office=officer, terms=DEFICIT)
    proofs.paid(application, cents=100_000)
    application = checked(proofs.handed_in(application, by=owner, spent=(180_000, 0)), by=officer)

    actions.settle_grant(application, actor=officer)

    settlement = Settlement.objects.get()
    # 1,800 − 500 = 1,300; 1,000 is paid, 300 stays promised, 200 goes back.
    assert (settlement.final_cents, settlement.paid_cents, settlement.released_cents) == (130_000, 100_000, 20_000)
    assert settlement.balance == 30_000
    assert held(application) == (30_000, 100_000)
    assert fresh(application).state == ApplicationState.SETTLED
    assert "1.300,00" in told() and "300,00" in told() and "Vier kurze Fragen" in told()


def test_what_is_even_is_closed_at_once(owner, officer, granted):
    proofs.paid(granted, cents=150_000)
    application = checked(proofs.handed_in(granted, by=owner), by=officer)

    actions.settle_grant(application, actor=officer)

    assert fresh(application).state == ApplicationState.CLOSED
    assert held(application) == (0, 150_000)


def test_what_was_paid_too_much_is_said(owner, officer):
    application = proofs.served(owner, office=officer, terms=DEFICIT)
    proofs.paid(application, cents=150_000)
    application = checked(proofs.handed_in(application, by=owner, spent=(180_000, 0)), by=officer)

    actions.settle_grant(application, actor=officer)

    assert Settlement.objects.get().balance == -20_000
    assert fresh(application).state == ApplicationState.SETTLED
    assert "überweisen Sie vorher nichts" in told()
    with pytest.raises(actions.NotEven):
        actions.close_case(fresh(application), actor=officer)


def test_a_case_is_closed_once_the_rest_is_paid(owner, officer, granted):
    application = checked(proofs.handed_in(granted, by=owner), by=officer)
    actions.settle_grant(application, actor=officer)
    with pytest.raises(actions.NotEven):
        actions.close_case(fresh(application), actor=officer)
    proofs.paid(application, cents=150_000)

    actions.close_case(fresh(application), actor=officer)

    assert fresh(application).state == ApplicationState.CLOSED


def test_a_case_closes_itself_once_the_books_are_even(owner, officer, granted):
    application = checked(proofs.handed_in(granted, by=owner), by=officer)
    actions.settle_grant(application, actor=officer)
    proofs.paid(application, cents=150_000)

    deliver_waiting()

    assert fresh(application).state == ApplicationState.CLOSED


def test_a_closed_case_opens_again_when_its_last_payment_comes_back(owner, officer, granted):
    application = checked(proofs.handed_in(granted, by=owner), by=officer)
    actions.settle_grant(application, actor=officer)
    order = proofs.paid(application, cents=150_000)
    deliver_waiting()
    with pytest.raises(NotNow):
        actions.reopen_case(fresh(application), actor=system("funding"))

    order.refresh_from_db()
    money.take_back(order.entry, actor=budget.treasurer(), reason="Konto erloschen.")
    deliver_waiting()

    assert fresh(application).state == ApplicationState.SETTLED
    with pytest.raises(NotAllowed):
        actions.reopen_case(fresh(application), actor=officer)


def test_a_payment_of_a_part_closes_nothing(owner, officer, granted):
    application = checked(proofs.handed_in(granted, by=owner), by=officer)
    actions.settle_grant(application, actor=officer)
    proofs.paid(application, cents=50_000)

    deliver_waiting()

    assert fresh(application).state == ApplicationState.SETTLED


def test_the_house_closes_nothing_that_is_not_even(owner, officer, granted):
    application = checked(proofs.handed_in(granted, by=owner), by=officer)
    actions.settle_grant(application, actor=officer)

    with pytest.raises(actions.NotEven):
        actions.close_case(fresh(application), actor=system("funding"))
    with pytest.raises(NotAllowed):
        actions.close_case(fresh(application), actor=owner)


def test_nothing_is_settled_while_a_payment_waits(owner, officer, granted):
    budget.order(granted.decisions.last().earmark, cents=50_000, by=budget.treasurer())
    application = checked(proofs.handed_in(granted, by=owner), by=officer)

    with pytest.raises(actions.PaymentWaits):
        actions.settle_grant(application, actor=officer)


def test_nothing_is_settled_unchecked_or_twice(owner, officer, granted):
    application = proofs.handed_in(granted, by=owner)
    with pytest.raises(actions.NothingHandedIn):
        actions.settle_grant(application, actor=officer)
    application = checked(application, by=officer)
    actions.settle_grant(application, actor=officer)

    with pytest.raises(actions.NothingHandedIn):
        actions.settle_grant(fresh(application), actor=officer)
    with pytest.raises(actions.NothingHandedIn):
        actions.check_proof(fresh(application), actor=officer, marks=NONE, note="Doch anders.")
    with pytest.raises(NotNow):
        actions.return_proof(fresh(application), actor=officer, returning=actions.Returning(reason="Zurück."))


def test_what_was_settled_stands(owner, officer, granted):
    application = checked(proofs.handed_in(granted, by=owner), by=officer)
    actions.settle_grant(application, actor=officer)

    for rows in (Settlement.objects, ProofCheck.objects):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(final_cents=1)
