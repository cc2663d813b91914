"""The field for sums of money: reads what people write, refuses what could mean two sums."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation.ui.fields import Euros


@pytest.mark.parametrize(
    ("language", "written", "cents"),
    [
        ("de", "1.234,56", 123456),
        ("de", "1234,5", 123450),
        ("de", "12", 1200),
        ("de", "12 €", 1200),
        ("de", "12,00\u00a0EUR", 1200),
        ("de", " 0,01 ", 1),
        ("de", "1.500", 150000),
        ("en", "1,234.56", 123456),
        ("en", "€12.50", 1250),
    ],
)
def test_a_sum_is_read_as_people_write_it(language, written, cents):
    with translation.override(language):
        assert Euros().clean(written) == cents


@pytest.mark.parametrize(
    ("language", "written", "code"),
    [
        ("de", "", "required"),
        ("de", "12.50", "unreadable"),
        ("de", "1,234.56", "unreadable"),
        ("en", "12,50", "unreadable"),
        ("de", "zwölf", "unreadable"),
        ("de", "-3", "unreadable"),
        ("de", "1e5", "unreadable"),
        ("de", "NaN", "unreadable"),
        ("de", "٣", "unreadable"),
        ("de", ",", "unreadable"),
        ("de", "1,234", "too_fine"),
        ("de", "9" * 40, "too_long"),
    ],
)
def test_what_is_no_clear_sum_is_refused_with_a_reason(language, written, code):
    with translation.override(language), pytest.raises(ValidationError) as refusal:
        Euros().clean(written)

    assert refusal.value.code == code


def test_a_refusal_shows_how_a_sum_is_written_in_the_language_of_the_page():
    said = {}
    for language in ("de", "en"):
        with translation.override(language), pytest.raises(ValidationError) as refusal:
            Euros().clean("zwölf")
        said[language] = refusal.value.messages[0]

    assert "1.234,56" in said["de"]
    assert "1,234.56" in said["en"]


@given(cents=st.integers(min_value=0, max_value=10**13), language=st.sampled_from(["de", "en"]))
def test_what_the_field_writes_it_reads(cents, language):
    with translation.override(language):
        assert Euros().clean(Euros().prepare_value(cents)) == cents
