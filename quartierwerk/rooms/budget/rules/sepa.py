"""Text as banks of the SEPA area take it: Latin letters without accents, digits and a few signs; pure.

The set is that of the European Payments Council (EPC 217-08); umlauts are written out, as German banks recommend it.
"""

from __future__ import annotations

import unicodedata

from quartierwerk.foundation.folding import LETTERS

SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-?:().,'+ ")
LONGEST_PAYEE = 70
"""Signs of a name in a transfer."""
LONGEST_TEXT = 140
"""Signs of what it is for."""
_CAPITALS = {ord(chr(one).upper()): said.capitalize() for one, said in LETTERS.items() if len(chr(one).upper()) == 1}
_OTHERS = str.maketrans({"&": "+", "_": "-", "€": "EUR", "ẞ": "SS", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th"})
_DASHES_AND_QUOTES = str.maketrans(dict.fromkeys("‐‑‒–—−·", "-") | dict.fromkeys('„“”‚‘’«»‹›"`´', "'"))
_TABLE = LETTERS | _CAPITALS | _OTHERS | _DASHES_AND_QUOTES


def plain(text: str, *, most: int) -> str:
    """A text in the signs of SEPA, at most so many; what has no counterpart becomes a point."""
    signs = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).translate(_TABLE))
    kept = "".join(
        sign if sign in SIGNS else " " if sign.isspace() else "." for sign in signs if not unicodedata.combining(sign)
    )
    return " ".join(kept.split())[:most].strip()


def is_writable(name: str) -> bool:
    """Whether each letter of a name has a counterpart: whose name would be lost is not paid by file."""
    letters = [sign for sign in name if sign.isalnum()]
    return bool(letters) and all(set(plain(letter, most=9)) - {".", ""} for letter in letters)


def purpose(text: str, voucher: str) -> str:
    """What a transfer says: what it is for, and the number of its voucher, of which nothing is cut off."""
    said, number = plain(text, most=LONGEST_TEXT), plain(voucher, most=LONGEST_TEXT)
    if number and number not in said:
        said = f"{said[: LONGEST_TEXT - len(number) - 1].strip()} {number}".strip()
    return said or "."
