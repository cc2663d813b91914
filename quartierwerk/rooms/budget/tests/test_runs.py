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
)
from quartierwerk.rooms.budget.rules import RunState, SentState
from quartierwerk.rooms.budget.tests import factories, statements
from quartierwerk.rooms.budget.tests import run_factories as runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(time_machine):
    time_machine.move_to("2026-06-02 08:00Z", tick=False)  # a Tuesday
    return runs.Desk()


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
    desk = runs.Desk()
    run = desk.under_way()
    time_machine.move_to(now, tick=False)

    actions.forget_run_files(clock.now() - timedelta(days=3650), actor=system("budget"))

    assert RunFile.objects.count() == left
    run.refresh_from_db()
    assert run.digest
    if not left:
        with pytest.raises(NotNow):
            actions.fetch_file(PaymentRun.objects.get(), actor=desk.one)
