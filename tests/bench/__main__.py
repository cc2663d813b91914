"""The command line of the bench; ``make bench`` runs it at all three sizes."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path

from tests.bench import report, small
from tests.bench.ground import ROOT, ground
from tests.bench.plan import PARTS, Bench, Wish


def main() -> int:
    """Measure what is wished, print the table, write the JSON; 1 where a bar is missed."""
    options = _parser().parse_args()
    parts = options.only or PARTS
    halves = "ab" if options.half == "both" else options.half
    wish = Wish(sizes=options.size or [480], parts=parts, halves=halves, is_small=options.small)
    with ground(options.cache.resolve(), options.database) as prepared:
        found = small.run(prepared, wish) if wish.is_small else Bench(prepared, wish).run()
    table = report.rows(found, judge=not wish.is_small)
    print(report.as_text(table))
    if options.json:
        content = {"machine": _machine(), "table": report.as_plain(table), "found": found}
        options.json.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
    return int(any(row.ok is False for row in table))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the house against its bars.")
    parser.add_argument("--size", type=int, nargs="+", metavar="N", help="how many profiles (default: 480)")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="NAME", help=f"some of: {', '.join(PARTS)}")
    parser.add_argument("--half", choices=["a", "b", "both"], default="both", help="which half of the written queries")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured into a file")
    parser.add_argument("--cache", type=Path, default=ROOT / "var" / "bench", metavar="DIR", help="default: var/bench")
    parser.add_argument(
        "--database",
        default="",
        metavar="URL",
        help="a PostgreSQL server that may be filled, or “sqlite” (default: a PostgreSQL of its own in the cache)",
    )
    parser.add_argument("--small", action="store_true", help="only try that every part works")
    return parser


def _machine() -> dict[str, object]:
    return {
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": os.getloadavg(),
    }


if __name__ == "__main__":
    sys.exit(main())
