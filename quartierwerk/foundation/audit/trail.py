"""Writing the trail, sealing it, and checking the seals."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit.models import AuditRow, AuditSeal

PLAIN_FIELDS = (models.BooleanField, models.IntegerField, models.DateField, models.ForeignKey)
"""Field types whose values are kept in words: they cannot hold free text about a person."""

BATCH = 500
_MARK = (
    f"SELECT (SELECT max(id) FROM {AuditSeal._meta.db_table}), count(*), max(id),"  # noqa: S608 - names of our own
    f" (SELECT token FROM {AuditRow._meta.db_table} ORDER BY id DESC LIMIT 1)"
    f" FROM {AuditRow._meta.db_table} WHERE seal_id IS NULL"
)

Snapshot = dict[str, Any]


def snapshot(thing: models.Model) -> Snapshot:
    """The values of a thing's own columns, as they stand in memory."""
    return {f.attname: getattr(thing, f.attname) for f in thing._meta.concrete_fields if not f.primary_key}


def difference(before: Snapshot, thing: models.Model, *, token: uuid.UUID) -> dict[str, Any]:
    """What has changed: old and new value where no personal data can be, a salted digest where it could."""
    private: frozenset[str] = getattr(type(thing), "audit_private", frozenset())
    changes: dict[str, Any] = {}
    for field in thing._meta.concrete_fields:
        if field.primary_key:
            continue
        old, new = before.get(field.attname), getattr(thing, field.attname)
        if old == new:
            continue
        plain = (isinstance(field, PLAIN_FIELDS) or field.choices) and field.name not in private
        changes[field.name] = [_plain(old), _plain(new)] if plain else {"digest": digest(new, token=token)}
    return changes


def digest(value: object, *, token: uuid.UUID) -> str:
    """A keyed digest of a value: proves what it was to whoever knows the value, and tells nobody else."""
    key = hashlib.sha256(f"audit|{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, f"{token}|{_canonical(value)}".encode(), hashlib.sha256).hexdigest()[:32]


def write(rows: Iterable[AuditRow]) -> None:
    """Add rows to the trail, in the caller's transaction."""
    AuditRow.objects.bulk_create(rows, batch_size=BATCH)


def seal(*, limit: int = 10_000) -> int:
    """Chain the rows that are not yet sealed; returns how many."""
    with transaction.atomic():
        # The rows are locked first: a second worker waits here, then finds them sealed and reads the new last seal.
        rows = list(AuditRow.objects.select_for_update().filter(seal__isnull=True).order_by("pk")[:limit])
        last = AuditSeal.objects.order_by("-pk").first()
        if rows:
            new = AuditSeal.objects.create(
                rows_count=len(rows), digest=_chain(last.digest if last else "", rows), at=clock.now()
            )
            for start in range(0, len(rows), BATCH):
                AuditRow.objects.filter(pk__in=[row.pk for row in rows[start : start + BATCH]]).update(seal=new)
    return len(rows)


def mark() -> tuple[int, int, int, str]:
    """Another value after every step through the door, whichever transaction commits first; counts no old rows.

    The last number alone would not do: on PostgreSQL a row may be committed after one with a higher number. The rows
    under a seal never change, and those without one only grow in number until the next seal. The token of the last row
    tells two apart of which the first was rolled back: on SQLite the second has the same number.
    """
    with connection.cursor() as cursor:  # One question by hand: through the models it takes four times as long.
        cursor.execute(_MARK)
        last, number, newest, token = cursor.fetchone()
    return last or 0, number, newest or 0, str(token)


def broken_seals() -> list[AuditSeal]:
    """The seals that no longer fit the rows they were set over."""
    broken, before = [], ""
    for found in AuditSeal.objects.order_by("pk").iterator():
        rows = list(found.rows.order_by("pk"))
        if len(rows) != found.rows_count or _chain(before, rows) != found.digest:
            broken.append(found)
        before = found.digest
    return broken


def _chain(before: str, rows: list[AuditRow]) -> str:
    total = hashlib.sha256(before.encode())
    for row in rows:
        said = [row.pk, row.token, row.at, row.verb, row.actor, row.subject, row.changes]
        if row.on_behalf_of:  # so that the seals over rows from before there was such a thing stay whole
            said += [row.on_behalf_of, row.channel]
        total.update(_canonical(said).encode())
    return total.hexdigest()


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=_as_text)


def _as_text(value: object) -> str:
    # A moment must look the same on both databases, whatever zone the driver returns it in.
    return clock.local(value).isoformat() if isinstance(value, datetime) else str(value)
