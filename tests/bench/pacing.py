"""Asking at moments that are planned beforehand, so that a stall counts for all who would have asked meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

LEAD = 0.2
"""Seconds until the first moment, by when everybody stands ready."""


def paced(people: Sequence[Callable[[], Any]], *, every: float, rounds: int) -> list[float]:
    """Milliseconds from each planned moment to the answer; each asks every so many seconds, all evenly spread.

    Whoever still waits for an answer asks late, but is timed from the moment that was planned.
    """
    begin = time.perf_counter() + LEAD

    def keep_pace(number: int, ask: Callable[[], Any]) -> list[float]:
        taken = []
        for turn in range(rounds):
            planned = begin + every * (turn + number / len(people))
            time.sleep(max(0.0, planned - time.perf_counter()))
            ask()
            taken.append((time.perf_counter() - planned) * 1000)
        return taken

    with ThreadPoolExecutor(len(people)) as pool:
        return [one for taken in pool.map(keep_pace, range(len(people)), people) for one in taken]
