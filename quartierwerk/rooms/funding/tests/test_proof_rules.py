"""What a proof of use says, and what is not accepted of it: true of any."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.rules import (
    Expense,
    Plan,
    ProofContent,
    ProofMarks,
    Refusal,
    VoucherEntry,
)


@given(st.lists(st.integers(1, 500), unique=True, max_size=60), st.integers(0, 2**31), st.integers(1, 10_000))
def test_a_sample_is_a_part_of_the_whole_whatever_the_order(numbers, seed, rate):
    sample = rules.drawn(numbers, seed=seed, rate_bp=rate)

    assert set(sample) <= set(numbers) and len(sample) == -(-len(numbers) * rate // 10_000)
    assert sample == rules.drawn(numbers[::-1], seed=seed, rate_bp=rate)


vouchers = st.lists(
    st.builds(
        VoucherEntry,
        number=st.integers(1, 200),
        line=st.integers(-1, 2),
        dated_on=st.dates(),
        payee=st.text(max_size=20),
        reason=st.text(max_size=20),
        cents=st.integers(1, 10**7),
        sha256=st.just(""),
    ),
    max_size=12,
)
PLAN = Plan(expenses=tuple(Expense(title=f"P{number}", cents=100_000) for number in range(3)))


@given(vouchers)
def test_no_voucher_is_lost_on_its_way_to_the_sums(entries):
    content = ProofContent().with_vouchers(entries, PLAN)

    assert sum(content.spent) == sum(one.cents for one in entries)
    assert sum(one.claimed for one in rules.use_of(content, PLAN).spent) == sum(content.spent)
    assert ProofContent.read(content.as_json) == content


@given(vouchers, st.data())
def test_what_is_refused_of_vouchers_is_refused_of_their_lines(entries, data):
    entries = [replace(one, number=number) for number, one in enumerate(entries, start=1)]
    content = ProofContent().with_vouchers(entries, PLAN)
    refused = {
        one.number: Refusal(data.draw(st.integers(1, one.cents)), "weil") for one in entries if data.draw(st.booleans())
    }

    use = rules.use_of(content, PLAN, ProofMarks(vouchers=refused, lines={}))

    assert sum(one.refused for one in use.spent) == sum(one.cents for one in refused.values())
