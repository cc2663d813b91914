"""What becomes of a run: the bank tells of it, money comes back, and the city's treasury pays by a list."""

from __future__ import annotations

from datetime import date

import pytest

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotAllowed, NotNow
from quartierwerk.foundation.facts import fact
from quartierwerk.foundation.facts.models import Delivery
from quartierwerk.rooms.budget import actions, facts, queries
from quartierwerk.rooms.budget.models import Entry, RunPayment, StatementLine
from quartierwerk.rooms.budget.rules import RunState, SentState, Way
from quartierwerk.rooms.budget.tests import factories
from quartierwerk.rooms.budget.tests import run_factories as runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(time_machine):
    time_machine.move_to("2026-06-02 08:00Z", tick=False)  # a Tuesday
    return runs.Desk()


def states(run):
    return [payment.state for payment in queries.payments_of(run)]


# --- The bank tells ----------------------------------------------------------------------------------------------


def test_a_run_booked_as_one_sum_is_executed(desk):
    run = desk.under_way()

    statement = runs.told(desk.one, (-420_50, {"file": "ZL-2026-0001", "purpose": "Sammler"}))

    run.refresh_from_db()
    assert (run.state, run.executed_on, states(run)) == (RunState.EXECUTED, clock.today(), [SentState.EXECUTED] * 3)
    assert not StatementLine.objects.open().exists() and statement.lines.get().run == run
    assert queries.expected([-100_00, -420_50]) == []
    assert Entry.objects.filter(pot=desk.pot, kind="expense").count() == 2


def test_a_run_booked_line_by_line_is_executed_with_its_last_one(desk):
    run = desk.under_way()

    runs.told(desk.one, (-100_00, {"reference": "ZL-2026-0001-001"}), (-250_50, {"reference": "ZL-2026-0001-002"}))
    run.refresh_from_db()
    assert run.state == RunState.RELEASED
    assert states(run) == [SentState.EXECUTED, SentState.EXECUTED, SentState.UNDER_WAY]
    runs.told(desk.one, (-70_00, {"reference": "ZL-2026-0001-003"}), number="13")

    run.refresh_from_db()
    assert run.state == RunState.EXECUTED
    assert not StatementLine.objects.open().exists()


def test_a_line_is_tied_to_a_run_by_hand_and_untied(desk):
    run = desk.under_way()
    [line] = runs.told(desk.one, (-420_50, {"purpose": "SEPA-Sammelauftrag"})).lines.all()
    assert line.is_open and queries.runs_for(line) == [run]

    actions.match_run(line, actor=desk.one, run=run)
    run.refresh_from_db()
    assert run.state == RunState.EXECUTED
    with pytest.raises(actions.LineSettled):
        actions.match_run(line, actor=desk.one, run=run)

    actions.unmatch(line, actor=desk.one)
    run.refresh_from_db()
    assert (run.state, run.executed_on) == (RunState.RELEASED, None)


def test_a_line_of_another_sum_is_no_run(desk):
    run = desk.under_way()
    [line] = runs.told(desk.one, (-420_00, {"file": "ZL-2026-0001"})).lines.all()
    assert line.is_open
    with pytest.raises(actions.SumsDiffer):
        actions.match_run(line, actor=desk.one, run=run)
    with pytest.raises(NotAllowed):
        actions.match_run(line, actor=factories.auditor(), run=run)


def test_an_entry_untied_by_mistake_brings_its_run_back(desk):
    run = runs.under_way(desk.orders[:1], by=desk.one, other=desk.other)
    [line] = runs.told(desk.one, (-100_00, {"reference": "ZL-2026-0001-001"})).lines.all()
    run.refresh_from_db()
    assert run.state == RunState.EXECUTED

    actions.unmatch(line, actor=desk.one)

    run.refresh_from_db()
    assert run.state == RunState.RELEASED
    actions.match(line, actor=desk.one, entry=desk.orders[0].entry)
    run.refresh_from_db()
    assert run.state == RunState.EXECUTED


# --- Money comes back --------------------------------------------------------------------------------------------


