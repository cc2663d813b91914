"""Sums in words, as a letter says them beside the digits; pure, in German, since the letter is.

Its own few lines: the library for it knows fifty languages and is LGPL; a rule that refuses a letter should be read.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

_WORDS = tomllib.loads((Path(__file__).parent / "data" / "numbers.toml").read_text(encoding="utf-8"))
_ONES, _TENS, _GREAT = _WORDS["ones"].split(), _WORDS["tens"].split(), _WORDS["great"]
MOST = 10**12
"""Euros; above that nobody writes letters."""


def number_in_words(number: int) -> str:
    """A whole number from 0 to below ``MOST`` in words: 1201 is „eintausendzweihunderteins“."""
    if not 0 <= number < MOST:
        raise ValueError(number)
    parts = []
    for one, many, size in _GREAT:
        count, number = divmod(number, size)
        if count:
            parts.append(f"eine {one}" if count == 1 else f"{_below_million(count, alone=False)} {many}")
    if number or not parts:
        parts.append(_below_million(number, alone=True))
    return " ".join(parts)


def in_words(cents: int) -> str:
    """A sum in words: 150010 is „eintausendfünfhundert Euro und zehn Cent“."""
    euros, rest = divmod(cents, 100)
    said = f"{_as_count(euros)} Euro"
    return f"{said} und {_as_count(rest)} Cent" if rest else said


def _as_count(number: int) -> str:
    """Before a noun it is „ein Euro“, „einhundertein Euro“ – and so too after hundreds and thousands."""
    said = number_in_words(number)
    return said.removesuffix("s") if said.endswith("eins") else said


def _below_million(number: int, *, alone: bool) -> str:
    thousands, rest = divmod(number, 1000)
    said = f"{_below_thousand(thousands, alone=False)}tausend" if thousands else ""
    return said + _below_thousand(rest, alone=alone) if rest or not said else said


def _below_thousand(number: int, *, alone: bool) -> str:
    hundreds, rest = divmod(number, 100)
    said = f"{_ONES[hundreds].removesuffix('s') if hundreds == 1 else _ONES[hundreds]}hundert" if hundreds else ""
    return said + _below_hundred(rest, alone=alone) if rest or not said else said


def _below_hundred(number: int, *, alone: bool) -> str:
    if number == 1:
        return "eins" if alone else "ein"
    if number < len(_ONES):
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return (f"{'ein' if ones == 1 else _ONES[ones]}und" if ones else "") + _TENS[tens]
