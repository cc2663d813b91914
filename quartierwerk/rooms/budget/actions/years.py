"""A year of the books: opened by the city's scheme, closed by carrying over what is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.transactions import hold
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import permissions, queries
from quartierwerk.rooms.budget.actions._books import enter, lock_all, said
from quartierwerk.rooms.budget.actions.pots import Opening, make_pot
from quartierwerk.rooms.budget.models import Earmark, FiscalYear, Order, Pot
from quartierwerk.rooms.budget.rules import EntryKind, Source
from quartierwerk.rooms.places.models import Place


class YearThere(RuleBroken):
    """The year is open already."""

    sentence = _("Dieses Haushaltsjahr gibt es schon.")
    field = "year"


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


@action(may=permissions.may_keep_books)
def open_year(plan: YearPlan, *, actor: Person, at: datetime) -> FiscalYear:
    """Open a year with an empty pot for each part of the scheme that holds in it (Haushaltsjahr eröffnen).

    Nothing is allocated by that: a city may give less than its scheme provides for, or nothing.
    """
    try:
        with transaction.atomic():
            year = FiscalYear.objects.create(year=plan.year, opened_at=at)
    except IntegrityError as error:
        raise YearThere from error
    districts: list[Place] = list(queries.districts())
    for pillar in queries.pillars_in(plan.year):
        for district in districts if pillar.is_divided else [None]:
            make_pot(Opening(year=year, source=Source.CITY, pillar=pillar, district=district))
    return year


@action(may=permissions.may_keep_books)
def allocate_as_provided(year: FiscalYear, *, actor: Person, basis: str, at: datetime) -> FiscalYear:
    """Let each pot of the city's scheme that has got nothing yet get what the scheme provides for (Zuweisung nach Plan)."""
    basis = said(basis, field="basis")
    pots = list(queries.unprovided(year))
    lock_all(pots)
    for pot in pots:
        if pot.funds == 0 and pot.pillar is not None and pot.pillar.share_cents:
            enter(pot, EntryKind.ALLOCATION, pot.pillar.share_cents, by=actor, at=at, basis=basis)
    note_change(pots=len(pots))
    return year


@action(may=permissions.may_keep_books)
def close_year(year: FiscalYear, *, actor: Person, basis: str, at: datetime) -> FiscalYear:
    """Carry what is promised and what is left into the next year, pot by pot, and close the year (Jahresabschluss).

    As much goes out as comes in. What is paid stays where it was paid. Afterwards the year refuses every entry.
    """
    if year.is_closed:
        raise NotNow
    if FiscalYear.objects.filter(year__lt=year.year, closed_at__isnull=True).exists():
        raise EarlierOpen
    basis = said(basis, field="basis")
    hold("budget.years")
    pots = list(year.pots.select_related("pillar", "district", "year").order_by("pk"))
    lock_all(pots)
    if Order.objects.filter(pot__in=pots).waiting().exists():
        raise OrdersWait
    following, _made = FiscalYear.objects.get_or_create(year=year.year + 1, defaults={"opened_at": at})
    if following.is_closed:
        raise NotNow
    lock_all(following.pots.all())
    carried = sum(_carry(pot, into=following, by=actor, basis=basis, at=at) for pot in pots)
    year.pots.update(closed_at=at)
    year.closed_at, year.closed_by, year.basis = at, actor, basis
    year.save(update_fields=["closed_at", "closed_by", "basis"])
    note_change(carried=carried)
    return year


def _carry(pot: Pot, *, into: FiscalYear, by: Person, basis: str, at: datetime) -> int:
    """Carry one pot over; the sum that went on, in cents."""
    earmarks = list(pot.earmarks.open().order_by("pk"))
    whole = pot.available + pot.reserved + pot.committed
    if not whole:
        return 0
    after = _successor(pot, into)
    held = [(earmark, earmark.reserved, earmark.committed) for earmark in earmarks]
    for earmark, reserved, committed in held:
        said_why = {"earmark": earmark, "by": by, "at": at, "reason": str(_("Übertrag ins Folgejahr"))}
        if reserved:
            enter(pot, EntryKind.RELEASE, reserved, **said_why)
        if committed:
            enter(pot, EntryKind.DECOMMITMENT, committed, **said_why)
    gone = enter(pot, EntryKind.CARRY_OUT, whole, by=by, at=at, basis=basis)
    enter(after, EntryKind.CARRY_IN, whole, by=by, at=at, basis=basis, against=gone)
    for earmark, reserved, committed in held:
        _go_on(earmark, reserved, committed, pot=after, by=by, at=at)
    return whole


def _go_on(earmark: Earmark, reserved: int, committed: int, *, pot: Pot, by: Person, at: datetime) -> None:
    """The same case in the next year's pot, with as much reserved and committed as before."""
    known = Earmark.objects.filter(pot=pot, case=earmark.case).first() if earmark.case else None
    onward = known or Earmark.objects.create(
        pot=pot, title=earmark.title, case=earmark.case, created_at=at, follows=earmark
    )
    why = {"earmark": onward, "by": by, "at": at, "reason": str(_("Übertrag aus dem Vorjahr"))}
    enter(pot, EntryKind.RESERVATION, reserved + committed, **why)
    if committed:
        enter(pot, EntryKind.COMMITMENT, committed, **why)


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
