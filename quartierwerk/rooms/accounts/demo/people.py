"""Invented names of people, as they sound in a city of the Ruhr."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

DATA = Path(__file__).parent / "data"
ORIGINS = (46, 14, 14, 10, 8, 5, 2, 1)
"""How many of a hundred names come from each group of the tables."""


@cache
def name_groups(table: str) -> tuple[tuple[str, ...], ...]:
    """Names by origin; both tables have their groups in the same order, so that pairs stay plausible."""
    with (DATA / table).open(encoding="utf-8", newline="") as lines:
        return tuple(tuple(row[1:]) for row in csv.reader(lines, delimiter=";"))


def people(random: Random, *, taken: set[str]) -> Iterator[str]:
    """Full names without end, each once, never one of ``taken``."""
    firsts, lasts = name_groups("first_names.csv"), name_groups("last_names.csv")
    all_lasts = tuple(name for group in lasts for name in group)
    seen = set(taken)
    while True:
        origin = random.choices(range(len(firsts)), ORIGINS)[0]
        # Some family names come from somewhere else, as families do.
        last = random.choice(lasts[origin] if random.random() < 0.85 else all_lasts)
        if random.random() < 0.09 and "-" not in last:
            last = f"{last}-{random.choice(all_lasts)}"
        name = f"{random.choice(firsts[origin])} {last}"
        if name not in seen and last.count("-") < 2:
            seen.add(name)
            yield name
