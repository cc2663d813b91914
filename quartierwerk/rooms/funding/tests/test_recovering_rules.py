"""What may be claimed back, after which hearing, until when, and the interest, reckoned by hand beside the rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.funding.rules import recovering as rules
from quartierwerk.rooms.funding.rules.recovering import BaseRate, Claim, Ground, RecoveryState
from quartierwerk.rooms.funding.rules.terms import WHOLE, Grantor

TODAY = date(2026, 3, 2)
CLAIM = Claim(ground=Ground.PURPOSE, cents=50_000, facts="Es gab kein Fest.", known_on=date(2026, 2, 2))
DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2030, 12, 31))
SUMS = st.integers(min_value=0, max_value=10**9)
RATES = (BaseRate(date(2016, 7, 1), -88), BaseRate(date(2023, 1, 1), 162), BaseRate(date(2023, 7, 1), 312))


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"facts": " "}, ["facts"]),
        ({"facts": "x" * 3_001}, ["facts"]),
        ({"known_on": date(2026, 3, 3)}, ["known_on"]),
        ({"cents": 0}, ["cents"]),
        ({"cents": 80_001}, ["cents"]),
        ({"ground": Ground.SETTLED}, ["cents"]),
        ({"ground": Ground.SETTLED, "cents": 20_000}, []),
        ({"cents": -1, "facts": ""}, ["facts", "cents"]),
    ],
)
def test_what_can_be_claimed(said, fields):
    found = rules.claim_problems(replace(CLAIM, **said), paid=80_000, final=60_000, on=TODAY)

    assert [one.field for one in found] == fields


def test_without_a_settlement_nothing_follows_from_one():
    found = rules.claim_problems(replace(CLAIM, ground=Ground.SETTLED), paid=80_000, final=None, on=TODAY)

    assert [one.field for one in found] == ["cents"]


@given(SUMS, SUMS)
def test_too_much_is_what_lies_beyond_the_grant(paid, final):
    found = rules.too_much(paid=paid, final=final)

    assert found >= 0 and (paid - found <= final or found == 0)
    assert (found == 0) == (paid <= final)


def test_every_ground_has_its_law_and_an_association_rests_on_what_was_agreed():
    assert set(rules.LAW) == set(Ground)
    assert "§ 49" in rules.basis(Ground.NO_PROOF, Grantor.CITY)
    assert "VwVfG" not in rules.basis(Ground.NO_PROOF, Grantor.ASSOCIATION)


def test_somebody_is_heard_for_two_weeks_at_least_and_the_last_day_is_one_to_work_on():
    assert rules.heard_until(date(2026, 3, 2)) == date(2026, 3, 16)
    assert rules.heard_until(date(2026, 3, 2), days=3) == date(2026, 3, 16)
    assert rules.heard_until(date(2026, 3, 6), days=15) == date(2026, 3, 23)  # the 21st is a Saturday
    assert rules.may_decide(until=TODAY, has_answered=True, on=TODAY)
    assert not rules.may_decide(until=TODAY, has_answered=False, on=TODAY)
    assert rules.may_decide(until=TODAY, has_answered=False, on=TODAY + timedelta(days=1))


def test_a_year_after_the_facts_were_known_it_is_too_late():
    assert rules.decide_by(date(2026, 2, 2)) == date(2027, 2, 2)
    assert rules.decide_by(date(2024, 2, 29)) == date(2025, 2, 28)


def test_a_claim_ends_repaid_or_dropped():
    leads = rules.RECOVERY_STEPS.leads
    assert leads(RecoveryState.HEARING, RecoveryState.CLAIMED) and leads(RecoveryState.CLAIMED, RecoveryState.REPAID)
    assert not leads(RecoveryState.HEARING, RecoveryState.REPAID)
    assert not leads(RecoveryState.DROPPED, RecoveryState.CLAIMED)


# --- Interest, with its arithmetic -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cents", "since", "until", "expected"),
    [
        (100_000, date(2022, 12, 31), date(2022, 12, 31), 0),  # no day lies between
        (100_000, date(2022, 1, 1), date(2021, 1, 1), 0),
        # 1,000.00 € × 4.12 % (5.00 − 0.88) for all 365 days of 2022 = 41.20 €
        (100_000, date(2021, 12, 31), date(2022, 12, 31), 4_120),
        # 1,000.00 € × 6.62 % × 181 / 365 + × 8.12 % × 184 / 365 = 32.8280… + 40.9337… = 73.7617… €
        (100_000, date(2022, 12, 31), date(2023, 12, 31), 7_376),
        # one day of a leap year: 36,600.00 € × 8.12 % / 366 = 8.12 €
        (3_660_000, date(2024, 2, 28), date(2024, 2, 29), 812),
        # over the turn of a year: 10,000.00 € × 8.12 % × (1 / 365 + 1 / 366) = 2.22466 + 2.21858 = 4.44324 €
        (1_000_000, date(2023, 12, 30), date(2024, 1, 1), 444),
        # before the first rate that is known, the first one holds: as in 2022
        (100_000, date(2014, 12, 31), date(2015, 12, 31), 4_120),
    ],
)
def test_interest_by_hand(cents, since, until, expected):
    assert rules.interest(cents, since=since, until=until, rates=RATES, above_bp=500) == expected


@given(SUMS, DAYS, st.integers(0, 2_000), st.integers(0, 2_000))
def test_interest_of_two_spans_is_that_of_both_but_for_rounding(cents, since, first, second):
    middle = since + timedelta(days=first)
    until = middle + timedelta(days=second)

    def borne(begins, ends):
        return rules.interest(cents, since=begins, until=ends, rates=RATES, above_bp=500)

    assert abs(borne(since, until) - borne(since, middle) - borne(middle, until)) <= 1
    assert borne(since, until) >= borne(since, middle)


@given(SUMS, DAYS, st.integers(1, 800))
def test_interest_is_the_sum_of_its_days(cents, since, days):
    """Day by day, as somebody would reckon it with a calendar."""
    total = Fraction(0)
    for number in range(1, days + 1):
        day = since + timedelta(days=number)
        known = [one.bp for one in RATES if one.since <= day] or [RATES[0].bp]
        whole = 366 if date(day.year, 12, 31).timetuple().tm_yday == 366 else 365
        total += Fraction(cents * (known[-1] + 500), WHOLE * whole)

    found = rules.interest(cents, since=since, until=since + timedelta(days=days), rates=RATES, above_bp=500)

    assert found == int(total + Fraction(1, 2))


def test_a_negative_rate_bears_nothing():
    rates = [BaseRate(date(2016, 7, 1), -88)]
    assert rules.interest(10**6, since=date(2020, 1, 1), until=date(2021, 1, 1), rates=rates, above_bp=50) == 0


def test_the_base_rates_that_the_house_knows_are_in_order_and_on_their_days():
    known = rules.base_rates()

    assert [one.since for one in known] == sorted({one.since for one in known})
    assert all((one.since.day, one.since.month) in ((1, 1), (1, 7)) for one in known)
