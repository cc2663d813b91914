"""Parts of German compounds, learnt from the corpus that is being indexed.

No list of words is shipped: what the texts of this city use as nouns on their own are the parts into which
their compounds fall. Looked for on PyPI first: `charsplit-fst` is kept, but needs Python 3.12; `compound-split`
and `german-nouns` rest since 2020 and 2022; `compound-word-splitter` wants a dictionary of the machine. They
also split what no text here ever asks for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from quartierwerk.foundation.search import analysis
from quartierwerk.foundation.search.analysis import family, fold, stem

SHORTEST_COMPOUND = 7
SHORTEST_PART = 3
SHORTEST_LONE_HEAD = 4
"""A head whose front half is unknown must be longer than one beside a known front."""
LONGEST_CHANCE = 4
"""A front half of so few letters may be there by chance."""
SHORTEST_SURE_HEAD = 7
"""A word that a room vouches for falls apart before no shorter head, when its front half is unknown."""
LONGEST_COMPOUND = 45
DEEPEST = 4
SURE = 1_000_000
"""The count given to words a room vouches for."""

# A verb's prefix is no part of a compound: "Bearbeitung" is not about Arbeit.
_PREFIXES = frozenset(
    """ab an auf aus be bei durch ein ent er fehl fort ge gegen her hin hinter los miss mit nach nieder rück ueber über
    um un unter ur ver vor weg weiter wider wieder zer zu zurück zusammen selbst teil haupt""".split()
)
# "Veran" before "stalten", "aufg" before "baut": a verb and no word of its own.
_VERB = re.compile(r"(?:be|emp|ent|er|ge|ver|zer)\w{0,4}|(?:ab|an|auf|aus|ein|nach|um|vor|zu)(?:g|ge\w{0,3})")
# Endings that look like words of their own.
_ENDINGS = frozenset("arten eien enden ende heit heiten igen keit keiten lich schaft schaften ungen isten".split())
_VOWELS = frozenset("aeiouyäöü")


class Parts:
    """The families of words that may be parts of a compound, with how often the corpus uses them."""

    def __init__(self, counts: Mapping[str, int] | None = None) -> None:
        self.counts = dict(counts or {})
        self._splits: dict[str, tuple[str, ...]] = {}

    @classmethod
    def grow(cls, seen: Mapping[str, int], *, words: Iterable[str] = ()) -> Parts:
        """Learn from a corpus: ``seen`` counts words as they stand in it, ``words`` are vouched for.

        German writes nouns with a capital: a form counts as a noun when it is mostly written with one, whatever
        its verb does ("das Spiel", "spielen").
        """
        capital: Counter[str] = Counter()
        small: Counter[str] = Counter()
        for token, count in seen.items():
            folded = fold(token)
            if _may_be_part(folded):
                (capital if token[0].isupper() else small)[folded] += count
        counts: Counter[str] = Counter()
        for noun, count in capital.items():
            if count > small[noun]:
                counts[family(stem(noun))] += count
        for text in words:
            for folded in analysis.words(text):
                if _may_be_part(folded):
                    counts[family(stem(folded))] = SURE
        return cls(counts)

    @classmethod
    def load(cls, path: Path) -> Parts:
        """The parts as they were written beside an index."""
        lines = path.read_text(encoding="utf-8").splitlines()
        return cls({noun: int(count) for noun, _, count in (line.partition("\t") for line in lines)})

    def save(self, path: Path) -> None:
        """Write the parts beside the index, in an order that depends on nothing but them."""
        lines = [f"{noun}\t{count}\n" for noun, count in sorted(self.counts.items())]
        path.write_text("".join(lines), encoding="utf-8")

    def split(self, folded: str) -> tuple[str, ...]:
        """The families of the parts of a compound; nothing where the word does not fall apart."""
        if not SHORTEST_COMPOUND <= len(folded) <= LONGEST_COMPOUND or not self.counts or not folded.isalpha():
            return ()
        known = self._splits.get(folded)
        if known is None:
            if len(self._splits) >= analysis.MOST_REMEMBERED:
                self._splits.clear()
            known = self._splits[folded] = tuple(dict.fromkeys(self._fall_apart(folded, DEEPEST)))
        return known if len(known) > 1 else ()

    def halves(self, folded: str) -> Iterator[tuple[str, str, bool]]:
        """Front and head at each seam with exactly one known side, and whether it is the front; long ones first."""
        if not SHORTEST_COMPOUND <= len(folded) <= LONGEST_COMPOUND:
            return
        seams = range(SHORTEST_LONE_HEAD, len(folded) - SHORTEST_LONE_HEAD + 1)
        known = [(folded[:at], folded[at:], bool(self._count(folded[:at]))) for at in seams]
        one = [half for half in known if half[2] != bool(self._count(half[1])) and half[0] not in _PREFIXES]
        yield from sorted(one, key=lambda half: -len(half[0] if half[2] else half[1]))

    def known_half(self, folded: str) -> str:
        """The family of the one half that is known of a compound, the longest there is; nothing without one."""
        for front, head, front_is_known in self.halves(folded):
            return family(stem(_without_link(front if front_is_known else head, self.counts)))
        return ""

    def _fall_apart(self, word: str, depth: int) -> list[str]:
        """Halve at the best seam, then the halves; a word without a seam is its own only part."""
        best: tuple[int, float] | None = None
        seam = 0
        if depth and len(word) >= SHORTEST_COMPOUND:
            whole = self._count(word)
            for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
                worth = self._worth(word[:at], word[at:], whole)
                if worth is not None and (best is None or worth > best):
                    best, seam = worth, at
        if best is None:
            return [family(stem(_without_link(word, self.counts)))]
        return self._fall_apart(word[:seam], depth - 1) + self._fall_apart(word[seam:], depth - 1)

    def _worth(self, front: str, head: str, whole: int) -> tuple[int, float] | None:
        """How good a seam is: both halves known before one half known, then how common they are."""
        if head in _ENDINGS or front in _PREFIXES:
            return None
        common = self._count(head)
        if not common:
            return None
        before = self._count(front)
        # "Hochzeit" is no time that is high: a short front half must be as common as the whole.
        if before and len(front) <= LONGEST_CHANCE and before < whole < SURE:
            return None
        if before:
            return (2, float(common) * before)
        # "Proberaum" beside a common "Raum"; "Gestalter" is no rare "Alter".
        shortest = SHORTEST_SURE_HEAD if whole >= SURE else SHORTEST_LONE_HEAD
        if common < whole < SURE or len(head) < shortest or _VOWELS.isdisjoint(front) or _VERB.fullmatch(front):
            return None
        return (1, float(len(head)))

    def _count(self, word: str) -> int:
        known = self.counts.get(family(stem(word)))
        return known or self.counts.get(family(stem(_without_link(word, self.counts))), 0)


def _may_be_part(folded: str) -> bool:
    return SHORTEST_PART <= len(folded) <= LONGEST_COMPOUND and folded.isalpha() and folded not in analysis.STOP_WORDS


def _without_link(word: str, counts: Mapping[str, int]) -> str:
    """A front part without its linking letters, where that makes it a known word: ``arbeits`` → ``arbeit``."""
    for link in ("s", "es", "n", "en", "e", "er"):
        if word.endswith(link) and len(word) - len(link) >= SHORTEST_PART:
            bare = word[: -len(link)]
            if family(stem(bare)) in counts:
                return bare
    return word
