"""Bank statements: read whole or not at all, tied to the books with reasons, and income entered from them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation import clock, waiting
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
        (statement([line(5).replace("0.05", "9" * 16)], total=5), "nicht lesbar"),
        (statement([line(5).replace("0.05", "9" * 15)], total=5), "nicht lesbar"),
        (statement([line(5).replace("0.05", "-0.05")], total=-5), "nicht lesbar"),
        (statement([line(5).replace("0.05", "Infinity")], total=5), "nicht lesbar"),
        (statement([line(5).replace("CRDT", "BOTH")], total=5), "nicht lesbar"),
        (statement([line(5).replace("2026-06-03", "2026-06-31")], total=5), "nicht lesbar"),
        (statement([line(5).replace("2026-06-03", "9999-12-31")], total=5), "nicht lesbar"),
        (statement([line(5)], total=5, number="1" * 50), "nicht lesbar"),
        (statement([line(5)], total=5).replace(statements.IBAN.encode(), b""), "nicht lesbar"),
        (statement([line(5)], total=5).replace(b"CLBD", b"CLAV"), "nicht lesbar"),
        (statement([line(5)], total=5).replace(b"UTF-8", b"KOI-99"), "kein lesbares XML"),
        (statement([], total=0).replace(b"Stmt>", b"Ntfctn>"), "kein Kontoauszug"),
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


def told_by(entry, *, total):
    """The lines of a statement with one entry."""
    [told] = camt.read(statement([entry], total=total))
    return [(one.cents, one.name, one.purpose) for one in told.lines]


def test_a_run_that_does_not_add_up_is_one_line_of_nobody():
    both = line(-10_00, name="Verein Licht").replace(
        "</NtryDtls>",
        '<TxDtls><Amt Ccy="EUR">1.00</Amt></TxDtls></NtryDtls><AddtlNtryInf>Sammler</AddtlNtryInf>',
    )
    assert told_by(both, total=-10_00) == [(-10_00, "", "Sammler")]


def test_a_run_may_hold_money_of_both_directions():
    mixed = line(-10_00, name="Verein Licht").replace(
        "</NtryDtls>",
        '<TxDtls><Amt Ccy="EUR">4.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        "<RltdPties><Dbtr><Nm>Chor</Nm></Dbtr></RltdPties></TxDtls></NtryDtls>",
    )
    mixed = mixed.replace('<Amt Ccy="EUR">10.00</Amt>', '<Amt Ccy="EUR">6.00</Amt>', 1)
    assert told_by(mixed, total=-6_00) == [(-10_00, "Verein Licht", "Rate 1 R-1"), (4_00, "Chor", "")]


def test_what_comes_back_names_whoever_it_had_gone_to():
    back = line(-7_00).replace("DBIT", "CRDT").replace("<Sts>", "<RvslInd>true</RvslInd><Sts>")
    assert told_by(back, total=7_00) == [(7_00, "Verein Licht", "Rate 1 R-1")]


def test_a_sum_abroad_does_not_keep_the_euros_out():
    abroad = '<AmtDtls><TxAmt><Amt Ccy="USD">6.00</Amt></TxAmt></AmtDtls>'
    card = line(-5_00).replace('<Amt Ccy="EUR">5.00</Amt><RltdPties>', f"{abroad}<RltdPties>")
    assert told_by(card, total=-5_00) == [(-5_00, "Verein Licht", "Rate 1 R-1")]


@pytest.mark.parametrize(
    "stranger",
    [
        lambda entry: entry.replace("<Ntry>", "<Ntry><NtryRef></NtryRef>"),
        lambda entry: entry.replace("<Dt>2026-06-03</Dt>", "<DtTm>2026-06-03T09:30:00+02:00</DtTm>"),
        lambda entry: entry.replace("BookgDt", "ValDt"),
        lambda entry: entry.replace("0.05", "0.05000"),
        lambda entry: entry + entry.replace("BOOK", "PDNG"),
        lambda entry: entry + entry.replace("0.05", "0.00"),
    ],
    ids=["no number", "with time", "no day of booking", "many zeros", "not booked yet", "nothing moved"],
)
def test_what_banks_write_differently_is_read(stranger):
    [told] = camt.read(statement([stranger(line(5))], total=5))
    assert [(one.cents, one.day) for one in told.lines] == [(5, DAY)]


def test_a_part_of_a_statement_lies_between_two_interim_balances():
    content = statement([line(5)], total=5).replace(b"OPBD", b"ITBD").replace(b"CLBD", b"ITBD")
    assert [(told.opening, told.closing) for told in camt.read(content)] == [(100_000, 100_005)]


def test_a_file_may_hold_several_statements():
    one, other = (statement([line(5)], total=5, number=number).decode() for number in ("12", "13"))
    inner = other[other.index("<Stmt>") : other.index("</BkToCstmrStmt>")]
    both = one.replace("</BkToCstmrStmt>", f"{inner}</BkToCstmrStmt>")
    assert [told.number for told in camt.read(both.encode())] == ["12", "13"]


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


@pytest.mark.parametrize(
    ("voucher", "purpose", "is_named"),
    [
        ("7", "Rate 7", False),
        ("R-1", "Rechnung R-1", False),
        ("R-12/3", "RNr R 12 3 vom Juni", True),
        ("R-2026/1", "R-2026/17", False),
        ("2026", "IBAN 120260", False),
        ("2026-7", "Zahlung 20267", True),
    ],
)
def test_a_short_number_or_a_part_of_one_is_no_sign(voucher, purpose, is_named):
    one = Expected(key=1, cents=-1, day=DAY, voucher=voucher)
    [match] = rules.matches(Moved(-1, DAY, "", purpose), [one])
    assert (Sign.VOUCHER in match.signs, match.is_certain) == (is_named, is_named)


@pytest.mark.parametrize(("days", "is_found"), [(-46, False), (-45, True), (0, True), (45, True), (46, False)])
def test_income_may_be_entered_before_it_comes_or_afterwards(days, is_found):
    came = Moved(50_00, DAY + timedelta(days=days), "", "")
    assert bool(rules.matches(came, [Expected(key=1, cents=50_00, day=DAY)])) is is_found
    assert rules.matches(came._replace(cents=-50_00), [Expected(key=1, cents=50_00, day=DAY)]) == []


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


def test_income_of_the_books_is_found_in_the_statement_and_what_went_out_is_none(pot, paid, treasurer):
    read(statement([today(1_000_00), today(200_00), today(-1_000_00)], total=200_00), treasurer)
    came, other, went = StatementLine.objects.order_by("position")

    [(entry, _match)] = queries.proposals_for(came)
    assert (entry.kind, entry.pot) == (EntryKind.ALLOCATION, pot)
    assert (queries.proposals_for(other), queries.proposals_for(went)) == ([], [])
    with pytest.raises(actions.SumsDiffer):
        actions.match(went, actor=treasurer, entry=entry)
    with pytest.raises(actions.SumsDiffer):
        actions.match(other, actor=treasurer, entry=paid)
    actions.match(came, actor=treasurer, entry=entry)
    assert not StatementLine.objects.get(pk=came.pk).is_open


def test_what_stays_in_the_books_is_no_line_of_the_bank(pot, treasurer):
    factories.earmark(pot, cents=5_00, by=treasurer)
    read(statement([today(5_00)], total=5_00), treasurer)
    line = StatementLine.objects.get()

    assert queries.proposals_for(line) == []
    with pytest.raises(actions.SumsDiffer):
        actions.match(line, actor=treasurer, entry=Entry.objects.get(kind=EntryKind.RESERVATION))


def test_a_line_is_open_again_once_its_entry_is_taken_back(pot, treasurer):
    read(statement([today(75_00)], total=75_00), treasurer)
    entry = actions.book(actions.Income(line=StatementLine.objects.get(), pot=pot, basis="Zusage"), actor=treasurer)
    actions.take_back(entry, actor=treasurer, reason="Falscher Topf")

    line = StatementLine.objects.get()
    assert (line.is_open, list(queries.open_lines(treasurer))) == (True, [line])
    assert queries.statements(treasurer).get().waiting == 1
    assert queries.cash_report(pot.year).lines_open == 1
    for void in (entry, Entry.objects.get(reverses=entry)):
        with pytest.raises(actions.EntryVoid):
            actions.match(line, actor=treasurer, entry=void)
    again = actions.book(actions.Income(line=line, pot=pot, basis="Zusage"), actor=treasurer)

    line = StatementLine.objects.get()
    assert (line.is_open, line.entry) == (False, again)


def test_a_line_whose_entry_was_taken_back_can_be_passed(pot, treasurer):
    read(statement([today(75_00)], total=75_00), treasurer)
    entry = actions.book(actions.Income(line=StatementLine.objects.get(), pot=pot, basis="Zusage"), actor=treasurer)
    actions.take_back(entry, actor=treasurer, reason="Gehört uns nicht")
    actions.pass_line(StatementLine.objects.get(), actor=treasurer, reason="Irrläufer, zurücküberwiesen")
    assert (StatementLine.objects.get().is_open, StatementLine.objects.get().entry) == (False, None)


def test_open_lines_are_a_pile_of_whoever_keeps_the_books(treasurer):
    read(statement([today(5), today(-3)], total=2), treasurer)

    def number(person):
        return {str(pile.label): pile.number for pile in waiting.piles_of(person)}.get("Umsätze zuordnen")

    assert (number(treasurer), number(factories.auditor())) == (2, None)
    actions.pass_line(StatementLine.objects.first(), actor=treasurer, reason="Kontoführung")
    assert number(treasurer) == 1
    actions.pass_line(StatementLine.objects.last(), actor=treasurer, reason="Kontoführung")
    assert number(treasurer) is None


def test_an_account_is_read_in_groups_of_four(treasurer):
    read(statement([today(5)], total=5), treasurer)
    assert Statement.objects.get().account.split("\u00a0") == ["DE02", "1203", "0000", "0000", "2020", "51"]


def test_the_books_call_a_line_in_german_on_every_page(treasurer, pot):
    read(statement([today(75_00)], total=75_00), treasurer)
    with translation.override("en"):
        entry = actions.book(actions.Income(line=StatementLine.objects.get(), pot=pot, basis="Zusage"), actor=treasurer)
    assert entry.voucher == "Auszug 12/1"
