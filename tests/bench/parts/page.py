"""The list as a whole page through the real server, beside the engine alone and an empty page, in turns.

The empty page is ``/suche/`` without words: signed out, the same base template and head, no query, no result.
"""

from __future__ import annotations

from typing import Any

from tests.bench.asking import Asked, prepare
from tests.bench.questions import SAMPLE, questions
from tests.bench.server import serving
from tests.bench.timing import interleaved, summary

LIST, EMPTY = "/verzeichnis/", "/suche/"


def measure(*, count: int, rounds: int, mode: str, sample: int = SAMPLE) -> dict[str, Any]:
    """Times of the three over the same questions."""
    with serving(mode=mode) as visitor:

        def get(path: str) -> None:
            answer, body = visitor.get(path)
            if answer.status != 200 or not body:
                raise RuntimeError(f"{path} answered with {answer.status}.")

        ways = {
            "engine": Asked.ask,
            "empty": lambda one: get(EMPTY),
            "page": lambda one: get(f"{LIST}?{one.question.address}"),
        }
        taken = interleaved(prepare(questions(count, sample=sample)), ways, rounds=rounds)
    return {"questions": count, "rounds": rounds} | {name: summary(times["wall"]) for name, times in taken.items()}
