"""How much memory this process holds and has held at most (Linux)."""

from __future__ import annotations

import re
from pathlib import Path


def held() -> float:
    """Megabytes at this moment."""
    return _line("VmRSS")


def most_held() -> float:
    """Megabytes at the worst moment so far."""
    return _line("VmHWM")


def _line(name: str) -> float:
    found = re.search(rf"^{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    if found is None:
        raise RuntimeError(f"/proc/self/status has no {name}.")
    return int(found[1]) / 1024
