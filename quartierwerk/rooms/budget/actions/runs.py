"""Released orders leave the house: gathered into a run by one person, released by another, told of by the bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import permissions, queries, rules
from quartierwerk.rooms.budget.actions._bank import hold_bank
from quartierwerk.rooms.budget.actions._books import lock_all, said
from quartierwerk.rooms.budget.models import HouseAccount, Order, PaymentRun, Pot, RunFile, RunPayment
from quartierwerk.rooms.budget.rules import RUN_STEPS, RunState, Way, pain, sepa


class NothingToSend(RuleBroken):
    """A run without a payment."""

    sentence = _("Bitte wählen Sie mindestens eine Zahlung aus.")
    field = "orders"


class TooManyToSend(RuleBroken):
    """More than a file holds."""

    sentence = _("In einen Lauf passen höchstens %(most)d Zahlungen. Bitte stellen Sie zwei zusammen.")
    field = "orders"


class AlreadySent(RuleBroken):
    """A payment has gone another way meanwhile, or is no longer in the books."""

    sentence = _("Inzwischen ist eine dieser Zahlungen in einem anderen Lauf, storniert oder schon auf dem Auszug.")
    field = "orders"


class PayeeUnwritable(RuleBroken):
    """A name, or a sum, that no bank takes by file."""

    field = "orders"


class DayRefused(RuleBroken):
    """Banks move no money on that day, or it is over, or too far ahead."""

    sentence = _("Bitte nennen Sie einen Bankarbeitstag ab heute, höchstens 30 Tage voraus.")
    field = "execute_on"


class DayOver(NotNow):
    """The run was gathered for a day that is over."""

    sentence = _("Der Ausführungstag ist vorbei. Bitte lösen Sie den Lauf auf, und stellen Sie ihn neu zusammen.")


class AccountMissing(RuleBroken):
    """The bank needs to know from where; the city's treasury pays from its own."""

    sentence = _("Bitte wählen Sie das Konto, von dem gezahlt wird.")
    field = "account"


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """Released orders that are to be paid together, on one day and one way."""

    orders: Sequence[Order]
    execute_on: date
    way: Way = Way.BANK
    account: HouseAccount | None = None
    """From which the bank pays; none where the city's treasury does."""


def _lock_orders(actor: Any, gathering: Gathering) -> None:
    """Whoever takes an order's entry back locks its pot too: it is taken back before, or not at all."""
    hold_bank(actor, gathering)
    lock_all(Pot.objects.filter(orders__in=[order.pk for order in gathering.orders]).distinct())
    if gathering.account is not None:
        lock(gathering.account)


@action(may=permissions.may_keep_books, first=_lock_orders)
def gather(gathering: Gathering, *, actor: Person, at: datetime) -> PaymentRun:
    """Put released payments together, all or none; somebody else releases the run (Zahlungslauf zusammenstellen)."""
    keys = {order.pk for order in gathering.orders}
    if not keys:
        raise NothingToSend
    if len(keys) > pain.MOST_TRANSFERS:
        raise TooManyToSend(TooManyToSend.sentence % {"most": pain.MOST_TRANSFERS})
    today = clock.local(at).date()
    if not rules.can_execute(gathering.execute_on, today=today):
        raise DayRefused
    is_by_bank = gathering.way == Way.BANK
    if is_by_bank and (gathering.account is None or gathering.account.closed_at is not None):
        raise AccountMissing
    orders = list(Order.objects.filter(pk__in=keys).to_send())
    if len(orders) != len(keys):
        raise AlreadySent
    if is_by_bank:
        _writable(orders)
    run = PaymentRun.objects.create(
        way=gathering.way,
        account=gathering.account if is_by_bank else None,
        message_id=_next_id(today.year),
        execute_on=gathering.execute_on,
        gathered_at=at,
        gathered_by=actor,
    )
    RunPayment.objects.bulk_create(
        RunPayment(run=run, order=order, position=place, end_to_end=rules.end_to_end(run.message_id, place))
        for place, order in enumerate(orders, start=1)
    )
    note_change(payments=len(orders))
    return run


def _writable(orders: Sequence[Order]) -> None:
    for order in orders:
        if not sepa.is_writable(order.payee):
            sentence = _("„%(payee)s“ lässt sich nicht in den Zeichen der Bank schreiben. Bitte zahlen Sie von Hand.")
            raise PayeeUnwritable(sentence % {"payee": order.payee})
        if order.cents > pain.MOST_TRANSFER:
            raise PayeeUnwritable(_("Eine Zahlung ist größer, als eine SEPA-Überweisung sein darf."))


