"""Drawing a grant: who asks, who checks, who orders; what stands against it, and what is left behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, NotNow, WordsMissing
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.boards.tests import factories as boards
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.budget.models import Earmark, Order
from quartierwerk.rooms.budget.queries import unsound
from quartierwerk.rooms.budget.tests import factories as money
from quartierwerk.rooms.funding import actions, queries, schedule
from quartierwerk.rooms.funding.actions._drawing import demand_final
from quartierwerk.rooms.funding.models import AccountConfirmation, Drawdown, Letter, RemedyWaiver
from quartierwerk.rooms.funding.rules import DrawdownKind, DrawdownState, Drawn, Financing, Terms, Way
from quartierwerk.rooms.funding.tests import drawing as make
from quartierwerk.rooms.funding.tests import letters
from quartierwerk.rooms.funding.tests.factories import CLUBS
from quartierwerk.rooms.funding.tests.letters import CITY
from quartierwerk.rooms.funding.tests.test_on_paper import entered

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=clock.BERLIN)


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def grant(owner):
    return make.granted(owner)


@pytest.fixture
def treasurer():
    return money.treasurer("Kaspar Kasse")


def again(drawdown: Drawdown) -> Drawdown:
    return Drawdown.objects.explained().get(pk=drawdown.pk)


def left(grant) -> int:
    return queries.allowance(grant, on=clock.today()).cents


# --- Asking ------------------------------------------------------------------------------------------------------


def test_whoever_applied_draws_a_part_of_the_grant(grant):
    found = make.drawdown(grant, 600_00, purpose=" Bühne  und Ton ")

    assert (found.kind, found.state, found.purpose) == (DrawdownKind.REQUEST, DrawdownState.REQUESTED, "Bühne und Ton")
    assert str(found) == f"{grant.number}/A1" and left(grant) == 900_00
    assert AuditRow.objects.filter(verb="funding.request_drawdown", subject=reference(found)).exists()


def test_nobody_else_draws_it(grant, officer, stranger, treasurer):
    make.account(grant)
    for somebody in (officer, stranger, treasurer):
        with pytest.raises(NotAllowed):
            make.drawdown(grant, by=somebody)


def test_whom_the_applicant_lets_write_along_draws_too_and_reads_no_account(grant, owner):
    make.account(grant)
    along = accounts.person("Mira Mit")
    grant.coapplicants.create(email=along.email, may_write=True, invited_at=clock.now())

    found = make.drawdown(grant, by=along)

    assert actions.withdraw_drawdown(found, actor=along).state == DrawdownState.WITHDRAWN
    assert not grant.accounts.visible_to(along).exists() and grant.accounts.visible_to(owner).exists()


def test_whoever_only_reads_along_does_not_draw(grant):
    make.account(grant)
    reader = accounts.person("Rea Reading")
    grant.coapplicants.create(email=reader.email, may_write=False, invited_at=clock.now())

    with pytest.raises(NotAllowed):
        make.drawdown(grant, by=reader)


def test_money_goes_nowhere_without_an_account(grant, owner):
    with pytest.raises(actions.AccountMissing):
        actions.request_drawdown(actions.Drawing(application=grant, call=make.call()), actor=owner)


def test_nobody_draws_more_than_is_granted(grant):
    make.drawdown(grant, 1_000_00)

    with pytest.raises(actions.CallRefused, match="500,00"):
        make.drawdown(grant, 500_01)
    make.drawdown(grant, 500_00)
    with pytest.raises(actions.NothingDrawable, match="abgerufen"):
        make.drawdown(grant, 1)


def test_what_was_taken_back_or_refused_can_be_drawn_again(grant, owner, officer):
    actions.withdraw_drawdown(make.drawdown(grant, 1_500_00), actor=owner)
    actions.refuse_drawdown(make.drawdown(grant, 1_500_00), actor=officer, reason="Erst das Angebot.")

    assert make.drawdown(grant, 1_500_00).number == 3


def test_of_a_final_share_a_part_stays_until_the_proof_is_checked(owner):
    grant = make.granted(owner, terms=make.KEPT_BACK)

    assert left(grant) == 1_350_00


def test_where_it_is_paid_afterwards_nothing_is_drawn(owner):
    grant = make.granted(owner, terms=make.AFTERWARDS)

    with pytest.raises(actions.NothingDrawable, match="nach den Ausgaben"):
        make.drawdown(grant)


def test_where_only_the_deficit_is_funded_the_declaration_is_kept(owner):
    grant = make.granted(owner, terms=replace(CLUBS, financing=Financing.DEFICIT))

    with pytest.raises(actions.CallRefused) as caught:
        make.drawdown(grant)
    assert caught.value.field == "has_spent_cover"
    assert make.drawdown(grant, has_spent_cover=True).has_spent_cover


def test_what_was_asked_for_never_changes(grant):
    found = make.drawdown(grant)

    for change in ({"cents": 1}, {"purpose": "Feuerwerk"}, {"number": 7}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Drawdown.objects.filter(pk=found.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        found.delete()


def test_the_office_draws_for_whoever_applied_on_paper_and_somebody_else_looks_at_the_account(
    officer, treasurer, time_machine
):
    paper = entered(officer)
    letters.decision(paper)
    one, two = make.desk()
    actions.serve_letter(letters.issued(make.again(paper), by=one, second=two), actor=one, way=Way.POST)
    time_machine.move_to(NOON + timedelta(days=4), tick=False)
    account = make.account(paper, by=officer)
    found = actions.check_drawdown(make.drawdown(paper, by=officer), actor=officer)

    assert not AccountConfirmation.objects.exists()
    with pytest.raises(actions.AccountUnconfirmed):
        actions.order_drawdown(found, actor=treasurer)
    actions.confirm_account(account, actor=one)

    assert actions.order_drawdown(found, actor=treasurer).standing == DrawdownState.ORDERED


# --- The letter --------------------------------------------------------------------------------------------------


def test_nothing_is_drawn_before_the_letter_is_served(owner):
    applied = make.make.decided(owner)

    assert queries.purse_of(applied, on=clock.today()) is None
    with pytest.raises(actions.NothingToPay):
        make.account(applied)


def test_a_notice_pays_once_it_is_final(owner, time_machine):
    grant = make.granted(owner, terms=CITY)
    make.account(grant)
    letter = Letter.objects.get(application=grant)

    with pytest.raises(actions.NothingDrawable, match="bestandskräftig"):
        make.drawdown(grant)
    time_machine.move_to(clock.first_of(letter.remedy.final_on), tick=False)

    assert make.drawdown(grant).state == DrawdownState.REQUESTED


def test_whoever_waives_going_to_court_draws_at_once(owner):
    grant = make.granted(owner, terms=CITY)
    letter = Letter.objects.get(application=grant)

    actions.waive_remedy(letter, actor=owner)

    assert left(grant) == 1_500_00
    assert RemedyWaiver.objects.get().waived_on == clock.today()
    with pytest.raises(actions.NothingToWaive):
        actions.waive_remedy(letter, actor=owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        RemedyWaiver.objects.update(waived_on=clock.today() - timedelta(days=1))


def test_nobody_waives_for_somebody_else(owner, officer, stranger):
    letter = Letter.objects.get(application=make.granted(owner, terms=CITY))

    for somebody in (officer, stranger):
        with pytest.raises(NotAllowed):
            actions.waive_remedy(letter, actor=somebody)


def test_a_promise_has_nothing_to_waive(grant, owner):
    with pytest.raises(actions.NothingToWaive):
        actions.waive_remedy(Letter.objects.get(application=grant), actor=owner)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_waiver_comes_once_a_notice_is_known_and_not_in_the_future(owner, days):
    letter = Letter.objects.get(application=make.granted(owner, terms=CITY))

    with pytest.raises(actions.DayOfWaiverRefused):
        actions.waive_remedy(letter, actor=owner, waived_on=clock.today() + timedelta(days=days))


def test_while_a_new_decision_has_no_letter_nothing_is_drawn(grant, owner):
    make.account(grant)
    make.amended(grant, cents=1_400_00, is_told=False)

    with pytest.raises(actions.NothingDrawable, match="neu entschieden"):
        make.drawdown(grant)


def test_a_cut_below_what_was_paid_says_the_difference(grant, officer, treasurer):
    make.paid(grant, 1_000_00, checker=officer, orderer=treasurer)
    make.amended(grant, cents=800_00, reason="Weniger Ausgaben.")

    found = queries.allowance(grant, on=clock.today())

    assert (found.cents, found.excess) == (0, 200_00)
    with pytest.raises(actions.NothingDrawable, match="200,00"):
        make.drawdown(grant)


def test_what_was_checked_before_a_cut_is_not_ordered_beyond_it(grant, officer, treasurer):
    checked = actions.check_drawdown(make.drawdown(grant, 1_000_00), actor=officer)
    make.amended(grant, cents=800_00, reason="Weniger Ausgaben.")

    with pytest.raises(actions.BeyondGrant, match="800,00"):
        actions.order_drawdown(checked, actor=treasurer)
    assert not Order.objects.exists()


# --- Checking, refusing ------------------------------------------------------------------------------------------


def test_the_office_checks_and_looks_at_the_first_account_with_it(grant, officer):
    checked = actions.check_drawdown(make.drawdown(grant), actor=officer)

    assert (checked.state, checked.checked_by) == (DrawdownState.CHECKED, officer)
    assert AccountConfirmation.objects.get().by == officer
    with pytest.raises(NotNow):
        actions.check_drawdown(checked, actor=officer)


def test_the_administration_of_the_district_checks_and_others_do_not(grant, owner, stranger, treasurer):
    found = make.drawdown(grant)
    for somebody in (owner, stranger, treasurer):
        with pytest.raises(NotAllowed):
            actions.check_drawdown(found, actor=somebody)
    administration = boards.district_officer(grant.project.district)

    assert queries.drawdowns_to_check(administration).get() == found
    assert actions.check_drawdown(found, actor=administration).state == DrawdownState.CHECKED


def test_an_officer_checks_nothing_of_their_own(officer):
    found = make.drawdown(make.granted(officer))

    with pytest.raises(NotAllowed):
        actions.check_drawdown(found, actor=officer)
    assert not queries.drawdowns_to_check(officer).exists()


def test_an_officer_who_writes_along_does_not_check_what_they_asked_for(grant, officer):
    make.account(grant)
    grant.coapplicants.create(email=officer.email, may_write=True, invited_at=clock.now())

    with pytest.raises(NotAllowed):
        actions.check_drawdown(make.drawdown(grant, by=officer), actor=officer)
    assert not queries.drawdowns_to_check(officer).exists()


def test_what_was_checked_is_not_taken_back(grant, owner, officer):
    checked = actions.check_drawdown(make.drawdown(grant), actor=officer)

    with pytest.raises(NotNow):
        actions.withdraw_drawdown(checked, actor=owner)


def test_a_refusal_says_why_and_a_mail_tells_it(grant, owner, officer, stranger):
    found = make.drawdown(grant)
    with pytest.raises(NotAllowed):
        actions.refuse_drawdown(found, actor=stranger, reason="Nein.")
    with pytest.raises(WordsMissing):
        actions.refuse_drawdown(found, actor=officer, reason=" ")
    with pytest.raises(actions.AnswerTooLong):
        actions.refuse_drawdown(found, actor=officer, reason="x" * 501)

    refused = actions.refuse_drawdown(found, actor=officer, reason="Das Angebot fehlt.")

    assert (refused.state, refused.answer) == (DrawdownState.REFUSED, "Das Angebot fehlt.")
    mail = OutgoingMail.objects.get(to=owner.email, subject__contains="nicht ausgezahlt")
    assert "Das Angebot fehlt." in mail.text


# --- Ordering ----------------------------------------------------------------------------------------------------


def test_one_orders_the_payment_and_another_releases_it(grant, officer, treasurer):
    found = make.ordered(grant, checker=officer, orderer=treasurer)

    order = found.order
    assert (order.payee, order.iban, order.cents) == ("Verein Lichterfest", make.IBAN, 500_00)
    assert order.purpose == f"{found} · {grant.project.title}" and found.account.iban == make.IBAN
    assert again(found).standing == DrawdownState.ORDERED and queries.drawn(grant) == Drawn(0, 500_00)
    with pytest.raises(NotAllowed):
        budget.release_order(order, actor=treasurer)
    with pytest.raises(NotNow):
        actions.order_drawdown(again(found), actor=treasurer)

    budget.release_order(order, actor=officer)

    assert again(found).standing == DrawdownState.PAID and queries.drawn(grant) == Drawn(500_00, 0)
    assert Earmark.objects.get().paid == 500_00 and not unsound().exists()


def test_only_whoever_keeps_the_books_orders(grant, officer, owner, stranger):
    checked = actions.check_drawdown(make.drawdown(grant), actor=officer)

    for somebody in (owner, stranger, boards.district_officer(grant.project.district)):
        with pytest.raises(NotAllowed):
            actions.order_drawdown(checked, actor=somebody)
        assert not queries.drawdowns_to_order(somebody).exists()


def test_nobody_orders_a_payment_to_themself(officer, treasurer):
    second, _third = make.desk()
    grant = make.granted(officer)
    checked = actions.check_drawdown(make.drawdown(grant), actor=second)

    with pytest.raises(NotAllowed):
        actions.order_drawdown(checked, actor=officer)
    assert not queries.drawdowns_to_order(officer).exists()
    assert queries.drawdowns_to_order(treasurer).get() == checked


def test_a_payment_that_was_sent_back_can_be_ordered_again_or_refused(grant, officer, treasurer):
    found = make.ordered(grant, checker=officer, orderer=treasurer)
    budget.refuse(found.order, actor=officer, reason="Falscher Tag.")

    assert again(found).standing == DrawdownState.CHECKED
    ordered = actions.order_drawdown(again(found), actor=treasurer)
    budget.withdraw(ordered.order, actor=treasurer)

    assert actions.refuse_drawdown(again(found), actor=treasurer, reason="Doch nicht.").state == DrawdownState.REFUSED


def test_a_payment_that_was_taken_back_counts_no_more(grant, officer, treasurer):
    found = make.paid(grant, checker=officer, orderer=treasurer)
    budget.take_back(found.entry, actor=treasurer, reason="Rücklauf.")

    assert again(found).standing == DrawdownState.CHECKED and again(found).use_by is None
    assert queries.drawn(grant) == Drawn(0, 500_00)


def test_what_the_treasury_paid_by_itself_counts_too(grant, officer, treasurer):
    earmark = Earmark.objects.get()
    money.order(earmark, cents=400_00, by=treasurer)
    assert queries.drawn(grant) == Drawn(0, 400_00)

    budget.release_order(Order.objects.get(), actor=officer)

    assert queries.drawn(grant) == Drawn(400_00, 0) and left(grant) == 1_100_00


def test_what_came_back_can_be_drawn_again(grant, officer, treasurer):
    make.paid(grant, 1_500_00, checker=officer, orderer=treasurer)
    back = budget.Repayment(earmark=Earmark.objects.get(), cents=300_00, voucher="Auszug 7")
    budget.repay(back, actor=treasurer)

    assert left(grant) == 300_00


# --- The end -----------------------------------------------------------------------------------------------------


def test_settling_demands_the_rest_which_only_has_to_be_ordered(owner, officer, treasurer):
    grant = make.granted(owner, terms=make.KEPT_BACK)
    make.paid(grant, 1_350_00, checker=officer, orderer=treasurer)

    last = demand_final(grant, 150_00, at=clock.now())

    assert (last.kind, last.state, last.number) == (DrawdownKind.FINAL, DrawdownState.CHECKED, 2)
    ordered = actions.order_drawdown(last, actor=treasurer)
    budget.release_order(ordered.order, actor=officer)
    assert queries.drawn(grant) == Drawn(1_500_00, 0)
    assert again(last).use_by is None


def test_a_final_payment_is_owed_and_not_refused(owner, officer, treasurer):
    last = demand_final(make.granted(owner), 150_00, at=clock.now())

    with pytest.raises(actions.FollowsFromSettlement):
        actions.refuse_drawdown(last, actor=officer, reason="Nein.")


def test_a_final_payment_never_goes_beyond_the_grant(grant, officer, treasurer):
    make.drawdown(grant, 1_000_00)

    for cents in (0, 500_01):
        with pytest.raises(actions.BeyondRest):
            demand_final(grant, cents, at=clock.now())


def test_what_is_reimbursed_needs_an_account_that_somebody_looked_at(owner, officer, treasurer):
    grant = make.granted(owner, terms=make.AFTERWARDS)
    last = demand_final(grant, 1_200_00, at=clock.now())

    with pytest.raises(actions.AccountMissing):
        actions.order_drawdown(last, actor=treasurer)
    account = make.account(grant)
    with pytest.raises(actions.AccountUnconfirmed):
        actions.order_drawdown(last, actor=treasurer)
    assert queries.accounts_to_confirm(officer).get() == account
    actions.confirm_account(account, actor=officer)

    assert actions.order_drawdown(last, actor=treasurer).state == DrawdownState.ORDERED


# --- The clock ---------------------------------------------------------------------------------------------------


def test_what_is_paid_is_told_once_with_the_day_until_which_it_is_used(grant, owner, officer, treasurer):
    found = make.paid(grant, checker=officer, orderer=treasurer)
    assert f"{found.use_by}" == "2026-05-04"  # the 2nd is a Saturday

    assert [schedule.tell_of_payments() for _hour in range(2)] == [1, 0]

    mail = OutgoingMail.objects.get(to=owner.email, subject__contains="ausgezahlt")
    assert "4. Mai 2026" in mail.text


def test_whoever_is_funded_is_reminded_once_before_the_money_has_to_be_used(
    grant, owner, officer, treasurer, time_machine
):
    found = make.paid(grant, checker=officer, orderer=treasurer)
    seen = []
    for days in (48, 49, 50):
        time_machine.move_to(NOON + timedelta(days=days), tick=False)
        seen.append(schedule.remind_of_use())

    assert seen == [0, 1, 0] and again(found).use_by - clock.local(NOON + timedelta(days=49)).date() == timedelta(14)
    assert OutgoingMail.objects.filter(to=owner.email, subject__contains="Erinnerung").count() == 1


def test_terms_say_within_how_many_months_money_is_used(owner, officer, treasurer, time_machine):
    grant = make.granted(owner, terms=replace(CLUBS, use_months=1))
    found = make.paid(grant, checker=officer, orderer=treasurer)

    assert f"{found.use_by}" == "2026-04-02"
    for day, is_over in ((found.use_by, False), (found.use_by + timedelta(days=1), True)):
        assert Drawdown.objects.to_be_used_before(day).exists() == is_over
    assert Terms().use_months == 2


def test_only_the_house_tells_and_reminds(grant, officer, treasurer):
    found = make.paid(grant, checker=officer, orderer=treasurer)

    for verb in (actions.tell_paid, actions.remind_of_use):
        with pytest.raises(NotAllowed):
            verb(found, actor=officer)
    waiting = make.drawdown(grant)
    for verb in (actions.tell_paid, actions.remind_of_use):
        with pytest.raises(NotNow):
            verb(waiting, actor=system("worker"))
