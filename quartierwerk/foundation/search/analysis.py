"""German words as the index sees them: gender forms, umlauts, stems, families of words, parts of compounds.

One piece of code reads documents and questions alike, in Python, with every distinct word analysed once
and remembered; the engine below only splits at blanks. That keeps index and query in step by construction
and needs no tokenizer registered in every process.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import tantivy

if TYPE_CHECKING:
    from quartierwerk.foundation.search.compounds import Parts

VERSION = 2
"""Raise it when the analysis or the cutting of compounds changes: every index is then built anew."""

LONGEST_WORD = 60
MOST_REMEMBERED = 400_000

_GENDER_MARK = r"(?:[*:_·]-?|/-?|\()"
# A word, with the second half of a gender form if there is one: Künstler*innen, Designer:in, Designer/-innen,
# Künstler(innen), Künstler*innenhaus, freie*r. CamelCase (DesignerInnen) is one word to the regex already.
_TOKEN = re.compile(
    rf"[^\W_]+(?:{_GENDER_MARK}[Ii]n(?:nen)?\)?(?![^\W_])|[*:_·][Ii]nnen[^\W_]*|[*:_·][nres](?![^\W_])|/-[nres](?![^\W_]))?"
)
_GENDER_FORM = re.compile(rf"(?<=[^\W_]){_GENDER_MARK}(?:[Ii]n(?:nen)?|[nres](?![^\W_]))\)?")
_GENDER_CAPITAL = re.compile(r"(?<=[a-zäöüß]{2})In(?:nen)?$")
# The stemmer folds -erin itself; these endings it leaves.
_FEMALE = re.compile(r"(?<=\w\w)(or|eur|ist|ent|ant|og|gra(?:f|ph)|ekt|yst|ot|om|urg|eut)in(?:nen)?$")

_LETTERS = re.compile(r"[^\W_]+")
_PLAIN = str.maketrans(
    {"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "æ": "a", "ø": "o", "œ": "o", "ł": "l", "ı": "i", "đ": "d"}
)
# Letters that Unicode does not take apart into a bare letter and a mark.
_STROKES = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "æ": "ä", "œ": "ö"})
# Schüruferstr., Str.: nobody's word ends like this but that of a street.
_STREET = re.compile(r"(?:^|(?<=[^\W\d_]{3}))str$")
_DIGRAPH = re.compile(r"(?<![aeq])ue|(?<!a)ae|oe")

# From the thing made to the one who makes it and back: Fotograf, Fotografie; Tischler, Tischlerei; Illustrator,
# Illustration; Journalist, Journalismus. Applied to stems; the rest must stay long enough to mean something.
_FAMILY_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=\w{3})erei$", ""),
        # A plural the stemmer leaves: Logos, Partys, Apps.
        (r"(?<=\w{3}[aioy])s$", ""),
        (r"(?<=\w{2}[pc])s$", ""),
        (r"(?<=graf|.log|.nom)i$", ""),
        (r"(?<=\w{3})eri$", "er"),
        (r"ektur$", "ekt"),
        # The stem of a verb in -ieren ends in -i, that of its noun in -ier; nouns in -ier lose the same letters.
        (r"(?<=\w{3})(?:i|ier)$", "ier"),
        (r"(?<=\w{4})(?:ation|ator|ateur|ativ|atur)$", "ier"),
        (r"(?<=\w{3}[ts])(?:ion|eur|or|orat)$", ""),
        (r"(?<=\w{4})iat$", ""),
        (r"(?<=\w{4})(?:ismus|ist)$", ""),
        (r"ikal$", "ik"),
        (r"(?<=\w{3}[bcdfghklmnprt])isch$", "ik"),
    )
)

STOP_WORDS = frozenset(
    """aber alle als am an auch auf aus bei beim bin bis da das dass dem den der des die dies diese dieser doch dort du
    ein eine einem einen einer eines er es für fuer gibt habe haben hat hier ich ihr im in ist ja kann kein keine man
    mein meine meinem meinen meiner meines dein deine euer eure sein seine ihre ihren ihrem mich mir mit muss müssen
    nach nicht noch nur ob oder ohne sehr sich sie sind so soll sollen uns unser unsere unserem unseren unserer unseres
    um und unter vom von vor war was wen wem wer wie wir wird werden wo woher wohin zu zum zur über ueber
    jemand jemanden irgendwo irgendwer welche welcher welches etwas bitte gern gerne mal
    suche sucht such suchen gesucht brauche brauchen braucht benötige benötigen finde finden findet
    möchte möchten moechte moechten will wollen würde kennt können könnte
    mache machen macht lasse lassen lässt biete bieten bietet anbieten
    a an and are at by do does find for from i in is it looking me my need of on or our that the to we who with
    e v""".split()
)

_german = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("german")).build()
_english = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("english")).build()


def tokens(text: str) -> list[str]:
    """The words of a text as they stand there, gender forms in one piece."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _TOKEN.findall(text)


