"""One question over several lists of rows, each of which may come from another table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Value


def ranked(rows: QuerySet[Any], rank: int) -> QuerySet[Any]:
    """Rows as a part of one question; which list they are of is the number ``_rank``, since locales sort texts."""
    return rows.order_by().select_related(None).prefetch_related(None).annotate(_rank=Value(rank, IntegerField()))


def union(parts: Sequence[QuerySet[Any]]) -> Any:
    """All parts as one; an empty list where there are none."""
    return parts[0].union(*parts[1:], all=True) if parts else []


def counted(lists: Sequence[QuerySet[Any]]) -> list[int]:
    """How many rows each list has, in their order; one question, however many lists."""
    parts = [ranked(rows, rank).values("_rank").annotate(_number=Count("pk")) for rank, rows in enumerate(lists)]
    found = dict(union([part.values_list("_rank", "_number") for part in parts]))
    return [found.get(rank, 0) for rank in range(len(lists))]
