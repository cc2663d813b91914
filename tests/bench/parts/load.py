"""Loading a set of data by the room's bulk verb, and building its indexes: ours, and raw tantivy beside it."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from tqdm import tqdm

from quartierwerk.foundation import clock
from quartierwerk.foundation.search import follower, registered
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory.demo import loading
from quartierwerk.rooms.directory.queries.finding import KIND
from quartierwerk.rooms.places import demo as places
from tests.bench import memory, raw


def measure(*, step: str, count: int) -> dict[str, Any]:
    """Seconds and the most memory of one step: ``migrate``, ``rows``, ``index`` or ``raw``."""
    idle, start = memory.held(), time.perf_counter()
    with tqdm(desc=f"{step} {count:,}", total=count, file=sys.stderr, disable=count < 50_000, mininterval=2) as bar:

        def progress(done: int, total: int) -> None:
            bar.update(done - bar.n)

        {"migrate": _migrate, "rows": _rows, "index": _index, "raw": _raw}[step](count, progress)
    seconds = time.perf_counter() - start
    return {"profiles": count, "seconds": seconds, "above_idle_mb": memory.most_held() - idle}


def _migrate(count: int, progress: loading.Progress) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def _rows(count: int, progress: loading.Progress) -> None:
    """The city, its addresses and words, and so many generated profiles."""
    actor, now = system("demo"), clock.now()
    city = places.load(actor=actor, at=now)
    loading.define_vocabulary(actor=actor)
    loading.load_addresses(city, actor=actor)
    if count:
        loading.load_bulk(count, actor=actor, at=now, progress=progress)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _index(count: int, progress: loading.Progress) -> None:
    def report(kind: str, done: int, total: int) -> None:
        if kind == KIND:
            progress(done, total)

    follower.rebuild(progress=report)


def _raw(count: int, progress: loading.Progress) -> None:
    directory: Path = settings.DATA_DIR / "raw"
    shutil.rmtree(directory, ignore_errors=True)
    entry = registered()[KIND]
    raw.build(directory, raw.documents(entry, progress=lambda done: progress(done, count)), facets=entry.facets)
