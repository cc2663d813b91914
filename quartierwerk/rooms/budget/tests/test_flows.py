"""The picture of the money: as much goes out of a block as came in, nothing lies on anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.budget import queries
from quartierwerk.rooms.budget.queries.pots import MOST_GROUPS
from quartierwerk.rooms.budget.rules.flows import APART, BLOCK, WIDTH, Flow, picture, pieces, spread
from quartierwerk.rooms.budget.tests import factories

STATES = ("ausgezahlt", "festgelegt", "verfügbar")
flows = st.lists(
    st.builds(
        Flow,
        source=st.sampled_from(["Stadt", "Land"]),
        group=st.integers(1, 60).map(lambda number: f"Zweck {number}"),
        state=st.sampled_from(STATES),
        cents=st.integers(0, 10**9),
    ),
    max_size=80,
)


def drawn(found):
    groups = sorted({flow.group for flow in found})
    return picture(found, order=(("Stadt", "Land"), groups, STATES))


@given(found=flows)
def test_each_column_holds_all_money_and_bands_carry_it(found):
    shown, whole = drawn(found), sum(flow.cents for flow in found)

    for column in range(3):
        assert sum(block.cents for block in shown.blocks if block.column == column) == whole
    assert sum(band.cents for band in shown.bands) == 2 * whole


@given(found=flows)
def test_blocks_stand_below_one_another_and_inside_the_box(found):
    shown = drawn(found)

    for column in range(3):
        stack = [block for block in shown.blocks if block.column == column]
        assert all(block.height > 0 and 0 <= block.x <= WIDTH - BLOCK for block in stack)
        assert all(upper.y + upper.height < lower.y for upper, lower in zip(stack, stack[1:], strict=False))
    assert shown.height == max((block.y + block.height for block in shown.blocks), default=0)


@given(middles=st.lists(st.floats(0, 1000), max_size=20).map(sorted))
def test_labels_never_lie_on_one_another_nor_above_their_blocks(middles):
    placed = spread(middles)

    assert all(lower - upper >= APART - 0.001 for upper, lower in zip(placed, placed[1:], strict=False))
    assert all(label >= middle for label, middle in zip(placed, middles, strict=True))


@given(parts=st.lists(st.integers(0, 10**12), min_size=1, max_size=6))
def test_the_pieces_of_a_bar_are_the_whole_bar(parts):
    found = pieces(parts)

    assert len(found) == len(parts)
    assert sum(length for _start, length in found) == pytest.approx(1000 if sum(parts) else 0, abs=0.5)


@pytest.mark.django_db
def test_small_groups_share_a_block_and_none_of_their_money_is_lost():
    pots = [factories.pot(cents=1000 * number, purpose=f"Zweck {number}") for number in range(1, MOST_GROUPS + 4)]

    overview = queries.overview(pots)

    middle = {block.name: block.cents for block in overview.picture.blocks if block.column == 1}
    assert len(middle) == MOST_GROUPS
    assert middle["weitere Zwecke"] == 1000 * (1 + 2 + 3 + 4)
    assert len(overview.groups) == MOST_GROUPS + 3
