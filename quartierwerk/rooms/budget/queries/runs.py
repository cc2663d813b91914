"""Payment runs: what can go out, what is on its way, and the files that say so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation

from quartierwerk.foundation import clock
from quartierwerk.foundation.sheets import Column, write_csv
from quartierwerk.rooms.budget import rules
from quartierwerk.rooms.budget.models import (
    HouseAccount,
    Order,
    PaymentRun,
    RunFile,
    RunPayment,
    StatementLine,
)
from quartierwerk.rooms.budget.rules import RunState, Way, pain, sepa

INSTRUCTIONS = (
    Column("number", "Zahlungsnummer"),
    Column("run", "Zahlungslauf"),
    Column("execute_on", "Termin"),
    Column("payee", "Zahlungsempfang"),
    Column("iban", "IBAN"),
    Column("euros", "Betrag EUR", places=2),
    Column("purpose", "Verwendungszweck"),
    Column("voucher", "Beleg"),
    Column("account", "Buchungsstelle"),
    Column("pot", "Topf"),
    Column("year", "Haushaltsjahr"),
    Column("case", "Vorgang"),
    Column("entry", "Belegnummer"),
)
"""What the city's treasury is told of each payment, in German whatever the language of the page."""


def runs(person: Any, *, state: str = "") -> QuerySet[PaymentRun]:
    """The runs that somebody may see, the latest first, each with how many payments it has and what they come to."""
    found = PaymentRun.objects.visible_to(person).explained()
    return found.filter(state=state) if state else found


def to_send(person: Any) -> QuerySet[Order]:
    """Released payments that no run holds yet, the oldest first."""
    return Order.objects.visible_to(person).to_send().explained()


def run_of(order: Order, person: Any) -> PaymentRun | None:
    """The run with which an order goes out, where this person may see it."""
    sent = Q(payments__order=order, payments__is_standing=True)
    return PaymentRun.objects.visible_to(person).filter(sent).first()


def open_accounts() -> QuerySet[HouseAccount]:
    """The accounts from which can be paid."""
    return HouseAccount.objects.filter(closed_at__isnull=True)


def payments_of(run: PaymentRun) -> QuerySet[RunPayment]:
    """What a run pays, in the order of its file."""
    return run.payments.explained().order_by("position")


def file_of(run: PaymentRun, *, at: datetime) -> bytes:
    """The file of a run as it is made at a moment: for the bank, or for the city's treasury."""
    if run.way == Way.TREASURY:
        return b"".join(write_csv(instructions(run), INSTRUCTIONS))
    return pain.written(_message(run, at=at))


def instructions(run: PaymentRun) -> Iterator[dict[str, Any]]:
    """What a run pays, as the city's treasury takes it."""
    for payment in payments_of(run):
        # Row by row, since whoever reads on between two of them has a language of their own.
        with translation.override(settings.LANGUAGE_CODE):
            row = _instruction(run, payment)
        yield row


def _instruction(run: PaymentRun, payment: RunPayment) -> dict[str, Any]:
    order, pot = payment.order, payment.order.pot
    return {
        "number": payment.end_to_end,
        "run": run.message_id,
        "execute_on": run.execute_on,
        "payee": order.payee,
        "iban": order.iban,
        "euros": Decimal(order.cents) / 100,
        "purpose": order.purpose,
        "voucher": order.voucher,
        "account": pot.account,
        "pot": str(pot),
        "year": pot.year.year,
        "case": str(order.earmark or ""),
        "entry": pot.number_of(order.entry.number),
    }


def _message(run: PaymentRun, *, at: datetime) -> pain.Message:
    if run.account is None:
        raise ValueError("Only a run of the bank has a file for it.")
    return pain.Message(
        id=run.message_id,
        made_at=clock.local(at),
        execute_on=run.execute_on,
        holder=sepa.plain(run.account.holder, most=sepa.LONGEST_PAYEE),
        iban=run.account.iban,
        bic=run.account.bic,
        transfers=[_transfer(payment) for payment in payments_of(run)],
    )


def _transfer(payment: RunPayment) -> pain.Transfer:
    order = payment.order
    return pain.Transfer(
        end_to_end=payment.end_to_end,
        cents=order.cents,
        name=sepa.plain(order.payee, most=sepa.LONGEST_PAYEE),
        iban=order.iban,
        purpose=sepa.purpose(order.purpose, order.voucher),
    )


def has_file(run: PaymentRun) -> bool:
    """Whether a run's file is made, and not forgotten yet; the bytes stay where they are."""
    return RunFile.objects.filter(run=run).exists()


def is_under_way(run: PaymentRun) -> bool:
    """Whether a payment of it is neither on a statement nor returned."""
    return run.payments.under_way().exists()


def runs_for(line: StatementLine) -> list[PaymentRun]:
    """The runs whose payments the bank may have booked as this one sum, the latest first."""
    if line.cents >= 0:
        return []
    return [run for run in whole_runs() if -line.cents in (run.cents, run.left)]


def whole_runs() -> QuerySet[PaymentRun]:
    """Runs that are on their way as a whole, so that the bank may book them as one sum."""
    booked = Q(payments__order__entry__bank_line__isnull=False)
    partly = PaymentRun.objects.filter(booked, payments__returned_at__isnull=True)
    found = PaymentRun.objects.filter(state=RunState.RELEASED, way=Way.BANK, bank_line__isnull=True)
    return found.exclude(pk__in=partly.values("pk")).explained()


def returns_for(line: StatementLine) -> list[tuple[RunPayment, rules.Match]]:
    """The payments that may have come back with a line, the surest first, each with why; at most five."""
    if line.cents <= 0:
        return []
    gone = RunPayment.objects.filter(
        run__state__in=[RunState.RELEASED, RunState.EXECUTED], returned_at__isnull=True, order__cents=line.cents
    )
    payments = {payment.pk: payment for payment in gone.explained()}
    expected = [_expected_back(payment) for payment in payments.values()]
    # A sum alone says nothing: many get the same.
    found = [match for match in rules.matches(line.moved, expected) if len(match.signs) > 1]
    return [(payments[match.key], match) for match in found[:5]]


def _expected_back(payment: RunPayment) -> rules.Expected:
    order = payment.order
    return rules.Expected(
        key=payment.pk,
        cents=order.cents,
        day=payment.run.execute_on,
        name=order.payee,
        purpose=order.purpose,
        voucher=order.voucher,
        reference=payment.end_to_end,
    )


def run_files_kept_too_long(before: datetime) -> QuerySet[RunFile]:
    """Files of years that were over before a moment; they name those who were paid."""
    last = clock.local(before - timedelta(days=3)).year - 1  # as for those whom an order pays
    return RunFile.objects.filter(made_at__year__lte=last)
