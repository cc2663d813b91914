"""Sums in words: every number reads back as itself."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.rooms.funding.rules import sums

ONES = {word: number for number, word in enumerate(sums._ONES)} | {"ein": 1}
TENS = {word: 10 * number for number, word in enumerate(sums._TENS) if number > 1}


def read_back(words: str) -> int:
    """The number that words are, by taking them apart from the left: another way than the one that wrote them."""
    total = 0
    for name, size in (("Milliarde", 10**9), ("Million", 10**6)):
        if found := re.match(rf"(\S+) {name}(n|en)? ?", words):
            total += (1 if found[1] == "eine" else read_back(found[1])) * size
            words = words[found.end() :]
    if not words:
        return total
    thousands, has_thousands, rest = words.rpartition("tausend")
    total += (read_back(thousands) if thousands else 0) * 1000 if has_thousands else 0
    if not rest:
        return total
    hundreds, has_hundreds, rest = rest.rpartition("hundert")
    total += ONES[hundreds] * 100 if has_hundreds else 0
    if not rest:
        return total
    if rest in ONES:
        return total + ONES[rest]
    ones, _und, tens = rest.rpartition("und")
    return total + (ONES[ones] if ones else 0) + TENS[tens]


@given(st.integers(0, 10**9))
def test_every_number_reads_back_as_itself(number):
    assert read_back(sums.number_in_words(number)) == number


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (100, "ein Euro"),
        (150_010, "eintausendfünfhundert Euro und zehn Cent"),
        (10_101, "einhundertein Euro und ein Cent"),
        (1_234_567, "zwölftausenddreihundertfünfundvierzig Euro und siebenundsechzig Cent"),
        (100_000_000, "eine Million Euro"),
    ],
)
def test_a_sum_is_said_as_people_say_it(cents, words):
    assert sums.in_words(cents) == words


def test_what_is_no_sum_is_refused():
    for number in (-1, sums.MOST):
        with pytest.raises(ValueError, match=str(number)):
            sums.number_in_words(number)
