"""What a pot holds back for a case: reserved with the decision, committed with the letter, released with the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quartierwerk.foundation.actions import action
from quartierwerk.foundation.facts.delivery import publish
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import permissions, rules
from quartierwerk.rooms.budget.actions._books import checked, enter, lock_all, said, short
from quartierwerk.rooms.budget.facts import RepaymentBooked
from quartierwerk.rooms.budget.models import Earmark, Entry, Pot
from quartierwerk.rooms.budget.rules import EntryKind


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """Money that a pot is to hold back, in cents."""

    pot: Pot
    cents: int
    title: str
    """What it is for, in words for the books: no names of private persons."""
    case: str = ""
    """Reference of what it is for; a second reservation for the same one adds to the first."""
    resolution: str = ""
    """Reference of the resolution with which it was decided."""
    basis: str = ""


@action(may=permissions.may_keep_books, first=lambda actor, wanted: lock_all([wanted.pot]))
def reserve(wanted: Reservation, *, actor: Person, at: datetime) -> Earmark:
    """Hold money back from the moment of a decision (Mittelreservierung)."""
    cents, title = checked(wanted.cents), said(wanted.title, field="title", most=rules.LONGEST_NAME)
    known = Earmark.objects.filter(pot=wanted.pot, case=wanted.case).first() if wanted.case else None
    earmark = known or Earmark.objects.create(pot=wanted.pot, title=title, case=wanted.case, created_at=at)
    more = {"resolution": wanted.resolution, "basis": short(wanted.basis, field="basis", most=rules.LONGEST_SOURCE)}
    enter(wanted.pot, EntryKind.RESERVATION, cents, by=actor, at=at, earmark=earmark, **more)
    return earmark


@dataclass(frozen=True, kw_only=True)
class Held:
    """A part of what is held for a case, in cents."""

    earmark: Earmark
    cents: int
    reason: str = ""


def _lock_pot(actor: Person, held: Held | Repayment) -> None:
    lock_all([held.earmark.pot])
    held.earmark.refresh_from_db(fields=["reserved", "committed", "paid"])


@action(may=permissions.may_keep_books, first=_lock_pot)
def release(held: Held, *, actor: Person, at: datetime) -> Entry:
    """Give back what was reserved and is not needed (Freigabe)."""
    return _move(held, EntryKind.RELEASE, by=actor, at=at)


@action(may=permissions.may_keep_books, first=_lock_pot)
def commit(held: Held, *, actor: Person, at: datetime) -> Entry:
    """Turn what was reserved into what is promised in a letter (Festlegung)."""
    return _move(held, EntryKind.COMMITMENT, by=actor, at=at)


@action(may=permissions.may_keep_books, first=_lock_pot)
def decommit(held: Held, *, actor: Person, at: datetime) -> Entry:
    """Give back what was promised and is not needed (Freigabe der Festlegung)."""
    return _move(held, EntryKind.DECOMMITMENT, by=actor, at=at)


@dataclass(frozen=True, kw_only=True)
class Repayment:
    """Money that came back from a case, in cents."""

    earmark: Earmark
    cents: int
    voucher: str
    """Where it stands in the bank statement or the books."""
    reason: str = ""


@action(may=permissions.may_keep_books, first=_lock_pot)
def repay(back: Repayment, *, actor: Person, at: datetime) -> Entry:
    """Let money come back into the pot it was paid out of (Rückzahlung)."""
    voucher = said(back.voucher, field="voucher", most=rules.LONGEST_REFERENCE)
    entry = _move(back, EntryKind.REPAYMENT, by=actor, at=at, voucher=voucher)
    publish(RepaymentBooked(case=back.earmark.case, entry_id=entry.pk, cents=entry.cents))
    return entry


def _move(held: Held | Repayment, kind: EntryKind, *, by: Person, at: datetime, voucher: str = "") -> Entry:
    more = {
        "earmark": held.earmark,
        "reason": short(held.reason, field="reason", most=rules.LONGEST_REASON),
        "voucher": voucher,
    }
    return enter(held.earmark.pot, kind, checked(held.cents), by=by, at=at, **more)
