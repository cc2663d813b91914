"""Bank statements are read, and each line is tied to the entry it is, or becomes one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import permissions, queries, rules
from quartierwerk.rooms.budget.actions._bank import follow_bank, hold_bank, runs_of, still_open, tie
from quartierwerk.rooms.budget.actions._books import lock_all, said
from quartierwerk.rooms.budget.actions.earmarks import Repayment, repay
from quartierwerk.rooms.budget.actions.entries import Allocation, allocate
from quartierwerk.rooms.budget.models import Earmark, Entry, Pot, Statement, StatementLine
from quartierwerk.rooms.budget.rules import camt


class StatementRefused(RuleBroken):
    """The file cannot be read; the sentence says why."""

    field = "file"


class StatementThere(RuleBroken):
    """The file was read before."""

    sentence = _("Diesen Kontoauszug haben Sie schon eingelesen. Es hat sich nichts geändert.")
    field = "file"


class SumsDiffer(RuleBroken):
    """A line and an entry move different sums."""

    sentence = _("Umsatz und Buchung haben verschiedene Beträge.")
    field = "entry"


class EntryVoid(RuleBroken):
    """The entry moved nothing that a bank could tell of: it has been taken back, or takes another one back."""

    sentence = _("Diese Buchung ist storniert, oder sie ist selbst ein Storno.")
    field = "entry"


class ReturnStands(NotNow):
    """The line is a payment that came back, which the books have followed."""

    sentence = _("Dieser Umsatz ist ein Rückläufer; die Zahlung ist damit zurückgebucht und bleibt es.")


class NothingCameIn(RuleBroken):
    """The line is no income."""

    sentence = _("Nur ein Eingang lässt sich so buchen; eine Zahlung wird vorgeschlagen und freigegeben.")


class PlaceMissing(RuleBroken):
    """Nobody said where the money belongs."""

    sentence = _("Bitte wählen Sie einen Topf oder den Vorgang, zu dem das Geld zurückkommt.")
    field = "pot"


@dataclass(frozen=True)
class StatementFile:
    """A file from the bank."""

    content: bytes


@action(may=permissions.may_keep_books, bulk=True, first=hold_bank)
def read_statements(file: StatementFile, *, actor: Person, at: datetime) -> list[Statement]:
    """Read the statements in a file from the bank, all or none (Kontoauszug einlesen).

    Lines that are a payment of the books beyond doubt are tied to it at once.
    """
    try:
        found = camt.read(file.content)
    except camt.NotReadable as error:
        raise StatementRefused(str(error)) from error
    return [_enter(statement, by=actor, at=at) for statement in found]


def _enter(told: camt.Statement, *, by: Person, at: datetime) -> Statement:
    try:
        with transaction.atomic():
            statement = Statement.objects.create(
                iban=told.iban,
                number=told.number,
                first_on=told.first_on,
                last_on=told.last_on,
                opening_cents=told.opening,
                closing_cents=told.closing,
                read_at=at,
                read_by=by,
            )
    except IntegrityError as error:
        raise StatementThere from error
    expected = queries.expected([line.cents for line in told.lines])
    whole = {run.message_id: run for run in queries.whole_runs()}
    lines = []
    for position, one in enumerate(told.lines, start=1):
        run = whole.get(one.reference)
        if run is not None and -one.cents in (run.cents, run.left):
            del whole[one.reference]
            lines.append(_line(statement, position, one, run=run))
            continue
        match = rules.certain(rules.Moved(one.cents, one.day, one.name, one.purpose, one.reference), expected)
        if match is not None:
            expected = [other for other in expected if other.key != match.key]
        lines.append(_line(statement, position, one, entry_id=match.key if match else None))
    StatementLine.objects.bulk_create(lines)
    tied = Entry.objects.filter(bank_line__statement=statement)
    follow_bank([*runs_of(tied), *(line.run for line in lines if line.run)], on=statement.last_on)
    return statement


def _line(statement: Statement, position: int, told: camt.Line, **tied: Any) -> StatementLine:
    return StatementLine(
        statement=statement,
        position=position,
        day=told.day,
        cents=told.cents,
        name=told.name[:140],
        purpose=told.purpose[:500],
        reference=told.reference[: rules.LONGEST_REFERENCE],
        **tied,
    )


@action(may=permissions.may_keep_books, first=hold_bank)
def match(line: StatementLine, *, actor: Person, entry: Entry) -> StatementLine:
    """Say which entry a line of a statement is (Umsatz zuordnen)."""
    still_open(line)
    # Whoever takes the entry back locks its pot too: it is taken back before, or not yet.
    lock_all([entry.pot])
    if entry.reverses_id is not None or Entry.objects.filter(reverses=entry).exists():
        raise EntryVoid
    if entry.cash_cents != line.cents:
        raise SumsDiffer
    return tie(line, entry)


@action(may=permissions.may_keep_books, first=hold_bank)
def unmatch(line: StatementLine, *, actor: Person) -> StatementLine:
    """Say that a line was tied or passed by mistake; the books stay as they are (Zuordnung lösen)."""
    if line.is_open:
        raise NotNow
    if line.entry is not None and line.entry.reverses_id is not None:
        raise ReturnStands
    note_change(entry=reference(line.entry) if line.entry else "", run=reference(line.run) if line.run else "")
    runs = [line.run] if line.run else runs_of([line.entry] if line.entry else [])
    line.entry, line.run, line.passed_reason = None, None, ""
    line.save(update_fields=["entry", "run", "passed_reason"])
    follow_bank(runs, on=line.day)
    return line


@action(may=permissions.may_keep_books, first=hold_bank)
def pass_line(line: StatementLine, *, actor: Person, reason: str) -> StatementLine:
    """Say that a line belongs into no pot, and why (Umsatz ablegen)."""
    still_open(line)
    line.entry, line.passed_reason = None, said(reason, field="reason", most=rules.LONGEST_REASON)
    line.save(update_fields=["entry", "passed_reason"])
    return line


@dataclass(frozen=True, kw_only=True)
class Income:
    """Where money that came belongs: into a pot, or back to what it was paid for."""

    line: StatementLine
    pot: Pot | None = None
    earmark: Earmark | None = None
    basis: str = ""


def _lock_income(actor: Any, income: Income) -> None:
    hold_bank(actor, income)
    pot = income.earmark.pot if income.earmark else income.pot
    if pot is not None:
        lock_all([pot])
    lock(income.line)


@action(may=permissions.may_keep_books, first=_lock_income)
def book(income: Income, *, actor: Person, at: datetime) -> Entry:
    """Enter money that came, as it stands in the statement (Eingang buchen)."""
    line = income.line
    still_open(line)
    if line.cents < 0:
        raise NothingCameIn
    if income.earmark is not None:
        entry = repay(Repayment(earmark=income.earmark, cents=line.cents, voucher=line.voucher), actor=actor, at=at)
    elif income.pot is not None:
        given = Allocation(pot=income.pot, cents=line.cents, basis=income.basis, voucher=line.voucher)
        entry = allocate(given, actor=actor, at=at)
    else:
        raise PlaceMissing
    tie(line, entry)
    return entry
