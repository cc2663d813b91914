"""One spelling for words that people write in many: small letters, no umlauts, no accents."""

from __future__ import annotations

import re
import unicodedata

LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ł": "l", "ø": "o", "ı": "i", "đ": "d"}
)
"""What Unicode does not take apart by itself, and the umlauts as German writes them out."""
WORD = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """Small letters without umlauts and accents: “Öl” and “OEL” are one word; folding twice changes nothing."""
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).casefold()
    parts = unicodedata.normalize("NFKD", small.translate(LETTERS))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text; everything but letters and digits separates them."""
    return tuple(WORD.findall(fold(text)))
