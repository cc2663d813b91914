"""What a run paid is told of by the bank, as one sum or line by line, and some of it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import permissions, queries, rules
from quartierwerk.rooms.budget.actions._bank import follow_bank, hold_bank, still_open, tie
from quartierwerk.rooms.budget.actions._books import lock_all, said
from quartierwerk.rooms.budget.actions.bank import SumsDiffer
from quartierwerk.rooms.budget.actions.entries import take_back
from quartierwerk.rooms.budget.models import Entry, PaymentRun, RunPayment, StatementLine
from quartierwerk.rooms.budget.rules import RunState

CAME_BACK = _("Rückläufer %(number)s")


class NotOut(NotNow):
    """The payment has not left, or it has come back already."""

    sentence = _("Diese Zahlung ist nicht unterwegs, oder sie ist schon zurückgekommen.")


@action(may=permissions.may_keep_books, first=hold_bank)
def match_run(line: StatementLine, *, actor: Person, run: PaymentRun) -> StatementLine:
    """Say that a line is a whole run, which the bank has booked as one sum (Umsatz einem Lauf zuordnen)."""
    still_open(line)
    if run not in queries.runs_for(line):
        raise SumsDiffer
    line.entry, line.run = None, run
    line.save(update_fields=["entry", "run"])
    note_change(run=reference(run))
    follow_bank([run], on=line.day)
    return line


@dataclass(frozen=True, kw_only=True)
class Returned:
    """A payment that came back, with the line of the statement that says so."""

    payment: RunPayment
    line: StatementLine


def _lock_payment(actor: Any, payment: RunPayment) -> None:
    hold_bank(actor, payment)
    lock_all([payment.order.pot])


def _lock_returned(actor: Any, back: Returned) -> None:
    _lock_payment(actor, back.payment)
    for row in (back.payment, back.line):
        lock(row)


@action(may=permissions.may_keep_books, first=_lock_returned)
def book_return(back: Returned, *, actor: Person, at: datetime) -> Entry:
    """Enter that a payment came back, as it stands in the statement; the line is its counter-entry (Rückläufer buchen).

    Money that was held for a case is held for it again, so that a new order can be proposed.
    """
    line = back.line
    still_open(line)
    if line.cents != back.payment.order.cents:
        raise SumsDiffer
    # What the bank wrote stays with the line, which forgets it in its time; books and runs name nobody.
    counter = _take_back(back.payment, reason=line.voucher, by=actor, at=at)
    tie(line, counter)
    follow_bank([back.payment.run], on=line.day)
    return counter


@action(may=permissions.may_keep_books, first=_lock_payment)
def fail(payment: RunPayment, *, actor: Person, reason: str, at: datetime) -> RunPayment:
    """Enter that bank or treasury refused a payment, where no statement tells of it (Zahlung gescheitert)."""
    reason = said(reason, field="reason", most=rules.LONGEST_REASON)
    if payment.state == rules.SentState.EXECUTED and payment.run.account_id is not None:
        raise NotOut(_("Diese Zahlung steht auf dem Kontoauszug. Buchen Sie den Rückläufer von seinem Umsatz aus."))
    _take_back(payment, reason=reason, by=actor, at=at)
    follow_bank([payment.run], on=clock.local(at).date())
    return payment


def _take_back(payment: RunPayment, *, reason: str, by: Person, at: datetime) -> Entry:
    """The counter-entry with which a payment that left is in the books no more."""
    if payment.returned_at is not None or payment.run.state not in (RunState.RELEASED, RunState.EXECUTED):
        raise NotOut
    payment.returned_at, payment.returned_by, payment.reason = at, by, reason
    payment.save(update_fields=["returned_at", "returned_by", "reason"])
    # The books are in German.
    with translation.override("de"):
        why = str(CAME_BACK) % {"number": payment.end_to_end}
    entry = Entry.objects.get(order=payment.order)
    take_back(entry, actor=by, reason=why, at=at)
    return Entry.objects.get(reverses=entry)
