"""The words an index knows, and the nearest one to a word it does not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from quartierwerk.foundation.search.analysis import fold

SHORTEST = 4
SHORTEST_FOR_TWO = 8
"""Two slips make another word of anything shorter."""
MOST_WORDS = 300_000
MOST_HALVES = 4
"""Comparing with all words takes its time; a compound is not tried at more seams."""


class Vocabulary:
    """Folded words with their counts; kept beside the index, newer words appended."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = dict(counts)
        self._words = list(self.counts)

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """The words as they were written; a word that was appended again adds up."""
        counts: Counter[str] = Counter()
        for line in path.read_text(encoding="utf-8").splitlines():
            word, _, count = line.partition("\t")
            counts[word] += int(count)
        return cls(counts)

    def nearest(self, word: str) -> list[str]:
        """Known words within one or two slips of the finger, nearest first, then the more common."""
        return self._nearest(word, self._words)

    def likely(
        self, word: str, halves: Iterable[tuple[str, str, bool]] = (), others: Iterable[str] = ()
    ) -> Iterator[str]:
        """What somebody may have meant, likeliest first: a word like it, or a compound one half of which is known.

        ``halves`` are front, head, and whether the front is the known one; ``others`` are words that count as well.
        """
        near = {*self.nearest(word), *self._nearest(word, [*others])}
        yield from sorted(near, key=lambda other: (OSA.distance(word, other), -self.counts.get(other, 0), other))
        for front, head, front_is_known in islice(halves, MOST_HALVES):
            for other in self.nearest(head if front_is_known else front):
                yield front + other if front_is_known else other + head

    def _nearest(self, word: str, among: Collection[str]) -> list[str]:
        if len(word) < SHORTEST:
            return []
        slips = 1 if len(word) < SHORTEST_FOR_TWO else 2
        found = process.extract(word, among, scorer=OSA.distance, score_cutoff=slips, limit=50)
        ranked = sorted(found, key=lambda match: (match[1], -self.counts.get(match[0], 0), match[0]))
        return [match[0] for match in ranked if match[0] != word]


def write_words(path: Path, seen: Mapping[str, int]) -> None:
    """Append the words of new documents, the most common first."""
    counts: Counter[str] = Counter()
    for token, count in seen.items():
        folded = fold(token)
        if len(folded) >= SHORTEST and folded.isalpha():
            counts[folded] += count
    with path.open("a", encoding="utf-8") as handle:
        handle.writelines(f"{word}\t{count}\n" for word, count in counts.most_common(MOST_WORDS))
