"""Own projects of a group of a district: what its board is asked for, invoices, the close; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation import folding
from quartierwerk.foundation.errors import Problem
from quartierwerk.foundation.money import MOST
from quartierwerk.foundation.steps import Steps
from quartierwerk.rooms.budget.rules import compact, is_iban
from quartierwerk.rooms.funding.rules.applications import LONGEST_LINE, MOST_EXPENSES
from quartierwerk.rooms.funding.rules.plans import Expense

LONGEST_WORDING_OF_DEMAND = 2_000
LONGEST_INVOICE_NUMBER = 60
LONGEST_PAYEE = 120
LONGEST_REFUSAL = 500
LONGEST_CLOSING = 4_000
MOST_PARTICIPANTS = 1_000_000
CHECKED_WITHIN = timedelta(days=7)
"""So soon somebody checks an invoice, and somebody orders its payment: whoever wrote it waits for the money."""
TABLED_WITHIN = timedelta(days=30)
"""So soon what is asked of a board is on an agenda."""
OLDEST_INVOICE = timedelta(days=3 * 366)


class DemandState(TextChoices):
    """How far money that was asked of a board has got."""

    OPEN = "open", pgettext_lazy("demand", "wartet auf eine Sitzung")
    TABLED = "tabled", pgettext_lazy("demand", "auf der Tagesordnung")
    GRANTED = "granted", pgettext_lazy("demand", "bewilligt")
    REFUSED = "refused", pgettext_lazy("demand", "abgelehnt")
    WITHDRAWN = "withdrawn", pgettext_lazy("demand", "zurückgezogen")


DEMAND_STEPS = Steps(
    {
        DemandState.OPEN: {DemandState.TABLED, DemandState.WITHDRAWN},
        DemandState.TABLED: {DemandState.OPEN, DemandState.GRANTED, DemandState.REFUSED},
    }
)


class RulingOutcome(TextChoices):
    """What a board made of money that was asked of it."""

    GRANTED = "granted", pgettext_lazy("ruling", "bewilligt")
    REFUSED = "refused", pgettext_lazy("ruling", "abgelehnt")
    DEFERRED = "deferred", pgettext_lazy("ruling", "nicht entschieden")


class InvoiceState(TextChoices):
    """How far an invoice has got; whether it is paid, the order to pay it says."""

    ENTERED = "entered", pgettext_lazy("invoice", "wird geprüft")
    CHECKED = "checked", pgettext_lazy("invoice", "geprüft")
    ORDERED = "ordered", pgettext_lazy("invoice", "zur Zahlung angewiesen")
    PAID = "paid", pgettext_lazy("invoice", "bezahlt")
    REFUSED = "refused", pgettext_lazy("invoice", "abgelehnt")
    WITHDRAWN = "withdrawn", pgettext_lazy("invoice", "zurückgezogen")


KEPT_INVOICE_STATES = tuple(state for state in InvoiceState if state != InvoiceState.PAID)
"""What stands in the column."""
INVOICE_STEPS = Steps(
    {
        InvoiceState.ENTERED: {InvoiceState.CHECKED, InvoiceState.REFUSED, InvoiceState.WITHDRAWN},
        InvoiceState.CHECKED: {InvoiceState.ORDERED, InvoiceState.REFUSED},
        InvoiceState.ORDERED: {InvoiceState.ORDERED, InvoiceState.REFUSED},
    }
)


def invoice_key(said: str) -> str:
    """A name or number by which two invoices are the same, however they were typed."""
    return "".join(letter for letter in folding.fold(said) if letter.isalnum())


@dataclass(frozen=True, kw_only=True)
class Bill:
    """What an invoice says; the sum is in cents."""

    number: str
    dated_on: date
    payee: str
    iban: str
    cents: int
    line: str
    """Which line of the plan it belongs to."""

    def tidied(self) -> Bill:
        """The same with single blanks; the account's number has none, and capitals."""
        return Bill(
            number=" ".join(self.number.split()),
            dated_on=self.dated_on,
            payee=" ".join(self.payee.split()),
            iban=compact(self.iban),
            cents=self.cents,
            line=" ".join(self.line.split()),
        )


def bill_problems(bill: Bill, *, lines: Iterable[str], on: date) -> list[Problem]:
    """What must be put right before an invoice is taken so on a day; empty when nothing must."""
    found = []
    longest = {"number": LONGEST_INVOICE_NUMBER, "payee": LONGEST_PAYEE, "line": LONGEST_LINE}
    missing = {
        "number": _("Bitte nennen Sie die Nummer, die auf der Rechnung steht."),
        "payee": _("Bitte sagen Sie, wer das Geld bekommt."),
    }
    for name, sentence in missing.items():
        if not invoice_key(getattr(bill, name)):
            found.append(Problem(name, sentence))
    found += [
        Problem(name, _("Dieser Text ist zu lang."))
        for name, most in longest.items()
        if len(getattr(bill, name)) > most
    ]
    if not is_iban(bill.iban):
        found.append(Problem("iban", _("Diese IBAN stimmt nicht. Bitte vergleichen Sie sie mit der Rechnung.")))
    if not 0 < bill.cents <= MOST:
        found.append(Problem("cents", _("Bitte nennen Sie einen Betrag über 0.")))
    if not on - OLDEST_INVOICE <= bill.dated_on <= on:
        found.append(Problem("dated_on", _("Bitte prüfen Sie das Datum der Rechnung.")))
    if bill.line not in lines:
        found.append(Problem("line", _("Bitte wählen Sie, wofür die Rechnung ist.")))
    return found


def plan_problems(expenses: Sequence[Expense]) -> list[Problem]:
    """What must be put right in what is to be spent, before a board is asked for it."""
    if not expenses:
        return [Problem("cost_0", _("Bitte sagen Sie, wofür Sie das Geld brauchen."))]
    found = []
    if len(expenses) > MOST_EXPENSES or any(len(one.title) > LONGEST_LINE for one in expenses):
        found.append(Problem("cost_0", _("Dieser Text ist zu lang.")))
    titles = [one.title for one in expenses]
    if len({folding.fold(one) for one in titles}) < len(titles):
        found.append(Problem("cost_0", _("Zwei Zeilen heißen gleich. Bitte fassen Sie sie zusammen.")))
    if any(not one.title or one.cents <= 0 for one in expenses) or sum(one.cents for one in expenses) > MOST:
        found.append(Problem("cents_0", _("Jede Zeile braucht einen Betrag über 0.")))
    return found


class SpentLine(NamedTuple):
    """A line of what was planned, and what was paid for it; in cents."""

    title: str
    planned: int
    paid: int


def spent_by_line(planned: Iterable[Expense], paid: Mapping[str, int]) -> list[SpentLine]:
    """Each line once, in the order in which it was planned first; lines of one name are one."""
    sums: dict[str, int] = {}
    for one in planned:
        sums[one.title] = sums.get(one.title, 0) + one.cents
    lines = [SpentLine(title, cents, paid.get(title, 0)) for title, cents in sums.items()]
    return lines + [SpentLine(title, 0, cents) for title, cents in paid.items() if title not in sums]


@dataclass(frozen=True)
class OwnFunds:
    """What a board has resolved on for a project, what was paid of it, and what invoices still ask for; in cents."""

    resolved: int = 0
    paid: int = 0
    under_way: int = 0
    released: int = 0
    """What went back into the pot when the project was closed."""

    @property
    def left(self) -> int:
        """What no invoice asks for yet; never below zero."""
        return max(0, self.resolved - self.paid - self.under_way - self.released)
