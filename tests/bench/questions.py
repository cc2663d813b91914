"""The questions of the bench: fixed by a rule and a seed, the same at every size.

Words are drawn from the first 20,000 profiles of the generator by how many of them hold the word: a third each
frequent (at least every twentieth), middle (every 500th to every twentieth) and rare (at least two profiles, fewer
than every 500th). Each gets a sector and a district as its two filters, drawn evenly. Words that only join others,
numbers, words under four letters and names of places are left out. Nothing is sorted out by what it finds or how long
it takes.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from random import Random
from urllib.parse import urlencode

from quartierwerk.foundation.search.analysis import STOP_WORDS, fold, tokens
from quartierwerk.rooms.directory.demo.bulk import bulk_contents
from quartierwerk.rooms.directory.demo.vocabulary import sectors
from quartierwerk.rooms.places.demo.tables import DATA

SAMPLE = 20_000
BANDS = {"frequent": (0.05, 1.0), "middle": (0.002, 0.05), "rare": (2 / SAMPLE, 0.002)}
SEED = 20261122


@dataclass(frozen=True)
class Question:
    """A word with its two filters."""

    band: str
    word: str
    sector: str
    district: str

    @property
    def address(self) -> str:
        """As the page has it behind its question mark."""
        return urlencode({"q": self.word, "sector": self.sector, "district": self.district})


def questions(count: int, *, sample: int = SAMPLE) -> list[Question]:
    """``count`` questions, a third of them from each band, in mixed order; a smaller ``sample`` is for trying only."""
    random = Random(SEED)
    sector_slugs = sorted(words.slug for words in sectors())
    district_slugs = sorted(row["slug"] for row in _places("districts.csv"))
    found = []
    for band, words in _words_by_band(sample).items():
        found += [
            Question(band, word, random.choice(sector_slugs), random.choice(district_slugs))
            for word in random.sample(words, count // len(BANDS))
        ]
    random.shuffle(found)
    return found


@cache
def _words_by_band(sample: int) -> dict[str, list[str]]:
    profiles: Counter[str] = Counter()
    for content in bulk_contents(sample):
        texts = (content.name, content.tagline_de, content.about_de, *content.keywords)
        profiles.update({fold(token) for text in texts for token in tokens(text)})
    left_out = STOP_WORDS | _words_of_places()
    likely = {
        word: number / sample
        for word, number in profiles.items()
        if len(word) >= 4 and word.isalpha() and word not in left_out
    }
    return {
        band: sorted(word for word, share in likely.items() if least <= share < most)
        for band, (least, most) in BANDS.items()
    }


def _words_of_places() -> set[str]:
    """The page takes these for a place and not for a word."""
    rows = _places("districts.csv") + _places("quarters.csv")
    return {fold(token) for row in rows for column in ("name", "aliases") for token in tokens(row[column])}


def _places(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))
