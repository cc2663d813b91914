"""The engine in process, beside raw tantivy: word, two filters, every facet without its own filter, twenty read."""

from __future__ import annotations

from statistics import median
from typing import Any

from django.conf import settings

from quartierwerk.foundation.search import registered
from quartierwerk.rooms.directory.queries.finding import KIND
from tests.bench.asking import Asked, prepare
from tests.bench.questions import BANDS, SAMPLE, questions
from tests.bench.raw import Raw
from tests.bench.timing import interleaved, summary


def measure(*, count: int, rounds: int, sample: int = SAMPLE) -> dict[str, Any]:
    """Times of both over the same questions in turns, as a whole and by how common the words are."""
    asked = prepare(questions(count, sample=sample))
    raw = Raw(settings.DATA_DIR / "raw", facets=registered()[KIND].facets)

    def ask_raw(one: Asked) -> Any:
        return raw.find(one.question.word, one.raw_filters)

    ways = {"engine": Asked.ask, "raw": ask_raw}
    taken = interleaved(asked, ways, rounds=rounds)
    found: dict[str, Any] = {"questions": len(asked), "rounds": rounds, "bands": {}}
    for name in ways:
        found[name] = {clock: summary(times) for clock, times in taken[name].items()}
    bands = [one.question.band for one in asked] * rounds
    for band in BANDS:
        found["bands"][band] = {
            name: summary([time for time, own in zip(taken[name]["wall"], bands, strict=True) if own == band])
            for name in ways
        }
        found["bands"][band]["hits"] = {
            "engine": median(one.ask().total for one in asked if one.question.band == band),
            "raw": median(ask_raw(one)[0] for one in asked if one.question.band == band),
        }
    return found
