"""Own projects: what a board is asked for and resolves, invoices paid by the association, and the close."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotAllowed, NotNow, WordsMissing
from quartierwerk.foundation.facts.delivery import deliver_waiting
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards import actions as boards
from quartierwerk.rooms.boards.tests import factories as meetings
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.budget.models import Earmark, Pot
from quartierwerk.rooms.budget.tests import factories as money
from quartierwerk.rooms.funding import actions, queries
from quartierwerk.rooms.funding.models import Closing, Demand, Invoice, Project, Ruling
from quartierwerk.rooms.funding.rules import (
    LONGEST_IBAN,
    DemandState,
    Expense,
    InvoiceState,
    Means,
    Phase,
    ProjectKind,
    RulingOutcome,
    SpentLine,
    bill_problems,
)
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests import own_factories as own

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return accounts.person("Greta Gruppe")


@pytest.fixture
def board():
    return own.board()


@pytest.fixture
def project(keeper, board):
    return own.own_project(by=keeper)


@pytest.fixture
def treasurer():
    return money.treasurer("Kaspar Kasse")


@pytest.fixture
def district_officer(board):
    return meetings.district_officer(board.body.district)


# --- Asking ------------------------------------------------------------------------------------------------------


def test_a_keeper_asks_the_board_for_money(project, keeper):
    asked = own.demand(project, 500_00, 250_00, by=keeper)

    assert (asked.state, asked.cents, asked.by) == (DemandState.OPEN, 750_00, keeper)
    assert asked.expenses == own.expenses(500_00, 250_00)


def test_the_administration_of_the_district_asks_too(project, district_officer):
    assert own.demand(project, by=district_officer).by == district_officer


def test_nobody_else_asks(project, stranger):
    with pytest.raises(NotAllowed):
        own.demand(project, by=stranger)


def test_only_own_projects_ask_their_board(keeper, board):
    with pytest.raises(NotAllowed):
        own.demand(factories.project(by=keeper, kind=ProjectKind.CARRIED), by=keeper)


@pytest.mark.parametrize(
    ("expenses", "wording", "refusal", "field"),
    [
        ([], "Ja", actions.DemandRefused, "cost_0"),
        ([("Holz", 0)], "Ja", actions.DemandRefused, "cents_0"),
        ([("Holz", 100), ("holz", 100)], "Ja", actions.DemandRefused, "cost_0"),
        ([("Holz", 100)], "  ", WordsMissing, "wording"),
        ([("Holz", 100)], "x" * 2_001, actions.DemandRefused, "wording"),
        ([("H" * 200, 100)], "Ja", actions.DemandRefused, "cost_0"),
    ],
)
def test_what_is_asked_for_must_be_clear(project, keeper, expenses, wording, refusal, field):
    lines = [Expense(title=title, cents=cents) for title, cents in expenses]

    with pytest.raises(refusal) as caught:
        actions.ask(actions.Need(project=project, expenses=lines, wording=wording), actor=keeper)
    assert caught.value.field == field
    assert not Demand.objects.exists()


def test_one_thing_is_asked_for_at_a_time(project, keeper):
    own.demand(project)

    with pytest.raises(actions.DemandThere):
        own.demand(project)
    with pytest.raises(IntegrityError), transaction.atomic():
        Demand.objects.create(project=project, lines=[], cents=1, wording="Ja", by=keeper, at=clock.now())


def test_what_was_asked_for_is_taken_back_until_it_is_tabled(project, keeper, stranger, board):
    asked = own.demand(project)
    with pytest.raises(NotAllowed):
        actions.withdraw_demand(asked, actor=stranger)
    actions.withdraw_demand(asked, actor=keeper)
    later = own.demand(project)
    own.tabled(later, board)

    with pytest.raises(NotNow):
        actions.withdraw_demand(later, actor=keeper)
    assert [one.state for one in Demand.objects.order_by("pk")] == [DemandState.WITHDRAWN, DemandState.TABLED]


def test_a_project_that_is_called_off_asks_for_nothing(project, keeper):
    own.demand(project)
    off = actions.call_off(project, actor=keeper, reason="Es regnet.")

    assert Demand.objects.get().state == DemandState.WITHDRAWN
    with pytest.raises(actions.ProjectOver):
        own.demand(off)


def test_where_and_by_whom_a_project_is_done_stays_once_money_is_asked_for(project, keeper):
    own.demand(project)
    was = actions.Entering.of(project)
    changed = factories.entering(kind=ProjectKind.CARRIED)

    with pytest.raises(actions.MoneyHangsOnIt):
        actions.reshape(project, actor=system("test"), entering=changed, based_on=was.digest)


# --- The board ---------------------------------------------------------------------------------------------------


def test_the_chair_puts_it_on_the_agenda(project, board):
    motion = own.tabled(own.demand(project), board)

    assert (motion.pot, motion.cents, motion.case) == (board.pot, 750_00, reference(project))
    assert motion.item.meeting == board.meeting and motion.item.parties == [reference(project)]
    asked = Demand.objects.get()
    assert (asked.state, asked.item) == (DemandState.TABLED, motion.item)
    [left] = queries.pots_left(project)
    assert (left.pot, left.asked, left.left) == (board.pot, 750_00, 11_250_00)


def test_a_keeper_does_not_table_their_own_demand(project, keeper, board):
    asked = own.demand(project)
    tabling = actions.Tabling(demand=asked, meeting=board.meeting, pot=board.pot, cents=1, title="Bank", wording="Ja")

    with pytest.raises(NotAllowed):
        actions.table_demand(tabling, actor=keeper)
    assert queries.demands_to_table(board.chair).get() == asked
    assert not queries.demands_to_table(keeper).exists()


def test_it_is_tabled_in_a_meeting_of_the_board_out_of_a_pot_of_the_district(project, board, officer):
    asked = own.demand(project)
    elsewhere = meetings.meeting(meetings.body(), by=officer, days=3)
    other_pot = money.pot(cents=1_000_00)
    usual = {"demand": asked, "meeting": board.meeting, "pot": board.pot, "cents": 1, "title": "Bank", "wording": "Ja"}

    for wrong, refusal in (
        ({"meeting": elsewhere}, actions.OtherBoard),
        ({"pot": other_pot}, actions.OtherMoney),
        ({"cents": 750_01}, actions.MoreThanAsked),
        ({"cents": 0}, actions.MoreThanAsked),
    ):
        with pytest.raises(refusal):
            actions.table_demand(actions.Tabling(**usual | wrong), actor=officer)
    assert Demand.objects.get().state == DemandState.OPEN


def test_what_the_board_resolves_is_committed_for_the_project(project, board):
    known = own.granted(project, board)

    ruling = Ruling.objects.get()
    assert (ruling.outcome, ruling.cents, ruling.pot) == (RulingOutcome.GRANTED, 750_00, board.pot)
    assert ruling.resolution.is_carried and ruling.meeting == board.meeting
    held = Earmark.objects.get(case=reference(project))
    assert (ruling.earmark, held.reserved, held.committed) == (held, 0, 750_00)
    assert Demand.objects.get().state == DemandState.GRANTED
    assert (known.funds.resolved, known.funds.left) == (750_00, 750_00)
    assert known.means.resolved == 750_00 and not known.means.has_third_party


def test_a_resolution_that_is_told_twice_is_entered_once(project, board):
    own.granted(project, board)
    resolution = Ruling.objects.get().resolution

    actions.rule(project, actor=system("funding"), resolution=resolution)

    assert Ruling.objects.count() == 1


def test_several_resolutions_add_up(project, board):
    own.granted(project, board, 500_00)
    again = own.granted(project, board, 200_00, 300_00)

    assert again.funds.resolved == 1_000_00
    assert queries.planned_lines(project) == own.expenses(700_00, 300_00)
    assert Earmark.objects.get(case=reference(project)).committed == 1_000_00


def test_what_the_board_refuses_is_refused(project, board):
    own.vote(own.tabled(own.demand(project), board), board, yes=0, no=3)

    ruling = Ruling.objects.get()
    assert (ruling.outcome, ruling.cents, ruling.pot) == (RulingOutcome.REFUSED, 0, None)
    assert Demand.objects.get().state == DemandState.REFUSED
    assert Pot.objects.get(pk=board.pot.pk).available == 12_000_00


def test_what_a_meeting_leaves_open_waits_for_another_one(project, board):
    own.tabled(own.demand(project), board)
    meetings.opened(board.meeting, by=board.chair)
    boards.close_meeting(board.meeting, actor=board.chair)
    deliver_waiting()

    asked, ruling = Demand.objects.get(), Ruling.objects.get()
    assert (asked.state, asked.item) == (DemandState.OPEN, None)
    assert (ruling.outcome, ruling.resolution, ruling.meeting) == (RulingOutcome.DEFERRED, None, board.meeting)


def test_what_is_taken_off_the_agenda_waits_for_another_one(project, board):
    motion = own.tabled(own.demand(project), board)
    boards.drop_item(board.meeting, actor=board.chair, item=motion.item_id)
    deliver_waiting()

    assert Demand.objects.get().state == DemandState.OPEN
    own.tabled(Demand.objects.get(), board)


def test_only_the_house_enters_what_a_board_resolved(project, board, officer):
    own.granted(project, board)

    with pytest.raises(NotAllowed):
        actions.rule(project, actor=officer, resolution=Ruling.objects.get().resolution)
    with pytest.raises(NotAllowed):
        actions.leave_open(project, actor=officer, meeting=board.meeting)


def test_what_is_granted_to_a_project_that_was_called_off_goes_back(project, board, keeper):
    motion = own.tabled(own.demand(project), board)
    actions.call_off(project, actor=keeper, reason="Es regnet.")

    own.vote(motion, board)

    assert Ruling.objects.get().is_granting
    assert Pot.objects.get(pk=board.pot.pk).available == 12_000_00


@pytest.mark.parametrize("change", [{"cents": 1}, {"outcome": "refused"}])
def test_rulings_are_neither_changed_nor_deleted(project, board, change):
    own.granted(project, board)

    with pytest.raises(IntegrityError), transaction.atomic():
        Ruling.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ruling.objects.all().delete()


# --- Invoices ----------------------------------------------------------------------------------------------------


@pytest.fixture
def rich(project, board):
    return own.granted(project, board)


def test_a_keeper_hands_in_an_invoice(rich, keeper):
    handed = own.invoice(rich, by=keeper, iban="de02 1203 0000 0000 2020 51", number=" R  17 ")

    assert (handed.state, handed.iban, handed.number) == (InvoiceState.ENTERED, own.IBAN, "R 17")
    assert own.again(rich).funds.left == 650_00


def test_nobody_else_hands_in_an_invoice(rich, stranger, board):
    for somebody in (stranger, board.chair):
        with pytest.raises(NotAllowed):
            own.invoice(rich, by=somebody)


def test_nothing_is_paid_before_the_board_has_resolved(project):
    with pytest.raises(actions.NothingGranted):
        own.invoice(project)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"iban": "DE02120300000000202052"}, "iban"),
        ({"iban": "DE0212030000000020205"}, "iban"),
        ({"iban": "US02120300000000202051"}, "iban"),
        ({"iban": ""}, "iban"),
        ({"number": " - "}, "number"),
        ({"number": "9" * 61}, "number"),
        ({"payee": ""}, "payee"),
        ({"cents": 0}, "cents"),
        ({"line": "Feuerwerk"}, "line"),
        ({"dated_on": clock.today() + timedelta(days=1)}, "dated_on"),
        ({"dated_on": clock.today() - timedelta(days=2_000)}, "dated_on"),
    ],
)
def test_an_invoice_says_what_it_must(rich, wrong, field):
    with pytest.raises(actions.BillRefused) as caught:
        own.invoice(rich, **wrong)
    assert caught.value.field == field


@given(
    number=st.integers(0, 10**18 - 1),
    off=st.just(0) | st.integers(1, 99),
    blanks=st.lists(st.integers(0, 21), max_size=8),
)
def test_the_number_of_an_account_has_one_sum_of_digits_however_it_is_typed(number, off, blanks):
    digits = (98 - int(f"{number:018}131400") % 97 + off) % 100
    typed = [*f"de{digits:02}{number:018}"]
    for place in sorted(blanks, reverse=True):
        typed.insert(place, " ")
    said = own.bill(iban="".join(typed)).tidied()

    assert said.iban == f"DE{digits:02}{number:018}"
    assert is_taken(said.iban) == (off == 0)


@given(said=st.text(max_size=44) | st.from_regex("[A-Z]{2}[0-9]{2}[A-Z0-9٠-٩]{11,30}", fullmatch=True))
def test_whatever_is_typed_as_an_account_is_taken_in_plain_letters_or_refused(said):
    iban = own.bill(iban=said).tidied().iban
    assert not is_taken(iban) or (iban.isascii() and len(iban) <= LONGEST_IBAN)


def is_taken(iban: str) -> bool:
    found = bill_problems(own.bill(iban=iban), lines=[own.bill().line], on=clock.today())
    return "iban" not in [problem.field for problem in found]


def test_invoices_never_ask_for_more_than_is_held(rich):
    own.invoice(rich, cents=700_00)

    with pytest.raises(actions.BeyondFunds, match="50,00"):
        own.invoice(rich, number="R-18", cents=50_01)
    own.invoice(rich, number="R-18", cents=50_00)


@pytest.mark.parametrize(
    "same",
    [
        {"number": "r 17", "payee": "HOLZ  HAIN"},
        {"payee": "Holzhandlung Hain"},
        {"payee": "holz-hain", "iban": "DE02500105170137075030"},
    ],
)
def test_an_invoice_comes_once_in_the_whole_house(rich, board, same):
    own.invoice(rich)
    other = own.granted(own.own_project("Zweites"), board, 300_00)

    with pytest.raises(actions.InvoiceThere):
        own.invoice(other, **same)


def test_what_was_refused_or_taken_back_can_come_again(rich, keeper, officer):
    actions.withdraw_invoice(own.invoice(rich), actor=keeper)
    actions.refuse_invoice(own.invoice(rich), actor=officer, reason="Das Datum fehlt.")

    assert own.invoice(rich).state == InvoiceState.ENTERED


def test_the_administration_checks_and_a_keeper_does_not(rich, district_officer, keeper, treasurer):
    handed = own.invoice(rich, by=keeper)
    for somebody in (keeper, treasurer):
        with pytest.raises(NotAllowed):
            actions.check_invoice(handed, actor=somebody)
    assert queries.invoices_to_check(district_officer).get() == handed

    checked = actions.check_invoice(handed, actor=district_officer)

    assert (checked.state, checked.checked_by) == (InvoiceState.CHECKED, district_officer)
    with pytest.raises(NotNow):
        actions.check_invoice(checked, actor=district_officer)
    with pytest.raises(NotNow):
        actions.withdraw_invoice(checked, actor=keeper)


def test_an_officer_who_keeps_a_project_does_not_check_its_invoices(board, officer):
    rich = own.granted(own.own_project(by=officer), board)

    with pytest.raises(NotAllowed):
        actions.check_invoice(own.invoice(rich, by=officer), actor=officer)
    assert not queries.invoices_to_check(officer).exists()


def test_a_checked_invoice_never_changes(rich, officer):
    checked = actions.check_invoice(own.invoice(rich), actor=officer)

    for change in ({"cents": 1}, {"line": "Honorare"}, {"dated_on": clock.today()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invoice.objects.filter(pk=checked.pk).update(**change)


def test_one_orders_the_payment_and_another_releases_it(rich, officer, treasurer, board, district_officer):
    checked = actions.check_invoice(own.invoice(rich), actor=officer)
    with pytest.raises(NotAllowed):
        actions.order_invoice(checked, actor=district_officer)
    assert queries.invoices_to_order(treasurer).get() == checked

    ordered = actions.order_invoice(checked, actor=treasurer)

    assert ordered.standing == InvoiceState.ORDERED and own.again(rich).funds.paid == 0
    assert (ordered.order.payee, ordered.order.voucher, ordered.order.cents) == ("Holz Hain", "R-17", 100_00)
    with pytest.raises(NotAllowed):
        budget.release_order(ordered.order, actor=treasurer)
    budget.release_order(ordered.order, actor=officer)
    assert Invoice.objects.get().standing == InvoiceState.PAID
    assert list(Invoice.objects.paid()) == [ordered] and not Invoice.objects.unpaid().exists()
    assert (own.again(rich).funds.paid, own.again(rich).funds.left) == (100_00, 650_00)
    with pytest.raises(NotNow):
        actions.refuse_invoice(ordered, actor=officer, reason="Zu spät.")


def test_an_invoice_that_nobody_has_checked_is_not_ordered(rich, treasurer):
    with pytest.raises(NotNow):
        actions.order_invoice(own.invoice(rich), actor=treasurer)


def test_an_order_that_is_sent_back_leaves_the_invoice_checked(rich, officer, treasurer):
    ordered = actions.order_invoice(actions.check_invoice(own.invoice(rich), actor=officer), actor=treasurer)
    budget.refuse(ordered.order, actor=officer, reason="Das Konto stimmt nicht.")

    again = Invoice.objects.get()
    assert again.standing == InvoiceState.CHECKED
    assert list(Invoice.objects.to_order()) == [again] and own.again(rich).funds.left == 650_00
    once_more = actions.order_invoice(again, actor=treasurer)
    assert once_more.order != ordered.order and once_more.standing == InvoiceState.ORDERED


def test_a_payment_that_was_taken_back_in_the_books_is_not_paid(rich, officer, treasurer):
    done = own.paid(rich, by=treasurer, then=officer)
    budget.take_back(done.order.entry, actor=treasurer, reason="Falsches Konto")

    assert Invoice.objects.get().standing == InvoiceState.CHECKED
    assert list(Invoice.objects.to_order()) == [done] and not Invoice.objects.paid().exists()
    assert own.again(rich).funds.paid == 0


def test_a_refusal_says_why(rich, officer, stranger):
    handed = own.invoice(rich)
    with pytest.raises(NotAllowed):
        actions.refuse_invoice(handed, actor=stranger, reason="Nein.")
    with pytest.raises(WordsMissing):
        actions.refuse_invoice(handed, actor=officer, reason=" ")
    with pytest.raises(actions.AnswerTooLong):
        actions.refuse_invoice(handed, actor=officer, reason="x" * 501)

    refused = actions.refuse_invoice(handed, actor=officer, reason="Das ist eine Mahnung.")

    assert (refused.state, refused.answer) == (InvoiceState.REFUSED, "Das ist eine Mahnung.")
    assert own.again(rich).funds.left == 750_00


def test_who_takes_an_invoice_back(rich, keeper, stranger):
    handed = own.invoice(rich)
    with pytest.raises(NotAllowed):
        actions.withdraw_invoice(handed, actor=stranger)
    assert actions.withdraw_invoice(handed, actor=keeper).state == InvoiceState.WITHDRAWN


def test_a_project_whose_invoices_wait_is_not_called_off(rich, keeper):
    own.invoice(rich)

    with pytest.raises(actions.InvoicesOpen):
        actions.call_off(rich, actor=keeper, reason="Es regnet.")


def test_a_project_that_is_called_off_gives_back_what_it_had(rich, keeper, board):
    actions.call_off(rich, actor=keeper, reason="Es regnet.")

    assert Pot.objects.get(pk=board.pot.pk).available == 12_000_00
    with pytest.raises(actions.NothingGranted):
        own.invoice(rich)


def test_money_that_was_carried_into_another_year_still_pays(rich, officer, treasurer, board):
    year = board.pot.year
    budget.close_year(year, actor=treasurer, basis="Ratsbeschluss")

    done = own.paid(rich, by=treasurer, then=officer)

    assert done.standing == InvoiceState.PAID and done.order.pot.year.year == year.year + 1


# --- The close ---------------------------------------------------------------------------------------------------


def test_a_close_keeps_a_report_and_gives_the_rest_back(rich, keeper, officer, treasurer, board):
    own.paid(rich, by=treasurer, then=officer)
    own.paid(rich, by=treasurer, then=officer, number="R-18", line="Honorare", cents=250_00)

    closing = own.closed(rich, by=keeper)

    assert closing.spent == [SpentLine("Material", 500_00, 100_00), SpentLine("Honorare", 250_00, 250_00)]
    assert (closing.paid_cents, closing.released_cents, closing.by) == (350_00, 400_00, keeper)
    known = own.again(rich)
    assert known.phase(on=clock.today()) == Phase.CLOSED and known.closed_at == closing.at
    assert known.means == Means(resolved=350_00, paid=350_00) and known.funds.left == 0
    assert Pot.objects.get(pk=board.pot.pk).sums.available == 11_650_00


def test_nothing_follows_a_close(rich, keeper):
    own.closed(rich)

    with pytest.raises(actions.ProjectOver):
        own.closed(rich)
    with pytest.raises(actions.ProjectOver):
        own.demand(rich)
    with pytest.raises(actions.NothingGranted):
        own.invoice(rich)
    with pytest.raises(NotNow):
        actions.call_off(own.again(rich), actor=keeper, reason="Doch nicht.")


def test_nobody_closes_what_is_not_over_or_not_paid(rich, keeper, stranger, board):
    with pytest.raises(NotAllowed):
        own.closed(rich, by=stranger)
    own.invoice(rich)
    with pytest.raises(actions.StillOpen):
        own.closed(rich)
    to_come = own.own_project("Später", starts_on=clock.today(), ends_on=clock.today() + timedelta(days=1))
    with pytest.raises(actions.StillRuns):
        own.closed(to_come)
    asked = own.own_project("Gefragt")
    own.demand(asked)
    with pytest.raises(actions.StillOpen):
        own.closed(asked)
    assert not Closing.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"text": " "}, WordsMissing),
        ({"text": "x" * 4_001}, actions.ReportRefused),
        ({"participants": -1}, actions.ReportRefused),
        ({"volunteer_hours": 100_001}, actions.ReportRefused),
    ],
)
def test_a_report_says_what_happened(rich, wrong, refusal):
    with pytest.raises(refusal):
        own.closed(rich, **wrong)
    assert Project.objects.get(pk=rich.pk).closed_at is None


def test_a_close_stands(rich):
    own.closed(rich)

    with pytest.raises(IntegrityError), transaction.atomic():
        Closing.objects.update(participants=1)


# --- Figures and forgetting --------------------------------------------------------------------------------------


def test_own_projects_count_with_what_was_resolved_and_paid(rich, board, officer, treasurer):
    factories.project("Eines Vereins")
    own.own_project("Ohne Geld")
    own.paid(rich, by=treasurer, then=officer)
    other = own.granted(own.own_project("Zweites"), board, 300_00)
    own.closed(other)

    totals = queries.own_totals(Project.objects.all())

    assert (totals.projects, totals.resolved, totals.paid, totals.closed) == (3, 750_00, 100_00, 1)


def test_lists_of_projects_with_money_ask_so_many_questions_however_long(
    rich, board, officer, treasurer, django_assert_num_queries
):
    own.paid(rich, by=treasurer, then=officer)
    own.paid(own.granted(own.own_project("Zweites"), board), by=treasurer, then=officer, number="R-2")

    with django_assert_num_queries(7):
        assert [one.means.paid for one in Project.objects.with_money()] == [100_00, 100_00]


def test_who_was_paid_is_forgotten_ten_years_after_the_year(rich, officer, treasurer, monkeypatch):
    done = own.paid(rich, by=treasurer, then=officer)
    before = clock.now()
    assert not queries.invoices_kept_too_long(before).exists()
    with pytest.raises(NotAllowed):
        actions.forget_invoices(before, actor=officer)

    assert actions.forget_invoices(before + timedelta(days=366), actor=system("test")) == [done]

    gone = Invoice.objects.get()
    assert (gone.payee, gone.iban, gone.number, gone.cents) == ("", "", "", 100_00)
    assert not queries.invoices_kept_too_long(before + timedelta(days=366)).exists()
