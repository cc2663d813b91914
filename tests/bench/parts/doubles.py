"""Looking for doubles in the whole stock, as the worker does it: seconds, pairs, and the most memory above idle."""

from __future__ import annotations

import time
from typing import Any

from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions
from quartierwerk.rooms.directory.models import DoublePair, Profile
from quartierwerk.rooms.directory.queries.doubles import waiting
from quartierwerk.rooms.directory.schedule import COMPARED_AT_ONCE
from tests.bench import memory


def measure() -> dict[str, Any]:
    """From a stock in which nothing was compared to one in which all is."""
    DoublePair.objects.all().delete()
    Profile.objects.update(compared_version=0)
    actor, idle, start, longest, done = system("worker"), memory.held(), time.perf_counter(), 0.0, 0
    while block := waiting(limit=COMPARED_AT_ONCE):
        began = time.perf_counter()
        actions.propose_doubles(block, actor=actor)
        longest, done = max(longest, time.perf_counter() - began), done + len(block)
    return {
        "profiles": done,
        "seconds": time.perf_counter() - start,
        "longest_block": longest,
        "pairs": DoublePair.objects.count(),
        "above_idle_mb": memory.most_held() - idle,
    }
