"""Funds come into pots, move between them, and a mistake is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.facts.delivery import publish
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import permissions, rules
from quartierwerk.rooms.budget.actions._books import checked, enter, lock_all, said, short
from quartierwerk.rooms.budget.facts import OrderReturned, RepaymentTakenBack
from quartierwerk.rooms.budget.models import Entry, Pot, RunPayment
from quartierwerk.rooms.budget.rules import EntryKind


class SamePot(RuleBroken):
    """Money is moved to where it is."""

    sentence = _("Bitte wählen Sie einen anderen Topf als den, aus dem das Geld kommt.")
    field = "into"


class OtherYear(RuleBroken):
    """Money moves between years only when a year ends."""

    sentence = _("Umgebucht wird nur zwischen Töpfen desselben Haushaltsjahrs.")
    field = "into"


class AlreadyTakenBack(NotNow):
    """A counter-entry is there, or the entry is one itself."""

    sentence = _("Diese Buchung ist schon storniert, oder sie ist selbst ein Storno.")


class OnItsWay(NotNow):
    """The payment is in a run: the bank has it, or will get it."""

    sentence = _(
        "Diese Zahlung steckt in einem Zahlungslauf. Kommt das Geld zurück, buchen Sie dort den Rückläufer; "
        "ist der Lauf noch nicht bei der Bank, verwerfen Sie ihn."
    )


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """Money that comes into a pot from outside, in cents."""

    pot: Pot
    cents: int
    basis: str
    """The resolution, the grant's notice or the promise it rests on."""
    voucher: str = ""


@action(may=permissions.may_keep_books, first=lambda actor, given: lock_all([given.pot]))
def allocate(given: Allocation, *, actor: Person, at: datetime) -> Entry:
    """Let money come into a pot (Zuweisung)."""
    more = {
        "basis": said(given.basis, field="basis"),
        "voucher": short(given.voucher, field="voucher", most=rules.LONGEST_REFERENCE),
    }
    return enter(given.pot, EntryKind.ALLOCATION, checked(given.cents), by=actor, at=at, **more)


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """Money that moves from one pot to another, in cents."""

    pot: Pot
    into: Pot
    cents: int
    basis: str


@action(may=permissions.may_keep_books, first=lambda actor, moved: lock_all([moved.pot, moved.into]))
def transfer(moved: Transfer, *, actor: Person, at: datetime) -> Entry:
    """Move money that is free into another pot; as much comes in as goes out (Umbuchung)."""
    if moved.pot.pk == moved.into.pk:
        raise SamePot
    if moved.pot.year_id != moved.into.year_id:
        raise OtherYear
    cents, basis = checked(moved.cents), said(moved.basis, field="basis")
    gone = enter(moved.pot, EntryKind.TRANSFER_OUT, cents, by=actor, at=at, basis=basis)
    enter(moved.into, EntryKind.TRANSFER_IN, cents, by=actor, at=at, basis=basis, against=gone)
    return gone


def _lock_around(actor: Any, entry: Entry) -> None:
    lock_all(part.pot for part in _parts(entry))


@action(may=permissions.may_keep_books, first=_lock_around)
def take_back(entry: Entry, *, actor: Person, reason: str, at: datetime) -> Entry:
    """Take back a mistake by a counter-entry that says why; of a transfer both sides (Storno)."""
    reason = said(reason, field="reason", most=rules.LONGEST_REASON)
    # What came in goes first: it must still be there before it can go back to where it was.
    for part in reversed(_parts(entry)):
        if part.is_reversed or part.reverses_id is not None:
            raise AlreadyTakenBack
        if part.order and RunPayment.objects.filter(order=part.order, is_standing=True, returned_at=None).exists():
            raise OnItsWay
        pot = Pot.objects.get(pk=part.pot_id)
        enter(
            pot,
            EntryKind(part.kind),
            -part.cents,
            by=actor,
            at=at,
            earmark=part.earmark,
            reverses=part,
            reason=reason,
            basis=part.basis,
            voucher=part.voucher,
        )
        if part.order:
            case = part.earmark.case if part.earmark else ""
            publish(OrderReturned(order_id=part.order.pk, case=case))
        if part.kind == EntryKind.REPAYMENT and part.earmark:
            publish(RepaymentTakenBack(case=part.earmark.case, entry_id=part.pk))
    return entry


def _parts(entry: Entry) -> list[Entry]:
    """The entry, and where the same money went out or came in, that one too: out before in."""
    gone = entry.against or entry
    came = Entry.objects.filter(against=gone).select_related("pot").first()
    return [gone, came] if came else [gone]
