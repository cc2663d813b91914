"""How much of a grant can be drawn, when, and to which account: rules without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.rules import (
    WHOLE,
    Account,
    AccountNews,
    Call,
    DrawdownKind,
    Drawn,
    Financing,
    Grant,
    Payout,
    Terms,
    ToldGrant,
)
from quartierwerk.rooms.funding.rules.deadlines import latest_event, months_after

TODAY = date(2026, 3, 2)
FROM, UNTIL = date(2026, 2, 1), date(2026, 6, 30)
ADVANCE = Terms()
sums = st.integers(0, 10_000_00)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
payouts = st.sampled_from(Payout)
shares = st.integers(1, WHOLE - 1)


@st.composite
def letters(draw):
    """Letters in the order in which they went out; some made known, some final."""
    found = []
    for _number in range(draw(st.integers(0, 4))):
        effective = draw(st.none() | days)
        payable = None if effective is None else effective + timedelta(days=draw(st.sampled_from([0, 30, 400])))
        found.append(ToldGrant(draw(sums), effective, payable, draw(st.none() | days)))
    return found


def told(cents=1_000_00, *, effective=FROM, payable=FROM, until=UNTIL):
    return ToldGrant(cents, effective, payable, until)


def grant(*known, on=TODAY, anew=False):
    return rules.grant_of(known or [told()], is_decided_anew=anew, on=on)


def drawable(terms=ADVANCE, *, of=None, paid=0, waiting=0, on=TODAY):
    return rules.drawable(terms, of or grant(), Drawn(paid, waiting), on=on)


# What is granted


def test_the_latest_letter_in_effect_says_what_is_granted():
    cut = told(600_00, effective=TODAY, payable=TODAY)
    to_come = told(900_00, effective=TODAY + timedelta(days=1), payable=None)

    assert grant(told(), cut, to_come).cents == 600_00


def test_a_raise_can_be_paid_once_its_letter_is_final():
    more = told(1_500_00, effective=TODAY, payable=TODAY + timedelta(days=30))

    found = grant(told(), more)

    assert (found.cents, found.payable_cents, found.payable_on) == (1_500_00, 1_000_00, more.payable_on)
    assert grant(told(), more, on=TODAY + timedelta(days=30)).payable_cents == 1_500_00


def test_a_cut_counts_from_its_first_day_on():
    less = told(400_00, effective=TODAY, payable=TODAY + timedelta(days=30))

    assert grant(told(), less).payable_cents == 400_00


def test_nothing_is_payable_before_a_letter_is_final():
    assert grant(told(payable=TODAY + timedelta(days=1))).payable_cents == 0
    assert grant(told(effective=None, payable=None)) == Grant()


@given(known=letters(), on=days, anew=st.booleans())
def test_what_is_payable_is_never_more_than_what_is_granted(known, on, anew):
    found = rules.grant_of(known, is_decided_anew=anew, on=on)
    assert 0 <= found.payable_cents <= found.cents


# What can be drawn


@given(known=letters(), on=days, payout=payouts, bp=shares, anew=st.booleans(), asked=st.lists(sums, max_size=6))
def test_what_is_drawn_one_after_the_other_never_exceeds_what_is_granted(known, on, payout, bp, anew, asked):
    terms = Terms(payout=payout, retention_bp=bp if payout == Payout.FINAL_SHARE else 0)
    found, taken = rules.grant_of(known, is_decided_anew=anew, on=on), 0
    for cents in asked:
        allowed = rules.drawable(terms, found, Drawn(waiting=taken), on=on)
        assert allowed.cents >= 0
        taken += min(cents, allowed.cents)

    most = found.cents * (WHOLE - terms.retention_bp) // WHOLE
    assert taken <= (0 if payout == Payout.REIMBURSEMENT else most) <= found.cents


@given(known=letters(), on=days, payout=payouts, paid=sums, waiting=sums)
def test_whoever_can_draw_nothing_reads_why(known, on, payout, paid, waiting):
    terms = Terms(payout=payout, retention_bp=1 if payout == Payout.FINAL_SHARE else 0)
    found = rules.grant_of(known, is_decided_anew=False, on=on)

    allowed = rules.drawable(terms, found, Drawn(paid, waiting), on=on)

    assert allowed.cents or allowed.whys
    assert allowed.excess == max(0, paid - found.cents)


@pytest.mark.parametrize(
    ("terms", "cents", "why"),
    [
        (ADVANCE, 1_000_00, ""),
        (Terms(payout=Payout.FINAL_SHARE, retention_bp=1_000), 900_00, "100,00\u00a0€ bleiben stehen"),
        (Terms(payout=Payout.FINAL_SHARE, retention_bp=3_333), 666_70, "333,30\u00a0€ bleiben stehen"),
        (Terms(payout=Payout.REIMBURSEMENT), 0, "nach den Ausgaben"),
    ],
)
def test_how_much_can_be_drawn_hangs_on_how_it_is_paid(terms, cents, why):
    found = drawable(terms)

    assert found.cents == cents
    assert why in " ".join(found.whys)


def test_a_share_that_is_kept_back_is_rounded_down_to_the_cent():
    found = drawable(Terms(payout=Payout.FINAL_SHARE, retention_bp=1), of=grant(told(1_01)))
    assert found.cents == 1_00


def test_money_that_was_paid_beyond_a_cut_grant_is_said():
    found = drawable(of=grant(told(400_00)), paid=500_00)

    assert (found.cents, found.excess) == (0, 100_00)
    assert found.whys == (
        "Ausgezahlt sind 100,00\u00a0€ mehr, als jetzt bewilligt ist. Abrufen lässt sich nichts mehr.",
    )


def test_while_a_new_decision_has_no_letter_nothing_moves():
    found = drawable(of=grant(anew=True))
    assert found.cents == 0 and "neu entschieden" in found.whys[0]


def test_a_notice_that_is_not_final_says_from_when_on():
    found = drawable(of=grant(told(payable=date(2026, 4, 8))))
    assert found.cents == 0 and "ab dem 08.04.2026" in found.whys[0]


def test_money_is_asked_for_until_two_months_beyond_the_approved_period():
    assert drawable(on=date(2026, 8, 31)).cents == 1_000_00  # the 30th is a Sunday
    over = drawable(on=date(2026, 9, 1))
    assert over.cents == 0 and "bis zum 31.08.2026" in over.whys[0]


def test_everything_drawn_says_so():
    assert drawable(paid=400_00, waiting=600_00).whys == ("Alles, was sich abrufen lässt, ist abgerufen.",)


def test_once_the_proof_is_handed_in_nothing_is_drawn_any_more():
    found = rules.drawable(ADVANCE, grant(), Drawn(paid=300_00), on=TODAY, is_accounted=True)

    assert (found.cents, found.whys) == (0, (rules.PROVEN,))


def test_of_a_final_payment_nothing_is_kept_back():
    terms = Terms(payout=Payout.FINAL_SHARE, retention_bp=1_000)

    assert rules.ceiling(terms, grant(), DrawdownKind.FINAL) == 1_000_00
    assert rules.ceiling(Terms(payout=Payout.REIMBURSEMENT), grant(), DrawdownKind.FINAL) == 1_000_00
    assert rules.ceiling(terms, grant(anew=True), DrawdownKind.FINAL) == 0


# What must be said


def asks(terms=ADVANCE, *, left=1_000_00, **said):
    usual = {"cents": 500_00, "wanted_on": TODAY, "purpose": "Bühne"}
    allowed = replace(drawable(terms), cents=left)
    return [one.field for one in rules.call_problems(Call(**usual | said).tidied(), allowed, terms, on=TODAY)]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"cents": 0}, ["cents"]),
        ({"cents": 1_000_01}, ["cents"]),
        ({"cents": 49_99}, ["cents"]),
        ({"cents": 50_00}, []),
        ({"cents": 30_00, "left": 30_00}, []),
        ({"cents": 29_99, "left": 30_00}, ["cents"]),
        ({"wanted_on": TODAY - timedelta(days=1)}, ["wanted_on"]),
        ({"wanted_on": date(2026, 5, 4)}, []),  # the 2nd is a Saturday
        ({"wanted_on": date(2026, 5, 5)}, ["wanted_on"]),
        ({"purpose": " "}, ["purpose"]),
        ({"purpose": "x" * 501}, ["purpose"]),
    ],
)
def test_what_is_asked_for_holds_together(said, fields):
    assert asks(**said) == fields


def test_where_only_the_deficit_is_funded_the_other_means_come_first():
    deficit = Terms(financing=Financing.DEFICIT)

    assert asks(deficit) == ["has_spent_cover"]
    assert asks(deficit, has_spent_cover=True) == []


@given(last=days, months=st.integers(1, 60))
def test_the_latest_day_of_payment_is_the_period_turned_round(last, months):
    day = latest_event(last, months)
    assert months_after(day, months) <= last < months_after(day + timedelta(days=1), months)


def test_money_is_used_within_the_months_of_its_terms():
    assert rules.use_by(ADVANCE, paid_on=date(2026, 3, 2)) == date(2026, 5, 4)
    assert rules.paid_before(2, on=date(2026, 5, 5)) >= date(2026, 3, 2)
    assert rules.paid_before(2, on=date(2026, 5, 4)) < date(2026, 3, 2)


# Accounts


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"holder": " "}, ["holder"]),
        ({"holder": "x" * 121}, ["holder"]),
        ({"iban": "DE02120300000000202052"}, ["iban"]),
        ({"iban": ""}, ["iban"]),
    ],
)
def test_an_account_says_what_it_must(said, fields):
    account = Account(**{"holder": "Verein", "iban": "de02 1203 0000 0000 2020 51"} | said).tidied()
    assert [one.field for one in rules.account_problems(account)] == fields


def test_an_account_is_new_changed_or_somebody_elses():
    assert rules.account_news(has_earlier=False, is_shared=False) == AccountNews.FIRST
    assert rules.account_news(has_earlier=False, is_shared=True) == AccountNews.SHARED
    assert rules.account_news(has_earlier=True, is_shared=True) == AccountNews.CHANGED


def test_of_an_account_lists_show_the_last_four_digits():
    assert rules.masked("DE02120300000000202051") == "…\u20602051"
    assert rules.masked("") == ""


def test_an_account_abroad_has_a_warning():
    assert "Nr. 7.4" in rules.account_warning("AT611904300234573201")
    assert rules.account_warning("DE02120300000000202051") == rules.account_warning("") == ""


def test_a_look_needs_words_in_the_first_days_after_a_change():
    assert rules.look_needs_words(TODAY, on=TODAY + timedelta(days=14))
    assert not rules.look_needs_words(TODAY, on=TODAY + timedelta(days=15))
