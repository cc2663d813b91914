"""The field for sums of money; how a sum is read is tested with ``foundation.money``."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation.ui.fields import Euros


@pytest.mark.parametrize("written", ["1.234,56", "1234,56 €", "1,234.56", "1234.56"])
def test_a_sum_becomes_cents(written):
    assert Euros().clean(written) == 123456


@pytest.mark.parametrize(
    ("written", "said"),
    [("zwölf", "kein Betrag"), ("-3", "ohne Minus"), ("1,234", "nicht eindeutig"), ("9" * 40, "zu groß")],
)
def test_what_is_no_clear_sum_is_refused_with_a_reason(written, said):
    with pytest.raises(ValidationError, match=said):
        Euros().clean(written)


def test_nothing_is_no_sum_where_none_is_needed():
    assert Euros(required=False).clean(" ") is None
    with pytest.raises(ValidationError):
        Euros().clean("")


@pytest.mark.parametrize("language", ["de", "en"])
@given(cents=st.integers(0, 10**13))
def test_what_the_house_writes_it_reads(language, cents):
    with translation.override(language):
        assert Euros().clean(Euros().prepare_value(cents)) == cents
