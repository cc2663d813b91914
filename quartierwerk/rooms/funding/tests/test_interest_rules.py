"""What money that is claimed back bears: reckoned by hand beside the rule, and day by day as with a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.funding.rules import interest as rules
from quartierwerk.rooms.funding.rules.interest import Interest, Period, Rate
from quartierwerk.rooms.funding.rules.terms import WHOLE

DAY = timedelta(days=1)
DAYS = st.dates(min_value=date(2016, 7, 1), max_value=date(2025, 12, 31))
SUMS = st.integers(min_value=1, max_value=10**9)
RATES = rules.proposed_rates()


def rate(since: date, bp: int, above: int = 500) -> Rate:
    return Rate(since=since, base_bp=bp, above_bp=above, source="Bundesanzeiger")


@pytest.mark.parametrize(
    ("cents", "first", "last", "expected"),
    [
        (100_000, date(2022, 1, 2), date(2022, 1, 1), 0),  # no day lies between
        # 1,000.00 € × 4.12 % (5.00 − 0.88) × 181 / 365 = 20.430 → 20.43; × 184 / 365 = 20.769 → 20.76
        (100_000, date(2022, 1, 1), date(2022, 12, 31), 2_043 + 2_076),
        # 1,000.00 € × 6.62 % × 181 / 365 = 32.828 → 32.82; × 8.12 % × 184 / 365 = 40.933 → 40.93
        (100_000, date(2023, 1, 1), date(2023, 12, 31), 3_282 + 4_093),
        # one day of a leap year: 36,600.00 € × 8.62 % / 366 = 8.62 €
        (3_660_000, date(2024, 2, 29), date(2024, 2, 29), 862),
        # over the turn of a year: 10,000.00 € × 8.12 % / 365 = 2.2246 → 2.22; × 8.62 % / 366 = 2.355 → 2.35
        (1_000_000, date(2023, 12, 31), date(2024, 1, 1), 222 + 235),
    ],
)
def test_interest_by_hand(cents, first, last, expected):
    assert rules.interest_on(cents, first=first, last=last, rates=RATES).cents == expected


@given(SUMS, DAYS, st.integers(0, 1_500))
def test_interest_is_that_of_its_days_but_for_what_is_cut(cents, first, days):
    """Day by day, as somebody would reckon it; each period is cut to the cent, never to the harm of who pays."""
    last = first + timedelta(days=days)
    total = Fraction(0)
    for number in range(days + 1):
        day = first + timedelta(days=number)
        held = [one for one in RATES if one.since <= day][-1]
        whole = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
        total += Fraction(cents * held.yearly_bp, WHOLE * whole)

    found = rules.interest_on(cents, first=first, last=last, rates=RATES)

    assert 0 <= total - found.cents < len(found.periods)
    assert found.cents == sum(borne for _period, borne in found.lines)


@given(SUMS, DAYS, st.integers(0, 1_500))
def test_periods_follow_each_other_without_a_gap_and_are_kept_as_they_are(cents, first, days):
    last = first + timedelta(days=days)
    found = rules.interest_on(cents, first=first, last=last, rates=RATES)

    assert (found.periods[0].first, found.periods[-1].last) == (first, last)
    for one, after in zip(found.periods, found.periods[1:], strict=False):
        assert after.first == one.last + DAY
    assert sum(one.days for one in found.periods) == days + 1
    assert Interest.read(cents, found.as_json) == found


@given(DAYS, st.integers(0, 900), st.integers(0, 900))
def test_more_days_never_bear_less(first, days, more):
    def borne(number):
        return rules.interest_on(500_000, first=first, last=first + timedelta(days=number), rates=RATES).cents

    assert borne(days + more) >= borne(days)


def test_a_negative_rate_bears_nothing():
    rates = [rate(date(2020, 1, 1), -88, above=50)]
    assert rules.interest_on(10**6, first=date(2020, 1, 1), last=date(2020, 6, 30), rates=rates).cents == 0


def test_the_arithmetic_reads_line_by_line():
    found = Interest(of=100_000, periods=(Period(date(2023, 1, 1), date(2023, 6, 30), 662),))

    assert found.in_words == "01.01.2023 – 30.06.2023: 181 Tage zu 6,62 % im Jahr auf 1.000,00 € = 32,82 €".replace(
        " %", "\u00a0%"
    ).replace(" €", "\u00a0€")


def test_the_house_brings_a_rate_for_each_half_year_in_order():
    known = [one.since for one in RATES]

    assert known == sorted(set(known))
    assert all((day.day, day.month) in ((1, 1), (1, 7)) for day in known)
    assert rules.unknown_from(known[0], known[-1], RATES) is None


def test_what_the_office_lays_down_counts_and_the_last_of_it():
    since = RATES[-1].since
    known = rules.rates_with([rate(since, 1), rate(since, 2), rate(date(2030, 1, 1), 3)])

    assert [one.base_bp for one in known[-2:]] == [2, 3]
    assert known[:-2] == RATES[:-1]


def test_days_without_a_base_rate_are_named():
    rates = [rate(date(2026, 1, 1), 127), rate(date(2027, 1, 1), 127)]

    assert rules.unknown_from(date(2026, 2, 1), date(2026, 6, 30), rates) is None
    assert rules.unknown_from(date(2026, 2, 1), date(2026, 7, 1), rates) == date(2026, 7, 1)
    assert rules.unknown_from(date(2026, 2, 1), date(2027, 2, 1), rates) == date(2026, 7, 1)
    assert rules.unknown_from(date(2025, 12, 31), date(2026, 2, 1), rates) == date(2025, 7, 1)


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"first": date(2025, 1, 31)}, ["first_on"]),  # before anything was paid
        ({"last": date(2025, 9, 2)}, ["last_on"]),  # to come
        ({"first": date(2025, 8, 2)}, ["last_on"]),
        ({"of": 1}, ["last_on"]),  # bears less than a cent
        ({"rates": RATES[:-2]}, ["last_on"]),
    ],
)
def test_what_cannot_be_claimed_is_said_at_its_field(said, fields):
    usual = {"first": date(2025, 2, 1), "last": date(2025, 8, 1), "on": date(2025, 9, 1), "of": 100_000}
    found = rules.interest_problems(**{"rates": RATES, "paid_from": date(2025, 2, 1)} | usual | said)

    assert [one.field for one in found] == fields


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"base_bp": -88}, []),
        ({"since": date(2026, 2, 1)}, ["since"]),
        ({"base_bp": 2_001}, ["base_bp"]),
        ({"above_bp": -1}, ["above_bp"]),
        ({"source": ""}, ["source"]),
        ({"source": "x" * 301}, ["source"]),
    ],
)
def test_a_rate_begins_with_a_half_year_and_says_where_it_stands(said, fields):
    assert [one.field for one in rules.rate_problems(replace(rate(date(2026, 7, 1), 127), **said))] == fields
