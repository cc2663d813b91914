"""What a programme can give towards a plan: worked by hand, and what must hold for every plan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.funding.rules import (
    WHOLE,
    Expense,
    Financing,
    Income,
    IncomeKind,
    Plan,
    Promise,
    Terms,
    most,
    volunteering,
)


def plan(spent: int = 0, *, ineligible: int = 0, own: int = 0, others: int = 0, hours: int = 0) -> Plan:
    """A plan in whole euros."""
    return Plan(
        expenses=(
            Expense(title="Bühne", cents=(spent - ineligible) * 100),
            Expense(title="Essen", cents=ineligible * 100, is_eligible=False),
        ),
        incomes=(
            Income(kind=IncomeKind.OWN, title="Kasse", cents=own * 100),
            Income(kind=IncomeKind.THIRD_PARTY, title="Sparkasse", cents=others * 100),
        ),
        volunteer_minutes=hours * 60,
    )


HALF = Terms(financing=Financing.SHARE, max_rate_bp=5_000)


@pytest.mark.parametrize(
    ("terms", "asked", "euros"),
    [
        # 10,000 spent, 2,000 own, 3,000 from others: 5,000 are missing.
        (Terms(financing=Financing.DEFICIT), plan(10_000, own=2_000, others=3_000), 5_000),
        # Half of 10,000 is 5,000, as much as is missing.
        (HALF, plan(10_000, own=2_000, others=3_000), 5_000),
        # Half of 10,000 is 5,000, though 8,000 are missing.
        (HALF, plan(10_000, own=2_000), 5_000),
        # 1,000 of 10,000 do not count: half of 9,000.
        (HALF, plan(10_000, ineligible=1_000), 4_500),
        # The cap of 2,500 is tighter than the half.
        (replace(HALF, max_cents=250_000), plan(10_000), 2_500),
        # What does not count is paid by others first: 900 are eligible and all of them missing.
        (Terms(), plan(1_000, ineligible=100, others=100), 900),
        # Others pay everything.
        (Terms(), plan(1_000, own=600, others=600), 0),
        # 200 hours at 10 euros are 2,000, but at most 15 % of 8,000 = 1,200; half of 9,200.
        (replace(HALF, volunteer_rate_cents=1_000, volunteer_cap_bp=1_500), plan(8_000, hours=200), 4_600),
        # Half of (1,000 + 1,000) would be 1,000: all that is spent, and no more.
        (replace(HALF, volunteer_rate_cents=1_000), plan(1_000, hours=100), 1_000),
        # 400 are missing, and below 500 nothing is granted.
        (Terms(min_cents=50_000), plan(400), 0),
        (Terms(min_cents=40_000), plan(400), 400),
        # Nothing is spent.
        (HALF, plan(0), 0),
    ],
)
def test_the_most_that_can_be_granted(terms, asked, euros):
    assert most(asked, terms).cents == euros * 100


def test_a_rate_is_rounded_down_to_the_cent():
    odd = Plan(expenses=(Expense(title="", cents=1_001),))

    assert most(odd, HALF).cents == 500


def test_money_that_was_refused_covers_nothing():
    refused = Income(kind=IncomeKind.THIRD_PARTY, title="", cents=50_000, promise=Promise.REFUSED)

    assert most(replace(plan(1_000), incomes=(refused,)), Terms()).cents == 100_000


def test_a_missing_own_share_is_said_to_the_cent():
    offer = most(plan(1_000, own=50), Terms(min_own_share_bp=1_000))

    assert [sentence.replace("\xa0", " ") for sentence in offer.misses] == [
        "Es fehlen 50,00 € Eigenanteil: Nötig sind 10 % der förderfähigen Ausgaben."
    ]


def test_voluntary_work_is_an_own_share():
    terms = Terms(min_own_share_bp=1_000, volunteer_rate_cents=1_000)

    assert most(plan(900, hours=10), terms).misses == []
    assert most(plan(900, hours=9), terms).misses != []


def test_full_funding_takes_no_other_money_along():
    assert most(plan(1_000, others=100), Terms(financing=Financing.FULL)).misses != []
    assert most(plan(1_000), Terms(financing=Financing.FULL)).misses == []


def test_the_tightest_limit_is_said_first():
    offer = most(plan(10_000), replace(HALF, max_cents=100_000))

    assert offer.limits[0].cents == offer.cents == 100_000
    assert offer.limits == sorted(offer.limits)


cents = st.integers(min_value=0, max_value=10**9)
plans = st.builds(
    Plan,
    expenses=st.lists(st.builds(Expense, title=st.just(""), cents=cents, is_eligible=st.booleans()), max_size=4),
    incomes=st.lists(
        st.builds(
            Income,
            kind=st.sampled_from(IncomeKind),
            title=st.just(""),
            cents=cents,
            promise=st.sampled_from(Promise),
        ),
        max_size=4,
    ),
    volunteer_minutes=st.integers(min_value=0, max_value=10**6),
)
all_terms = st.builds(
    Terms,
    financing=st.sampled_from(Financing),
    max_rate_bp=st.none() | st.integers(min_value=1, max_value=WHOLE),
    max_cents=st.none() | st.integers(min_value=1, max_value=10**8),
    min_cents=st.integers(min_value=0, max_value=10**6),
    min_own_share_bp=st.integers(min_value=0, max_value=WHOLE - 1),
    volunteer_rate_cents=st.integers(min_value=0, max_value=10_000),
    volunteer_cap_bp=st.integers(min_value=0, max_value=WHOLE),
)


@given(plans, all_terms)
def test_a_grant_never_exceeds_what_is_spent_missing_capped_or_its_share(asked, terms):
    granted = most(asked, terms).cents

    assert 0 <= granted <= asked.eligible
    assert granted <= max(0, asked.spent - asked.covered)
    assert terms.max_cents is None or granted <= terms.max_cents
    base = asked.eligible + volunteering(asked, terms)
    assert granted * WHOLE <= base * (WHOLE if terms.max_rate_bp is None else terms.max_rate_bp)
    assert granted == 0 or granted >= terms.min_cents


@given(plans, all_terms)
def test_a_plan_that_asks_for_what_can_be_granted_never_has_too_much(asked, terms):
    wanted = replace(asked, asked_cents=most(asked, terms).cents)

    assert wanted.gap >= min(0, asked.spent - asked.covered)
    assert wanted.gap == asked.gap + asked.asked_cents - wanted.asked_cents


@given(plans, all_terms, cents)
def test_more_money_from_others_never_brings_more_of_the_grant(asked, terms, more):
    gift = Income(kind=IncomeKind.THIRD_PARTY, title="", cents=more, promise=Promise.RECEIVED)
    richer = replace(asked, incomes=[*asked.incomes, gift])

    assert most(richer, terms).cents <= most(asked, terms).cents


@given(plans, all_terms)
def test_voluntary_work_counts_for_no_more_than_its_cap(asked, terms):
    assert volunteering(asked, terms) * WHOLE <= asked.eligible * terms.volunteer_cap_bp
