"""What the many small projects of a year in the demo city are: who wants what, when, and what becomes of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding.demo import questions
from quartierwerk.rooms.funding.models import Programme
from quartierwerk.rooms.funding.rules import Content, Expense, Income, IncomeKind, Plan, Promise
from quartierwerk.rooms.places.models import Place, Theme

DATA = Path(__file__).parent / "data" / "small_projects.toml"
SEED = 61
FIRST_APPLIES, LAST_APPLIES = (1, 8), (11, 8)
"""Month and day: what is applied for later could not be accounted for before the year's books are closed."""
LAST_BEGINS = (12, 18)
DEFICIT_EVERY = 7
"""Every so manieth asks the fund that pays against receipts; the others ask the fund of the districts."""
MONEY_EVERY = 2


class Fate(StrEnum):
    """What becomes of an application."""

    PAID = "paid"
    PART = "part"
    LESS = "less"
    """Granted, and less was needed than was paid."""
    REJECTED = "rejected"
    UNFIT = "unfit"
    WITHDRAWN = "withdrawn"


CHANCES = {Fate.PAID: 76, Fate.PART: 9, Fate.LESS: 4, Fate.REJECTED: 5, Fate.UNFIT: 3, Fate.WITHDRAWN: 3}


@dataclass(frozen=True)
class Group:
    """Who makes such projects: a club with somebody who writes for it, and its account."""

    name: str
    writer: Person
    district: Place
    iban: str


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A small project and what is asked for it; cents."""

    group: Group
    title: str
    kind: dict[str, Any]
    theme: Theme | None
    place: str
    asked: int
    own: int
    sponsored: int
    """What somebody else gives beside the plan; 0 for nothing."""
    sponsor: str
    applied_on: date
    starts_on: date
    is_against_receipts: bool
    fate: Fate
    is_asked_back: bool
    participants: int

    def content(self, programme: Programme) -> Content:
        """The application to a programme, with a plan that balances."""
        own = Income(kind=IncomeKind.OWN, title="Eigene Mittel", cents=self.own, promise=Promise.PROMISED)
        return Content(
            need=said()["need"],
            plan=Plan(expenses=self._expenses, incomes=(own,), asked_cents=self.asked),
            has_not_begun=True,
            is_subsidiary=True,
            answers=questions.answers(programme),
        )

    @property
    def _expenses(self) -> tuple[Expense, ...]:
        """The lines of its kind, in whole euros; the last takes what is left."""
        whole = self.asked + self.own
        *first, last = self.kind["lines"]
        lines = [Expense(title=title, cents=whole * share // 10_000 * 100) for title, share in first]
        return (*lines, Expense(title=last[0], cents=whole - sum(one.cents for one in lines)))


@cache
def said() -> dict[str, Any]:
    """The words of the file."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def iban(number: int) -> str:
    """The number of an account that no bank gives out: all but the last digits are noughts."""
    account = f"50010517{number:010d}"
    return f"DE{98 - int(account + '131400') % 97:02d}{account}"


def wishes(year: int, count: int, *, groups: Sequence[Group], themes: Sequence[Theme]) -> Iterator[Wish]:
    """So many of a year, in the order in which they are applied for; the same for the same year."""
    chance = Random(f"{SEED}:{year}")
    kinds, where = said()["kinds"], said()["where"]
    titles = [(kind, f"{title} {spot}") for kind in kinds for title in kind["titles"] for spot in where]
    first, last = date(year, *FIRST_APPLIES), date(year, *LAST_APPLIES)
    days = sorted(first + timedelta(days=chance.randrange((last - first).days)) for _one in range(count))
    wanted = chance.sample(titles, count, counts=[count // len(titles) + 1] * len(titles))
    for number, (applied_on, (kind, title)) in enumerate(zip(days, wanted, strict=True)):
        against_receipts = number % DEFICIT_EVERY == 0
        asked = (chance.randrange(4, 44) * 50 if against_receipts else chance.randrange(18, 51) * 10) * 100
        yield Wish(
            group=chance.choice(groups),
            title=title,
            kind=kind,
            theme=chance.choice(themes) if themes and number % 6 else None,
            place=chance.choice(said()["places"]),
            asked=asked,
            own=asked * chance.randrange(10, 60) // 10_000 * 100 + 100_00,
            sponsored=chance.randrange(2, 20) * 2_500 if number % MONEY_EVERY else 0,
            sponsor=chance.choice(said()["sponsors"]),
            applied_on=applied_on,
            starts_on=min(applied_on + timedelta(days=chance.randrange(36, 80)), date(year, *LAST_BEGINS)),
            is_against_receipts=against_receipts,
            fate=chance.choices(list(CHANCES), list(CHANCES.values()))[0],
            is_asked_back=chance.random() < 0.15,
            participants=chance.randrange(3, 40) * 10,
        )
