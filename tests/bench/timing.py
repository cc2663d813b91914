"""Taking times so that noise falls on all that are compared alike."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def summary(milliseconds: Sequence[float]) -> dict[str, float]:
    """Half, nearly all, the worst and the mean of many times."""
    return {
        "p50": percentile(milliseconds, 0.5),
        "p95": percentile(milliseconds, 0.95),
        "most": max(milliseconds),
        "mean": sum(milliseconds) / len(milliseconds),
        "times": len(milliseconds),
    }


def interleaved(
    items: Iterable[T], ways: Mapping[str, Callable[[T], Any]], *, rounds: int
) -> dict[str, dict[str, list[float]]]:
    """Milliseconds of each way over all items, taken in turns; the first of ``rounds + 1`` only warms up.

    ``wall`` is what a reader waits, ``cpu`` what this thread worked: it doesn't grow when others use the machine,
    and says nothing of what another process does.
    """
    taken: dict[str, dict[str, list[float]]] = {name: {"wall": [], "cpu": []} for name in ways}
    items = list(items)
    for number in range(rounds + 1):
        for item in items:
            for name, way in ways.items():
                wall, cpu = time.perf_counter(), time.thread_time()
                way(item)
                cpu, wall = time.thread_time() - cpu, time.perf_counter() - wall
                if number:
                    taken[name]["wall"].append(wall * 1000)
                    taken[name]["cpu"].append(cpu * 1000)
    return taken
