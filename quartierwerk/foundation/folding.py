"""One spelling for words that people write in many: small letters, no umlauts, no accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import count

from django.utils.text import slugify

LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ł": "l", "ø": "o", "ı": "i", "đ": "d"}
)
"""What Unicode does not take apart by itself, and the umlauts as German writes them out."""
WORD = re.compile(r"[a-z0-9]+")
LONGEST_SLUG = 80


def fold(text: str) -> str:
    """Small letters without umlauts and accents: “Öl” and “OEL” are one word; folding twice changes nothing."""
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).casefold()
    parts = unicodedata.normalize("NFKD", small.translate(LETTERS))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text; everything but letters and digits separates them."""
    return tuple(WORD.findall(fold(text)))


def free_slug(name: str, *, taken: Collection[str], otherwise: str) -> str:
    """A name as it stands in an address, with a number where it is taken: “lenkungsgremium-hafen-2”.

    ``otherwise`` stands where nothing is left of the name.
    """
    stem = slugify(fold(name))[:LONGEST_SLUG].strip("-") or otherwise
    numbered = (f"{stem}-{number}" for number in count(2))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)
