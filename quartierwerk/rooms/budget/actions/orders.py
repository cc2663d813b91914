"""Money leaves the house in two steps by two people: one proposes, another one releases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.facts.delivery import publish
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import permissions, rules
from quartierwerk.rooms.budget.actions._books import PotClosed, TooLittleLeft, checked, enter, lock_all, said, short
from quartierwerk.rooms.budget.facts import OrderReleased
from quartierwerk.rooms.budget.models import Earmark, Order, Pot
from quartierwerk.rooms.budget.rules import ORDER_STEPS, EntryKind, OrderState


class OtherPot(RuleBroken):
    """What is held for a case is paid out of the pot that holds it."""

    sentence = _("Diese Mittelbindung gehört zu einem anderen Topf.")


class AccountRefused(RuleBroken):
    """No number of an account."""

    sentence = _("Diese IBAN stimmt nicht.")
    field = "iban"


@dataclass(frozen=True, kw_only=True)
class Payment:
    """What is to be paid, in cents: out of an earmark, or without one directly out of the pot."""

    pot: Pot
    cents: int
    payee: str
    purpose: str
    earmark: Earmark | None = None
    voucher: str = ""
    iban: str = ""
    """Where the money goes; without one somebody pays it by hand."""


def _lock_pot(actor: Any, payment: Payment) -> None:
    lock_all([payment.pot])
    if payment.earmark is not None:
        payment.earmark.refresh_from_db(fields=["reserved", "committed", "paid"])


@action(may=permissions.may_keep_books, first=_lock_pot)
def propose(payment: Payment, *, actor: Person, at: datetime) -> Order:
    """Propose a payment that somebody else has to release (Zahlung vorschlagen).

    What waits already counts, so that no two proposals are for the same money.
    """
    if payment.pot.closed_at is not None:
        raise PotClosed
    if payment.earmark is not None and payment.earmark.pot_id != payment.pot.pk:
        raise OtherPot
    cents = checked(payment.cents)
    payee = said(payment.payee, field="payee", most=rules.LONGEST_NAME)
    purpose = said(payment.purpose, field="purpose", most=rules.LONGEST_PURPOSE)
    named = short if payment.earmark else said
    voucher = named(payment.voucher, field="voucher", most=rules.LONGEST_REFERENCE)
    iban = rules.compact(payment.iban)
    if iban and not rules.is_iban(iban):
        raise AccountRefused
    left = _left(payment)
    if cents > left:
        raise TooLittleLeft(
            _("Mit den Zahlungen, die auf Freigabe warten, bleiben dafür noch %(sum)s.") % {"sum": money(left)}
        )
    return Order.objects.create(
        pot=payment.pot,
        earmark=payment.earmark,
        cents=cents,
        payee=payee,
        iban=iban,
        purpose=purpose,
        voucher=voucher,
        proposed_at=at,
        proposed_by=actor,
    )


def _lock_of(actor: Any, order: Order) -> None:
    lock(order.pot)


@action(may=permissions.may_release, first=_lock_of)
def release_order(order: Order, *, actor: Person, at: datetime) -> Order:
    """Release a payment that somebody else proposed; with that it stands in the books (Zahlung freigeben)."""
    advance(order, OrderState.RELEASED, steps=ORDER_STEPS, decided_at=at, decided_by=actor)
    kind = EntryKind.PAYMENT if order.earmark else EntryKind.EXPENSE
    enter(order.pot, kind, order.cents, by=actor, at=at, earmark=order.earmark, order=order, voucher=order.voucher)
    publish(OrderReleased(order_id=order.pk, case=order.earmark.case if order.earmark else ""))
    return order


@action(may=permissions.may_refuse)
def refuse(order: Order, *, actor: Person, reason: str, at: datetime) -> Order:
    """Send a proposed payment back with a reason (Zahlung ablehnen)."""
    answer = said(reason, field="reason", most=rules.LONGEST_REASON)
    advance(order, OrderState.REFUSED, steps=ORDER_STEPS, decided_at=at, decided_by=actor, answer=answer)
    return order


@action(may=permissions.may_withdraw)
def withdraw(order: Order, *, actor: Person, at: datetime) -> Order:
    """Take back a payment that one has proposed oneself (Vorschlag zurückziehen)."""
    advance(order, OrderState.WITHDRAWN, steps=ORDER_STEPS, decided_at=at, decided_by=actor)
    return order


def _left(payment: Payment) -> int:
    """What can still be proposed: what is committed, or free in the pot, less what waits for release."""
    whole = payment.earmark.committed if payment.earmark else payment.pot.available
    waiting = payment.pot.orders.waiting().filter(earmark=payment.earmark)
    return whole - (waiting.aggregate(sum=Sum("cents"))["sum"] or 0)
