"""One spelling for words that people write in many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation.folding import fold, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Hörde", "hoerde"),
        ("HOERDE", "hoerde"),
        ("Straße", "strasse"),
        ("Łukasz", "lukasz"),
        ("Café", "cafe"),
        ("𝑨", "a"),
    ],
)
def test_spellings_agree(typed, folded):
    assert fold(typed) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert words(" ".join(words(text))) == words(text)


def test_everything_but_letters_and_digits_separates_words():
    assert words("Innenstadt-Nord (44145)") == ("innenstadt", "nord", "44145")
