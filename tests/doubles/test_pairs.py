"""The labelled pairs are told apart as well as they were when the rules were tuned."""

import pytest

from quartierwerk.rooms.directory import rules
from tests.doubles.pairs import measured, read

PRECISION, RECALL = 0.95, 0.90


@pytest.mark.parametrize("half", ["a", "b"])
def test_the_pairs_are_told_apart(half):
    found = measured(read(half))

    assert found.precision >= PRECISION, [(pair.one.name, pair.other.name) for pair, _ in found.wrong]
    assert found.recall >= RECALL, [(pair.one.name, pair.other.name) for pair, _ in found.wrong]
    assert found.certain_precision == 1


def test_at_least_half_of_the_pairs_are_hard_ones():
    pairs = [pair for half in "ab" for pair in read(half)]

    assert len(pairs) >= 300
    assert sum(not pair.is_one for pair in pairs) >= len(pairs) / 2
    assert not {pair.actor for pair in read("a")} & {pair.actor for pair in read("b")}


def test_a_quick_look_at_two_names_says_what_the_thorough_one_says():
    names = sorted({rules.traits_of(entry).name for pair in read("a") for entry in (pair.one, pair.other)})
    bare = {name: rules.Traits(name, "", "", frozenset()) for name in names}

    for one in names[::3]:
        for other in names:
            assert rules.are_near(one, other) == bool(rules.evidence(bare[one], bare[other]).reasons), (one, other)
