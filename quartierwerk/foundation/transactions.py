"""Reading append-only tables in order while others still write to them, and deciding one after the other.

PostgreSQL hands out row numbers before it commits, so a row with a lower number can appear after one
with a higher number has been read. A follower that remembers the highest number it saw would skip it.
Each line therefore carries the number of its transaction, and a follower reads only lines whose
transaction is older than the oldest one still running. SQLite writes one transaction at a time; there
the number is 0 and the row number alone is the order.
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple, TypeVar

from django.db import connection, models
from django.db.models import Q, QuerySet

M = TypeVar("M", bound=models.Model)


class TransactionNumber(models.Func):
    """The number of the current transaction on PostgreSQL, 0 on SQLite."""

    output_field = models.BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[str | int, ...]]:
        return "0", ()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[str | int, ...]]:
        return "(pg_current_xact_id()::text::bigint)", ()


class Position(NamedTuple):
    """How far a follower has read: the last line's transaction and row number."""

    transaction: int = 0
    row: int = 0


def settled(lines: QuerySet[M], *, after: Position) -> QuerySet[M]:
    """The lines behind ``after`` that no running transaction can still precede, in their order."""
    behind = Q(transaction__gt=after.transaction) | Q(transaction=after.transaction, pk__gt=after.row)
    lines = lines.filter(behind)
    if connection.vendor == "postgresql":
        lines = lines.extra(where=["transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"])
    return lines.order_by("transaction", "pk")


def newest_number() -> int:
    """The number the database has reached; lines beyond it come from another cluster. 0 on SQLite."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def hold(*names: str) -> None:
    """Let nobody else who holds one of these names go on before this transaction ends.

    For decisions about several rows that no single row stands for, such as “is this the last one?”. SQLite lets one
    transaction write at a time, so there nothing is to be done. Names are taken in order, so that two who hold
    several never wait for each other.
    """
    if connection.vendor != "postgresql":
        return
    numbers = sorted(
        int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True) for name in set(names)
    )
    with connection.cursor() as cursor:
        for number in numbers:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def lock(row: models.Model) -> None:
    """Lock a row until the transaction ends and read it anew, for ``first=``: ``may`` then decides on what is so."""
    fresh = type(row)._base_manager.select_for_update(of=("self",), no_key=True)
    row.refresh_from_db(from_queryset=fresh)
