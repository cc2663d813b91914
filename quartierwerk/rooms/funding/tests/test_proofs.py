"""Proofs of use: written, handed in, given back, checked and settled, and the money that moves with it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotAllowed, NotNow, RuleBroken, WordsMissing
from quartierwerk.foundation.facts.delivery import deliver_waiting
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.papers import storing
from quartierwerk.foundation.papers.models import StoredPaper
from quartierwerk.foundation.papers.tests.made import PDF
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.budget.models import Earmark
from quartierwerk.rooms.budget.tests import factories as budget
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import Application, ProofCheck, Settlement, Voucher
from quartierwerk.rooms.funding.queries import proofs as reading
from quartierwerk.rooms.funding.rules import (
    ApplicationState,
    Expense,
    Financing,
    Plan,
    ProofContent,
    ProofLevel,
    ProofMarks,
    ProofState,
    Refusal,
    VoucherEntry,
)
from quartierwerk.rooms.funding.tests import letters, proofs
from quartierwerk.rooms.funding.tests.factories import CLUBS

DEFICIT = replace(CLUBS, financing=Financing.DEFICIT)
VOUCHERS = replace(CLUBS, proof=ProofLevel.VOUCHERS)
NONE = rules.NO_MARKS


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


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


# --- Rules -------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 500), unique=True, max_size=60), st.integers(0, 2**31), st.integers(1, 10_000))
def test_a_sample_is_a_part_of_the_whole_whatever_the_order(numbers, seed, rate):
    sample = rules.drawn(numbers, seed=seed, rate_bp=rate)

    assert set(sample) <= set(numbers) and len(sample) == -(-len(numbers) * rate // 10_000)
    assert sample == rules.drawn(numbers[::-1], seed=seed, rate_bp=rate)


vouchers = st.lists(
    st.builds(
        VoucherEntry,
        number=st.integers(1, 200),
        line=st.integers(-1, 2),
        dated_on=st.dates(),
        payee=st.text(max_size=20),
        reason=st.text(max_size=20),
        cents=st.integers(1, 10**7),
        sha256=st.just(""),
    ),
    max_size=12,
)
PLAN = Plan(expenses=tuple(Expense(title=f"P{number}", cents=100_000) for number in range(3)))


@given(vouchers)
def test_no_voucher_is_lost_on_its_way_to_the_sums(entries):
    content = ProofContent().with_vouchers(entries, PLAN)

    assert sum(content.spent) == sum(one.cents for one in entries)
    assert sum(one.claimed for one in rules.use_of(content, PLAN).spent) == sum(content.spent)
    assert ProofContent.read(content.as_json) == content


@given(vouchers, st.data())
def test_what_is_refused_of_vouchers_is_refused_of_their_lines(entries, data):
    entries = [replace(one, number=number) for number, one in enumerate(entries, start=1)]
    content = ProofContent().with_vouchers(entries, PLAN)
    refused = {
        one.number: Refusal(data.draw(st.integers(1, one.cents)), "weil") for one in entries if data.draw(st.booleans())
    }

    use = rules.use_of(content, PLAN, ProofMarks(vouchers=refused, lines={}))

    assert sum(one.refused for one in use.spent) == sum(one.cents for one in refused.values())
