"""Bank statements: read whole or not at all, tied to the books with reasons, and income entered from them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import NotAllowed, NotNow, WordsMissing
from quartierwerk.rooms.budget import actions, queries, rules
from quartierwerk.rooms.budget.models import Entry, Pot, Statement, StatementLine
from quartierwerk.rooms.budget.rules import EntryKind, Expected, Moved, Sign, camt
from quartierwerk.rooms.budget.tests import factories, statements
from quartierwerk.rooms.budget.tests.statements import DAY, line, statement

# --- Reading -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_statement_is_read_in_every_version(version):
    lines = [line(-12_50, version=version), line(300_00, name="Sparkasse Muster", purpose="Spende", version=version)]

    [told] = camt.read(statement(lines, total=287_50, version=version))

    assert (told.iban, told.number, told.opening, told.closing) == (statements.IBAN, "12", 100_000, 128_750)
    assert [(one.cents, one.name, one.purpose, one.day) for one in told.lines] == [
        (-12_50, "Verein Licht", "Rate 1 R-1", DAY),
        (300_00, "Sparkasse Muster", "Spende", DAY),
    ]


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kein lesbares XML"),
        (b"Buchungstag;Betrag", "kein lesbares XML"),
        (BOMB, "kein lesbares XML"),
        (b"<a/>", "kein Kontoauszug"),
        (statement([], total=1), "unvollst"),
        (statement([line(5)], total=4), "unvollst"),
        (statement([line(5).replace("EUR", "USD")], total=5), "andere W"),
        (statement([line(5).replace("0.05", "viel")], total=5), "nicht lesbar"),
        (statement([line(5).replace("0.05", "0.055")], total=5), "nicht lesbar"),
    ],
)
def test_what_is_no_whole_statement_is_refused(content, said):
    with pytest.raises(camt.NotReadable, match=said):
        camt.read(content)


def test_a_run_that_the_bank_put_together_is_read_in_its_parts():
    both = line(-10_00, name="Verein Licht").replace("</NtryDtls></Ntry>", "") + (
        '<TxDtls><Amt Ccy="EUR">5.00</Amt><RltdPties><Cdtr><Nm>Chor</Nm></Cdtr></RltdPties></TxDtls></NtryDtls></Ntry>'
    )
    both = both.replace('<Amt Ccy="EUR">10.00</Amt><CdtDbtInd>', '<Amt Ccy="EUR">15.00</Amt><CdtDbtInd>', 1)
    [told] = camt.read(statement([both], total=-15_00))
    assert [(one.name, one.cents) for one in told.lines] == [("Verein Licht", -10_00), ("Chor", -5_00)]


@given(st.lists(st.integers(-10_000_000, 10_000_000).filter(bool), max_size=15), st.integers(-(10**9), 10**9))
def test_every_cent_is_read(sums, opening):
    [told] = camt.read(statement([line(cents) for cents in sums], total=sum(sums), opening=opening))
    assert [one.cents for one in told.lines] == sums
    assert told.closing == opening + sum(sums)


# --- Matching ----------------------------------------------------------------------------------------------------

PAID = Expected(
    key=1, cents=-50_00, day=DAY, name="Verein Licht e. V.", purpose="Rate 1 Lichterfest", voucher="R-2026/17"
)


@pytest.mark.parametrize(
    ("said", "signs", "is_certain"),
    [
        ({"purpose": "RG R 2026 17"}, {Sign.SUM, Sign.VOUCHER}, True),
        ({"name": "VEREIN LICHT E.V."}, {Sign.SUM, Sign.NAME}, False),
        ({"name": "Verein Licht", "purpose": "Lichterfest Rate 1"}, {Sign.SUM, Sign.NAME, Sign.PURPOSE}, True),
        ({}, {Sign.SUM}, False),
    ],
)
def test_a_match_says_why(said, signs, is_certain):
    moved = Moved(**{"cents": -50_00, "day": DAY, "name": "", "purpose": ""} | said)
    [match] = rules.matches(moved, [PAID])
    assert (match.signs, match.is_certain) == (signs, is_certain)


@pytest.mark.parametrize(
    "moved", [{"cents": -50_01}, {"day": DAY - timedelta(days=1)}, {"day": DAY + timedelta(days=90)}]
)
def test_another_sum_or_time_is_no_match(moved):
    assert rules.matches(Moved(**{"cents": -50_00, "day": DAY, "name": "", "purpose": ""} | moved), [PAID]) == []


def test_two_that_are_alike_are_no_certain_match():
    moved = Moved(-50_00, DAY, "Verein Licht", "Rate 1 Lichterfest")
    assert rules.certain(moved, [PAID]) is not None
    assert rules.certain(moved, [PAID, Expected(**vars(PAID) | {"key": 2})]) is None


# --- In the books ------------------------------------------------------------------------------------------------


@pytest.fixture
def treasurer(db):
    return factories.treasurer()


@pytest.fixture
def pot(treasurer):
    return factories.pot(cents=1_000_00, by=treasurer)


@pytest.fixture
def paid(pot, treasurer, officer):
    """The entry of a payment of 200 euros for voucher R-1."""
    earmark = factories.earmark(pot, cents=500_00, by=treasurer)
    actions.commit(actions.Held(earmark=earmark, cents=500_00), actor=treasurer)
    actions.release_order(factories.order(earmark, cents=200_00, by=treasurer), actor=officer)
    return Entry.objects.get(kind=EntryKind.PAYMENT)


def read(content, by):
    return actions.read_statements(actions.StatementFile(content), actor=by)


def today(cents, **said):
    return line(cents, day=clock.today(), **said)


def test_a_payment_that_is_certain_is_tied_at_once(paid, treasurer):
    read(statement([today(-200_00)], total=-200_00), treasurer)
    assert StatementLine.objects.get().entry == paid
    assert not queries.open_lines(treasurer).exists()


def test_the_same_statement_is_read_once(treasurer):
    content = statement([today(5)], total=5)
    read(content, treasurer)
    with pytest.raises(actions.StatementThere):
        read(content, treasurer)
    assert Statement.objects.count() == 1


def test_who_does_not_keep_the_books_reads_none(pot):
    with pytest.raises(NotAllowed):
        read(statement([today(5)], total=5), factories.auditor())


def test_a_broken_file_leaves_nothing(treasurer):
    with pytest.raises(actions.StatementRefused):
        read(statement([today(5)], total=4), treasurer)
    assert not Statement.objects.exists()


def test_a_line_is_tied_by_hand_and_untied(paid, treasurer):
    read(statement([today(-200_00, name="", purpose="Dauerauftrag"), today(-1)], total=-200_01), treasurer)
    first, second = StatementLine.objects.order_by("position")
    with pytest.raises(actions.SumsDiffer):
        actions.match(second, actor=treasurer, entry=paid)

    actions.match(first, actor=treasurer, entry=paid)
    with pytest.raises(actions.LineSettled):
        actions.match(first, actor=treasurer, entry=paid)
    actions.unmatch(first, actor=treasurer)

    assert StatementLine.objects.get(pk=first.pk).is_open
    with pytest.raises(NotNow):
        actions.unmatch(second, actor=treasurer)


def test_an_entry_is_one_line_only(paid, treasurer):
    read(statement([today(-200_00, purpose="A", name="")] * 2, total=-400_00), treasurer)
    first, second = StatementLine.objects.order_by("position")
    actions.match(first, actor=treasurer, entry=paid)
    with pytest.raises(actions.LineSettled):
        actions.match(second, actor=treasurer, entry=paid)
    with pytest.raises(IntegrityError), transaction.atomic():
        StatementLine.objects.filter(pk=second.pk).update(entry=paid)


def test_fees_are_passed_with_a_reason(treasurer):
    read(statement([today(-3_00)], total=-3_00), treasurer)
    fee = StatementLine.objects.get()
    with pytest.raises(WordsMissing):
        actions.pass_line(fee, actor=treasurer, reason="")
    actions.pass_line(fee, actor=treasurer, reason="Kontoführung")
    assert not queries.open_lines(treasurer).exists()


def test_income_is_entered_from_the_statement(pot, treasurer):
    read(statement([today(75_00, name="Muster Stiftung", purpose="Zuwendung")], total=75_00), treasurer)
    came = StatementLine.objects.get()

    entry = actions.book(actions.Income(line=came, pot=pot, basis="Zusage vom 1. Juni"), actor=treasurer)

    assert (entry.kind, entry.cents, entry.voucher) == (EntryKind.ALLOCATION, 75_00, "Auszug 12/1")
    assert StatementLine.objects.get().entry == entry
    assert Pot.objects.get(pk=pot.pk).funds == 1_075_00
    with pytest.raises(actions.LineSettled):
        actions.book(actions.Income(line=StatementLine.objects.get(), pot=pot, basis="Noch einmal"), actor=treasurer)


def test_what_comes_back_goes_back_to_its_case(paid, treasurer):
    read(statement([today(20_00, purpose="Rest")], total=20_00), treasurer)
    came = StatementLine.objects.get()
    entry = actions.book(actions.Income(line=came, earmark=paid.earmark), actor=treasurer)
    assert (entry.kind, Pot.objects.get(pk=paid.pot_id).paid) == (EntryKind.REPAYMENT, 180_00)


def test_what_went_out_is_no_income_and_income_needs_a_place(pot, treasurer):
    read(statement([today(-1), today(2)], total=1), treasurer)
    went, came = StatementLine.objects.order_by("position")
    with pytest.raises(actions.NothingCameIn):
        actions.book(actions.Income(line=went, pot=pot, basis="Beschluss"), actor=treasurer)
    with pytest.raises(actions.PlaceMissing):
        actions.book(actions.Income(line=came), actor=treasurer)


def test_a_gap_between_statements_is_seen(treasurer):
    read(statement([today(5)], total=5), treasurer)
    read(statement([today(5)], total=5, opening=100_005, number="13"), treasurer)
    assert queries.gaps() == []
    read(statement([today(5)], total=5, opening=200_000, number="15"), treasurer)
    assert [(one.number, other.number) for one, other in queries.gaps()] == [("13", "15")]


def test_a_district_sees_no_statements(treasurer, profile):
    read(statement([today(5)], total=5), treasurer)
    district = queries.districts().first()
    assert queries.statements(factories.auditor()).count() == 1
    assert queries.statements(factories.administration(of=district)).count() == 0
    assert queries.statements(None).count() == 0
