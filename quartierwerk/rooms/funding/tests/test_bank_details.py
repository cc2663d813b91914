"""Accounts of grants: who names one, who looks at a change, who sees the number, and when it is forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import NotAllowed, WordsMissing
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.budget.tests import factories as money
from quartierwerk.rooms.funding import actions, queries
from quartierwerk.rooms.funding.models import AccountConfirmation, BankDetails
from quartierwerk.rooms.funding.rules import AccountNews
from quartierwerk.rooms.funding.tests import drawing as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def grant(owner):
    return make.granted(owner)


@pytest.fixture
def treasurer():
    return money.treasurer("Kaspar Kasse")


@pytest.fixture
def changed(grant):
    """A case whose account was confirmed and then changed."""
    actions.check_drawdown(make.drawdown(grant), actor=make.desk()[0])
    return make.account(grant, iban=make.OTHER)


def test_whoever_applied_names_an_account(grant, owner):
    found = make.account(grant, iban="de02 1203 0000 0000 2020 51", holder=" Verein  Licht ")

    assert (found.holder, found.iban, found.news) == ("Verein Licht", make.IBAN, AccountNews.FIRST)
    assert (str(found), found.entered_by) == ("…\u20602051", owner)
    assert not OutgoingMail.objects.filter(subject__contains="Konto").exists()
    assert make.IBAN not in str(AuditRow.objects.get(verb="funding.enter_account").changes)


def test_nobody_else_names_one(grant, officer, stranger, treasurer):
    for somebody in (officer, stranger, treasurer):
        with pytest.raises(NotAllowed):
            make.account(grant, by=somebody)


@pytest.mark.parametrize(("said", "field"), [({"iban": "DE02120300000000202052"}, "iban"), ({"holder": " "}, "holder")])
def test_an_account_says_what_it_must(grant, said, field):
    with pytest.raises(actions.AccountRefused) as caught:
        make.account(grant, **said)
    assert caught.value.field == field


def test_the_same_account_is_named_once(grant):
    make.account(grant)

    with pytest.raises(actions.AccountThere):
        make.account(grant)


def test_of_a_change_the_applicant_and_the_desk_are_told(grant, owner, officer):
    actions.take(grant, actor=officer, clerk=officer)
    make.account(grant)

    found = make.account(grant, iban=make.OTHER)

    assert found.news == AccountNews.CHANGED and grant.accounts.count() == 2
    told = {mail.to: mail.text for mail in OutgoingMail.objects.filter(subject__contains="Konto")}
    assert told.keys() == {owner.email, officer.email}
    for text in told.values():
        assert "…\u20602051" in text and "…\u20605030" in text and make.OTHER not in text


def test_an_account_that_somebody_else_names_too_is_looked_at(grant, stranger, officer):
    make.account(grant)
    other = make.granted(stranger)

    found = make.account(other)

    assert found.news == AccountNews.SHARED
    assert queries.accounts_to_confirm(officer).get() == found
    assert not OutgoingMail.objects.filter(to=stranger.email, subject__contains="Konto").exists()


def test_ones_own_account_in_two_cases_is_nothing_new(grant, owner):
    make.account(grant)

    assert make.account(make.granted(owner)).news == AccountNews.FIRST


def test_a_changed_account_waits_for_a_second_look(changed, grant, officer, treasurer):
    checked = grant.drawdowns.get()

    with pytest.raises(actions.AccountUnconfirmed):
        actions.order_drawdown(checked, actor=treasurer)
    assert not queries.drawdowns_to_order(treasurer).exists()
    actions.confirm_account(changed, actor=officer, note="Rückruf unter der alten Nummer.")

    assert actions.order_drawdown(checked, actor=treasurer).order.iban == make.OTHER


def test_checking_does_not_confirm_a_change(grant, officer):
    found = make.drawdown(grant)
    make.account(grant, iban=make.OTHER)

    actions.check_drawdown(found, actor=officer)

    assert not AccountConfirmation.objects.exists()


def test_whoever_confirmed_a_change_does_not_order_to_it(changed, grant, officer):
    actions.confirm_account(changed, actor=officer, note="Rückruf.")

    with pytest.raises(actions.SameEyes):
        actions.order_drawdown(grant.drawdowns.get(), actor=officer)


def test_neither_whoever_entered_it_nor_somebody_else_confirms(changed, owner, stranger, treasurer):
    for somebody in (owner, stranger, treasurer, system("funding")):
        with pytest.raises(NotAllowed):
            actions.confirm_account(changed, actor=somebody, note="Doch.")
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountConfirmation.objects.create(account=changed, by=owner, at=clock.now())


def test_in_the_first_days_after_a_change_a_look_needs_words(changed, officer, time_machine):
    with pytest.raises(WordsMissing):
        actions.confirm_account(changed, actor=officer)
    with pytest.raises(actions.AccountRefused):
        actions.confirm_account(changed, actor=officer, note="x" * 501)
    time_machine.move_to(clock.now() + timedelta(days=15))

    assert actions.confirm_account(changed, actor=officer).is_confirmed


def test_an_account_is_confirmed_once_and_only_the_latest(changed, grant, officer):
    later = make.account(grant, iban=make.ABROAD)

    with pytest.raises(actions.AccountOutdated):
        actions.confirm_account(changed, actor=officer, note="Rückruf.")
    actions.confirm_account(later, actor=officer, note="Rückruf.")
    with pytest.raises(actions.AccountOutdated):
        actions.confirm_account(later, actor=officer, note="Rückruf.")
    assert "Nr. 7.4" in str(later.warning)


def test_accounts_and_confirmations_never_change(changed, officer):
    actions.confirm_account(changed, actor=officer, note="Rückruf.")

    for rows, change in ((BankDetails.objects, {"iban": make.ABROAD}), (AccountConfirmation.objects, {"note": "x"})):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.all().delete()


def test_the_number_is_seen_by_office_treasury_and_applicant(grant, owner, officer, treasurer, stranger):
    found = make.account(grant)
    elsewhere = accounts.person("Anders Wo")

    for somebody in (owner, officer, treasurer):
        assert BankDetails.objects.visible_to(somebody).get() == found
    for somebody in (stranger, elsewhere, None):
        assert not BankDetails.objects.visible_to(somebody).exists()


def test_accounts_are_forgotten_ten_years_after_the_year(grant, owner, officer):
    def entered(iban, day):
        at = clock.first_of(day)
        said = {"holder": "Verein", "news": AccountNews.FIRST, "entered_at": at, "entered_by": owner}
        return BankDetails.objects.create(application=grant, iban=iban, **said)

    entered(make.OTHER, date(2013, 3, 2))
    looked_at = entered(make.IBAN, date(2013, 3, 3))
    AccountConfirmation.objects.create(account=looked_at, by=officer, at=clock.first_of(date(2014, 1, 15)))
    entered(make.ABROAD, date(2015, 1, 15))

    def kept(year):
        before = clock.first_of(date(year, 6, 1)) - timedelta(days=3_650)
        actions.forget_accounts(before, actor=system("worker"))
        return list(BankDetails.objects.values_list("iban", flat=True))

    assert kept(2023) == [make.OTHER, make.IBAN, make.ABROAD]
    assert kept(2024) == [make.IBAN, make.ABROAD]
    assert kept(2025) == [make.ABROAD]
    assert kept(2026) == [] and not AccountConfirmation.objects.exists()
