"""The words an index knows, and the nearest one to a word it does not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from quartierwerk.foundation.search.analysis import fold

SHORTEST = 4
MOST_WORDS = 300_000


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
        if len(word) < SHORTEST:
            return []
        slips = 1 if len(word) < 6 else 2
        found = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=slips, limit=50)
        ranked = sorted(found, key=lambda match: (match[1], -self.counts[match[0]], match[0]))
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
