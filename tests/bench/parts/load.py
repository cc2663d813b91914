"""Loading a set of data by the room's bulk verb, and building its indexes: ours, and raw tantivy's beside it."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from tqdm import tqdm

from quartierwerk.foundation import clock, search
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory.demo import loading
from quartierwerk.rooms.directory.models import Synonym
from quartierwerk.rooms.directory.queries.finding import KIND
from quartierwerk.rooms.places import demo as places
from tests.bench import memory, raw


def measure(*, step: str, count: int) -> dict[str, Any]:
    """Seconds and the most memory of one step: ``migrate``, ``rows`` or ``index``."""
    idle, start = memory.held(), time.perf_counter()
    with tqdm(
        desc=f"{step} {count:,}",
        total=count,
        file=sys.stderr,
        disable=count < 50_000 or step == "migrate",
        mininterval=2,
    ) as bar:

        def progress(done: int, total: int) -> None:
            bar.update(done - bar.n)

        apart = {"migrate": _migrate, "rows": _rows, "index": _index}[step](count, progress)
    seconds = time.perf_counter() - start - apart
    return {"profiles": count, "seconds": seconds, "raw_seconds": apart, "above_idle_mb": memory.most_held() - idle}


def _migrate(count: int, progress: loading.Progress) -> float:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return 0.0


def _rows(count: int, progress: loading.Progress) -> float:
    """The city, its addresses and words, and so many generated profiles."""
    actor, now = system("demo"), clock.now()
    city = places.load(actor=actor, at=now)
    loading.define_vocabulary(actor=actor)
    loading.load_addresses(city, actor=actor)
    if count:
        loading.load_bulk(count, actor=actor, at=now, progress=progress)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return 0.0


def _index(count: int, progress: loading.Progress) -> float:
    """Rebuild as ``quartierwerk reindex`` does; raw tantivy gets the same documents as they pass, its time apart."""
    # The words of the search are newer than the profiles where a set of data comes out of the cache.
    Synonym.objects.all().delete()
    loading.define_vocabulary(actor=system("demo"))
    entry = search.registered()[KIND]
    writer = raw.Writer(settings.DATA_DIR / "raw", facets=entry.facets)
    apart = 0.0

    class Passing(entry):  # type: ignore[misc, valid-type]
        """The entry, with an ear for raw tantivy; registered again, it takes the place of the first."""

        @classmethod
        def document(cls, thing: Any) -> search.Document:
            nonlocal apart
            document = super().document(thing)
            start = time.perf_counter()
            writer.add(document)
            apart += time.perf_counter() - start
            return document

    def report(kind: str, done: int, total: int) -> None:
        if kind == KIND:
            progress(done, total)

    search.register(Passing)
    try:
        follower.rebuild(progress=report)
    finally:
        search.register(entry)
    start = time.perf_counter()
    writer.close()
    return apart + time.perf_counter() - start
