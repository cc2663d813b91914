"""Which part runs on which set of data, and what is taken from the cache."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import stamps
from tests.bench.ground import ROOT, Ground, Place

PARTS = (
    "load",
    "engine",
    "page",
    "clusters",
    "locating",
    "doubles",
    "import",
    "weight",
    "documents",
    "entries",
    "letters",
    "autosave",
    "cases",
    "statistics",
    "quality",
)
STEPS = {"rows": stamps.ROWS, "index": stamps.INDEX}
QUESTIONS = 300
POINTS = 300_000
DOCUMENTS = 200
ENTRIES = {"standing": 100_000, "times": 300}
LETTERS = 338
"""As many as the city wrote in one year."""
AUTOSAVE = {"people": 50, "every": 3.0, "rounds": 5, "turns": 4}
"""A thousand saves that count."""
CASES = {"standing": 10_000, "count": 300, "rounds": 1}
STATISTICS = {"standing": 10_000, "years": 20, "count": 100, "rounds": 2}
IMPORT_INTO = {"empty": 0, "100,000": 100_000}
IMPORT_ROWS = (5_000, 50_000)


@dataclass(frozen=True)
class Wish:
    """What the command line asks for."""

    sizes: Sequence[int]
    parts: Sequence[str]
    halves: str = "ab"
    is_small: bool = False


class Bench:
    """Runs the parts, each in a process of its own, and keeps what they found."""

    def __init__(self, ground: Ground, wish: Wish) -> None:
        self.ground = ground
        self.wish = wish
        self._ready: dict[int, dict[str, Any]] = {}

    def run(self) -> dict[str, Any]:
        """Every wished part, in the order of ``PARTS``."""
        return {part: getattr(self, f"_{part}")() for part in PARTS if part in self.wish.parts}

    # --- The sets of data ----------------------------------------------------------------------------------------

    def _data(self, size: int, *steps: str) -> Place:
        """So many profiles with what ``steps`` name, out of the cache as far as it fits this code."""
        place = self.ground.place(str(size))
        kept = self._ready.setdefault(size, {})
        for step in ("rows", *steps):
            if step in kept:
                continue
            stamp = place.folder / f"{step}.json"
            figures = stamps.read(stamp, STEPS[step])
            if step == "rows":
                if figures is None:
                    self.ground.forget(place)
                    place = self.ground.place(str(size))
                place.run("load", step="migrate", count=size)
            if figures is None:
                figures = place.run("load", step=step, count=size)
                stamps.write(stamp, STEPS[step], figures)
            kept[step] = figures
        return place

    def _demo(self) -> Place:
        """The demo city on SQLite, as a newcomer gets it."""
        folder = self.ground.cache / "demo"
        place = Place("demo", folder, f"sqlite:///{folder}/quartierwerk.sqlite3")
        if stamps.read(folder / "rows.json", stamps.DEMO) is None:
            shutil.rmtree(folder, ignore_errors=True)
            _command(place, "demo", "--load-only", "--cases", "25")
            stamps.write(folder / "rows.json", stamps.DEMO, {})
            stamps.write(folder / "index.json", stamps.INDEX, {})
        if stamps.read(folder / "index.json", stamps.INDEX) is None:
            _command(place, "reindex")
            stamps.write(folder / "index.json", stamps.INDEX, {})
        return place

    # --- The parts -----------------------------------------------------------------------------------------------

    def _load(self) -> dict[str, Any]:
        for size in self.wish.sizes:
            self._data(size, "index")
        return {str(size): self._ready[size] for size in self.wish.sizes}

    def _engine(self) -> dict[str, Any]:
        asked = {"count": QUESTIONS, "rounds": 3}
        return {str(size): self._data(size, "index").run("engine", **asked) for size in self.wish.sizes}

    def _page(self) -> dict[str, Any]:
        asked = {"count": QUESTIONS, "rounds": 2, "mode": "production"}
        return {str(size): self._data(size, "index").run("page", **asked) for size in self.wish.sizes}

    def _clusters(self) -> dict[str, Any]:
        asked = {"count": QUESTIONS, "mode": "production"}
        return {str(size): self._data(size, "index").run("clusters", **asked) for size in self.wish.sizes}

    def _locating(self) -> dict[str, Any]:
        return self._demo().run("locating", count=POINTS)

    def _doubles(self) -> dict[str, Any]:
        found = {}
        for size in self.wish.sizes:
            with self.ground.copy(self._data(size)) as copy:
                found[str(size)] = copy.run("doubles")
        return found

    def _import(self) -> dict[str, Any]:
        return {name: list(self._imported(self._data(size))) for name, size in IMPORT_INTO.items()}

    def _imported(self, place: Place) -> Iterator[dict[str, Any]]:
        """Each list into a fresh copy of a set of data."""
        for rows in IMPORT_ROWS:
            with self.ground.copy(place) as copy:
                path = str(copy.folder / "list.csv")
                copy.run("imports", step="write", rows=rows, path=path)
                yield copy.run("imports", step="read", rows=rows, path=path)

    def _weight(self) -> dict[str, Any]:
        return self._demo().run("weight", mode="production")

    def _documents(self) -> dict[str, Any]:
        return self._demo().run("documents", count=DOCUMENTS)

    def _entries(self) -> dict[str, Any]:
        return self._by_itself("entries", **ENTRIES)

    def _letters(self) -> dict[str, Any]:
        return self._by_itself("letters", count=LETTERS)

    def _autosave(self) -> dict[str, Any]:
        return self._by_itself("autosave", mode="production", **AUTOSAVE)

    def _cases(self) -> dict[str, Any]:
        return self._by_itself("cases", mode="production", **CASES)

    def _statistics(self) -> dict[str, Any]:
        return self._by_itself("statistics", mode="production", **STATISTICS)

    def _by_itself(self, part: str, **options: Any) -> dict[str, Any]:
        """In a database of its own: nothing of a city is needed, and the bar is PostgreSQL's."""
        place = self.ground.place(part)
        try:
            place.run("load", step="migrate", count=0)
            return place.run(part, **options)
        finally:
            self.ground.forget(place)

    def _quality(self) -> dict[str, Any]:
        return self._demo().run("quality", halves=self.wish.halves)


def _command(place: Place, *words: str) -> None:
    Path(place.folder).mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "quartierwerk.config.cli", *words]
    subprocess.run(command, cwd=ROOT, env=place.environment(mode="demo"), check=True)
