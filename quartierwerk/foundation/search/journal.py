"""Writing the index journal and reading it in an order that no late commit can upset."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max

from quartierwerk.foundation.search.models import IndexJournal
from quartierwerk.foundation.search.registry import registered
from quartierwerk.foundation.transactions import Position, newest_number, settled

KEEP_DAYS = 30
BATCH = 2_000


def note(references: Iterable[str]) -> None:
    """Write down what has changed, in the caller's transaction; only kinds that are indexed leave a line."""
    kinds = registered()
    changed = [ref for ref in dict.fromkeys(references) if ref.partition(":")[0] in kinds]
    if changed:
        IndexJournal.objects.bulk_create([IndexJournal(reference=ref) for ref in changed], batch_size=BATCH)


def lines(*, after: Position, limit: int) -> list[tuple[Position, str]]:
    """The next settled lines behind a position."""
    rows = settled(IndexJournal.objects.all(), after=after).values_list("transaction", "pk", "reference")[:limit]
    return [(Position(transaction, row), reference) for transaction, row, reference in rows]


def end() -> Position:
    """The last settled line: whoever reads the database from here on has seen all before it."""
    last = settled(IndexJournal.objects.all(), after=Position(-1, 0)).reverse().values_list("transaction", "pk").first()
    return Position(*last) if last else Position()


def holds(position: Position, *, built_at: datetime, now: datetime) -> bool:
    """Whether a follower at this position can go on: the line it stands on is still there, unchanged.

    It is gone when the journal was pruned past it, and differs when the database was restored or renumbered.
    A follower that has never read a line is safe as long as nothing can have been pruned since it was built.
    """
    if position == Position():
        return now - built_at < timedelta(days=KEEP_DAYS)
    return IndexJournal.objects.filter(pk=position.row, transaction=position.transaction).exists()


def behind(position: Position) -> int:
    """How many settled lines a position has yet to read."""
    return settled(IndexJournal.objects.all(), after=position).count()


def prune(*, at: datetime, keep_days: int = KEEP_DAYS) -> int:
    """Delete old lines, never the last one, on which idle indexes stand; returns how many."""
    last = end()
    old = IndexJournal.objects.filter(at__lt=at - timedelta(days=keep_days)).exclude(pk=last.row)
    return old.delete()[0]


def is_ahead() -> bool:
    """Whether lines carry transaction numbers this database has not reached: it was restored from another."""
    highest = IndexJournal.objects.aggregate(highest=Max("transaction"))["highest"] or 0
    return bool(highest and highest > newest_number())


def renumber() -> int:
    """Let all lines count as long settled, after a restore; the indexes notice and build themselves anew."""
    return IndexJournal.objects.exclude(transaction=0).update(transaction=0)