def fold(token: str) -> str:
    """A word in small letters, without its gender form and foreign accents: ``Künstler*innen`` → ``künstler``."""
    token = _GENDER_CAPITAL.sub("", _GENDER_FORM.sub("", token)[:LONGEST_WORD])
    token = token.lower()
    if not token.isascii():
        token = token.translate(_STROKES)
        token = "".join(letter if letter in "äöüß" else _without_accents(letter) for letter in token)
    token = _STREET.sub("straße", token)
    return _FEMALE.sub(r"\1", token)


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    return "".join(part for part in unicodedata.normalize("NFKD", text) if not unicodedata.combining(part))


def words(text: str) -> list[str]:
    """The folded words of a text."""
    return [folded for token in tokens(text) if (folded := fold(token))]


def plain(text: str) -> str:
    """A text as people type it in a hurry: small letters, no umlauts in either spelling."""
    folded = " ".join(_TOKEN.findall(unicodedata.normalize("NFC", text).lower()))
    folded = folded if folded.isascii() else _without_accents(folded.translate(_PLAIN))
    return _DIGRAPH.sub(lambda found: found[0][0], folded)


def sort_key(name: str) -> str:
    """The order of names as in a German dictionary (DIN 5007-1): ä beside a, ß beside ss, marks ignored."""
    small = unicodedata.normalize("NFC", name).lower()
    return " ".join(_LETTERS.findall(small if small.isascii() else _without_accents(small.translate(_PLAIN))))


@lru_cache(maxsize=MOST_REMEMBERED)
def stem(folded: str) -> str:
    """The German stem of a folded word; both spellings of umlauts meet in it."""
    found = _german.analyze(folded)
    return found[0] if found and found[0] else folded


def english_stem(folded: str) -> str:
    """The English stem of a folded word."""
    found = _english.analyze(folded)
    return found[0] if found and found[0] else folded


@lru_cache(maxsize=MOST_REMEMBERED)
def family(stemmed: str) -> str:
    """The family a stem belongs to, coarser than the stem: ``fotografi`` and ``fotograf`` are one."""
    stemmed = stemmed.replace("ph", "f")
    for pattern, replacement in _FAMILY_RULES:
        shorter = pattern.sub(replacement, stemmed)
        if shorter != stemmed:
            return shorter
    return stemmed


class Word(NamedTuple):
    """All that is known of one word."""

    folded: str
    stem: str
    family: str
    parts: tuple[str, ...]
    """The families of the parts of a compound; empty for a simple word."""
    english: str
    """The family of the English stem, which differs for English words only."""

    @property
    def is_filler(self) -> bool:
        """Whether the word only joins others."""
        return self.folded in STOP_WORDS


class Analyzer:
    """Reads words with the parts of compounds that one corpus has shown."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._words: dict[str, Word] = {}

    def word(self, token: str) -> Word:
        """What one word of a text comes to."""
        known = self._words.get(token)
        if known is None:
            if len(self._words) >= MOST_REMEMBERED:
                self._words.clear()
            folded = fold(token)
            stemmed = stem(folded)
            known = Word(folded, stemmed, family(stemmed), self.parts.split(folded), family(english_stem(folded)))
            self._words[token] = known
        return known

    @property
    def seen(self) -> Iterable[str]:
        """The words as they stood in the texts read so far, those that are remembered."""
        return self._words

    def read(self, text: str) -> list[Word]:
        """The words of a text, in their order."""
        return [self.word(token) for token in tokens(text)]
