"""What grants come to: by hand for known cases, and what must be true of any."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation.money import written
from quartierwerk.rooms.funding.rules import (
    CameIn,
    Expense,
    Financing,
    Income,
    IncomeKind,
    Plan,
    Promise,
    Rounding,
    SpentOn,
    Terms,
    Use,
    calculate,
)
from quartierwerk.rooms.funding.tests.settlements import SETTLED, Settled, cents

FALLING = (Financing.SHARE, Financing.DEFICIT, Financing.FULL)


@pytest.mark.parametrize("settled", SETTLED, ids=lambda one: one.why)
def test_a_grant_comes_to_what_it_comes_to_by_hand(settled: Settled) -> None:
    calculation = calculate(settled.under, settled.plan, cents(settled.granted), settled.use)

    assert written(calculation.final) == written(cents(settled.final)), settled.by_hand


def test_at_least_forty_were_reckoned_by_hand() -> None:
    assert len({one.why for one in SETTLED}) == len(SETTLED) >= 40


def test_the_others_bear_their_part_of_the_savings() -> None:
    """In the worked example the other 1,000 of the savings are those of the others: 2,400 and 1,600 remain."""
    example = next(one for one in SETTLED if one.why == "example, share")

    calculation = calculate(example.under, example.plan, 5_000_00, example.use)

    assert [(one.title, one.cents) for one in calculation.portions] == [
        ("Eigene Mittel", 1_600_00),
        ("Stiftung", 2_400_00),
    ]


def test_each_cut_says_why() -> None:
    case = next(one for one in SETTLED if one.why.startswith("refused on a line"))

    line = calculate(case.under, case.plan, 5_000_00, case.use).lines[0]

    assert [one.cents for one in line.cuts] == [200_00, 100_00]
    assert line.cuts[0].reason == "Kein Beleg." and "20" in line.cuts[1].reason


def test_each_reduction_says_why() -> None:
    example = next(one for one in SETTLED if one.why == "example, share")

    (reduction,) = calculate(example.under, example.plan, 5_000_00, example.use).reductions

    assert reduction.cents == 1_000_00 and "8.000" in reduction.reason


# --- What must be true of any ------------------------------------------------------------------------------------

SUM = st.integers(0, 20_000_00)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Terms, Plan, int, Use]:
    """Terms, a plan that balances, what was granted of it, and some use of it."""
    terms = Terms(
        financing=draw(st.sampled_from(Financing)),
        cap_by_uncovered=draw(st.booleans()),
        small_change_cents=draw(st.sampled_from([0, 500_00])),
        line_tolerance_bp=draw(st.sampled_from([0, 2_000, 10_000])),
        rounding=draw(st.sampled_from(Rounding)),
        volunteer_rate_cents=draw(st.sampled_from([0, 15_00])),
        volunteer_cap_bp=draw(st.sampled_from([0, 2_000, 10_000])),
    )
    costs = draw(st.lists(st.tuples(SUM, st.booleans()), min_size=1, max_size=4))
    expenses = [Expense(title=f"P{n}", cents=one, is_eligible=is_in) for n, (one, is_in) in enumerate(costs)]
    eligible = sum(one.cents for one in expenses if one.is_eligible)
    asked = draw(st.integers(0, eligible))
    rest = sum(one.cents for one in expenses) - asked
    own = draw(st.integers(0, rest))
    incomes = [
        Income(kind=IncomeKind.OWN, title="Eigen", cents=own),
        Income(kind=IncomeKind.THIRD_PARTY, title="Dritte", cents=rest - own, promise=Promise.PROMISED),
    ]
    plan = Plan(
        expenses=tuple(expenses),
        incomes=tuple(incomes),
        volunteer_minutes=draw(st.integers(0, 6_000)),
        asked_cents=asked,
    )
    granted = draw(st.integers(0, asked))
    spent = [
        SpentOn(
            title=one.title,
            planned=one.cents,
            claimed=draw(SUM),
            refused=draw(SUM),
            reason="weil",
            is_eligible=one.is_eligible,
            may_exceed=draw(st.booleans()),
        )
        for one in expenses
    ]
    came = [CameIn(kind=one.kind, title=one.title, planned=one.cents, received=draw(SUM)) for one in incomes]
    return (
        terms,
        plan,
        granted,
        Use(spent=tuple(spent), came=tuple(came), volunteer_minutes=draw(st.integers(0, 6_000))),
    )


@given(cases())
def test_nobody_gets_more_than_granted_or_spent(case: tuple[Terms, Plan, int, Use]) -> None:
    terms, plan, granted, use = case

    calculation = calculate(terms, plan, granted, use)

    assert 0 <= calculation.final <= min(granted, calculation.spent)
    assert calculation.spent <= use.claimed


@given(cases())
def test_what_is_cut_and_reduced_adds_up(case: tuple[Terms, Plan, int, Use]) -> None:
    calculation = calculate(*case)

    assert calculation.granted - sum(one.cents for one in calculation.reductions) == calculation.final
    assert all(one.cents > 0 and one.reason for one in calculation.reductions)
    for line in calculation.lines:
        assert line.line.claimed - sum(one.cents for one in line.cuts) == line.counted
        assert all(one.cents > 0 and one.reason for one in line.cuts)
    if calculation.portions:
        assert sum(one.cents for one in calculation.portions) == calculation.spent - calculation.final


@given(cases(), st.integers(1, 5_000_00))
def test_further_income_never_raises_a_grant(case: tuple[Terms, Plan, int, Use], more: int) -> None:
    terms, plan, granted, use = case
    came = (*use.came, CameIn(kind=IncomeKind.TAKINGS, title="Eintritt", planned=0, received=more))

    richer = calculate(terms, plan, granted, replace(use, came=came))

    assert richer.final <= calculate(terms, plan, granted, use).final


@given(cases(), st.data())
def test_what_is_refused_never_raises_a_grant(case: tuple[Terms, Plan, int, Use], data: st.DataObject) -> None:
    terms, plan, granted, use = case
    number = data.draw(st.integers(0, len(use.spent) - 1))
    lines = list(use.spent)
    lines[number] = replace(lines[number], refused=lines[number].refused + data.draw(st.integers(1, 1_000_00)))

    poorer = calculate(terms, plan, granted, replace(use, spent=tuple(lines)))

    assert poorer.final <= calculate(terms, plan, granted, use).final


@given(cases())
def test_a_plan_that_comes_true_pays_what_was_granted(case: tuple[Terms, Plan, int, Use]) -> None:
    terms, plan, _granted, _use = case
    spent = tuple(
        SpentOn(title=one.title, planned=one.cents, claimed=one.cents, is_eligible=one.is_eligible)
        for one in plan.expenses
    )
    came = tuple(CameIn(kind=one.kind, title=one.title, planned=one.cents, received=one.cents) for one in plan.incomes)
    use = Use(spent=spent, came=came, volunteer_minutes=plan.volunteer_minutes)

    assert calculate(terms, plan, plan.asked_cents, use).final == plan.asked_cents


@given(cases(), st.integers(1, 5_000_00))
def test_further_income_for_higher_costs_reduces_nothing(case: tuple[Terms, Plan, int, Use], more: int) -> None:
    """Only the net effect counts: of a plan that came true, one euro more on both sides changes nothing."""
    terms, plan, _granted, _use = case
    spent = [
        SpentOn(title=one.title, planned=one.cents, claimed=one.cents, is_eligible=one.is_eligible)
        for one in plan.expenses
    ]
    spent.append(SpentOn(title="Mehr", planned=0, claimed=more, may_exceed=True))
    came = [CameIn(kind=one.kind, title=one.title, planned=one.cents, received=one.cents) for one in plan.incomes]
    came.append(CameIn(kind=IncomeKind.TAKINGS, title="Eintritt", planned=0, received=more))
    use = Use(spent=tuple(spent), came=tuple(came), volunteer_minutes=plan.volunteer_minutes)

    assert calculate(terms, plan, plan.asked_cents, use).final == plan.asked_cents


@given(cases())
def test_a_deficit_is_never_more_than_a_share_or_a_fixed_sum(case: tuple[Terms, Plan, int, Use]) -> None:
    terms, plan, granted, use = case

    def final(financing: Financing) -> int:
        strict = replace(terms, financing=financing, small_change_cents=0)
        return calculate(strict, plan, granted, use).final

    assert final(Financing.DEFICIT) <= final(Financing.FIXED_SUM)
    assert final(Financing.DEFICIT) == final(Financing.FULL)
