"""The search stays as good as it was tuned to be: half A of the written queries over the demo's actors.

Half B is not looked at here: it is run when a version is finished (``python -m tests.bench --only quality``).
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from quartierwerk.foundation import clock
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import queries, rules
from quartierwerk.rooms.directory.actions.writer import ProfileWriter
from quartierwerk.rooms.directory.demo.actors import actors
from quartierwerk.rooms.directory.demo.loading import define_vocabulary, load_addresses
from quartierwerk.rooms.directory.models import Work
from quartierwerk.rooms.places import demo as places

RECALL, MRR = 0.9, 0.85
DEEPEST = 200


@pytest.fixture
def demo_actors(db: None) -> None:
    """All acceptable actors with their works, written in one go and without pictures."""
    actor, now = system("test"), clock.now()
    city = places.load(actor=actor)
    define_vocabulary(actor=actor)
    load_addresses(city, actor=actor)
    known = [
        one
        for one in actors()
        if rules.is_acceptable(rules.problems(rules.normalised(one.content), this_year=now.year))
    ]
    profiles = ProfileWriter().add([rules.normalised(one.content) for one in known], source="demo", at=now)
    Work.objects.bulk_create(
        Work(
            profile=profile,
            title_de=work.title_de,
            title_en=work.title_en,
            about_de=work.about_de,
            about_en=work.about_en,
        )
        for profile, one in zip(profiles, known, strict=True)
        for work in one.works
    )
    follower.rebuild()


@pytest.mark.usefixtures("demo_actors")
def test_written_queries_find_what_they_should() -> None:
    with (Path(__file__).parent / "queries_a.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    recalls, ranks = [], []
    for row in rows:
        expected = set(row["expected"].split("|"))
        found = queries.find(queries.Wanted(q=row["query"]), limit=DEEPEST, counts=False)
        names = [hit.card["title"] for hit in found.hits]
        recalls.append(len(expected & set(names[:10])) / min(10, len(expected)))
        ranks.append(next((1 / place for place, name in enumerate(names, start=1) if name in expected), 0.0))

    assert sum(recalls) / len(rows) >= RECALL
    assert sum(ranks) / len(rows) >= MRR
