"""Keeping the indexes of this machine in step with the database, by following the journal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from quartierwerk.foundation import clock
from quartierwerk.foundation.references import parse
from quartierwerk.foundation.search import journal, registry, store, writing
from quartierwerk.foundation.search.documents import Document
from quartierwerk.foundation.search.registry import SearchEntry
from quartierwerk.foundation.transactions import Position

BATCH = 1_000
OUTRUN = 20_000
"""So many lines behind, and more than it has documents, an index builds itself anew."""

Progress = Callable[[str, int, int], None]
"""Told the kind, how many documents are written, and how many there will be."""


@dataclass(frozen=True)
class IndexStatus:
    """How one index stands."""

    kind: str
    documents: int
    position: Position | None
    behind: int
    directory: Path
    ready: bool


class Follower:
    """Brings the indexes of this machine up to date, one pass at a time.

    Of several workers on a machine one at a time holds the lock and works; the others pass by and ask again
    later, so that one of them goes on when it dies.
    """

    def follow(self, limit: int = 2_000) -> int:
        """Read the journal on, at most ``limit`` lines; returns what was done, 0 when there was nothing to do."""
        with store.lock(settings.INDEX_DIR, wait=False) as is_mine:
            if not is_mine:
                return 0
            now = clock.now()
            entries = list(registry.registered().values())
            rebuilt = [entry for entry in entries if not _can_go_on(entry, now)]
            done = sum(_rebuild(entry, now) or 1 for entry in rebuilt)
            return done + _catch_up([entry for entry in entries if entry not in rebuilt], limit)


def rebuild(progress: Progress | None = None, *, kinds: Collection[str] | None = None) -> int:
    """Build the indexes anew while the old ones answer; waits for a worker that is writing. Returns the documents."""
    with store.lock(settings.INDEX_DIR, wait=True):
        now = clock.now()
        entries = [entry for kind, entry in registry.registered().items() if kinds is None or kind in kinds]
        return sum(_rebuild(entry, now, progress) for entry in entries)


def status() -> list[IndexStatus]:
    """How the indexes of this machine stand."""
    return [_status_of(entry) for entry in registry.registered().values()]


def _status_of(entry: type[SearchEntry]) -> IndexStatus:
    home = registry.home(entry)
    state = home.state()
    if state is None:
        return IndexStatus(entry.kind(), 0, None, journal.behind(Position()), home.path, ready=False)
    position = home.position(state.generation)
    directory = home.generation(state.generation)
    return IndexStatus(entry.kind(), state.documents, position, journal.behind(position), directory, ready=True)


def _can_go_on(entry: type[SearchEntry], now: datetime) -> bool:
    home = registry.home(entry)
    state = home.state()
    if state is None or writing.has_outgrown(state):
        return False
    position = home.position(state.generation)
    # After a large import one build is quicker than change upon change.
    if journal.behind(position) > max(OUTRUN, state.documents):
        return False
    return journal.holds(position, built_at=datetime.fromisoformat(state.built_at), now=now)


def _rebuild(entry: type[SearchEntry], now: datetime, progress: Progress | None = None) -> int:
    # Before the first row is read: what changes meanwhile has its line behind this position and comes again.
    position = journal.end()
    total = entry.queryset().count() if progress else 0

    def report(done: int) -> None:
        if progress:
            progress(entry.kind(), done, total)

    return writing.build(
        registry.home(entry), _all_documents(entry), position=position, at=now, words=entry.words(), progress=report
    )


def _all_documents(entry: type[SearchEntry]) -> Iterator[tuple[int, Document]]:
    """Every document, read in pages by key: no long transaction, no cursor, little memory."""
    things = entry.queryset().order_by("pk")
    last: int | None = None
    while page := list((things if last is None else things.filter(pk__gt=last))[:BATCH]):
        for thing in page:
            yield thing.pk, entry.document(thing)
        last = page[-1].pk


def _catch_up(entries: list[type[SearchEntry]], limit: int) -> int:
    """Apply the next lines of the journal to every index that has not had them yet."""
    homes = {entry.kind(): registry.home(entry) for entry in entries}
    states = {kind: state for kind, home in homes.items() if (state := home.state())}
    positions = {kind: homes[kind].position(state.generation) for kind, state in states.items()}
    lines = journal.lines(after=min(positions.values(), default=Position()), limit=limit) if positions else []
    if not lines:
        return 0
    end = lines[-1][0]
    for entry in entries:
        kind = entry.kind()
        if positions[kind] >= end:
            continue
        keys = {parse(ref).key for position, ref in lines if position > positions[kind] and parse(ref).kind == kind}
        state = states[kind]
        ordered = sorted(keys)
        for at in range(0, len(ordered), BATCH):
            state = writing.change(homes[kind], state, _documents(entry, ordered[at : at + BATCH]))
        # After the commit: a crash in between applies the same lines once more, which changes nothing.
        homes[kind].write_position(state.generation, end)
    return len(lines)


def _documents(entry: type[SearchEntry], keys: list[int]) -> dict[int, Document | None]:
    documents: dict[int, Document | None] = dict.fromkeys(keys)
    documents.update({thing.pk: entry.document(thing) for thing in entry.queryset().filter(pk__in=keys)})
    return documents