def _next_id(year: int) -> str:
    """The next number of a year; runs are never deleted, and one at a time is gathered."""
    number = PaymentRun.objects.filter(message_id__startswith=rules.message_id(year, 0)[:-4]).count()
    return rules.message_id(year, number + 1)


@action(may=permissions.may_release_run, first=hold_bank)
def release_run(run: PaymentRun, *, actor: Person, at: datetime) -> PaymentRun:
    """Release a run that somebody else gathered; with that its file is made and kept (Zahlungslauf freigeben)."""
    if run.state == RunState.GATHERED and run.execute_on < clock.local(at).date():
        raise DayOver
    content = queries.file_of(run, at=at)
    digest = sha256(content).hexdigest()
    advance(run, RunState.RELEASED, steps=RUN_STEPS, released_at=at, released_by=actor, digest=digest)
    RunFile.objects.create(run=run, content=content, made_at=at)
    return run


@action(may=permissions.may_keep_books, first=hold_bank)
def dissolve(run: PaymentRun, *, actor: Person, reason: str, at: datetime) -> PaymentRun:
    """Give up a run of which no file was made; its payments are free again (Zahlungslauf auflösen)."""
    if run.state != RunState.GATHERED:
        raise NotNow
    return _void(run, by=actor, reason=said(reason, field="reason", most=rules.LONGEST_REASON), at=at)


@action(may=permissions.may_fetch_file)
def fetch_file(run: PaymentRun, *, actor: Person) -> PaymentRun:
    """Take a run's file to bank or treasury; the trail keeps who did, since it names people (Datei abholen)."""
    if not queries.has_file(run):
        raise NotNow
    note_change(digest=run.digest)
    return run


@action(may=permissions.may_keep_books, first=hold_bank)
def ask_to_void(run: PaymentRun, *, actor: Person, reason: str, at: datetime) -> PaymentRun:
    """Ask somebody else to void a released run that has not been handed in (Verwerfen vorschlagen)."""
    if run.state != RunState.RELEASED or run.is_asked_to_void or not _is_untouched(run):
        raise NotNow
    run.void_reason = said(reason, field="reason", most=rules.LONGEST_REASON)
    run.void_asked_at, run.void_asked_by = at, actor
    run.save(update_fields=["void_reason", "void_asked_at", "void_asked_by"])
    return run


@action(may=permissions.may_keep_books, first=hold_bank)
def let_stand(run: PaymentRun, *, actor: Person) -> PaymentRun:
    """Say that a run is not voided after all (Zahlungslauf bestehen lassen)."""
    if not run.is_asked_to_void:
        raise NotNow
    run.void_reason, run.void_asked_at, run.void_asked_by = "", None, None
    run.save(update_fields=["void_reason", "void_asked_at", "void_asked_by"])
    return run


@action(may=permissions.may_void_run, first=hold_bank)
def void_run(run: PaymentRun, *, actor: Person, at: datetime) -> PaymentRun:
    """Void a released run, as somebody else asked; its payments are free again (Zahlungslauf verwerfen)."""
    if not run.is_asked_to_void or not _is_untouched(run):
        raise NotNow
    return _void(run, by=actor, reason=run.void_reason, at=at)


@action(may=permissions.may_keep_books, first=hold_bank)
def confirm_execution(run: PaymentRun, *, actor: Person, executed_on: date, at: datetime) -> PaymentRun:
    """Enter that the city's treasury has paid a run, and when (Ausführung eintragen)."""
    if run.way != Way.TREASURY or run.released_at is None:
        raise NotNow
    if not clock.local(run.released_at).date() <= executed_on <= clock.local(at).date():
        raise DayRefused(_("Bitte nennen Sie einen Tag zwischen der Freigabe und heute."), field="executed_on")
    advance(run, RunState.EXECUTED, steps=RUN_STEPS, executed_on=executed_on)
    return run


def _is_untouched(run: PaymentRun) -> bool:
    """Whether neither bank nor treasury has told of any of its payments."""
    told = Q(returned_at__isnull=False) | Q(order__entry__bank_line__isnull=False)
    return not hasattr(run, "bank_line") and not run.payments.filter(told).exists()


def _void(run: PaymentRun, *, by: Person, reason: str, at: datetime) -> PaymentRun:
    run.payments.update(is_standing=False)
    advance(run, RunState.VOIDED, steps=RUN_STEPS, voided_at=at, voided_by=by, void_reason=reason)
    return run
