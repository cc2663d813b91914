"""A year of the books: opened by the city's scheme, closed by carrying over what is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.transactions import hold, lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import permissions, queries, rules
from quartierwerk.rooms.budget.actions._books import enter, lock_all, said
from quartierwerk.rooms.budget.actions._opening import Opening, make_pot
from quartierwerk.rooms.budget.models import Earmark, FiscalYear, Order, Pot
from quartierwerk.rooms.budget.rules import EntryKind, Ledger, Source, carried


class YearThere(RuleBroken):
    """The year is open already, with all pots that the scheme provides for."""

    sentence = _("Dieses Haushaltsjahr gibt es schon, mit allen Töpfen der Säulen.")
    field = "year"


class NoYear(RuleBroken):
    """A number that no year of the books has."""

    sentence = _("Das Jahr ist keines.")
    field = "year"


class YearClosed(NotNow):
    """The year is closed; nothing is opened or entered in it any more."""

    sentence = _("Dieses Haushaltsjahr ist abgeschlossen.")


class OrdersWait(NotNow):
    """Payments of the year are proposed and nobody has decided."""

    sentence = _(
        "Es warten noch Zahlungen dieses Jahres auf Freigabe. Geben Sie sie frei, oder lehnen Sie sie ab; "
        "dann lässt sich das Jahr abschließen."
    )


class EarlierOpen(NotNow):
    """A year before it is not closed."""

    sentence = _("Ein früheres Haushaltsjahr ist noch offen. Schließen Sie zuerst jenes ab.")


@dataclass(frozen=True)
class YearPlan:
    """A year to be opened."""

    year: int


def _hold_years(actor: Any, subject: Any) -> None:
    hold("budget.years")


@action(may=permissions.may_keep_books, first=_hold_years)
def open_year(plan: YearPlan, *, actor: Person, at: datetime) -> FiscalYear:
    """Open a year with an empty pot for each part of the scheme that holds in it (Haushaltsjahr eröffnen).

    A year that is there gets the pots that are missing, such as those of a part of the scheme entered later. Nothing is
    allocated by that: a city may give less than its scheme provides for, or nothing.
    """
    if not rules.is_year(plan.year):
        raise NoYear
    year, is_new = FiscalYear.objects.get_or_create(year=plan.year, defaults={"opened_at": at})
    lock(year)
    if year.is_closed:
        raise YearClosed
    missing = queries.missing_pots([plan.year])[plan.year]
    if not is_new and not missing:
        raise YearThere
    for part in missing:
        make_pot(Opening(year=year, source=Source.CITY, pillar=part.pillar, district=part.district))
    note_change(pots=len(missing))
    return year


@action(may=permissions.may_keep_books)
def allocate_as_provided(year: FiscalYear, *, actor: Person, basis: str, at: datetime) -> FiscalYear:
    """Let each pot of the scheme get what the scheme provides for and it has not got yet (Zuweisung nach Plan)."""
    basis = said(basis, field="basis")
    if year.is_closed:
        raise YearClosed
    lock_all(queries.scheme_pots([year.year]))
    # Asked once nobody else can allocate: what somebody gave meanwhile is not given again.
    dues = queries.dues([year.year])[year.year]
    for due in dues:
        enter(due.pot, EntryKind.ALLOCATION, due.cents, by=actor, at=at, basis=basis)
    note_change(pots=len(dues))
    return year


@action(may=permissions.may_keep_books, first=_hold_years)
def close_year(year: FiscalYear, *, actor: Person, basis: str, at: datetime) -> FiscalYear:
    """Carry what is promised and what is left into the next year, pot by pot, and close the year (Jahresabschluss).

    As much goes out as comes in. What is paid stays where it was paid. Afterwards the year refuses every entry.
    """
    if year.is_closed:
        raise YearClosed
    if FiscalYear.objects.filter(year__lt=year.year, closed_at__isnull=True).exists():
        raise EarlierOpen
    if not rules.is_year(year.year + 1):
        raise NoYear
    basis = said(basis, field="basis")
    following, _made = FiscalYear.objects.get_or_create(year=year.year + 1, defaults={"opened_at": at})
    if following.is_closed:
        raise YearClosed
    pots = list(year.pots.named().order_by("pk"))
    lock_all([*pots, *following.pots.all()])
    if Order.objects.filter(pot__in=pots).waiting().exists():
        raise OrdersWait
    gone = sum(_carry(pot, into=following, by=actor, basis=basis, at=at) for pot in pots)
    year.pots.update(closed_at=at)
    year.closed_at, year.closed_by, year.basis = at, actor, basis
    year.save(update_fields=["closed_at", "closed_by", "basis"])
    note_change(carried=gone)
    return year


AFTERWARDS = 0
"""Stands for the next year's pot while the rules plan, for it may have to be made first."""


def _carry(pot: Pot, *, into: FiscalYear, by: Person, basis: str, at: datetime) -> int:
    """Carry one pot over as the rules plan it; the sum that went on, in cents."""
    held = {str(earmark.pk): earmark for earmark in pot.earmarks.open().order_by("pk")}
    ledger = Ledger({pot.pk: pot.sums}, {(pot.pk, key): earmark.sums for key, earmark in held.items()})
    plan = list(carried(ledger, pot=pot.pk, into=AFTERWARDS))
    if not plan:
        return 0
    after, whole, gone = _successor(pot, into), pot.sums.rest, None
    onward: dict[str, Earmark] = {}
    # The books are written in German, whatever the language of the page on which somebody closes a year.
    with translation.override("de"):
        why = {False: str(EntryKind.CARRY_OUT.label), True: str(EntryKind.CARRY_IN.label)}
    for movement in plan:
        is_onward, key = movement.pot == AFTERWARDS, movement.earmark
        more: dict[str, Any] = {"basis": basis}
        if key:
            if is_onward and key not in onward:
                onward[key] = _go_on(held[key], pot=after, at=at)
            more = {"earmark": onward[key] if is_onward else held[key], "reason": why[is_onward]}
        elif is_onward:
            more["against"] = gone
        gone = enter(after if is_onward else pot, movement.kind, movement.cents, by=by, at=at, **more)
    return whole


def _go_on(earmark: Earmark, *, pot: Pot, at: datetime) -> Earmark:
    """The same case in the next year's pot."""
    known = Earmark.objects.filter(pot=pot, case=earmark.case).first() if earmark.case else None
    return known or Earmark.objects.create(
        pot=pot, title=earmark.title, case=earmark.case, created_at=at, follows=earmark
    )


def _successor(pot: Pot, into: FiscalYear) -> Pot:
    """The pot of the next year for the same, made where there is none."""
    same = {"source": pot.source, "pillar": pot.pillar, "district": pot.district, "purpose": pot.purpose}
    known = into.pots.filter(**same).first()
    if known is None:
        return make_pot(Opening(year=into, account=pot.account, **same), follows=pot)
    if known.follows_id is None:
        known.follows = pot
        known.save(update_fields=["follows"])
    return known
