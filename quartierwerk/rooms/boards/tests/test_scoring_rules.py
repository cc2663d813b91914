"""Rankings: exact, fair to equals, and honest about how far the money reaches."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.rules import Contender, Criterion

RUBRIC = (Criterion(key="value", name_de="Wertschöpfung", weight=3), Criterion(key="people", name_de="Engagement"))
shares = st.fractions(0, 1, max_denominator=20)
fields = st.lists(st.tuples(st.integers(1, 500), st.lists(shares, max_size=5)), max_size=12).map(
    lambda rows: [Contender(key, cents, given) for key, (cents, given) in enumerate(rows)]
)


def test_weights_count():
    assert rules.share({"value": 5, "people": 0}, RUBRIC) == Fraction(3, 4)
    assert rules.share({"value": 0, "people": 5}, RUBRIC) == Fraction(1, 4)


@pytest.mark.parametrize(
    ("points", "fit"),
    [({"value": 5, "people": 0}, True), ({"value": 6, "people": 0}, False), ({"value": 1}, False), ({}, False)],
)
def test_points_fit_the_rubric(points, fit):
    assert rules.points_fit(points, RUBRIC) is fit


@pytest.mark.parametrize(
    ("criteria", "problem"),
    [
        (RUBRIC, ""),
        ((), "number"),
        ((RUBRIC[0], RUBRIC[0]), "double"),
        ((Criterion(key="a", name_de=" "),), "name"),
        ((Criterion(key="a", name_de="A", weight=0),), "scale"),
    ],
)
def test_a_rubric_is_sound(criteria, problem):
    assert rules.criteria_problem(criteria) == problem


def test_the_line_falls_where_the_money_ends():
    half, most = Fraction(1, 2), Fraction(9, 10)
    ranked = rules.ranking(
        [
            Contender(1, 300, [half]),
            Contender(2, 500, [most]),
            Contender(3, 100, [Fraction(1, 10)]),
            Contender(4, 1, []),
        ],
        available=600,
    )
    assert [(one.key, one.rank, one.running, one.is_above, one.fits_rest) for one in ranked] == [
        (2, 1, 500, True, False),
        (1, 2, 800, False, False),
        (3, 3, 900, False, True),
        (4, None, 901, False, True),
    ]


def test_whoever_scored_the_same_is_on_the_same_side_of_the_line():
    same = [Fraction(1, 2)]
    ranked = rules.ranking([Contender(1, 300, same), Contender(2, 300, same)], available=400)
    assert [(one.rank, one.is_above) for one in ranked] == [(1, False), (1, False)]


@given(fields, st.integers(0, 2_000))
def test_what_is_above_the_line_is_borne_and_no_worse_than_what_is_below(candidates, available):
    ranked = rules.ranking(candidates, available=available)
    cents = {one.key: one.cents for one in candidates}
    above = [one for one in ranked if one.is_above]
    below = [one for one in ranked if not one.is_above and one.mean is not None]

    assert sorted(one.key for one in ranked) == sorted(cents)
    assert sum(cents[one.key] for one in above) <= available
    assert all(high.mean > low.mean for high in above for low in below)
    means = [one.mean for one in ranked if one.mean is not None]
    assert means == sorted(means, reverse=True)


@given(fields, st.integers(0, 2_000), st.randoms())
def test_the_order_of_arrival_changes_nothing(candidates, available, chance):
    shuffled = list(candidates)
    chance.shuffle(shuffled)
    assert rules.ranking(shuffled, available=available) == rules.ranking(candidates, available=available)
