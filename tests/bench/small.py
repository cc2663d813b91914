"""The small run: every part once, on few profiles and in one process, to show that all of them work."""

from __future__ import annotations

from typing import Any

from tests.bench.ground import Ground
from tests.bench.plan import Wish

ROWS = 40
PLAIN = ("locating", "weight", "documents", "entries", "letters", "autosave", "cases", "statistics", "quality")
"""Parts whose answer does not hang on the number of profiles."""


def run(ground: Ground, wish: Wish) -> dict[str, Any]:
    """What every wished part finds; the figures say nothing, for the process is not alone and nothing is warm."""
    size = wish.sizes[0]
    ground.forget(ground.place("small"))
    place = ground.place("small")
    asked = {"sample": 1_000, "rounds": 1}
    path = str(place.folder / "list.csv")
    jobs: dict[str, list[tuple[str, dict[str, Any]]]] = {
        "load": [("load", {"step": step, "count": size}) for step in ("migrate", "rows", "index")],
        "engine": [("engine", {"count": 12, **asked})],
        "page": [("page", {"count": 6, "mode": "test", **asked})],
        "clusters": [("clusters", {"count": 10, "mode": "test"})],
        "locating": [("locating", {"count": 500})],
        "doubles": [("doubles", {})],
        "weight": [("weight", {"mode": "test"})],
        "documents": [("documents", {"count": 3})],
        "entries": [("entries", {"standing": 50, "times": 3})],
        "letters": [("letters", {"count": 3})],
        "autosave": [("autosave", {"people": 3, "every": 0.3, "rounds": 2, "turns": 1, "mode": "test"})],
        "cases": [("cases", {"standing": 100, "count": 5, "rounds": 1, "mode": "test"})],
        "statistics": [("statistics", {"standing": 60, "years": 3, "count": 4, "rounds": 1, "mode": "test"})],
        "quality": [("quality", {"halves": "", "made_up": True})],
        "import": [("imports", {"step": step, "rows": ROWS, "path": path}) for step in ("write", "read")],
    }
    # Nothing works without the data, whatever is wished.
    parts = [part for part in jobs if part == "load" or part in wish.parts]
    answers = iter(place.run_together([job for part in parts for job in jobs[part]]))
    found = {part: [next(answers) for _job in jobs[part]] for part in parts}
    ground.forget(place)
    by_size = {part: {str(size): found[part][0]} for part in ("engine", "page", "clusters", "doubles") if part in found}
    shape = {"load": {str(size): dict(zip(("migrate", "rows", "index"), found["load"], strict=True))}, **by_size}
    shape |= {
        part: found[part][0]
        for part in (
            "locating",
            "weight",
            "documents",
            "entries",
            "letters",
            "autosave",
            "cases",
            "statistics",
            "quality",
        )
        if part in found
    }
    if "import" in found:
        shape["import"] = {f"{size:,}": [found["import"][1]]}
    return shape
