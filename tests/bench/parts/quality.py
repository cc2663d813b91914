"""How good the search is: recall@10 and MRR over written questions, as it is and without compounds and synonyms.

A question's file has the columns ``query;expected;note``, ``expected`` being names of the demo's profiles split by “|”.
recall@10 = expected ones among the first ten ÷ min(10, expected), averaged over the questions; the reciprocal rank of
a question is 1 ÷ the place of its first expected profile in the list, 0 if none is in it; both go the page's way, with
the understanding of places. Of several profiles of one name whichever comes first stands for it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings

from quartierwerk.foundation import clock, search
from quartierwerk.foundation.search import registry, writing
from quartierwerk.foundation.search.analysis import sort_key
from quartierwerk.foundation.search.engine import Engine
from quartierwerk.foundation.search.store import Home
from quartierwerk.foundation.transactions import Position
from quartierwerk.rooms.directory.models import Profile
from quartierwerk.rooms.directory.queries import finding
from quartierwerk.rooms.directory.queries.vocabulary import words
from tests.bench.ground import ROOT

QUERIES = ROOT / "tests" / "search_quality"
DEEPEST = 1000
Ask = Callable[[search.Query], search.Found]
Case = tuple[str, list[str]]


def measure(*, halves: str, made_up: bool = False) -> dict[str, Any]:
    """Both figures of each half for the four engines, and expected names that nobody has.

    ``made_up`` takes the names of some profiles as questions, to try the part.
    """
    cases = {half: _written(QUERIES / f"queries_{half}.csv") for half in halves}
    if made_up:
        cases = {
            "made up": [(name, [name]) for name in Profile.objects.order_by("pk").values_list("name", flat=True)[:5]]
        }
    names = set(map(_key, Profile.objects.values_list("name", flat=True)))
    engines = dict(_engines())
    return {
        half: {
            "questions": len(asked),
            "unknown": sorted({name for _text, expected in asked for name in expected if _key(name) not in names}),
            "ways": {name: _score(asked, ask) for name, ask in engines.items()},
        }
        for half, asked in cases.items()
        if asked
    }


def _written(path: Path) -> list[Case]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            (row["query"], [name.strip() for name in row["expected"].split("|") if name.strip()])
            for row in csv.DictReader(lines, delimiter=";")
        ]


def _engines() -> Iterator[tuple[str, Ask]]:
    """The search as it is, and without compounds, synonyms, or both."""
    entry = registry.registered()[finding.KIND]
    plain = Home(settings.DATA_DIR / "without-compounds", entry.layout())
    writing.build(plain, _documents(entry), position=Position(), at=clock.now(), words=entry.words(), compounds=False)
    engines = {"": registry.engine(finding.KIND), "without compounds": Engine(plain)}
    for without, engine in engines.items():
        for synonyms in (True, False):
            name = " and ".join(filter(None, (without, "" if synonyms else "without synonyms"))) or "as it is"
            version = entry.synonyms_version() if synonyms else None
            yield name, lambda query, e=engine, v=version: e.find(query, synonyms_version=v, synonyms=entry.synonyms)


def _documents(entry: type[search.SearchEntry]) -> Iterator[tuple[int, search.Document]]:
    return ((thing.pk, entry.document(thing)) for thing in entry.queryset())


def _score(cases: list[Case], ask: Ask) -> dict[str, Any]:
    known, recalls, ranks, missed = words(), 0.0, 0.0, []
    for text, expected in cases:
        query = finding._query(finding.Wanted(q=text), known).query
        names = [_key(str(card["title"])) for card in ask(_deep(query)).cards]
        wanted = {_key(name): name for name in expected}
        among = [name for key, name in wanted.items() if key in names[:10]]
        recall = len(among) / min(10, len(expected))
        recalls += recall
        ranks += next((1 / place for place, key in enumerate(names, start=1) if key in wanted), 0.0)
        if recall < 1:
            missing = [name for name in expected if name not in among]
            missed.append({"query": text, "recall": recall, "missing": missing})
    return {"recall_at_10": recalls / len(cases), "mrr": ranks / len(cases), "missed": missed}


def _key(name: str) -> str:
    """A name without its accents: the old list came in Windows-1252, so “Arıkan” stands in it as “Arikan”."""
    return sort_key(name.replace("ı", "i"))


def _deep(query: search.Query) -> search.Query:
    return replace(query, limit=DEEPEST, counts=False)
