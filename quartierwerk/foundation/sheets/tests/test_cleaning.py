"""Cells on their way in and out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartierwerk.foundation.sheets import clean_cell, neutralise, restore
from quartierwerk.foundation.sheets.cleaning import TRIGGERS

texts = st.text() | st.text(alphabet="'=+-@\t\r ab1(|!<>&;\n")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Atelier\u00a0 Nord \t", "Atelier Nord"),
        ("Ku\u0308che", "Küche"),
        ("Ate\u00adlier\u200b\ufeff\x07", "Atelier"),
        ("<b>Fett</b> &amp; gut", "Fett & gut"),
        ("Müller & Söhne", "Müller & Söhne"),
        ("Preis < 5 € und > 3 €", "Preis < 5 € und > 3 €"),
        ("<script>alert(1)</script>Nord", "Nord"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Nord", "Nord"),
        ("&amp;lt;b&amp;gt;Nord", "Nord"),
        ("<img src=x onerror=alert(1)>Nord", "Nord"),
        ("<!-- weg -->Nord", "Nord"),
        ("=SUMME(A1:A3)", "SUMME(A1:A3)"),
        ("=cmd|' /C calc'!A0", "cmd|' /C calc'!A0"),
        ("@SUM(1+1)*cmd|' /C calc'!A0", "SUM(1+1)*cmd|' /C calc'!A0"),
        ("+49 (0)231 502-22", "+49 (0)231 502-22"),
        ("-12,5", "-12,5"),
        ("@atelier.nord", "@atelier.nord"),
        ("- Malerei, Grafik", "- Malerei, Grafik"),
        ("'+49 231 5022", "+49 231 5022"),
        ("'=1+1", "=1+1"),
        ('="01067"', "01067"),
        ('="=1+1"', "1+1"),
        ("'68er", "'68er"),
        ("", ""),
        ("A\n\nB", "A B"),
    ],
)
def test_a_cell_becomes_clean(raw: str, clean: str) -> None:
    assert clean_cell(raw).text == clean


def test_lines_stay_where_they_are_wanted() -> None:
    assert (
        clean_cell("Erste  Zeile \r\n\r\n\r\n\r\n Zweite<br>Dritte", multiline=True).text
        == "Erste Zeile\n\nZweite\nDritte"
    )


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        ("<b>Fett</b>", "HTML entfernt."),
        ("=1+1", "Formelzeichen am Anfang entfernt."),
        ("A\x00B", "Unsichtbare Steuerzeichen entfernt."),
        ("x" * 50, "Auf 40 Zeichen gekürzt."),
    ],
)
def test_each_loss_is_noted(raw: str, note: str) -> None:
    assert clean_cell(raw, most=40).notes == (note,)


@pytest.mark.parametrize("raw", ["Müller &amp; Söhne", " A ", "Ku\u0308che", "'+49 231", "a < b"])
def test_what_loses_nothing_is_not_noted(raw: str) -> None:
    assert clean_cell(raw).notes == ()


def test_markup_hidden_many_layers_deep_is_not_pursued() -> None:
    raw = "<b>"
    for _layer in range(8):
        raw = raw.replace("&", "&amp;").replace("<", "&lt;")
    assert "<" not in clean_cell(raw).text


@settings(deadline=None)
@given(texts)
def test_protection_is_lossless(text: str) -> None:
    assert restore(neutralise(text)) == text


@settings(deadline=None)
@given(texts)
def test_what_is_protected_never_begins_like_a_formula(text: str) -> None:
    assert neutralise(text)[:1] == "" or neutralise(text)[0] not in TRIGGERS


@settings(deadline=None)
@given(texts, st.booleans())
def test_a_clean_text_stays_as_it_is(text: str, multiline: bool) -> None:
    clean = clean_cell(text.removeprefix("'"), multiline=multiline).text
    if not clean.startswith(tuple(TRIGGERS + "'")):
        assert clean_cell(clean, multiline=multiline) == (clean, ())
    assert clean_cell(neutralise(clean), multiline=multiline).text == clean


@settings(deadline=None)
@given(texts)
def test_nothing_that_runs_comes_in(text: str) -> None:
    clean = clean_cell(text.lstrip(" '")).text
    assert not clean.startswith("=")
    assert "<script" not in clean.casefold()


@settings(deadline=None)
@given(st.text(), st.integers(1, 30))
def test_a_cell_has_a_most(text: str, most: int) -> None:
    assert len(clean_cell(text, most=most).text) <= most
