"""Payment runs: gathered, released by somebody else, kept in bytes, told of by the bank, returned and voided."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, NotNow, WordsMissing
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.budget import actions, queries
from quartierwerk.rooms.budget.models import (
    Entry,
    HouseAccount,
    PaymentRun,
    RunFile,
    RunPayment,
    StatementLine,
)
from quartierwerk.rooms.budget.rules import RunState, SentState, Way
from quartierwerk.rooms.budget.tests import factories, statements
from quartierwerk.rooms.budget.tests import run_factories as runs

pytestmark = pytest.mark.django_db


class Desk:
    """Two who keep the books, a pot with a case in it, and three payments that are released."""

    def __init__(self):
        self.one, self.other = runs.keepers()
        self.pot = factories.pot(cents=10_000_00, by=self.one)
        self.case = factories.earmark(self.pot, cents=2_000_00, by=self.one, title="P1-2026-0007 Lichterfest")
        actions.commit(actions.Held(earmark=self.case, cents=2_000_00), actor=self.one)
        self.case.refresh_from_db()
        self.orders = [self.released(100_00), self.released(250_50), self.released(70_00, earmark=self.case)]

    def released(self, cents, **said):
        return runs.released(self.pot, cents=cents, by=self.one, other=self.other, **said)

    def gathered(self, **said):
        return runs.gathered(self.orders, by=self.one, **said)

    def under_way(self, **said):
        return runs.under_way(self.orders, by=self.one, other=self.other, **said)


@pytest.fixture
def desk(time_machine):
    time_machine.move_to("2026-06-02 08:00Z", tick=False)  # a Tuesday
    return Desk()


def states(run):
    return [payment.state for payment in queries.payments_of(run)]


def gathering(desk, **said):
    given = {"orders": desk.orders, "execute_on": runs.bank_day(), "account": runs.account(desk.one)}
    return actions.Gathering(**given | said)


# --- Gathering ---------------------------------------------------------------------------------------------------


def test_released_payments_are_gathered(desk):
    run = desk.gathered()

    assert (run.state, run.message_id, run.gathered_by) == (RunState.GATHERED, "ZL-2026-0001", desk.one)
    assert [payment.end_to_end for payment in run.payments.all()] == [
        f"ZL-2026-0001-00{number}" for number in (1, 2, 3)
    ]
    assert not queries.to_send(desk.one).exists()
    [row] = AuditRow.objects.filter(verb="budget.gather")
    assert row.changes["payments"] == 3


def test_numbers_go_on_within_a_year(desk, time_machine):
    first = runs.gathered(desk.orders[:1], by=desk.one)
    second = runs.gathered(desk.orders[1:2], by=desk.one)
    time_machine.move_to("2027-01-04 08:00Z", tick=False)
    later = runs.gathered(desk.orders[2:], by=desk.one)
    assert [run.message_id for run in (first, second, later)] == ["ZL-2026-0001", "ZL-2026-0002", "ZL-2027-0001"]


def test_who_keeps_no_books_gathers_nothing(desk):
    with pytest.raises(NotAllowed):
        actions.gather(gathering(desk), actor=factories.auditor())


def test_only_what_can_go_out_is_gathered(desk):
    by_hand = desk.released(5_00, iban="")
    waiting = factories.order(desk.case, cents=10_00, by=desk.one)
    taken = desk.released(6_00)
    actions.take_back(taken.entry, actor=desk.one, reason="Irrtum")
    paid = desk.released(7_00)
    runs.told(desk.one, (-7_00, {"purpose": paid.voucher}))

    assert set(queries.to_send(desk.one)) == set(desk.orders)
    for order in (by_hand, waiting, taken, paid):
        with pytest.raises(actions.AlreadySent):
            actions.gather(gathering(desk, orders=[order]), actor=desk.one)
    assert not PaymentRun.objects.exists()


def test_a_payment_is_in_one_run_only(desk):
    desk.gathered()
    with pytest.raises(actions.AlreadySent):
        desk.gathered()


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"orders": []}, actions.NothingToSend),
        ({"execute_on": date(2026, 6, 1)}, actions.DayRefused),
        ({"execute_on": date(2026, 6, 6)}, actions.DayRefused),
        ({"execute_on": date(2026, 8, 3)}, actions.DayRefused),
        ({"account": None}, actions.AccountMissing),
    ],
)
def test_what_no_bank_would_take_is_refused(desk, said, refusal):
    with pytest.raises(refusal):
        actions.gather(gathering(desk, **said), actor=desk.one)


def test_a_closed_account_pays_nothing(desk):
    account = runs.account(desk.one)
    actions.close_account(account, actor=desk.one)
    with pytest.raises(actions.AccountMissing):
        actions.gather(gathering(desk, account=account), actor=desk.one)


def test_a_name_that_no_bank_can_read_is_paid_by_hand(desk):
    order = desk.released(5_00, payee="Хор «Ромашка»")
    with pytest.raises(actions.PayeeUnwritable, match="Ромашка"):
        actions.gather(gathering(desk, orders=[order]), actor=desk.one)


def test_more_than_a_file_holds_is_refused(desk, monkeypatch):
    monkeypatch.setattr("quartierwerk.rooms.budget.rules.pain.MOST_TRANSFERS", 2)
    with pytest.raises(actions.TooManyToSend):
        actions.gather(gathering(desk), actor=desk.one)


# --- Releasing ---------------------------------------------------------------------------------------------------


def test_somebody_else_releases_and_the_file_is_kept(desk):
    run = desk.gathered()

    actions.release_run(run, actor=desk.other)

    run.refresh_from_db()
    content = bytes(run.file.content)
    assert (run.state, run.released_by) == (RunState.RELEASED, desk.other)
    assert run.digest == hashlib.sha256(content).hexdigest()
    for said in (b"ZL-2026-0001-003", b"<CtrlSum>420.50</CtrlSum>", b"Verein fuer Hoefe", b"BYLADEM1001"):
        assert said in content
    assert queries.file_of(run, at=run.released_at) == content
    assert states(run) == [SentState.UNDER_WAY] * 3


def test_whoever_gathered_does_not_release(desk):
    run = desk.gathered()
    for actor in (desk.one, system("budget"), factories.auditor()):
        with pytest.raises(NotAllowed):
            actions.release_run(run, actor=actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentRun.objects.update(state=RunState.RELEASED, released_at=clock.now(), released_by=desk.one, digest="a")


def test_a_run_is_released_once_and_in_time(desk, time_machine):
    run = desk.gathered()
    time_machine.move_to("2026-06-03 08:00Z", tick=False)
    with pytest.raises(actions.DayOver):
        actions.release_run(run, actor=desk.other)
    time_machine.move_to("2026-06-02 09:00Z", tick=False)
    actions.release_run(run, actor=desk.other)
    with pytest.raises(NotNow):
        actions.release_run(run, actor=desk.other)


def refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_what_is_released_stands(desk):
    run = desk.under_way()
    for change in (
        lambda: PaymentRun.objects.update(execute_on=F("execute_on") + timedelta(days=1)),
        lambda: PaymentRun.objects.update(digest="b"),
        lambda: RunFile.objects.update(content=b"<Document/>"),
        lambda: RunFile.objects.all().delete(),
        lambda: RunPayment.objects.filter(position=1).update(position=9),
        lambda: RunPayment.objects.filter(position=1)._raw_delete("default"),
        lambda: HouseAccount.objects.update(iban=runs.PAYEES[0]),
        lambda: HouseAccount.objects.update(holder="Andere"),
    ):
        refused(change)
    assert run.payments.count() == 3


def test_the_database_refuses_what_nobody_released(desk):
    run = desk.gathered()
    by_hand = desk.released(5_00, iban="")
    waiting = factories.order(desk.case, cents=10_00, by=desk.one)
    for order in (by_hand, waiting):
        refused(lambda order=order: RunPayment.objects.create(run=run, order=order, position=7, end_to_end="x"))
    again = desk.orders[0]
    refused(lambda: RunPayment.objects.create(run=run, order=again, position=7, end_to_end="x"))


def test_money_on_its_way_is_not_taken_back(desk):
    desk.gathered()
    entry = desk.orders[0].entry
    with pytest.raises(actions.OnItsWay):
        actions.take_back(entry, actor=desk.one, reason="Irrtum")
    refused(
        lambda: Entry.objects.create(
            pot=entry.pot, number=99, kind=entry.kind, cents=-entry.cents, paid=-entry.paid, reverses=entry,
            reason="vorbei", by=desk.one, at=clock.now(),
        )
    )  # fmt: skip


def test_whoever_takes_the_file_is_noted(desk):
    run = desk.under_way()

    actions.fetch_file(run, actor=desk.one)

    [row] = AuditRow.objects.filter(verb="budget.fetch_file")
    assert (row.subject, row.changes["digest"]) == (f"budget.paymentrun:{run.pk}", run.digest)
    with pytest.raises(NotAllowed):
        actions.fetch_file(run, actor=factories.auditor())


def test_without_a_release_there_is_no_file(desk):
    with pytest.raises(NotNow):
        actions.fetch_file(desk.gathered(), actor=desk.one)


# --- Given up ----------------------------------------------------------------------------------------------------


def test_what_is_only_gathered_is_dissolved_by_one(desk):
    run = desk.gathered()
    with pytest.raises(WordsMissing):
        actions.dissolve(run, actor=desk.one, reason=" ")

    actions.dissolve(run, actor=desk.one, reason="Falscher Tag")

    run.refresh_from_db()
    assert (run.state, run.void_reason, states(run)) == (RunState.VOIDED, "Falscher Tag", [SentState.FREED] * 3)
    assert desk.gathered().message_id == "ZL-2026-0002"


def test_what_is_released_is_voided_by_two(desk):
    run = desk.under_way()
    with pytest.raises(NotNow):
        actions.dissolve(run, actor=desk.one, reason="Falsch")
    actions.ask_to_void(run, actor=desk.one, reason="Die Bank nahm sie nicht an")
    with pytest.raises(NotAllowed):
        actions.void_run(run, actor=desk.one)

    actions.void_run(run, actor=desk.other)

    run.refresh_from_db()
    assert (run.state, run.void_asked_by, run.voided_by) == (RunState.VOIDED, desk.one, desk.other)
    assert set(queries.to_send(desk.one)) == set(desk.orders)
    with pytest.raises(NotNow):
        actions.void_run(run, actor=desk.other)


def test_the_database_wants_two_to_void(desk):
    run = desk.under_way()
    given = {"state": RunState.VOIDED, "void_reason": "x", "voided_at": clock.now(), "voided_by": desk.one}
    refused(lambda: PaymentRun.objects.filter(pk=run.pk).update(**given))
    refused(lambda: PaymentRun.objects.filter(pk=run.pk).update(**given, void_asked_by=desk.one))


def test_a_run_may_stand_after_all(desk):
    run = desk.under_way()
    with pytest.raises(NotNow):
        actions.let_stand(run, actor=desk.other)
    actions.ask_to_void(run, actor=desk.one, reason="Doch nicht")
    with pytest.raises(NotNow):
        actions.ask_to_void(run, actor=desk.other, reason="Auch")

    actions.let_stand(run, actor=desk.other)

    run.refresh_from_db()
    assert (run.state, run.is_asked_to_void, run.void_reason) == (RunState.RELEASED, False, "")


def test_what_the_bank_has_told_of_is_not_voided(desk):
    run = desk.under_way()
    actions.ask_to_void(run, actor=desk.one, reason="Falsch")
    runs.told(desk.one, (-100_00, {"reference": "ZL-2026-0001-001"}))
    with pytest.raises(NotNow):
        actions.void_run(run, actor=desk.other)
    actions.let_stand(run, actor=desk.one)
    with pytest.raises(NotNow):
        actions.ask_to_void(run, actor=desk.one, reason="Falsch")


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


def test_what_came_back_from_a_case_is_known(desk):
    case = factories.earmark(desk.pot, cents=300_00, by=desk.one, case="funding.application:7")
    actions.commit(actions.Held(earmark=case, cents=300_00), actor=desk.one)
    case.refresh_from_db()
    desk.released(200_00, earmark=case)
    case.refresh_from_db()
    entries = [
        actions.repay(actions.Repayment(earmark=case, cents=cents, voucher="Auszug 1"), actor=desk.one)
        for cents in (50_00, 20_00)
    ]
    assert queries.repaid_of("funding.application:7") == 70_00
    actions.take_back(entries[1], actor=desk.one, reason="Irrtum")
    assert (queries.repaid_of("funding.application:7"), queries.repaid_of("funding.application:8")) == (50_00, 0)


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


# --- Accounts of the house ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"holder": " "}, WordsMissing),
        ({"holder": "Ελλάδα"}, actions.HolderRefused),
        ({"iban": "DE02120300000000202052"}, actions.AccountRefused),
        ({"bic": "NICHTS"}, actions.BankRefused),
    ],
)
def test_an_account_is_entered_as_the_bank_knows_it(desk, said, refusal):
    with pytest.raises(refusal):
        actions.open_account(
            actions.AccountPlan(**{"holder": "Verein", "iban": statements.IBAN} | said), actor=desk.one
        )


def test_an_account_is_entered_once_and_again_after_it_was_closed(desk):
    account = runs.account(desk.one)
    plan = actions.AccountPlan(holder="Verein", iban="de02 1203 0000 0000 2020 51")
    with pytest.raises(actions.AccountThere):
        actions.open_account(plan, actor=desk.one)
    actions.close_account(account, actor=desk.one)
    with pytest.raises(NotNow):
        actions.close_account(account, actor=desk.one)
    again = actions.open_account(plan, actor=desk.one)
    assert list(queries.open_accounts()) == [again]
    with pytest.raises(NotAllowed):
        actions.open_account(plan, actor=factories.auditor())


# --- Forgetting --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("now", "left"), [("2025-12-31 12:00Z", 1), ("2026-01-05 12:00Z", 0)])
def test_files_are_forgotten_ten_years_after_the_year(time_machine, now, left):
    time_machine.move_to("2015-06-02 08:00Z", tick=False)
    desk = Desk()
    run = desk.under_way()
    time_machine.move_to(now, tick=False)

    actions.forget_run_files(clock.now() - timedelta(days=3650), actor=system("budget"))

    assert RunFile.objects.count() == left
    run.refresh_from_db()
    assert run.digest
    if not left:
        with pytest.raises(NotNow):
            actions.fetch_file(PaymentRun.objects.get(), actor=desk.one)
