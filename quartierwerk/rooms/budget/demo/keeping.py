"""How the demo's books are kept: the verbs of the room, one after the other, dated back and never out of order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import cycle

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import actions, queries
from quartierwerk.rooms.budget.models import Earmark, Entry, FiscalYear, Pot
from quartierwerk.rooms.budget.rules import Source
from quartierwerk.rooms.places.models import District

Row = dict[str, str]
BASIS = "Ratsbeschluss zum Haushalt {year}"
BY_CASES = ("Kleine Summen", "Quartiersfonds")
"""Out of these, whoever grants small projects pays case by case."""
VOUCHERS = (("Flyer und Plakate", 84000), ("Miete für Pavillons", 126550), ("Versicherung der Bezirksfeste", 61200))


class Keeping:
    """The books of the demo while they are written."""

    def __init__(self, treasurer: Person, officer: Person, *, today: datetime, payees: Sequence[str]) -> None:
        self.treasurer, self.officer, self.today = treasurer, officer, today
        self.payees = cycle(payees)
        self.now = today - timedelta(days=4 * 366)
        self.number = 0
        self.districts: dict[str, District] = {one.slug: one for one in queries.districts()}

    def provide(self, row: Row) -> None:
        """Enter a part of the scheme."""
        share, total = (_cents(row[name]) for name in ("per_district", "total"))
        terms = actions.PillarTerms(
            name_de=row["name_de"],
            name_en=row["name_en"],
            first_year=int(row["first_year"]),
            last_year=int(row["last_year"]) if row["last_year"] else None,
            per_district_cents=share,
            total_cents=total or 0,
            basis=row["basis"],
        )
        actions.add_pillar(terms, actor=self.treasurer)

    def open(self, year: int, pots: Sequence[Row]) -> None:
        """Open a year where the close of the one before has not, and let money come into it."""
        self._reach(year, 1, 7)
        self.year = FiscalYear.objects.filter(year=year).first() or actions.open_year(
            actions.YearPlan(year), actor=self.treasurer, at=self.now
        )
        self._reach(year, 1, 21)
        basis = BASIS.format(year=year)
        actions.allocate_as_provided(self.year, actor=self.treasurer, basis=basis, at=self.now)
        for row in pots:
            opening = actions.Opening(
                year=self.year,
                source=Source(row["source"]),
                pillar=queries.pillars_in(year).get(name_de__startswith=row["pillar"]) if row["pillar"] else None,
                district=self.districts.get(row["district"]),
                purpose=row["purpose"],
            )
            pot = actions.open_pot(opening, actor=self.treasurer, at=self.now)
            self._allocate(pot, _cents(row["euros"]) or 0, basis=row["basis"])
        self._close_before(year)

    def pay_off(self, projects: Sequence[Row], *, year: int) -> None:
        """A year of the past in brief: of each pot most is paid for one project; the rest is carried over."""
        titles = cycle(row["title"] for row in projects)
        pots = self.year.pots.named().filter(funds__gt=0).exclude(purpose__in=BY_CASES)
        for number, pot in enumerate(pots.order_by("pk")):
            self._reach(year, 3 + number // 3, 8 + number % 3 * 7)
            cents = pot.funds * (88 + number * 7 % 12) // 100 // 500 * 500
            held = self._reserve(pot, cents, title=f"{next(titles)} {year}")
            self._commit(held)
            self._pay(held, held.committed)

    def run(self, projects: Sequence[Row]) -> None:
        """The running year up to now: projects in all states, expenses with their vouchers."""
        start = self.now
        for number, row in enumerate(projects, start=1):
            self.advance(start + (self.today - start) * number / (len(projects) + 8))
            held = self._reserve(
                self._pot_of(row["district"], row["pot"]), _cents(row["euros"]) or 0, title=row["title"]
            )
            state = row["state"]
            if state == "reserved":
                continue
            self._commit(held)
            if state in ("paid", "part", "rest"):
                self._pay(held, held.committed if state == "paid" else held.committed // 100 * 60)
            if state == "rest":
                actions.decommit(
                    actions.Held(earmark=held, cents=held.committed, reason="Günstiger als geplant"),
                    actor=self.treasurer,
                    at=self.now,
                )
            if state in ("waiting", "refused"):
                self._propose(held, held.committed)
            if state == "refused":
                order = held.orders.get()
                actions.refuse(order, actor=self.officer, reason="Die Rechnung fehlt noch.", at=self.now)
        for purpose, cents in VOUCHERS:
            payee, voucher = next(self.payees), self.next_voucher()
            payment = actions.Payment(pot=self.overhead, cents=cents, payee=payee, purpose=purpose, voucher=voucher)
            order = actions.propose(payment, actor=self.treasurer, at=self.now)
            actions.release_order(order, actor=self.officer, at=self.now)

    def mistake_and_mend(self) -> None:
        """What happens in every year: a sum entered twice and taken back, money moved, some of it paid back."""
        sponsored = self.year.pots.get(source=Source.SPONSOR)
        self._allocate(sponsored, 150_000, basis="Sponsoringvereinbarung, zweite Rate")
        twice = self._allocate(sponsored, 150_000, basis="Sponsoringvereinbarung, zweite Rate")
        actions.take_back(twice, actor=self.treasurer, reason="Dieselbe Rate war schon gebucht.", at=self.now)
        shared, into = self._pot_of("", "shared"), self._pot_of("hoerde")
        moved = actions.Transfer(pot=shared, into=into, cents=300_000, basis="Beschluss des Beirats vom Sommer")
        actions.transfer(moved, actor=self.treasurer, at=self.now)
        paid = Earmark.objects.filter(pot__year=self.year, paid__gt=0).order_by("pk")[0]
        back = actions.Repayment(earmark=paid, cents=18_000, voucher="Kontoauszug 31", reason="Nicht verbraucht")
        actions.repay(back, actor=self.treasurer, at=self.now)

    @property
    def overhead(self) -> Pot:
        """The smallest pot of the scheme that is one for all."""
        return self.year.pots.filter(pillar__total_cents__gt=0).order_by("pillar__total_cents")[0]

    def next_voucher(self) -> str:
        """The next number of an invoice."""
        self.number += 1
        return f"R-{self.number:04d}"

    def _close_before(self, year: int) -> None:
        """Close the year before, once February is over."""
        before = FiscalYear.objects.filter(year=year - 1, closed_at=None).first()
        closing = clock.first_of(datetime(year, 2, 20).date())
        if before and closing < self.today:
            self.advance(closing)
            basis = f"Ratsbeschluss über den Jahresabschluss {year - 1}"
            actions.close_year(before, actor=self.treasurer, basis=basis, at=self.now)

    def _reserve(self, pot: Pot, cents: int, *, title: str) -> Earmark:
        wanted = actions.Reservation(pot=pot, cents=cents, title=title, basis="Beschluss der Bezirksvertretung")
        return actions.reserve(wanted, actor=self.treasurer, at=self.now)

    def _commit(self, held: Earmark) -> None:
        held.refresh_from_db()
        actions.commit(actions.Held(earmark=held, cents=held.reserved), actor=self.treasurer, at=self.now)
        held.refresh_from_db()

    def _propose(self, held: Earmark, cents: int) -> None:
        payment = actions.Payment(
            pot=held.pot,
            earmark=held,
            cents=cents,
            payee=next(self.payees),
            purpose=f"Abruf: {held.title}",
            voucher=self.next_voucher(),
        )
        actions.propose(payment, actor=self.treasurer, at=self.now)

    def _pay(self, held: Earmark, cents: int) -> None:
        self._propose(held, cents)
        order = held.orders.waiting().get()
        actions.release_order(order, actor=self.officer, at=self.now)
        held.refresh_from_db()

    def _allocate(self, pot: Pot, cents: int, *, basis: str) -> Entry:
        given = actions.Allocation(pot=pot, cents=cents, basis=basis)
        return actions.allocate(given, actor=self.treasurer, at=self.now)

    def _pot_of(self, district: str, called: str = "") -> Pot:
        """A district's pot by the scheme, the scheme's largest one for all, or one by its purpose."""
        pots = self.year.pots.named()
        if called == "shared":
            return pots.filter(pillar__total_cents__gt=0).order_by("-pillar__total_cents")[0]
        if called:
            return pots.get(purpose=called)
        return pots.get(district=self.districts[district], source=Source.CITY)

    def _reach(self, year: int, month: int, day: int) -> None:
        self.advance(clock.first_of(datetime(year, month, day).date()) + timedelta(hours=10))

    def advance(self, moment: datetime) -> None:
        """Time goes on, and never beyond today."""
        self.now = min(max(self.now, moment), self.today)


def _cents(euros: str) -> int | None:
    return int(euros) * 100 if euros else None
