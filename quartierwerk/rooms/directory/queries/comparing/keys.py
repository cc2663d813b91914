"""By which keys rows and profiles are recognised, and how the things that share one are read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import ImportRow
from quartierwerk.rooms.directory.rules import Said


def row_key(said: Said) -> str:
    """How a list itself names a row: by its number where it has one, else by name, street and postcode."""
    if number := said.get("external_id"):
        return hashlib.sha256(f"id:{number}".encode()).hexdigest()
    return match_key_of(said)


def match_key_of(said: Said) -> str:
    """The digest of name, street and postcode that a row states."""
    return rules.match_key(said["name"], *(said.get(part) or "" for part in ("street", "house_number", "postcode")))


def match_key(row: ImportRow) -> str:
    """The same for a row that is read; one without a number in its list carries it already."""
    return match_key_of(row.said) if row.said.get("external_id") else row.row_key


def number_of(key: str) -> int:
    """A key as a signed number of 64 bits, which an index holds more tightly than text."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), signed=True)


def first_of(things: QuerySet[Any], by: str, *columns: str, most: int) -> Iterable[dict[str, Any]]:
    """Columns of at most so many things with the same ``by``, oldest first."""
    place = Window(RowNumber(), partition_by=[F(by)], order_by="pk")
    return things.order_by().annotate(place=place).filter(place__lte=most).values(by, *columns)
