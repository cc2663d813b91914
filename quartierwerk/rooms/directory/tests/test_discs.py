"""Discs on the map hide none of each other, and none leaves its cell for that. No database."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.directory.rules import Disc, apart

SIDE = 90.0


@st.composite
def grids(draw):
    """Discs in different cells of one grid, each with its middle in its own cell."""
    cells = draw(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
    shares = st.floats(0, 1)
    return [
        Disc((x + draw(shares)) * SIDE, (y + draw(shares)) * SIDE, draw(st.floats(12, 80)), x * SIDE, y * SIDE, SIDE)
        for x, y in sorted(cells)
    ]


@given(grids())
def test_no_disc_lies_upon_another(discs):
    settled = apart(discs)

    assert not [pair for pair in combinations(settled, 2) if pair[0].hides(pair[1])]


@given(grids())
def test_each_disc_stands_where_its_entries_are_or_wholly_within_its_own_cell(discs):
    for before, after in zip(discs, apart(discs), strict=True):
        is_within = all(
            start - 1e-6 <= at - after.radius and at + after.radius <= start + SIDE + 1e-6
            for start, at in ((before.left, after.x), (before.top, after.y))
        )
        assert after == before or is_within
        assert min(before.radius, SIDE / 2) <= after.radius <= before.radius


@pytest.mark.parametrize("far", [41, 60])
def test_discs_that_do_not_touch_stay_where_they_are(far):
    discs = [Disc(80, 45, 20, 0, 0, SIDE), Disc(80 + far, 45, 20, SIDE, 0, SIDE)]

    assert apart(discs) == discs


def test_who_is_in_the_way_of_a_disc_that_moves_moves_too():
    first, second = Disc(88, 45, 20, 0, 0, SIDE), Disc(92, 45, 20, SIDE, 0, SIDE)
    third = Disc(145, 45, 20, 2 * SIDE - 1, 0, SIDE)

    assert [disc.x for disc in apart([first, second, third])] == [70, 110, 199]
