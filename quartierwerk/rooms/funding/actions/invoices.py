"""The verbs of invoices of own projects: one person enters, one checks, one orders the payment, another releases it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.steps import advance
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.actions._money import BeyondFunds, held_for, pay, said_why
from quartierwerk.rooms.funding.models import Invoice, Project
from quartierwerk.rooms.funding.rules import Account, Bill, InvoiceState


class BillRefused(RuleBroken):
    """An invoice that cannot be taken so; the sentence names the first reason."""


class InvoiceThere(RuleBroken):
    """The same invoice is there already."""

    sentence = _("Diese Rechnung liegt schon vor: dieselbe Nummer, dasselbe Konto oder derselbe Name.")
    field = "number"


class NothingGranted(NotNow):
    """The board has granted nothing, or all of it is accounted for."""

    sentence = _("Für dieses Projekt ist noch nichts bewilligt, oder es ist abgerechnet.")


@dataclass(frozen=True, kw_only=True)
class Handed:
    """An invoice that is handed in."""

    project: Project
    bill: Bill


@action(may=permissions.may_enter_invoice, first=lambda actor, handed: lock(handed.project))
def enter_invoice(handed: Handed, *, actor: Person, at: datetime) -> Invoice:
    """Hand in an invoice that the association is to pay (Rechnung einreichen).

    What all invoices ask for together never exceeds what is held for the project; no invoice comes twice.
    """
    project, bill = handed.project, handed.bill.tidied()
    held = held_for(project)
    if not held or project.closed_at is not None or project.state == rules.ProjectState.CALLED_OFF:
        raise NothingGranted
    lines = [one.title for one in queries.planned_lines(project)]
    for problem in rules.bill_problems(bill, lines=lines, on=clock.local(at).date()):
        raise BillRefused(problem.sentence, field=problem.field)
    left = sum(one.held for one in held) - _asked_for(project)
    if bill.cents > left:
        sentence = _("Von dem, was bewilligt ist, bleiben noch %(sum)s. Für mehr braucht es einen neuen Beschluss.")
        raise BeyondFunds(sentence % {"sum": money(max(left, 0))})
    keys = {"number_key": rules.invoice_key(bill.number), "payee_key": rules.invoice_key(bill.payee)}
    try:
        with transaction.atomic():
            return Invoice.objects.create(project=project, **vars(bill), **keys, entered_at=at, entered_by=actor)
    except IntegrityError:
        raise InvoiceThere from None


def _lock_project(actor: Any, invoice: Invoice) -> None:
    lock(invoice.project)


@action(may=permissions.may_check_invoice, first=_lock_project)
def check_invoice(invoice: Invoice, *, actor: Person, at: datetime) -> Invoice:
    """Say that an invoice is right: what it is for, and what it comes to (sachlich und rechnerisch richtig)."""
    advance(invoice, InvoiceState.CHECKED, steps=rules.INVOICE_STEPS, checked_at=at, checked_by=actor)
    return invoice


@action(may=permissions.may_order, first=_lock_project)
def order_invoice(invoice: Invoice, *, actor: Person, at: datetime) -> Invoice:
    """Propose the payment of an invoice that is right; somebody else releases it (Zahlung anweisen)."""
    if invoice.standing != InvoiceState.CHECKED:
        raise NotNow
    order = pay(
        invoice.project,
        Account(holder=invoice.payee, iban=invoice.iban),
        cents=invoice.cents,
        purpose=f"{invoice.number} · {invoice.line}",
        voucher=invoice.number,
        actor=actor,
        at=at,
    )
    advance(invoice, InvoiceState.ORDERED, steps=rules.INVOICE_STEPS, order=order)
    note_change(order=reference(order))
    return invoice


@action(may=permissions.may_refuse_invoice, first=_lock_project)
def refuse_invoice(invoice: Invoice, *, actor: Person, reason: str) -> Invoice:
    """Say that an invoice is not paid, and why; whoever handed it in reads it (Rechnung ablehnen)."""
    answer = said_why(reason, missing=_("Bitte sagen Sie, warum die Rechnung nicht bezahlt wird."))
    if invoice.standing in (InvoiceState.ORDERED, InvoiceState.PAID):
        raise NotNow
    advance(invoice, InvoiceState.REFUSED, steps=rules.INVOICE_STEPS, answer=answer)
    return invoice


@action(may=permissions.may_take_back_invoice, first=_lock_project)
def withdraw_invoice(invoice: Invoice, *, actor: Person) -> Invoice:
    """Take back an invoice that nobody has checked yet, perhaps to hand it in anew (Rechnung zurückziehen)."""
    advance(invoice, InvoiceState.WITHDRAWN, steps=rules.INVOICE_STEPS)
    return invoice


@action(may=permissions.may_keep_house, bulk=True)
def forget_invoices(before: datetime, *, actor: Person) -> list[Invoice]:
    """Take out who was paid, of invoices of years that were over before a moment; the sums stay."""
    due = list(queries.invoices_kept_too_long(before).order_by("pk"))
    gone = dict.fromkeys(("payee", "iban", "number", "payee_key", "number_key"), "")
    Invoice.objects.filter(pk__in=[one.pk for one in due]).update(**gone)
    return due


def _asked_for(project: Project) -> int:
    """What invoices ask for that are not paid yet, in cents."""
    return Invoice.objects.filter(project=project).unpaid().aggregate(sum=Sum("cents"))["sum"] or 0
