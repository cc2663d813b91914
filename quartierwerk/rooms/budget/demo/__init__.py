"""The money of the demo city: its scheme, three closed years and the running one, with invented projects."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from quartierwerk.foundation import clock
from quartierwerk.foundation.gathering import declared
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.actions import grant
from quartierwerk.rooms.accounts.demo import Stage
from quartierwerk.rooms.accounts.models import Person, Role
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.budget import queries
from quartierwerk.rooms.budget.demo import bank, sending
from quartierwerk.rooms.budget.demo.keeping import Keeping

DATA = Path(__file__).parent / "data"
YEARS_BACK = 3


def rows(name: str) -> list[dict[str, str]]:
    """The lines of a table, by their headings."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def load(*, treasurer: Person, officer: Person, at: datetime, meanwhile: Callable[[int], None] | None = None) -> None:
    """Enter the scheme, keep three years and close them, and keep the running one up to today.

    ``meanwhile`` is what else happens in each year as long as its books are open.
    """
    payees = (DATA / "payees.txt").read_text(encoding="utf-8").split("\n")
    keeping = Keeping(treasurer, officer, today=at, payees=[one for one in payees if one])
    for row in rows("scheme.csv"):
        keeping.provide(row)
    projects, pots = rows("projects.csv"), rows("pots.csv")
    this_year = clock.local(at).year
    for year in range(this_year - YEARS_BACK, this_year + 1):
        keeping.open(year, [pot for pot in pots if this_year - year == int(pot["ago"])])
        if year == this_year:
            keeping.run(projects)
            keeping.mistake_and_mend()
            sending.send(keeping)
            bank.tell(treasurer=treasurer, at=keeping.now)
        else:
            keeping.pay_off(projects, year=year)
        if meanwhile is not None:
            meanwhile(year)


def _roles(stage: Stage) -> None:
    """Who keeps the books, who reads them, and who sees those of one district."""
    district = queries.districts().get(slug="hoerde")
    for key, name, scope in (
        ("treasurer", RoleName.TREASURER, stage.city),
        ("auditor", RoleName.AUDITOR, stage.city),
        ("administration", RoleName.DISTRICT_OFFICER, district),
    ):
        grant(Role(person=stage.people[key], name=name, scope=reference(scope)), actor=stage.maker)


def _life(stage: Stage) -> None:
    treasurer, officer = (Person.objects.get(pk=stage.people[key].pk) for key in ("treasurer", "officer"))

    def meanwhile(year: int) -> None:
        for play in declared("demo", "YEAR"):
            play(stage, year)

    load(treasurer=treasurer, officer=officer, at=stage.today, meanwhile=meanwhile)


ROLES = (_roles,)
LIFE = (_life,)
