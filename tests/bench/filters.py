"""Choices of filters in the office's list of applications: as an address, and as one statement written by hand."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.lists import SIZE
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding.models import Programme
from quartierwerk.rooms.places.models import District
from tests.bench.docket import STATES, WHAT, WHO, YEARS

SEED = 20261129
LIST = "/antraege/"
MOST_FILTERS, LAST_PAGE = 3, 4
FOUND = """
FROM funding_application a
JOIN funding_programme g ON g.id = a.programme_id
JOIN funding_project p ON p.id = a.project_id
JOIN places_place d ON d.id = p.district_id
LEFT JOIN accounts_person c ON c.id = a.clerk_id
WHERE a.submitted_at IS NOT NULL"""
SHOWN = "a.id, a.number, a.state, a.asked_cents, a.submitted_at, p.title, g.name_de, d.name, c.name"
UNREAD = """EXISTS (
SELECT 1 FROM funding_message m WHERE m.application_id = a.id AND m.read_at IS NULL AND NOT m.is_from_office)"""
WORD = " OR ".join(f"UPPER({one}) LIKE UPPER(%s)" for one in ("a.number", "a.file_number", "p.title", "p.carrier"))
Part = tuple[list[tuple[str, str]], str, list[Any]]
"""Of the address, of the statement, and the values in it."""


@dataclass(frozen=True)
class Asked:
    """One choice of filters and a page of what it leaves."""

    address: str
    where: str
    values: tuple[Any, ...]
    page: int

    def by_hand(self) -> list[tuple[Any, ...]]:
        """The rows of the page, the latest first, with all that the list shows of them."""
        order = f"ORDER BY a.submitted_at DESC, a.id DESC LIMIT {SIZE} OFFSET {SIZE * (self.page - 1)}"
        return _rows(f"SELECT {SHOWN} {self.where} {order}", self.values)


def asked(count: int, *, officer: Person) -> Iterator[Asked]:
    """So many, fixed by a seed: none to three filters each, and one of the first pages that there are."""
    dice, ways = Random(SEED), _ways(officer)
    for _number in range(count):
        parts = [way(dice) for way in dice.sample(ways, dice.randint(0, MOST_FILTERS))]
        where = " AND ".join([FOUND, *(f"({part})" for _address, part, _values in parts)])
        values = tuple(value for _address, _part, some in parts for value in some)
        pages = math.ceil(_rows(f"SELECT COUNT(*) {where}", values)[0][0] / SIZE)
        page = dice.randint(1, max(1, min(pages, LAST_PAGE)))
        address = [pair for pairs, _part, _values in parts for pair in pairs]
        yield Asked(f"{LIST}?{urlencode([*address, ('page', page)])}", where, values, page)


def _ways(officer: Person) -> list[Any]:
    """Each filter with a choice of its values."""
    programmes = list(Programme.objects.values_list("slug", flat=True).order_by("slug"))
    districts = list(District.objects.values_list("slug", flat=True).order_by("slug"))
    return [
        lambda dice: _among("state", "a.state", [str(one) for one in STATES], dice),
        lambda dice: _among("programme", "g.slug", programmes, dice),
        lambda dice: _among("district", "d.slug", districts, dice),
        _in_a_year,
        lambda dice: _mine(officer) if dice.random() < 0.5 else _nobodys(),
        lambda dice: ([("unread", "1")], UNREAD, []),
        _with_a_word,
    ]


def _among(name: str, column: str, values: list[str], dice: Random) -> Part:
    chosen = dice.sample(values, dice.randint(1, min(3, len(values))))
    return [(name, one) for one in chosen], f"{column} IN ({', '.join(['%s'] * len(chosen))})", list(chosen)


def _in_a_year(dice: Random) -> Part:
    year = clock.today().year - dice.randrange(YEARS)
    edges = [datetime(one, 1, 1, tzinfo=clock.BERLIN) for one in (year, year + 1)]
    values = [connection.ops.adapt_datetimefield_value(edge) for edge in edges]
    return [("year", str(year))], "a.submitted_at >= %s AND a.submitted_at < %s", values


def _mine(officer: Person) -> Part:
    return [("clerk", "ich")], "a.clerk_id = %s", [officer.pk]


def _nobodys() -> Part:
    return [("clerk", "niemand")], "a.clerk_id IS NULL", []


def _with_a_word(dice: Random) -> Part:
    word = dice.choice([*WHAT, *WHO, "-5000", "123"]).lower()
    return [("q", word)], WORD, [f"%{word}%"] * 4


def _rows(statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
