"""Parts in a process of their own: ``python -m tests.bench.inside ANSWERS.json JOBS``.

Jobs are pairs of a part and its options, as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import django


def main() -> None:
    """Set Django up, let the parts measure one after the other, and leave what they found in a file."""
    answers, jobs = sys.argv[1:]
    django.setup()
    found = [
        importlib.import_module(f"tests.bench.parts.{part}").measure(**options) for part, options in json.loads(jobs)
    ]
    Path(answers).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
