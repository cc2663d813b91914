"""How this city calls things: “Stadtbezirk” here is “Ortsteil” there.

A room declares its words in ``words.py`` with the product's own names for them; a city that calls them otherwise says
so when it is founded. Sentences use a word in the singular or plural, never declined, since its gender differs from
city to city.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise, lazy

from quartierwerk.foundation.bilingual import language
from quartierwerk.foundation.gathering import enter
from quartierwerk.foundation.house.holding import house

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Word:
    """The product's own name for a thing that cities call differently."""

    one: Text
    many: Text


_registered: dict[str, Word] = {}


def register(key: str, word: Word) -> None:
    """Let cities call a thing by a word of their own; raises SameName for a second word under a key."""
    enter(_registered, key, word)


def registered() -> dict[str, Word]:
    """Every word that a city may choose, by its key."""
    return dict(_registered)


def word(key: str) -> str:
    """What one such thing is called here, as a label: “Stadtbezirk”, in English “District”."""
    return _said(key, "one")


def words(key: str) -> str:
    """What several such things are called here, as a label: “Stadtbezirke”, “Districts”."""
    return _said(key, "many")


def in_sentence(said: str) -> str:
    """A label as it stands inside a sentence: English writes it small."""
    return said[:1].lower() + said[1:] if language() == "en" else said


def _said(key: str, number: str) -> str:
    own = house().words.get(key, {})
    found = own.get(f"{number}_en" if language() == "en" else number) or str(getattr(_registered[key], number))
    return found[:1].upper() + found[1:]


word_lazy = lazy(word, str)
words_lazy = lazy(words, str)


def spoken(*keys: str) -> list[str]:
    """The city's own words for these things in both languages, as people may type them."""
    return [said for key in keys for said in house().words.get(key, {}).values()]