def test_a_payment_that_comes_back_is_taken_back(desk):
    run = desk.under_way()
    runs.told(desk.one, (-420_50, {"file": "ZL-2026-0001"}))
    back = {"name": desk.orders[2].payee, "purpose": "Konto erloschen", "reference": "ZL-2026-0001-003"}
    [line] = runs.told(desk.one, (70_00, back), number="13").lines.all()
    [(payment, match)] = queries.returns_for(line)
    assert payment.order == desk.orders[2] and match.is_certain

    counter = actions.book_return(actions.Returned(payment=payment, line=line), actor=desk.one)

    line.refresh_from_db()
    desk.case.refresh_from_db()
    assert (counter.reverses, counter.cents, line.entry) == (desk.orders[2].entry, -70_00, counter)
    assert (desk.case.committed, desk.case.paid) == (2_000_00, 0)
    assert states(run)[2] == SentState.RETURNED
    assert not StatementLine.objects.open().exists() and not queries.unsound().exists()
    assert desk.released(70_00, earmark=desk.case) in queries.to_send(desk.one)
    with pytest.raises(actions.ReturnStands):
        actions.unmatch(line, actor=desk.one)


def test_the_line_of_a_payment_that_came_back_stays_what_it_was(desk):
    runs.under_way(desk.orders[:1], by=desk.one, other=desk.other)
    said = {"reference": "ZL-2026-0001-001"}
    statement = runs.told(desk.one, (-100_00, said), (100_00, said))
    out, came = statement.lines.order_by("position")
    [(payment, _match)] = queries.returns_for(came)

    actions.book_return(actions.Returned(payment=payment, line=came), actor=desk.one)

    out = StatementLine.objects.get(pk=out.pk)
    assert not out.is_open and not StatementLine.objects.open().exists()
    assert StatementLine.objects.matched().count() == 2


def test_a_payment_comes_back_once_and_with_its_own_sum(desk):
    desk.under_way()
    payments = list(RunPayment.objects.explained())
    first, second = runs.told(desk.one, (70_00, {}), (70_00, {"name": "X"})).lines.all()
    with pytest.raises(actions.SumsDiffer):
        actions.book_return(actions.Returned(payment=payments[0], line=first), actor=desk.one)
    back = actions.Returned(payment=payments[2], line=first)
    with pytest.raises(NotAllowed):
        actions.book_return(back, actor=factories.auditor())
    actions.book_return(back, actor=desk.one)
    with pytest.raises(actions.LineSettled):
        actions.book_return(back, actor=desk.one)
    with pytest.raises(actions.NotOut):
        actions.book_return(actions.Returned(payment=payments[2], line=second), actor=desk.one)


def test_a_payment_that_the_bank_refused_fails(desk):
    run = desk.under_way()
    payment = run.payments.get(position=2)

    actions.fail(payment, actor=desk.one, reason="Konto gibt es nicht")

    payment.refresh_from_db()
    assert (payment.reason, payment.returned_by) == ("Konto gibt es nicht", desk.one)
    runs.told(desk.one, (-170_00, {"file": "ZL-2026-0001"}))
    run.refresh_from_db()
    assert run.state == RunState.EXECUTED
    assert states(run) == [SentState.EXECUTED, SentState.RETURNED, SentState.EXECUTED]


def test_what_has_not_left_does_not_fail(desk):
    payment = desk.gathered().payments.get(position=1)
    with pytest.raises(actions.NotOut):
        actions.fail(payment, actor=desk.one, reason="Konto erloschen")


def test_what_stands_on_the_statement_fails_by_its_line_only(desk):
    run = desk.under_way()
    runs.told(desk.one, (-420_50, {"file": "ZL-2026-0001"}))
    with pytest.raises(actions.NotOut, match="Kontoauszug"):
        actions.fail(run.payments.get(position=1), actor=desk.one, reason="Konto erloschen")


def test_a_sum_alone_is_no_sign_of_a_return(desk):
    desk.under_way()
    [line] = runs.told(desk.one, (70_00, {"name": "Jemand", "purpose": "Spende"})).lines.all()
    assert queries.returns_for(line) == []


