"""Pots and people around them, for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.accounts.tests import factories as people
from quartierwerk.rooms.budget import actions
from quartierwerk.rooms.budget.models import Earmark, FiscalYear, Order, Pot
from quartierwerk.rooms.budget.rules import Source

_numbers = count(1)


def treasurer(name: str = "Kassia Kunz") -> Person:
    """Somebody who keeps the books."""
    return _with(name, RoleName.TREASURER, scope="places.place:1")


def auditor(name: str = "Prüf Pauli") -> Person:
    """Somebody who reads them."""
    return _with(name, RoleName.AUDITOR, scope="places.place:1")


def administration(*, of: Any, name: str = "Bezirka Amt") -> Person:
    """Somebody in the administration of a district."""
    return _with(name, RoleName.DISTRICT_OFFICER, scope=reference(of))


def year(number: int | None = None) -> FiscalYear:
    """A year of the books, this one unless told otherwise; made where there is none."""
    number = number or clock.today().year
    return FiscalYear.objects.get_or_create(year=number, defaults={"opened_at": clock.now()})[0]


def pot(*, cents: int = 0, by: Person | None = None, **said: Any) -> Pot:
    """A pot with so much in it."""
    given = {"year": said.pop("year", None) or year(), "source": Source.CITY, "purpose": f"Topf {next(_numbers)}"}
    by = by or treasurer()
    opened = actions.open_pot(actions.Opening(**given | said), actor=by)
    if cents:
        actions.allocate(actions.Allocation(pot=opened, cents=cents, basis="Ratsbeschluss"), actor=by)
        opened.refresh_from_db()
    return opened


def earmark(pot: Pot, *, cents: int, by: Person | None = None, **said: Any) -> Earmark:
    """So much held back in a pot."""
    wanted = actions.Reservation(pot=pot, cents=cents, title=said.pop("title", "Lichterfest"), **said)
    return actions.reserve(wanted, actor=by or treasurer())


def order(earmark: Earmark, *, cents: int, by: Person) -> Order:
    """A proposed payment."""
    payment = actions.Payment(
        pot=earmark.pot, earmark=earmark, cents=cents, payee="Verein Licht", purpose="Rate 1", voucher="R-1"
    )
    return actions.propose(payment, actor=by)


def _with(name: str, role: RoleName, *, scope: str) -> Person:
    somebody = people.person(name)
    people.role(somebody, role, scope=scope)
    return somebody
