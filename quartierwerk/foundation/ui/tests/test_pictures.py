"""Pictures that are shared: the colours are those of the style sheet, and long words fit."""

import pytest
from PIL import Image

from quartierwerk.foundation.ui import pictures


def test_the_hues_are_those_of_the_style_sheet():
    # As Chromium shows oklch(0.58 0.155 25), the full colour of hue 1.
    assert pictures.hue(1, "full") == pytest.approx((197, 77, 73), abs=1)
    for number in range(1, 13):
        soft, full = pictures.hue(number, "soft"), pictures.hue(number, "full")
        assert sum(soft) > sum(full) and min(soft) > 200
    with pytest.raises(LookupError):
        pictures.hue(13, "soft")


@pytest.mark.parametrize("title", ["7", "Innenstadt-Nordwest-Hafenvorstadt"])
def test_words_keep_to_their_side(title):
    drawing = Image.new("RGB", (pictures.SHARED[0] - pictures.WORDS, pictures.SHARED[1]), "#808080")

    shown = pictures.poster(above="Haus", title=title, sentence="Ein Satz. " * 40, drawing=drawing)

    assert shown.size == pictures.SHARED
    assert shown.crop((0, 100, pictures.WORDS, 240)).convert("L").getextrema()[0] < 60
    assert shown.crop((0, 560, pictures.WORDS, 630)).convert("L").getextrema()[0] > 240