# --- Repayments --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        {"purpose": "Rückzahlung zu P1-2026-0007, nicht verbraucht"},
        {"name": "Verein der Lichter"},
        {"purpose": "Lichterfest, der Rest"},
    ],
)
def test_a_repayment_is_offered_with_reasons(desk, said):
    desk.released(500_00, earmark=desk.case, payee="Verein der Lichter")
    [line] = runs.told(desk.one, (120_00, said)).lines.all()

    [(case, match)] = queries.repayments_for(line, desk.one)

    assert case == desk.case and len(match.signs) > 1
    actions.book(actions.Income(line=line, earmark=case), actor=desk.one)
    assert Entry.objects.get(bank_line=line).kind == "repayment"


def test_money_of_others_is_no_repayment(desk):
    desk.released(500_00, earmark=desk.case)
    lines = runs.told(desk.one, (120_00, {"purpose": "Spende"}), (700_00, {"purpose": "P1-2026-0007"})).lines.all()
    # The second one is more than was ever paid.
    assert [queries.repayments_for(line, desk.one) for line in lines] == [[], []]


# --- The city's treasury -----------------------------------------------------------------------------------------


def test_the_treasury_gets_a_list_instead_of_a_file(desk):
    actions.edit_pot(desk.pot, actor=desk.one, account="4100.5310")
    run = desk.under_way(way=Way.TREASURY)

    lines = bytes(run.file.content).decode("utf-8-sig").splitlines()

    assert lines[0].split(";") == [str(column.label) for column in queries.INSTRUCTIONS]
    assert len(lines) == 4
    for said in ("ZL-2026-0001-002", desk.orders[1].iban, "250,50", "4100.5310", "R-"):
        assert said in lines[2]
    assert run.account is None and not queries.to_send(desk.one).exists()


def test_what_the_treasury_has_paid_is_entered(desk):
    run = desk.under_way(way=Way.TREASURY)
    for day in (date(2026, 6, 1), date(2026, 6, 3)):
        with pytest.raises(actions.DayRefused):
            actions.confirm_execution(run, actor=desk.one, executed_on=day)

    actions.confirm_execution(run, actor=desk.one, executed_on=clock.today())

    run.refresh_from_db()
    assert (run.state, states(run)) == (RunState.EXECUTED, [SentState.EXECUTED] * 3)
    actions.fail(run.payments.get(position=1), actor=desk.one, reason="Konto erloschen")
    assert states(run)[0] == SentState.RETURNED


def test_the_bank_tells_of_its_runs_itself(desk):
    with pytest.raises(NotNow):
        actions.confirm_execution(desk.under_way(), actor=desk.one, executed_on=clock.today())


# --- Told to rooms above -----------------------------------------------------------------------------------------


def test_rooms_above_hear_of_money_that_leaves_and_comes_back(desk, monkeypatch):
    for kind in (facts.OrderReleased, facts.OrderReturned, facts.RepaymentBooked):
        monkeypatch.setitem(fact._listeners, kind.fact_name(), {"somebody": print})
    case = factories.earmark(desk.pot, cents=300_00, by=desk.one, case="funding.application:7")
    actions.commit(actions.Held(earmark=case, cents=300_00), actor=desk.one)
    case.refresh_from_db()

    before = Delivery.objects.count()  # of what was released until then
    stays, goes = desk.released(200_00, earmark=case), desk.released(20_00, earmark=case)
    actions.take_back(goes.entry, actor=desk.one, reason="Irrtum")
    case.refresh_from_db()
    back = actions.repay(actions.Repayment(earmark=case, cents=50_00, voucher="Auszug 1"), actor=desk.one)

    said = {"case": "funding.application:7"}
    assert [(one.fact, one.payload) for one in Delivery.objects.order_by("pk")[before:]] == [
        ("budget.OrderReleased", said | {"order_id": stays.pk}),
        ("budget.OrderReleased", said | {"order_id": goes.pk}),
        ("budget.OrderReturned", said | {"order_id": goes.pk}),
        ("budget.RepaymentBooked", said | {"entry_id": back.pk, "cents": 50_00}),
    ]
