"""Money as readers see it and as they type it."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation.money import MOST, NoAmount, read, written, written_lazy

LANGUAGES = st.sampled_from(["de", "en"])
CENTS = st.integers(-MOST, MOST)


@pytest.mark.parametrize(
    ("language", "cents", "text"),
    [
        ("de", 124000, "1.240,00\u00a0€"),
        ("de", -4990, "\u221249,90\u00a0€"),
        ("de", 0, "0,00\u00a0€"),
        ("de", None, "–"),
        ("en", 124000, "€1,240.00"),
        ("en", -4990, "\u2212€49.90"),
    ],
)
def test_money_is_written_as_the_reader_does(language, cents, text):
    with translation.override(language):
        assert written(cents) == text


def test_money_without_cents():
    with translation.override("de"):
        assert written(1250000, round_off=True) == "12.500\u00a0€"


def test_lazy_money_waits_for_the_reader():
    lazy = written_lazy(123456)

    with translation.override("en"):
        assert str(lazy) == "€1,234.56"


@given(CENTS, LANGUAGES)
def test_what_is_written_is_read_again(cents, language):
    with translation.override(language):
        assert read(written(cents)) == cents


@given(CENTS, LANGUAGES, LANGUAGES)
def test_with_its_cents_an_amount_means_the_same_to_every_reader(cents, writer, reader):
    with translation.override(writer):
        text = written(cents)

    with translation.override(reader):
        assert read(text) == cents


@given(st.text())
def test_whatever_is_typed_is_an_amount_or_refused(text):
    try:
        assert -MOST <= read(text) <= MOST
    except NoAmount as refusal:
        assert str(refusal)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12", 1200),
        ("12,5", 1250),
        ("12.50", 1250),
        ("1234,5 Euro", 123450),
        ("1.234", 123400),
        ("1 234,56", 123456),
        ("1\u202f234,56\u00a0€", 123456),
        ("1,234,567", 123456700),
        ("1.234.567,89", 123456789),
        ("€ 7", 700),
        ("EUR 7", 700),
        ("-7 €", -700),
        ("\u22127", -700),
        ("+7", 700),
    ],
)
def test_germans_type_it_in_many_ways(text, cents):
    with translation.override("de"):
        assert read(text) == cents


@pytest.mark.parametrize("text", ["12.345.67", "1.23.456", "12,50,30", "1,2.3", "zwölf", "12€50", "1e5", "٣", "--7"])
def test_what_is_no_amount_is_refused_with_an_example(text):
    with translation.override("de"), pytest.raises(NoAmount, match=r"ist kein Betrag.*1\.234,56"):
        read(text)


@pytest.mark.parametrize(
    ("language", "text"), [("de", "1,234"), ("en", "1.234"), ("de", "12,345"), ("de", "0,125"), ("de", "0.125")]
)
def test_what_might_mean_two_amounts_is_refused(language, text):
    with translation.override(language), pytest.raises(NoAmount):
        read(text)


def test_a_thousand_is_written_otherwise_in_english():
    with translation.override("en"):
        assert read("1,234") == 123400


@pytest.mark.parametrize(("text", "sentence"), [("", "zum Beispiel"), (" ", "zum Beispiel"), ("1" * 20, "zu groß")])
def test_nothing_and_too_much_are_refused(text, sentence):
    with translation.override("de"), pytest.raises(NoAmount, match=sentence):
        read(text)
