"""Markup put together in Python escapes what is not markup yet, exactly as templates do."""

import pytest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from quartierwerk.foundation.ui.markup import NOTHING, escaped, fill, joined


@given(st.lists(st.one_of(st.text(), st.integers(), st.none(), st.text().map(SafeString)), min_size=2, max_size=2))
def test_values_stand_in_it_as_djangos_own_formatting_would_put_them(values):
    pattern = '<a title="{}">{}</a>'

    assert fill(pattern, *values) == format_html(pattern, *values)


def test_what_is_filled_is_markup_and_stays_as_it_is():
    inner = fill("<b>{}</b>", "<i>")

    assert isinstance(inner, SafeString)
    assert fill("<p>{}</p>", inner) == "<p><b>&lt;i&gt;</b></p>"


def test_a_text_that_waits_for_its_language_is_escaped_too():
    assert escaped(gettext_lazy("Söhne & Töchter")) == "Söhne &amp; Töchter"


@pytest.mark.parametrize("pieces", [[], [NOTHING], [mark_safe("<br>"), mark_safe("<hr>")]])
def test_pieces_are_joined(pieces):
    assert joined(pieces) == "".join(pieces)
    assert isinstance(joined(pieces), SafeString)
