"""Knowing whether what lies in the cache still fits the code: digests of the files it was made by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.bench.ground import ROOT

ROWS = (
    "quartierwerk/rooms/directory/demo/bulk.py",
    *(
        f"quartierwerk/rooms/directory/demo/data/{name}.csv"
        for name in (
            "wordbank",
            "first_names",
            "last_names",
            "streets",
            "districts",
            "quarters",
        )
    ),
    "quartierwerk/rooms/directory/rules/data/professions.csv",
    "quartierwerk/rooms/directory/rules/data/sectors.csv",
    "quartierwerk/rooms/places/demo/data/*.csv",
    "quartierwerk/*/*/migrations/*.py",
)
INDEX = (
    *(
        f"quartierwerk/foundation/search/{name}.py"
        for name in ("analysis", "compounds", "documents", "grid", "points", "ranking", "schema", "spelling", "writing")
    ),
    "quartierwerk/rooms/directory/search.py",
    "quartierwerk/rooms/directory/rules/data/synonyms.csv",
    "tests/bench/raw.py",
)
DEMO = (
    "quartierwerk/rooms/*/demo/**/*.*",
    "quartierwerk/rooms/directory/rules/data/*.csv",
    "quartierwerk/surfaces/demo/city.py",
    "quartierwerk/*/*/migrations/*.py",
)


def read(path: Path, patterns: Iterable[str]) -> dict[str, Any] | None:
    """What was kept beside a thing when it was made; None if a file it was made by has changed or gone since.

    Files that came later don't count: a new migration simply runs.
    """
    try:
        kept: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    now = _digests(patterns)
    return kept["figures"] if all(now.get(name) == digest for name, digest in kept["files"].items()) else None


def write(path: Path, patterns: Iterable[str], figures: dict[str, Any]) -> None:
    """Keep figures beside a thing, with the digests of the files it was made by."""
    path.write_text(json.dumps({"figures": figures, "files": _digests(patterns)}, indent=1), encoding="utf-8")


def _digests(patterns: Iterable[str]) -> dict[str, str]:
    files = sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()})
    return {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.suffix != ".pyc"
    }
