"""The style sheets and templates keep their promises: contrast, no third party, nothing inline."""

import math
import re
from pathlib import Path

import pytest

UI = Path(__file__).parent.parent
PACKAGE = UI.parent.parent
TOKENS = (UI / "static" / "ui" / "tokens.css").read_text()
SHEETS = sorted((UI / "static" / "ui").glob("*.css"))
TAKEN_AWAY = {"rooms/accounts/templates/accounts/own/head.html"}
"""What is read from somebody's own disk, without the house and its style sheets."""
TEMPLATES = sorted(
    path for path in PACKAGE.glob("*/*/templates/**/*.html") if str(path.relative_to(PACKAGE)) not in TAKEN_AWAY
)


def luminance(lightness, chroma, hue):
    """Relative luminance of an OKLCH colour, clipped to what a screen can show."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long, medium, short = (
        (lightness + first * a + second * b) ** 3
        for first, second in (
            (0.3963377774, 0.2158037573),
            (-0.1055613458, -0.0638541728),
            (-0.0894841775, -1.2914855480),
        )
    )
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    red, green, blue = (min(1, max(0, part)) for part in linear)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    bright, dark = sorted((luminance(*one), luminance(*other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def pair(name):
    """A token's light and dark colour."""
    found = re.search(rf"--{name}: light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\)", TOKENS)
    return [tuple(float(part) for part in group.split()) for group in found.groups()]


def hues():
    return {
        int(number): (float(chroma), float(hue))
        for number, hue, chroma in re.findall(r"\.hue-(\d+) \{ --h: ([\d.]+); --c: ([\d.]+);", TOKENS)
    }


def hue_lightness(name):
    found = re.search(rf"--{name}: light-dark\(oklch\(([\d.]+) [^;]*?, oklch\(([\d.]+) ", TOKENS)
    return [float(part) for part in found.groups()]


def test_there_are_twelve_hues_each_with_its_own_pattern():
    patterns = re.findall(r"\.hue-\d+ \{[^}]*--pattern: ([^;]+);", TOKENS)

    assert sorted(hues()) == list(range(1, 13))
    assert len(set(patterns)) == 12


@pytest.mark.parametrize("number", range(1, 13))
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_a_hue_stands_out_from_the_paper(number, theme):
    chroma, hue = hues()[number]

    assert contrast((hue_lightness("hue")[theme], chroma, hue), pair("paper")[theme]) >= 3


@pytest.mark.parametrize("number", range(1, 13))
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_in_a_hue_can_be_read_on_its_ground(number, theme):
    chroma, hue = hues()[number]
    ink = (hue_lightness("hue-ink")[theme], chroma * (0.8, 0.7)[theme], hue)
    ground = (hue_lightness("hue-soft")[theme], chroma * (0.26, 0.35)[theme], hue)

    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "ground", "raised"])
def test_words_can_be_read(ground, theme):
    for name in ("ink", "ink-soft", "danger", "success", "warning", "info"):
        assert contrast(pair(name)[theme], pair(ground)[theme]) >= 4.5, name


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("state", ["danger", "success", "warning", "info"])
def test_a_state_can_be_read_on_its_own_ground(state, theme):
    assert contrast(pair(state)[theme], pair(f"{state}-soft")[theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_accent_carries_words_and_is_one(theme):
    sets = re.findall(
        r'\[data-accent="(\w+)"\] \{ --accent-h: ([\d.]+); --accent-c: ([\d.]+); --accent-l: ([\d.]+);', TOKENS
    )

    assert [name for name, *_ in sets] == ["petrol", "magenta", "violet", "forest", "brick"]
    for name, hue, chroma, lightness in sets:
        accent = (float(lightness), float(chroma), float(hue)) if theme == 0 else (0.8, float(chroma) * 0.9, float(hue))
        assert contrast(accent, pair("on-accent")[theme]) >= 4.5, name
        assert contrast(accent, pair("paper")[theme]) >= 4.5, name


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_asks_nobody_else(sheet):
    css = sheet.read_text()

    assert not re.search(r"url\(\s*[\"']?(?:https?:)?//|@import", css)
    assert css.count("{") == css.count("}")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_template_holds_nothing_inline(template):
    html = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", template.read_text(), flags=re.S)

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", html)
    assert not re.search(r"(?:src|href|action)=[\"'](?:https?:)?//", html)
