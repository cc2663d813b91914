"""What the books no longer need: who was paid and what bank files said, ten years after the year's end."""

from __future__ import annotations

from datetime import datetime

from quartierwerk.foundation.actions import action
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.budget import permissions, queries
from quartierwerk.rooms.budget.models import Order, PaymentRun, RunFile, StatementLine


@action(may=permissions.may_keep_house, bulk=True)
def forget_payees(before: datetime, *, actor: Person) -> list[Order]:
    """Take payee, account and purpose out of the orders of years that were over before this moment; the sums stay."""
    due = list(queries.payees_kept_too_long(before).order_by("pk"))
    Order.objects.filter(pk__in=[order.pk for order in due]).update(payee="", iban="", purpose="")
    return due


@action(may=permissions.may_keep_house, bulk=True)
def forget_bank_lines(before: datetime, *, actor: Person) -> list[StatementLine]:
    """Take names and purposes out of the lines of statements of years that were over before this moment."""
    due = list(queries.bank_lines_kept_too_long(before).order_by("pk"))
    StatementLine.objects.filter(pk__in=[line.pk for line in due]).update(name="", purpose="", reference="")
    return due


@action(may=permissions.may_keep_house, bulk=True)
def forget_run_files(before: datetime, *, actor: Person) -> list[PaymentRun]:
    """Delete the files of runs of years that were over before this moment; their sums and checksums stay."""
    due = list(queries.run_files_kept_too_long(before).select_related("run").order_by("pk"))
    RunFile.objects.filter(pk__in=[file.pk for file in due]).delete()
    return [file.run for file in due]
